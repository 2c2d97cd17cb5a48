"""Reads of experts and officers; each starts from the seat and from the table of phases."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from applications.granted import reads_by_grant
from organisations.models import Membership, Role

from . import models
from .phases import Part, Right, rights, states_where
from .procedure.panel import PanelState

_SAC_PARTS = {Role.SAC_OFFICER: Part.OFFICER, Role.SAC_APPROVER: Part.APPROVER}


def memberships_of(seat: Membership | None) -> "QuerySet[models.Member]":
    """The panels that a seat is in by its own person: nobody stands in for an expert."""
    rows = models.Member.objects.all()
    if seat is None or seat.role != Role.EXPERT or seat.standing_in_for_id is not None:
        return rows.none()
    return rows.filter(expert__person=seat.person_id, out_at__isnull=True)


def members_in(seat: Membership | None) -> "QuerySet[models.Member]":
    """The same, of those who said yes."""
    return memberships_of(seat).filter(answer=models.Member.Answer.ACCEPTED)


def invitations_of(seat: Membership | None) -> "QuerySet[models.Member]":
    """What the person was asked and has not answered."""
    waiting = memberships_of(seat).filter(
        answer=models.Member.Answer.WAITING, invited_at__isnull=False, panel__state=PanelState.INVITING
    )
    return waiting.select_related("panel").order_by("panel__answer_by", "pk")


def part_of(panel: "models.Panel | None", seat: Membership | None) -> Part:
    """What a seat is to a panel."""
    if panel is None or seat is None:
        return Part.OUTSIDER
    if seat.role in _SAC_PARTS:
        return _SAC_PARTS[Role(seat.role)]
    member = members_in(seat).filter(panel=panel).first()
    if member is None:
        return Part.OUTSIDER
    return Part.CHAIR if member.is_chair else Part.MEMBER


def rights_on(case: "models.Case", seat: Membership | None) -> Right:
    """What a seat may do and see of a case now."""
    panel = case.panel
    return rights(panel.state, part_of(panel, seat)) if panel is not None else Right.NOTHING


def cases_of(seat: Membership | None) -> "QuerySet[models.Case]":
    """An expert's cases: those of his panels, once a panel is confirmed."""
    mine = members_in(seat).filter(panel=OuterRef("panel"))
    rows = models.Case.objects.filter(Exists(mine), panel__state__in=states_where(Part.MEMBER, Right.OWN))
    return rows.select_related("panel")


def cases_visible_to(seat: Membership | None) -> "QuerySet[models.Case]":
    """The cases of a panel that the seat may know of: an expert's own, all of them to SAC's officers."""
    part = _SAC_PARTS.get(seat.role) if seat else None  # type: ignore[call-overload]
    if part is None:
        return cases_of(seat)
    rows = models.Case.objects.filter(panel__state__in=states_where(part, Right.MEMBERS))
    return rows.select_related("panel")


def panels_watched_by(seat: Membership | None) -> "QuerySet[models.Panel]":
    """The panels whose progress an officer follows."""
    part = _SAC_PARTS.get(seat.role) if seat else None  # type: ignore[call-overload]
    rows = models.Panel.objects.all()
    return rows.filter(state__in=states_where(part, Right.MEMBERS)) if part else rows.none()


def sheets_visible_to(seat: Membership | None) -> "QuerySet[models.Sheet]":
    """The sheets that a seat may read: his own, and those submitted by others once the round is closed."""
    return models.Sheet.objects.filter(_readable(seat, "")).exclude(_of_others(seat, "") & Q(states__isnull=True))


def states_visible_to(seat: Membership | None) -> "QuerySet[models.SheetState]":
    """The submitted states of those sheets; of others nothing else is ever shown."""
    return models.SheetState.objects.filter(_readable(seat, "sheet__"))


def _readable(seat: Membership | None, way: str) -> Q:
    """What may be read, seen from a sheet or from its states."""
    there = Q(
        **{
            f"{way}member__out_at__isnull": True,
            f"{way}member__answer": models.Member.Answer.ACCEPTED,
            f"{way}member__panel": F(f"{way}case__panel"),
        }
    )
    part = _SAC_PARTS.get(seat.role) if seat else None  # type: ignore[call-overload]
    if part is not None:
        return there & _in(way, part, Right.OTHERS)
    mine = members_in(seat)
    own = Q(**{f"{way}member__in": mine}) & _in(way, Part.MEMBER, Right.OWN)
    others = Q(**{f"{way}case__panel__in": mine.values("panel")}) & _in(way, Part.MEMBER, Right.OTHERS)
    return there & (own | others)


def _of_others(seat: Membership | None, way: str) -> Q:
    return ~Q(**{f"{way}member__in": members_in(seat)})


def _in(way: str, part: Part, right: Right) -> Q:
    return Q(**{f"{way}case__panel__state__in": states_where(part, right)})


def members_of(case: "models.Case") -> "list[models.Member]":
    """Who judges the case: the members of its panel who said yes and are in, by their seats."""
    return members_of_panel(case.panel_id)


def members_of_panel(panel: Any) -> "list[models.Member]":
    if panel is None:
        return []
    rows = models.Member.objects.filter(panel=panel, out_at__isnull=True, answer=models.Member.Answer.ACCEPTED)
    return list(rows.select_related("expert", "absence"))


def reads_material(case: "models.Case", seat: Membership | None) -> bool:
    """Whether a seat may read now what was frozen on the case itself: by the phase, and an expert by grant too."""
    if case.version_id is not None or Right.PLAN not in rights_on(case, seat):
        return False
    return granted_to(seat).filter(pk=case.pk).exists() if reads_by_grant(seat) else True


def granted_to(seat: Membership | None) -> "QuerySet[models.Case]":
    """The cases whose material an expert was granted."""
    rows = models.Case.objects.all()
    if seat is None or not reads_by_grant(seat):
        return rows.none()
    grants = models.CaseUserObjectPermission.objects.filter(user=seat.person_id, content_object=OuterRef("pk"))
    return rows.filter(Exists(grants))


def files_visible_to(seat: Membership | None) -> "QuerySet[models.CaseFile]":
    """The files of that material."""
    cases = cases_visible_to(seat)
    if reads_by_grant(seat):
        granted = granted_to(seat).filter(panel__state__in=states_where(Part.MEMBER, Right.PLAN))
        cases = granted.filter(pk__in=cases.values("pk"))
    return models.CaseFile.objects.filter(case__in=cases.values("pk"))
