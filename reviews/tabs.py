"""评审意见 on an application's case page: the outcome to those it concerns, the way to the panel to SAC."""

from typing import Any

from applications.models import Application
from organisations.models import Membership

from . import models
from .documents import title_of
from .phases import Right
from .pointing import numbered_points
from .queries import rights_on

LABEL = "评审意见"
TEMPLATE = "reviews/tab_opinion.html"


def context(application: Application, seat: Membership) -> dict[str, Any]:
    """What the tab shows: conclusion and points once they are recorded; never a name, an opinion or a score.

    SAC's officers find the ways to the panel's pages as well.
    """
    rows = models.ApplicationReview.objects.filter(application=application)
    review = rows.select_related("case__panel", "case__conclusion", "application__call").first()
    if review is None:
        return {"application": application, "review": None}
    case, rights = review.case, rights_on(review.case, seat)
    found = getattr(case, "conclusion", None)
    shown = found if found is not None and (review.is_final or Right.CONCLUSION in rights) else None
    return {
        "application": application,
        "review": review,
        "case": case,
        "title": title_of(case),
        "conclusion": shown,
        "points": numbered_points(case, shown.points) if shown else [],
        "is_sac": Right.MEMBERS in rights,
        "may_meet": Right.SPREAD in rights,
    }
