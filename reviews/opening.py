"""纳入专家评审: an application becomes a case that a panel can judge."""

from typing import Any

from django.db import transaction

from applications.models import Application
from organisations.models import Membership
from procedure.perform import start

from . import models


def open_review(application: Application, seat: Membership) -> "models.ApplicationReview":
    """The review of an application with its case: frozen material, parties to avoid, conclusions of the edition.

    Asked twice it is the one that is there. Raises Refused, NotPermitted.
    """
    with transaction.atomic():
        # Two officers at once: the second waits here and finds the review of the first.
        locked = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
        found = models.ApplicationReview.objects.filter(application=locked).select_related("case").first()
        if found is not None:
            return found
        case = models.Case.objects.create(
            title=locked.full_name,
            version=locked.current,
            parties=parties_of(locked),
            conclusions=list(locked.call.edition.review.conclusions),
        )
        review = models.ApplicationReview(application=locked, case=case)
        start(review, seat=seat)
    return review


def parties_of(application: Application) -> list[dict[str, Any]]:
    """The units whose people must not judge the case, and the persons whom the frozen plan names."""
    content = application.current.content if application.current else {}
    applicant, organiser = content.get("applicant", {}), content.get("organiser", {})
    return [
        _party("申报单位", application.unit, applicant.get("leader"), applicant.get("contact")),
        _party("申报组织单位", application.organiser, organiser.get("contact")),
        _party("推荐单位", application.recommender),
    ]


def _party(role: str, unit: Any, *people: str | None) -> dict[str, Any]:
    named = [name.strip() for name in people if name and name.strip()]
    return {"role": role, "name": unit.name, "code": unit.code, "people": list(dict.fromkeys(named))}
