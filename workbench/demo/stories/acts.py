"""The acts that a story may name, each with the words that follow its name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from assessments import inspecting
from bases.models import Base
from organisations.models import Unit
from organisations.registering import confirm_unit
from procedure import clock
from procedure.perform import perform
from reviews.models import Expert
from workbench.demo import building, changes, endings, evaluations, units
from workbench.demo.numbering import next_number
from workbench.demo.turning import on_turned, turn
from workbench.demo.workdays import later


@dataclass
class Teller:
    """A base whose story is told, with the others of the demo and the experts who may judge it."""

    base: Base
    bases: dict[str, Base]
    experts: list[Expert]
    luck: Random

    def panel(self) -> list[Expert]:
        return self.experts[:5]

    def number(self, day: date) -> str:
        with endings.on(day):
            return next_number()


def _plan(it: Teller, day: date, how: str) -> None:
    building.plan(it.base, day, it.luck, how)


def _report(it: Teller, day: date, year: str, how: str) -> None:
    building.report(it.base, day, it.luck, int(year), how)


def _review(it: Teller, day: date, how: str) -> None:
    building.review(it.base, day, it.luck, how)


def _problem(it: Teller, day: date, title: str, closed: str = "") -> None:
    building.problem(it.base, day, title, date.fromisoformat(closed) if closed else None)


def _check(it: Teller, day: date, how: str = "fit") -> None:
    building.check(it.base, day, it.luck, how)


def _apply(it: Teller, day: date, how: str = "accepted") -> None:
    building.apply(it.base, day, how)


def _judge(it: Teller, day: date, result: str, how: str = "recorded") -> None:
    building.judge(it.base, day, it.panel(), result, how)


def _establish(it: Teller, day: date, *others: str) -> None:
    building.establish(it.base, day, [Base.objects.get(pk=it.bases[key].pk) for key in others])


def _evaluate(it: Teller, day: date, result: str, how: str = "") -> None:
    turned(it, day)
    if how == "begun":
        evaluations.start_evaluation(it.base, day)
    elif how == "filed":
        evaluations.file_material(it.base, day)
    elif how == "seated":
        evaluations.seat(evaluations.visit(it.base, day), day, it.panel())
    else:
        number = it.number(later(day, 95))
        evaluations.evaluate(it.base, day, result, number, it.panel())


def _cycle(it: Teller, day: date, months: str) -> None:
    data = {"months": months, "note": "按照年度评估工作的总体安排。"}
    with on_turned(it.base.pk, day):
        perform(it.base, "set_evaluation_cycle", seat=endings.desk().officer, data=data)


def _evaluate_again(it: Teller, day: date, result: str) -> None:
    turned(it, day)
    evaluations.evaluate(it.base, day, result, it.number(later(day, 95)), it.panel(), again=True)


def _visit_again(it: Teller, day: date) -> None:
    turned(it, day)
    evaluations.visit(it.base, day, again=True)


def _revoke(it: Teller, day: date) -> None:
    turned(it, day)
    evaluations.revoke(it.base, day, it.number(day))


def _revoke_violation(it: Teller, day: date) -> None:
    turned(it, day)
    evaluations.revoke(it.base, day, it.number(day), violation=True)


def _uphold(it: Teller, day: date) -> None:
    turned(it, day)
    endings.uphold_violation(it.base, day)


def _extension(it: Teller, day: date, how: str) -> None:
    turned(it, day)
    if how == "refused":
        endings.refuse_extension(it.base, day, it.number(day))
        return
    ways: dict[str, Callable[[Base, date], Any]] = {
        "draft": endings.draft_extension, "filed": endings.file_extension, "agreed": endings.agree_extension,
        "returned": endings.return_extension,
    }  # fmt: skip
    ways[how](it.base, day)


def _extend(it: Teller, day: date, months: str) -> None:
    turned(it, day)
    endings.grant_extension(it.base, day, it.number(day), months=int(months))


def _rename(it: Teller, day: date, name: str, english: str) -> None:
    turned(it, day)
    change = changes.ask_rename(it.base, day, name, english.replace("_", " "))
    changes.publish(change, later(day, 24))
    assert change.item is not None
    changes.agree(change, it.number(change.item.ends_at.date()))


def _change_host(it: Teller, day: date, unit: str) -> None:
    """In publicity, with an objection that is being handled."""
    turned(it, day)
    new = Unit.objects.get(name=units.BY_KEY[unit].name)
    change = changes.ask_host(it.base, day, new)
    if not new.is_confirmed:
        with endings.on(later(day, 7)):
            confirm_unit(new, endings.organiser_of(it.base), reason="已核对登记证书。", odd_code=False)
    changes.answer_conditions(change, later(day, 14))
    changes.publish(change, later(day, 50))
    objection = changes.object_to(change, later(day, 60), "拟变更的承担单位没有冶金专业实验室，请核实。")
    with endings.on(later(day, 63)):
        perform(objection, "admit_objection", seat=endings.desk().officer, data={"note": "属于受理范围。"})


def _adjust(it: Teller, day: date) -> None:
    turned(it, day)
    now, what = "既有建筑改造标准由成员单位分散研制", "既有建筑改造标准由基地统一组织研制和验证"
    changes.adjust(it.base, day, it.number(later(day, 10)), now=now, what=what)


def _inspect(it: Teller, day: date) -> None:
    """Opened on a lead, visited, not yet closed."""
    facts = {
        "assessment": None,
        "ground": "有举报称验证平台长期停用",
        "content": "验证平台运行记录、人员和经费使用情况。",
    }
    with endings.on(day):
        row = inspecting.open_inspection(it.base, facts, seat=endings.desk().officer, key=None)
    visit = {
        "held_on": later(day, 14).isoformat(), "place": "承担单位机房和办公场所", "people": "检查组五人",
        "observed": "查阅平台日志和预约记录，抽查三项验证报告，同用户单位座谈。",
    }  # fmt: skip
    with endings.on(later(day, 14), 17):
        perform(row, "record_visit", seat=endings.desk().officer, data=visit)


def _entrust(it: Teller, day: date, until: str) -> None:
    bases = [it.base, Base.objects.get(pk=it.bases["2020-port"].pk)] if "2020-port" in it.bases else [it.base]
    row = endings.entrust(bases, day, date.fromisoformat(until), ["on_site", "materials"])
    endings.record_finding(row, later(day, 16))


def _open_window(it: Teller, day: date, until: str) -> None:
    turned(it, day)
    endings.open_window(it.base, day, date.fromisoformat(until))


def _terminate_overdue(it: Teller, day: date) -> None:
    turned(it, day)
    endings.terminate_overdue(it.base, day, it.number(day))


def _terminate_violation(it: Teller, day: date) -> None:
    endings.terminate_violation(it.base, day, it.number(day))


def turned(it: Teller, day: date) -> None:
    with endings.on(day, 9):
        turn(it.base.pk, clock.now())
    it.base.refresh_from_db()


ACTS: dict[str, Callable[..., object]] = {
    "receive": lambda it, day: building.receive(it.base, day),
    "plan": _plan, "report": _report, "review": _review, "problem": _problem, "check": _check, "apply": _apply,
    "judge": _judge, "establish": _establish, "cycle": _cycle, "evaluate": _evaluate, "evaluate_again": _evaluate_again,
    "visit_again": _visit_again, "ask_early": lambda it, day: evaluations.ask_for_early(it.base, day),
    "revoke": _revoke, "revoke_violation": _revoke_violation, "uphold": _uphold, "extension": _extension,
    "extend": _extend, "rename": _rename, "change_host": _change_host, "adjust": _adjust, "entrust": _entrust,
    "open_window": _open_window, "violation": lambda it, day: endings.open_violation(it.base, day),
    "inspect": _inspect,
    "terminate_failed": lambda it, day: building.terminate_failed(it.base, day),
    "terminate_overdue": _terminate_overdue, "terminate_violation": _terminate_violation,
}  # fmt: skip
