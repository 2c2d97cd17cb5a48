"""What waits for a seat in the rooms beside the applications: each source a few queries, however much there is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse

from applications.models import Publication
from applications.procedure import PublicationState
from assessments.models import Violation
from assessments.procedure import ViolationState
from assessments.queries import visible_to as violations_visible_to
from notices.queries import inquiries_waiting, objections_waiting
from organisations.models import Membership, Role
from procedure.reckoning import end_instant
from reviews.desk import items_of
from reviews.models import Panel
from reviews.procedure.panel import PanelState
from reviews.queries import invitations_of

from .deciding import to_sign
from .todo import SHOWN, Item

_OF_A_PANEL = {
    PanelState.COMPOSING: "抽取或者指定专家，发出邀请",
    PanelState.INVITING: "等专家答复，确定评审组",
    PanelState.REVIEWING: "等专家提交意见",
    PanelState.MEETING: "形成并记录评审结论，结束评审",
}


def _proposals(seat: Membership, at: datetime) -> list[Item]:
    """What colleagues proposed and this seat may sign."""
    return [
        Item(
            key=proposal.pk, name=str(subject), host=f"{proposal.proposed_by_name}提请", doing=f"审批“{step.label}”",
            since=proposal.proposed_at, due=None, url=reverse("workbench:proposal", args=[proposal.pk]), verb="审批",
        )
        for proposal, subject, step in to_sign(seat)
    ]  # fmt: skip


def _objections(seat: Membership, at: datetime) -> list[Item]:
    rows = objections_waiting(seat).select_related("item")[:SHOWN]
    return [
        Item(
            key=row.pk, name=str(row), host=row.item.name, doing=f"异议{row.state_label}", since=row.since, due=None,
            url=row.get_absolute_url(),
        )
        for row in rows
    ]  # fmt: skip


def _inquiries(seat: Membership, at: datetime) -> list[Item]:
    rows = inquiries_waiting(seat).select_related("objection__item")[:SHOWN]
    return [
        Item(
            key=row.pk, name=row.objection.item.name, host="国家标准委转办", doing="答复异议转办", since=row.sent_at,
            due=None, ends=end_instant(row.due_on), url=reverse("notices:inquiry", args=[row.pk]), verb="答复",
        )
        for row in rows
    ]  # fmt: skip


def _reviews(seat: Membership, at: datetime) -> list[Item]:
    """An expert's invitations and the cases that he has still to write or sign."""
    if seat.role != Role.EXPERT:
        return []
    asked = [
        Item(
            key=member.pk, name=member.panel.title, host="国家标准委邀请", doing="答复评审邀请",
            since=member.invited_at or at, due=None,
            ends=end_instant(member.panel.answer_by) if member.panel.answer_by else None,
            url=reverse("reviews:invitation", args=[member.pk]), verb="答复",
        )
        for member in invitations_of(seat)
    ]  # fmt: skip
    return asked + [_to_write(each) for each in items_of(seat) if each.group in ("write", "sign")]


def _to_write(each: Any) -> Item:
    panel, writes = each.case.panel, each.group == "write"
    ends = end_instant(panel.opinions_by) if writes and panel.opinions_by else None
    return Item(
        key=each.case.pk, name=each.case.title, host=panel.title, doing="提出评审意见" if writes else "看结论并签名",
        since=panel.since, due=None, ends=ends, url=each.url, verb=each.word,
    )  # fmt: skip


def _panels(seat: Membership, at: datetime) -> list[Item]:
    if seat.role != Role.SAC_OFFICER:
        return []
    rows = Panel.objects.filter(state__in=list(_OF_A_PANEL)).order_by("since", "pk")[:SHOWN]
    return [
        Item(
            key=row.pk, name=row.title, host="评审组", doing=_OF_A_PANEL[PanelState(row.state)], since=row.since,
            due=None, url=row.get_absolute_url(),
        )
        for row in rows
    ]  # fmt: skip


def _publications(seat: Membership, at: datetime) -> list[Item]:
    if seat.role != Role.SAC_OFFICER:
        return []
    rows = Publication.objects.filter(state=PublicationState.DRAFT).order_by("since", "pk")[:SHOWN]
    return [
        Item(
            key=row.pk, name=row.title, host="公示稿", doing="核对并提请公示", since=row.since, due=None,
            url=row.get_absolute_url(),
        )
        for row in rows
    ]  # fmt: skip


def _violations(seat: Membership, at: datetime) -> list[Item]:
    """A statement to write, for the unit; a finding to make, for SAC (办法36)."""
    wanted = {Role.SUBMITTER: ViolationState.OPENED, Role.SAC_OFFICER: ViolationState.STATED}.get(Role(seat.role))
    if wanted is None:
        return []
    rows: list[Violation] = list(
        violations_visible_to(seat).filter(state=wanted).select_related("application__unit").order_by("since")[:SHOWN]
    )
    states = wanted == ViolationState.OPENED
    return [
        Item(
            key=row.pk, name=str(row), host=row.application.unit.name if row.application else "",
            doing="提交陈述申辩" if states else "认定", since=row.since, due=None,
            ends=end_instant(row.statement_by) if states else None, url=row.get_absolute_url(),
        )
        for row in rows
    ]  # fmt: skip


SOURCES: tuple[Callable[[Membership, datetime], list[Item]], ...] = (
    *(_proposals, _objections, _inquiries, _reviews, _panels, _publications, _violations),
)
