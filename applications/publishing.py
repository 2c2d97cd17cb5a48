"""公示: what publishing, pulling and a confirmed withdrawal do to a notice, its items and its cases (办法15, 16)."""

from typing import Any

from django.db.models import QuerySet

from notices import publishing
from notices.models import ItemOutcome, Objection
from procedure.acts import Act

from . import models
from .models import Application, PublicationCase


def publish(publication: Any, act: Act) -> None:
    """Bear the notice with its items, and publish each case by its own item."""
    corrects = publication.corrects.notice if publication.corrects else None
    notice, period = publishing.publish(publication, act, article="办法15", corrects=corrects)
    publication.notice = notice
    for case in publication.cases.select_related("application").order_by("position"):
        item = publishing.add_item(notice, case.position, period, shown_as(case.application))
        # A case that was taken back from the decision has been published before.
        publishing.leave_former(items_of(case.application_id), act.at)
        PublicationCase.objects.filter(pk=case.pk).update(item=item)
        act.cause(case.application, "publish", {"item": item})


def pull(publication: Any, act: Act) -> None:
    """Send the chosen cases back to the deliberation; the notice says so, and falls with its last item."""
    for case in act.data["cases"]:
        act.cause(case.application, "return_to_deliberation")
        ItemOutcome.objects.create(item=case.item, kind=act.data["kind"], note=act.note, at=act.at)
        PublicationCase.objects.filter(pk=case.pk).update(pulled_at=act.at)
    assert publication.notice is not None
    if not publication.cases.filter(pulled_at__isnull=True).exists():
        act.cause(publication.notice, "withdraw")


def settle_withdrawal(application: Any, act: Act) -> None:
    """The recommender's wish is granted, and the notice says so."""
    models.WithdrawalRequest.objects.filter(application=application.pk, decided_at__isnull=True).update(
        decided_at=act.at
    )
    if application.notice_item_id:
        ItemOutcome.objects.create(item_id=application.notice_item_id, kind=ItemOutcome.Kind.WITHDRAWN, at=act.at)


def shown_as(application: Application) -> dict[str, str]:
    """What the notice says of a case (办法15)."""
    return {
        "name": application.full_name,
        "host": application.unit.name,
        "recommender": application.recommender.name,
        "kind_label": application.get_kind_display(),
    }


def objections_of(application: Application) -> QuerySet[Objection]:
    """All that were ever raised to the case."""
    return publishing.objections_to(items_of(application.pk))


def items_of(application: Any) -> QuerySet[PublicationCase, int | None]:
    """The items of a case in every notice that it ever stood in."""
    rows = models.PublicationCase.objects.filter(application=application, item__isnull=False)
    return rows.values_list("item_id", flat=True)
