"""What may be changed or adjusted of a base that goes on; each takes the base and the day on which it begins."""

from datetime import date, timedelta
from typing import Any

from applications.papers import Paper
from assessments import adjusting, changing
from assessments.forms import RequestForm
from assessments.models import Adjustment, Change
from bases.models import Base
from notices.models import Objection
from notices.publishing import PERIOD
from organisations.models import Role, Unit
from procedure import clock
from procedure.conditions import conditions
from procedure.perform import perform
from procedure.reckoning import beijing_day
from procedure.rulebook import MEASURES_2023
from procedure.steps import TIMER
from workbench.demo.deciding import Desk
from workbench.demo.deciding.desk import OFFICE
from workbench.demo.deciding.desk import object_to as _object_to
from workbench.demo.endings import desk, numbered, on, sealed, seat_in, supervisor_of
from workbench.demo.workdays import later

_REASON = {
    "name": "建设内容已经扩展到产业链上下游，现名称不能反映服务范围。",
    "host": "机构改革后原承担单位的标准化职能划转，人员、实验室和在研项目整体并入新单位。",
}
_ANSWER = "见所附证明材料：法人证书、人员名册、近三年标准制修订清单和经费落实文件。"


def ask_rename(base: Base, day: date, inner_name: str, english_name: str = "") -> Change:
    return _ask(base, day, "name", inner_name=inner_name, english_name=english_name)


def ask_host(base: Base, day: date, unit: Unit) -> Change:
    """Asked for; the new host has still to answer."""
    return _ask(base, day, "host", host=unit.code)


def answer_conditions(change: Change, day: date) -> None:
    with on(day):
        assert change.host is not None
        seat = seat_in(change.host, Role.SUBMITTER)
        changing.add_files(change, [sealed("承接条件证明材料.pdf")], None, seat=seat)
        said = {"note": "同意承接，原承担单位未完成的任务和报送由本单位继续完成。"}
        for condition in conditions(MEASURES_2023.key, change.base.kind, type_lists=False):
            said |= {f"met_{condition.key}": "yes", f"text_{condition.key}": _ANSWER}
        perform(change, "answer_conditions", seat=seat, data=said)


def publish(change: Change, day: date) -> None:
    with on(day):
        what = f"{change.base.full_name}{change.get_kind_display()}"
        text = f"{change.asked_by}书面申请{what}，经审查拟同意变更，现予公示，公示期为{PERIOD}。"
        desk().decide(change, "publish_change", title=f"关于拟同意{what}的公示", text=text, **OFFICE)
    change.refresh_from_db()


def object_to(change: Change, day: date, reason: str) -> Objection:
    """Somebody of the public, within the period."""
    with on(day):
        subject: Any = change
        subject.notice_item = change.item
        return _object_to(subject, reason)


def settle(objection: Objection, day: date, answer: str) -> None:
    with on(day):
        sac: Desk = desk()
        perform(objection, "admit_objection", seat=sac.officer, data={"note": "属于受理范围。"})
        sac.decide(objection, "close_met", answer=answer)


def agree(change: Change, number: str, *, effective_in: int = 0) -> None:
    """On the day after the period: decided, and in force on that day or so many days later."""
    assert change.item is not None
    day = beijing_day(change.item.ends_at)
    with on(day):
        if change.state == "publicity":
            perform(change, "close_publicity", seat=TIMER)
        since = day + timedelta(days=effective_in)
        desk().decide(change, "approve_change", effective_on=since.isoformat(), **numbered(number))
    with on(since, 11):
        perform(change, "take_effect", seat=TIMER)
    change.base.refresh_from_db()


def adjust(base: Base, day: date, number: str, *, now: str, what: str) -> Adjustment:
    """Drafted, assessed by experts, decided."""
    with on(day):
        sac = desk()
        facts = {"reason": "按照创新基地总体布局的需要。", "values": {"now": now, "what": what}}
        row = adjusting.draft(base, facts, seat=sac.officer, key=None)
        upload, checked = sealed("专家评估意见.pdf")
        said = {
            "experts": "陆知行 装备标准化研究院\n温以宁 能源技术大学\n祁远 检测认证协会", "on_day": clock.today(),
            "opinion": "调整符合总体布局，基地具备相应条件，同意调整。", "file": Paper(upload, checked),
        }  # fmt: skip
        adjusting.record_assessment(row, said, seat=sac.officer)
    with on(later(day, 10)):
        desk().decide(row, "adjust", **numbered(number))
    base.refresh_from_db()
    return row


def _ask(base: Base, day: date, kind: str, **typed: str) -> Change:
    with on(day):
        seat = supervisor_of(base)
        upload, checked = sealed("变更申请函.pdf")
        said = {
            "reason": _REASON[kind], "letter_number": f"函〔{day.year}〕{base.pk.int % 90 + 10}号",
            "letter_dated": day.isoformat(),
        }  # fmt: skip
        form = RequestForm(said | typed, {"letter": upload}, base=base, kind=kind, about="")
        assert form.is_valid(), form.errors
        facts = form.cleaned_data
        return changing.ask(base, kind, facts["facts"], Paper(upload, checked), (), seat=seat, key=None)
