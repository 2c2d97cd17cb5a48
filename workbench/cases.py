"""How any machine's row is reached: through what its room lets the seat see, with the tabs that its room shows."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from applications import call_tabs, publication_tabs
from applications import queries as applications
from applications import tabs as application_tabs
from applications.models import Application, Call, Publication
from assessments.entry import Entry
from assessments.registry import ENTRIES
from assessments.tabs import base
from bases import queries as bases
from notices import queries as notices
from notices import tabs as notice_tabs
from organisations.deciding import SAC
from organisations.models import Membership
from organisations.tabs import Tab
from procedure.machines import Procedure
from reviews import panel_tabs
from reviews import progress as panel_progress
from reviews import tabs as review_tabs
from reviews.models import ApplicationReview

_OPINION = "opinion"
Asked = Mapping[str, str]


@dataclass(frozen=True)
class Kind:
    """One machine on the case page: which rows a seat sees, under which tabs, with what in each."""

    visible: Callable[[Membership | None], QuerySet[Any]]
    tabs: Callable[[Any, Membership], Mapping[str, Any]] = lambda subject, seat: {}
    context: Callable[[str, Any, Membership, Asked], dict[str, Any]] = lambda name, subject, seat, asked: {}
    # For whom it waits where the declared steps do not say it.
    awaits: Callable[[Any], list[str]] = lambda subject: []
    # Steps with a page of their own: the step's name to the name of its address.
    pages: Mapping[str, str] = field(default_factory=dict)


def is_sac(seat: Membership | None) -> bool:
    return seat is not None and seat.role in SAC


def _calls(seat: Membership | None) -> QuerySet[Any]:
    """Every call to SAC's officers; what is published has its public page for everybody else."""
    return Call.objects.all() if is_sac(seat) else Call.objects.none()


def _applications(seat: Membership | None) -> QuerySet[Application]:
    rows = applications.visible_to(seat).select_related(
        "call", "unit", "organiser", "recommender", "region", "sector", "current"
    )
    reviews = ApplicationReview.objects.filter(application=OuterRef("pk"))
    return application_tabs.with_tabs(rows).annotate(is_reviewed=Exists(reviews))


def _application_tabs(application: Application, seat: Membership) -> Mapping[str, Tab]:
    """The application's own, with the experts' opinion once there is a review."""
    return application_tabs.shown_to(seat, application) | _opinion(application, seat)


def _opinion(application: Application, seat: Membership) -> dict[str, Tab]:
    there = application.is_reviewed  # type: ignore[attr-defined]
    return {_OPINION: Tab(review_tabs.LABEL, review_tabs.TEMPLATE)} if there else {}


def _application_context(name: str, application: Application, seat: Membership, asked: Asked) -> dict[str, Any]:
    if name == _OPINION:
        return review_tabs.context(application, seat)
    return application_tabs.context(name, application, seat, asked)


def _publications(seat: Membership | None) -> QuerySet[Any]:
    return Publication.objects.select_related("notice") if is_sac(seat) else Publication.objects.none()


def _reviews(seat: Membership | None) -> QuerySet[ApplicationReview]:
    return ApplicationReview.objects.filter(application__in=applications.visible_to(seat).values("pk"))


def _kind(entry: Entry) -> Kind:
    return Kind(
        lambda seat: entry.visible(seat).select_related(*entry.related) if entry.related else entry.visible(seat),
        entry.shown_to,
        entry.context,
        pages=entry.pages,
    )


KINDS: dict[str, Kind] = {entry.machine: _kind(entry) for entry in ENTRIES} | {
    "application": Kind(_applications, _application_tabs, _application_context),
    # It stands on its application's page; only its steps have pages of their own.
    "application_review": Kind(_reviews),
    "call": Kind(_calls, lambda subject, seat: call_tabs.TABS, call_tabs.context),
    "base": Kind(bases.readable_by, base.shown_to, base.context),
    "objection": Kind(notices.objections_visible_to, lambda subject, seat: notice_tabs.TABS, notice_tabs.context),
    "panel": Kind(
        panel_tabs.visible_to, lambda subject, seat: panel_tabs.TABS, panel_tabs.context, panel_progress.awaited
    ),
    "publication": Kind(_publications, lambda subject, seat: publication_tabs.TABS, publication_tabs.context),
}


def kind_of(subject: Procedure) -> Kind:
    return KINDS[subject.machine]


def seen(seat: Membership | None, machine: str, key: uuid.UUID) -> Procedure:
    """The row, if the seat may see it; else it is not there."""
    if machine not in KINDS:
        raise Http404
    found: Procedure | None = KINDS[machine].visible(seat).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
