"""A case that a panel can judge: of an application (纳入专家评审), or of anything that another room has reviewed."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from applications.models import Application, Version
from documents.models import File
from organisations.models import Membership
from procedure.perform import start

from . import models
from .kinds import Aspect, Kind
from .material import Part
from .plans import APPLICATION, ASPECTS
from .sheets import digest


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
        case = open_case(
            APPLICATION,
            title=locked.full_name,
            version=locked.current,
            parties=parties_of(locked),
            conclusions=locked.call.edition.review.conclusions,
            aspects=ASPECTS,
        )
        review = models.ApplicationReview(application=locked, case=case)
        start(review, seat=seat)
    return review


def open_case(
    kind: Kind,
    *,
    title: str,
    parties: list[dict[str, Any]],
    conclusions: Iterable[str],
    aspects: Iterable[Aspect],
    version: Version | None = None,
    material: Sequence[Part] = (),
    files: Sequence[tuple[str, str, File]] = (),
) -> "models.Case":
    """A case with all that its experts will read, frozen now; ``files`` are part, name and file of each.

    Whoever opens it keeps it in a one-to-one, closes it by ``concluding.close`` and locks it by ``judging.case_of``.
    """
    parts = [asdict(part) for part in material]
    listed = [[part, label, file.sha256] for part, label, file in files]
    case = models.Case.objects.create(
        kind=kind.name, title=title, parties=parties, version=version, conclusions=list(conclusions),
        aspects=[asdict(aspect) for aspect in aspects], material=parts,
        material_digest="" if version else digest([parts, listed]),
    )  # fmt: skip
    models.CaseFile.objects.bulk_create(
        models.CaseFile(case=case, section=part, label=label, file=file) for part, label, file in files
    )
    return case


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
