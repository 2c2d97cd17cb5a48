"""The ordinary acts of a build, from the receipt of the approval to the day on which a base is established."""

from datetime import date, timedelta
from random import Random

from assessments import applying, problems
from assessments.checking import begin_self_check
from assessments.models import Acceptance, ConstructionPlan, SelfCheck
from assessments.reporting import begin_plan, begin_report, begin_review
from bases.establishing import choose
from bases.models import Base
from bases.procedure import BaseState
from organisations.models import Membership, Role
from procedure.perform import perform
from reviews.models import Case, Expert
from workbench.demo.deciding import seat_panel
from workbench.demo.deciding.reviewing import conclude, meet
from workbench.demo.endings import desk, numbered, organiser_of, sealed, seat_in, supervisor_of, unit_of
from workbench.demo.filling import fill
from workbench.demo.numbering import next_number
from workbench.demo.turning import on_turned
from workbench.demo.workdays import later

_STATEMENT = "任务和指标均已完成，自查材料齐全，组织单位审核认为符合验收条件，申请组织验收。"
_FIT = ("任务和指标已经完成，佐证材料齐全。", "已到现场核对，任务、指标均达到申报方案要求。")
_CONCLUDED = {"通过": "conclude_pass", "整改": "conclude_rectify", "未通过": "conclude_fail"}
_POINTS = {
    "整改": (
        {"section": "indicators", "text": "国家标准报批数量以受理通知为准，请补齐未报批的两项。"},
        {"section": "tasks", "text": "验证平台的开放运行记录不足半年，请补充并完善管理制度。"},
    ),
}  # fmt: skip
# How far an act goes, by its last word; without one it goes to the end.
REPORT_STAGES = ("draft", "filed", "sent", "received")
PLAN_STAGES = ("draft", "filed", "returned", "accepted")
REVIEW_STAGES = ("draft", "filed", "received")


def host(base: Base, role: Role) -> Membership:
    return seat_in(unit_of(base.host_unit_id), role)


def receive(base: Base, day: date) -> None:
    with on_turned(base.pk, day):
        perform(base, "record_receipt", seat=organiser_of(base), data={"received_on": day.isoformat()})


def plan(base: Base, day: date, luck: Random, how: str = "accepted") -> None:
    with on_turned(base.pk, day - timedelta(days=18)):
        row = begin_plan(base, seat=organiser_of(base))
        fill(row.dossier, organiser_of(base), 0, luck, lowered=how == "returned")
    if how == "draft":
        return
    with on_turned(base.pk, day, 15):
        perform(row, "file_plan", seat=organiser_of(base))
    if how != "filed":
        with on_turned(base.pk, later(day, luck.randint(9, 20))):
            _decide_plan(row, how)


def _decide_plan(row: ConstructionPlan, how: str) -> None:
    note = "指标低于申报方案的承诺，没有说明理由，请恢复或者充分说明后再报。"
    data = {"note": note, "returned": [str(each.pk) for each in row.deviations.all()]} if how == "returned" else {}
    perform(row, "return_plan" if how == "returned" else "accept_plan", seat=desk().officer, data=data)


def report(base: Base, day: date, luck: Random, year: int, how: str = "received") -> None:
    with on_turned(base.pk, day - timedelta(days=9)):
        row = begin_report(base, year, seat=host(base, Role.PREPARER))
        fill(row.dossier, host(base, Role.PREPARER), progress_of(base, day), luck)
    steps = ("file_report", Role.SUBMITTER, 0), ("send_report", None, 5), ("receive_report", Role.SAC_OFFICER, 16)
    for step, role, days in steps[: REPORT_STAGES.index(how)]:
        with on_turned(base.pk, later(day, days), 14):
            perform(row, step, seat=_pressing(base, role), data={} if step != "file_report" else None)


def review(base: Base, day: date, luck: Random, how: str = "received") -> None:
    with on_turned(base.pk, day - timedelta(days=12)):
        row = begin_review(base, seat=organiser_of(base))
        fill(row.dossier, organiser_of(base), max(progress_of(base, day), 0.45), luck)
    steps = ("file_review", None, 0), ("receive_review", Role.SAC_OFFICER, 13)
    for step, role, days in steps[: REVIEW_STAGES.index(how)]:
        with on_turned(base.pk, later(day, days), 11):
            perform(row, step, seat=_pressing(base, role), data={} if role else None)


def _pressing(base: Base, role: Role | None) -> Membership:
    if role == Role.SAC_OFFICER:
        return desk().officer
    return host(base, role) if role else organiser_of(base)


def progress_of(base: Base, day: date) -> float:
    """How much of the build is over, as a share."""
    assert base.build_starts
    assert base.build_ends
    return min(1.0, max(0.05, (day - base.build_starts).days / (base.build_ends - base.build_starts).days))


def problem(base: Base, day: date, title: str, closed: date | None = None) -> None:
    facts = {
        "title": title, "happened_on": day - timedelta(days=6),
        "facts": f"{title}，原由其承担的一项重点任务暂停，涉及两项标准的验证试验。",
        "measures": "已召开理事会紧急会议，试验暂由承担单位完成，正在征集新的参与单位。",
        "wanted": "请协调推荐具备同等试验条件的单位。",
    }  # fmt: skip
    with on_turned(base.pk, day):
        row = problems.report(base, facts, [sealed("有关情况说明.pdf")], seat=host(base, Role.SUBMITTER))
    with on_turned(base.pk, later(day, 4)):
        problems.answer(row, "已了解情况，请在两个月内落实接替单位，并将调整安排书面报我处。", seat=organiser_of(base))
    with on_turned(base.pk, later(day, 10)):
        problems.answer(row, "已商本地区检测机构，可以提供试验条件，请与其对接。", seat=supervisor_of(base))
    if closed:
        with on_turned(base.pk, closed):
            note = "接替单位已经签约，任务和指标不变。"
            perform(row, "close_problem", seat=desk().officer, data={"note": note})


# 自查和验收


def check(base: Base, day: date, luck: Random, how: str = "fit") -> SelfCheck:
    with on_turned(base.pk, day):
        row = begin_self_check(base, seat=host(base, Role.PREPARER))
        fill(row.dossier, host(base, Role.PREPARER), 1.0, luck)
    if how == "checking":
        return row
    with on_turned(base.pk, later(day, 6)):
        perform(row, "file_self_check", seat=host(base, Role.SUBMITTER))
    if how == "filed":
        return row
    with on_turned(base.pk, later(day, 11)):
        fit = how == "fit"
        note = luck.choice(_FIT) if fit else "两项国家标准还没有报批，示范应用只完成一半，不符合验收条件。"
        perform(row, "find_fit" if fit else "find_unfit", seat=organiser_of(base), data={"note": note})
    return row


def apply(base: Base, day: date, how: str = "accepted") -> Acceptance:
    """Filed on its day; taken up some days later."""
    with on_turned(base.pk, day):
        row = applying.draft(Base.objects.get(pk=base.pk), seat=organiser_of(base), key=None)
        applying.save(row, _STATEMENT, [sealed("验收申请（盖章）.pdf")], seat=organiser_of(base))
    if how == "draft":
        return row
    row.refresh_from_db()
    with on_turned(base.pk, day, 16):
        perform(row, "file_again" if row.is_again else "file_request", seat=organiser_of(base))
    if how == "filed":
        return row
    with on_turned(base.pk, later(day, 7)):
        note = "自查报告与建设方案的指标口径不一致，请补正；并补充经费决算。"
        step, data = ("return_request", {"note": note}) if how == "returned" else ("accept_request", None)
        perform(row, step, seat=desk().officer, data=data)
    return row


def judge(base: Base, day: date, experts: list[Expert], result: str, how: str = "recorded") -> None:
    """The panel of what is accepted: seated, met three weeks later, its opinion recorded some days after that."""
    row = base.acceptance_rows.get(state="accepted")
    assert row.case is not None
    assert base.region is not None
    meeting = later(day, 20)
    with on_turned(base.pk, day):
        panel = seat_panel(desk(), [row.case], experts, meeting_place=base.region.name, meeting_on=meeting)
    if how == "seated":
        return
    with on_turned(base.pk, meeting, 16):
        meet(desk(), panel)
        conclude(Case.objects.select_related("panel").get(pk=row.case.pk), result, points=_POINTS.get(result, ()))
    if how == "signed":
        return
    with on_turned(base.pk, later(meeting, 3)):
        row = Acceptance.objects.get(pk=row.pk)
        if result == "未通过":
            desk().decide(row, _CONCLUDED[result])
        else:
            perform(row, _CONCLUDED[result], seat=desk().officer, data={"note": ""} if result == "整改" else None)
        perform(panel, "finish_panel", seat=desk().officer)


def establish(base: Base, day: date, others: list[Base]) -> None:
    with on_turned(base.pk, day):
        if others:
            choose(base, others)
        data = numbered(next_number()) | {"english_name": base.english_name, "note": ""}
        desk().decide(Base.objects.get(pk=base.pk), "establish", **data)
    base.refresh_from_db()


def terminate_failed(base: Base, day: date) -> None:
    with on_turned(base.pk, day):
        note = "验收意见为未通过：主要任务没有完成，指标差距较大。"
        desk().decide(base, "terminate_failed", note=note, **numbered(next_number()))
    base.refresh_from_db()


def is_in_build(base: Base) -> bool:
    return base.state in (BaseState.BUILDING, BaseState.AWAITING_ACCEPTANCE, BaseState.RECTIFYING, BaseState.PASSED)
