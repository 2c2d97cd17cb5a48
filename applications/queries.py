"""Reads; every one starts from what the seat may see."""

from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from bases import names
from organisations.deciding import SAC
from organisations.models import Membership, Role, Unit
from organisations.searching import named_like

from . import models
from .granted import attachments_granted_to, prints_granted_to, reads_by_grant, versions_granted_to
from .models import Application, Attachment, Call, Print, Version
from .procedure import BEFORE_SAC, ENDED, CallState, State
from .writable import written_now

_APPLICANTS = (Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN)


def visible_to(seat: Membership | None) -> QuerySet[Application]:
    """The applications a seat may know of: own unit's always, the organiser's from the start,
    the recommender's from endorsement, SAC's from the first submission; nobody else's."""
    rows = models.Application.objects.all()
    if seat is None:
        return rows.none()
    if seat.role in _APPLICANTS:
        return rows.filter(unit_id=seat.unit_id)
    if seat.role == Role.ORGANISER_OFFICER:
        return rows.filter(organiser_id=seat.unit_id)
    if seat.role == Role.RECOMMENDER_OFFICER:
        return rows.filter(recommender_id=seat.unit_id, endorsed_at__isnull=False)
    if seat.role in SAC:
        return rows.filter(submitted_at__isnull=False)
    return rows.none()


def versions_visible_to(seat: Membership | None) -> QuerySet[Version]:
    """Frozen versions of the applications that the seat may see; an expert's are granted one by one."""
    if reads_by_grant(seat):
        return versions_granted_to(seat)
    return models.Version.objects.filter(application__in=visible_to(seat).values("pk"))


def attachments_visible_to(seat: Membership | None) -> QuerySet[Attachment]:
    """The applicant sees the draft's attachments, everybody else those that were filed with a version."""
    if reads_by_grant(seat):
        return attachments_granted_to(seat)
    rows = models.Attachment.objects.filter(application__in=visible_to(seat).values("pk"))
    if seat is not None and seat.role in _APPLICANTS:
        return rows
    return rows.filter(frozen_at__isnull=False)


def prints_visible_to(seat: Membership | None) -> QuerySet[Print]:
    """A version's print goes with the version; a draft's is its own unit's alone."""
    if reads_by_grant(seat):
        return prints_granted_to(seat)
    rows = models.Print.objects.filter(application__in=visible_to(seat).values("pk"))
    if seat is not None and seat.role in _APPLICANTS:
        return rows
    return rows.filter(version__isnull=False)


def plans_written_by(seat: Membership | None) -> QuerySet[Application]:
    """The applications whose plan this seat's people write, in whatever state they are."""
    if seat is None or seat.role not in (Role.PREPARER, Role.SUBMITTER):
        return models.Application.objects.none()
    return visible_to(seat)


def drafts_writable_by(seat: Membership | None) -> QuerySet[Application]:
    """Plans whose sections this seat may change now; changed under lock only."""
    return plans_written_by(seat).filter(written_now())


def calls_public() -> QuerySet[Call]:
    return models.Call.objects.filter(state__in=[CallState.PUBLISHED, CallState.CLOSED]).order_by("-opens_at")


def calls_open(at: Any) -> QuerySet[Call]:
    """Published calls whose window has not ended."""
    return models.Call.objects.filter(state=CallState.PUBLISHED, closes_at__gt=at).order_by("closes_at")


def calls_open_to(unit_id: Any, at: Any) -> QuerySet[Call]:
    """The same with those whose window was extended for this unit."""
    own = Q(extensions__unit=unit_id, extensions__closes_at__gt=at)
    return (
        models.Call.objects.filter(Q(closes_at__gt=at) | own, state=CallState.PUBLISHED)
        .order_by("closes_at")
        .distinct()
    )


def extended_for(call: Call, unit_id: Any) -> Any:
    """Until when the window was extended for one unit; None where it was not."""
    return call.extensions.filter(unit=unit_id).aggregate(latest=Max("closes_at"))["latest"]


# Whose turn it is in each state, by role.
TURNS: dict[str, tuple[State, ...]] = {
    Role.PREPARER: (State.DRAFT, State.REVISING),
    Role.SUBMITTER: (State.DRAFT, State.REVISING),
    Role.ORGANISER_OFFICER: (State.ORGANISER_REVIEW,),
    Role.RECOMMENDER_OFFICER: (State.RECOMMENDER_REVIEW,),
    Role.SAC_OFFICER: (
        *(State.RECEIVED, State.FORM_CHECK, State.SUPPLEMENTING, State.EXPERT_REVIEW),
        *(State.REVISION_CHECK, State.DELIBERATION, State.DECISION),
    ),
}


# To whom an item of a supplement is addressed, for those who have to do with the answer.
ADDRESSED: dict[str, str] = {
    Role.PREPARER: "applicant",
    Role.SUBMITTER: "applicant",
    Role.ORGANISER_OFFICER: "organiser",
    Role.RECOMMENDER_OFFICER: "recommender",
}


def waiting_for(seat: Membership | None) -> QuerySet[Application]:
    """The applications that wait for this seat, the longest waiting first; a supplement waits for whom it asks."""
    turns = TURNS.get(seat.role, ()) if seat else ()
    rows = visible_to(seat).order_by("since", "id")
    to = ADDRESSED.get(seat.role) if seat else None
    if to is None:
        return rows.filter(state__in=turns)
    return rows.filter(~Q(state=State.SUPPLEMENTING) | asked(to), state__in=(*turns, State.SUPPLEMENTING))


def asked(to: str) -> Q:
    """Of an application: that its running supplement waits for this unit's answer, or for the recommender's seal."""
    items = models.SupplementItem.objects.filter(
        supplement__application=OuterRef("pk"), supplement__closed_at__isnull=True
    )
    waits = Q(to=to, answered_at__isnull=True)
    return Q(Exists(items.filter(waits | unsealed() if to == "recommender" else waits)))


def unsealed() -> Q:
    """Of an item: that a version was filed for it which is to be sealed again, and its scan is not there yet."""
    scans = models.Scan.objects.filter(version=OuterRef("version"), replaced_at__isnull=True)
    return Q(~Exists(scans), sealed_again=True, version__isnull=False)


# The end of the window for each row: the call's, or a later one of its own.
ENDS = Greatest("call__closes_at", "extended_to")


def unmissed(rows: QuerySet[Application], at: Any) -> QuerySet[Application]:
    """Leave out what missed its window: it waits for nobody any more (未报送)."""
    not_extended = Q(extended_to__isnull=True) | Q(extended_to__lte=at)
    return rows.exclude(not_extended, state__in=BEFORE_SAC, call__closes_at__lte=at)


def missed(state: str, closes_at: Any, at: Any) -> bool:
    """The same of one case, for its page and its row."""
    return state in BEFORE_SAC and closes_at <= at


def organisers_for(call: Call, application: Application) -> QuerySet[Unit]:
    """Who may organise any type of the call, or was admitted to it (例外), for the call or for this application."""
    kinds = {kind for each in call.kinds for kind in call.edition.organisers.kinds(each)}
    of_case = Q(application__isnull=True) | Q(application=application.pk)
    admissions: Any = models.Admission.objects.filter(of_case, call=call, part="organiser", ended_at__isnull=True)
    admitted = Exists(admissions.filter(unit=OuterRef("pk")))
    rows = Unit.objects.filter(reports_to__isnull=False).annotate(admitted=admitted)
    return (
        rows.filter(Q(kind__in=kinds) | Q(admitted=True)).select_related("reports_to").order_by("region__code", "name")
    )


# Beyond these it is said that there are more.
MOST_ALIKE = 10


def like_named(application: Application) -> list[Application]:
    """Other applications, filed and not ended, in any call, whose name a reader would take for this one's (办法37)."""
    key = names.likeness(application.inner_name)
    filed = models.Application.objects.filter(submitted_at__isnull=False).exclude(pk=application.pk)
    alive = named_like(filed.exclude(state__in=ENDED), "inner_name", key).select_related("call", "unit")
    found = alive.order_by("-submitted_at")[: 10 * MOST_ALIKE]
    return [each for each in found if names.likeness(each.inner_name) == key][:MOST_ALIKE]
