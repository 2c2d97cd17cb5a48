"""公示: what publishing, pulling and a confirmed withdrawal do to a notice, its items and its cases (办法15, 16)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from notices.models import ItemOutcome, Notice, NoticeItem, Objection
from notices.procedure import OPEN, NoticeState, ObjectionState
from procedure import reckoning
from procedure.acts import Act
from procedure.reckoning import beijing_day, chinese_date, end_instant

from . import models
from .models import Application, Publication, PublicationCase

if TYPE_CHECKING:
    from procedure.reckoning import Reckoned

# Where the text of a draft says the period, which is known only on the day of its publication.
PERIOD = "【公示期】"
_AGAIN = "另行公示，公示期重新计算。"
_COPIED = ("title", "official_url", "office", "phone", "email", "address")


def publish(publication: Any, act: Act) -> None:
    """Bear the notice with its items, and publish each case by its own item."""
    period = reckoning.publicity(beijing_day(act.at))
    notice = act.start(_notice(publication, period, act))
    assert isinstance(notice, Notice)
    publication.notice = notice
    for case in publication.cases.select_related("application").order_by("position"):
        item = _item(notice, case, period.unmoved)
        _leave_former(case.application_id, act)
        PublicationCase.objects.filter(pk=case.pk).update(item=item)
        act.cause(case.application, "publish", {"item": item})
    act.owe("notice_print", notice=str(notice.pk))


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


def open_objections(application: Application) -> QuerySet[Objection]:
    """What is not closed, by whichever notice it came: a correction leaves nobody's objection behind."""
    return objections_of(application).filter(state__in=OPEN)


def unfit_objections(application: Application) -> QuerySet[Objection]:
    """What found the case unfit for good, and what asks for a correction that has not been published."""
    uncorrected = Q(state=ObjectionState.TO_CORRECT, item=application.notice_item_id)
    return objections_of(application).filter(Q(state=ObjectionState.UNFIT) | uncorrected)


def shown_end(publication: Publication, day: date) -> date:
    """The end that the notice would show, published on this day."""
    return publication.shown_end or reckoning.publicity(day).end


def words(publication: Publication, day: date) -> str:
    """The text as it would stand, published on this day."""
    end = shown_end(publication, day)
    return publication.text.replace(PERIOD, f"{chinese_date(day)}至{chinese_date(end)}")


def _notice(publication: Publication, period: "Reckoned", act: Act) -> Notice:
    copied: dict[str, Any] = {name: getattr(publication, name) for name in _COPIED}
    return Notice(
        state=NoticeState.PUBLISHED, text=words(publication, period.start), published_on=period.start,
        published_at=act.at, shown_start=period.start, shown_end=shown_end(publication, period.start),
        corrects=publication.corrects.notice if publication.corrects else None, **copied,
    )  # fmt: skip


def _item(notice: Notice, case: PublicationCase, minimum_end: date) -> NoticeItem:
    return NoticeItem.objects.create(
        notice=notice, position=case.position, minimum_end=minimum_end, shown_end=notice.shown_end,
        ends_at=end_instant(notice.shown_end), **shown_as(case.application),
    )  # fmt: skip


def shown_as(application: Application) -> dict[str, str]:
    """What the notice says of a case (办法15)."""
    return {
        "name": application.full_name,
        "host": application.unit.name,
        "recommender": application.recommender.name,
        "kind_label": application.get_kind_display(),
    }


def _leave_former(application: Any, act: Act) -> None:
    """A case that was taken back from the decision still stands in an earlier notice, which now says where it went."""
    former = NoticeItem.objects.filter(pk__in=_items(application), outcomes__isnull=True)
    for item in former:
        ItemOutcome.objects.create(item=item, kind=ItemOutcome.Kind.CORRECTED, note=_AGAIN, at=act.at)


def objections_of(application: Application) -> QuerySet[Objection]:
    """All that were ever raised to the case."""
    return Objection.objects.filter(item__in=_items(application.pk)).order_by("number")


def _items(application: Any) -> QuerySet[PublicationCase, int | None]:
    """The items of a case in every notice that it ever stood in."""
    rows = models.PublicationCase.objects.filter(application=application, item__isnull=False)
    return rows.values_list("item_id", flat=True)
