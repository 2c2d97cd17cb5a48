"""Which units an item of a notice concerns, where an application stands behind it; and what each was asked."""

from notices.concerned import finds_concerned
from notices.models import Inquiry, NoticeItem
from notices.queries import inquiries_about
from organisations.models import Membership, Unit

from . import models
from .models import Application


@finds_concerned
def units_of_case(item: NoticeItem) -> list[tuple[str, Unit]]:
    rows = models.PublicationCase.objects.filter(item=item)
    case = rows.select_related("application__unit", "application__organiser", "application__recommender").first()
    if case is None:
        return []
    application = case.application
    return [
        ("申报单位", application.unit),
        ("申报组织单位", application.organiser),
        ("推荐单位", application.recommender),
    ]


def inquiries_of(application: Application, seat: Membership) -> list[Inquiry]:
    """What this seat's unit was asked about objections to the case; SAC sees it beside each objection instead."""
    items = models.PublicationCase.objects.filter(application=application.pk, item__isnull=False).values("item")
    return list(inquiries_about(items, seat).filter(unit_id=seat.unit_id).prefetch_related("files__file"))
