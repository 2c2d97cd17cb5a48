"""What waits for a seat in the rooms beside the applications: each source a few queries, however much there is."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from applications.models import Publication
from applications.procedure import PublicationState
from assessments.queries.kept import requests_answered
from assessments.queries.operating import bases_to_assess
from assessments.requesting import where
from bases.models import Base
from bases.procedure import BaseState
from bases.queries import charged_to, to_be_ended, with_host
from bases.told import receipt_words
from notices.queries import inquiries_waiting, objections_waiting
from organisations.models import Membership, Role
from procedure.reckoning import beijing_day, end_instant, start_instant
from reviews.desk import items_of
from reviews.models import Panel
from reviews.procedure.panel import PanelState
from reviews.queries import invitations_of

from . import turns
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


def _endings(seat: Membership, at: datetime) -> list[Item]:
    """The builds of which the clock, an opinion or a finding says that they end; a person decides (办法20, 21, 36)."""
    if seat.role != Role.SAC_OFFICER:
        return []
    return [
        Item(
            key=row.pk, name=str(row), host=row.host or "", doing=_why_to_end(row),  # type: ignore[attr-defined]
            since=row.termination_proposed_at or row.since, due=None, url=row.get_absolute_url(), verb="决定",
        )
        for row in to_be_ended()[:SHOWN]
    ]  # fmt: skip


def _why_to_end(base: Base) -> str:
    if base.violation_found:
        return "已认定违规，提请终止建设"
    if base.state == BaseState.FAILED:
        return "验收未通过，提请终止建设"
    return "整改期满，决定终止或者延后" if base.state == BaseState.RECTIFYING else "建设期届满，决定终止或者延后"


def _receipts(seat: Membership, at: datetime) -> list[Item]:
    """Approved bases whose receipt nobody has recorded yet: the organiser's to do, and SAC's to see (指南三（六）)."""
    if seat.role not in (Role.ORGANISER_OFFICER, Role.SAC_OFFICER):
        return []
    rows = with_host(charged_to(seat)).filter(state=BaseState.BUILDING, received_on=None, is_history=False)
    return [
        Item(
            key=base.pk, name=base.name_shown, host=base.host or "", since=base.since, due=None,  # type: ignore[attr-defined]
            doing=f"登记收文（{receipt_words(base, beijing_day(at))}）", url=base.get_absolute_url(), verb="登记",
        )
        for base in rows.order_by("approved", "pk")[:SHOWN]
    ]  # fmt: skip


def _material_answers(seat: Membership, at: datetime) -> list[Item]:
    """Stories that came, for whoever asked; the host has their date among its own (办法8（五）)."""
    return [
        Item(
            key=row.pk, name=str(row.base), host="承担单位", doing="查看报送的亮点成果、经验做法和典型案例",
            since=row.answered_at or row.at, due=None, url=where(row), verb="查看",
        )
        for row in requests_answered(seat)[:SHOWN]
    ]  # fmt: skip


def _assessments(seat: Membership, at: datetime) -> list[Item]:
    """The year that is over, for the organiser of each base that it has not assessed yet (办法30)."""
    year = beijing_day(at).year - 1
    since, page = start_instant(date(year + 1, 1, 1)), "assessments:assessment_new"
    return [
        Item(
            key=row.pk, name=str(row), host="年度考核", doing=f"开展{year}年度考核，报送结果", since=since, due=None,
            url=reverse(page, args=[row.pk]),
        )
        for row in bases_to_assess(seat)[:SHOWN]
    ]  # fmt: skip


SOURCES: tuple[Callable[[Membership, datetime], list[Item]], ...] = (
    *(_proposals, _objections, _inquiries, _reviews, _panels, _publications, turns.items, _receipts, _endings),
    *(_material_answers, _assessments),
)
