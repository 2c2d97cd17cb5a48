"""A panel at work: members who accept, write, meet, and sign what the chair wrote."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from applications.models import Application
from organisations.models import Membership
from organisations.queries import current_seats
from procedure import clock
from procedure.perform import perform
from reviews import composing, concluding, inviting, sheets
from reviews.models import ApplicationReview, Case, Expert, Member, Panel

from .desk import Desk

OPINION = {
    "necessity": "符合国家重大区域发展战略，建设必要。",
    "feasibility": "标准化工作基础扎实，条件具备。",
    "goals": "目标明确，任务可考核，建议细化中期指标。",
    "guarantees": "组织、人员和经费有保障。",
}


def seat_panel(desk: Desk, cases: Sequence[Application | Case], experts: Sequence[Expert], **facts: Any) -> Panel:
    """A panel by appointment, confirmed; the first expert is its chair."""
    panel = new_panel(desk, cases, size=len(experts), **facts)
    composing.appoint(panel, experts, panel.appoint_reason, desk.officer)
    perform(panel, "invite_members", seat=desk.officer)
    for member in panel.members.filter(out_at__isnull=True):
        inviting.accept(member, inviting.declaration(panel))
    inviting.name_chair(panel.members.get(seat=1, out_at__isnull=True))
    perform(panel, "confirm_panel", seat=desk.officer)
    return panel


def new_panel(desk: Desk, cases: Sequence[Application | Case], **facts: Any) -> Panel:
    """A panel for these cases, still without members."""
    day, name = clock.today(), _called(cases[0]) if cases else ""
    options = {
        "title": f"{name}专家评审组", "method": Panel.Method.APPOINT,
        "appoint_reason": "所涉专业面窄，库内可抽取的专家不足。", "created_by": desk.officer.person,
        "answer_by": day + timedelta(days=5), "opinions_by": day + timedelta(days=15),
        "meeting_on": day + timedelta(days=20), "meeting_place": "北京",
    } | facts  # fmt: skip
    return composing.compose(Panel(**options), cases, desk.officer)


def _called(judged: Application | Case) -> str:
    return judged.title if isinstance(judged, Case) else judged.inner_name


def expert_seat(member: Member) -> Membership:
    """The seat in which a member writes: his own, as an expert."""
    found: Membership = current_seats(clock.today()).get(person=member.expert.person_id, role="expert")
    return found


def write_sheet(case: Case, member: Member, score: int = 85) -> None:
    content: dict[str, Any] = {
        each.key: {"opinion": OPINION.get(each.key, f"{each.label}符合要求。"), "score": score, "unfamiliar": False}
        for each in case.asked_on
    }
    seat = expert_seat(member)
    saved = sheets.save(
        case, content | {"overall": "总体可行。"}, base=sheets.sheet_of(case, member).version, seat=seat
    )
    sheets.submit(case, shown=saved.sheet.version, reason="", seat=seat)


def judge(
    desk: Desk, application: Application, result: str, *, points: Sequence[dict[str, str]] = (), days: int = 30
) -> ApplicationReview:
    """From the confirmed panel to the recorded conclusion."""
    review = ApplicationReview.objects.select_related("case__panel").get(application=application)
    panel = review.case.panel
    assert panel is not None
    if panel.state == "reviewing":
        meet(desk, panel)
    conclude(review.case, result, points=points)
    review = ApplicationReview.objects.get(pk=review.pk)
    record(desk, review, result, days)
    panel.refresh_from_db()
    if not panel.cases.filter(concluded_at=None).exists():
        perform(panel, "finish_panel", seat=desk.officer)
    application.refresh_from_db()
    return review


def meet(desk: Desk, panel: Panel) -> None:
    """Every member submits on every case, and the round closes."""
    for case in panel.cases.all():
        for number, member in enumerate(panel.members.filter(out_at__isnull=True)):
            write_sheet(case, member, 80 + 2 * number)
    perform(panel, "close_round", seat=desk.officer, data={"note": ""})


def conclude(case: Case, result: str, *, points: Sequence[dict[str, str]] = ()) -> None:
    """The chair writes, everybody signs."""
    members = list(Member.objects.filter(panel=case.panel_id, out_at__isnull=True).select_related("expert"))
    chair = next(member for member in members if member.is_chair)
    text = f"专家组听取汇报、审阅材料、质询讨论，形成评审意见：{result}。"
    written = concluding.write(
        case, result=result, text=text, points=points, means=case.of_kind.means, base="", seat=expert_seat(chair)
    )
    for member in members:
        concluding.sign(case, shown=written.digest, agrees=True, dissent="", seat=expert_seat(member))


def record(desk: Desk, review: ApplicationReview, result: str, days: int = 30) -> None:
    """The officer records what was signed; a failure in pairs."""
    guide = "guide_" if len(review.case.conclusions) == 2 else ""
    if result == "未通过":
        desk.decide(review, f"conclude_{guide}fail")
        return
    revised = guide or result != "通过"
    data = {"due_on": (clock.today() + timedelta(days=days)).isoformat(), "note": ""} if revised else None
    name = "pass" if guide or result == "通过" else "revise"
    perform(review, f"conclude_{guide}{name}", seat=desk.officer, data=data)
