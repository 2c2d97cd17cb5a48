"""What the experts said of cases, for SAC's deliberation: the conclusion's words, the scores, how many dissent."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from applications.deliberating import OPINIONS, Opinion

from . import models
from .plans import ASPECTS


def opinions(keys: Sequence[Any]) -> dict[Any, Opinion]:
    """By application; three queries, however many there are. For SAC's people alone, as the page sees to."""
    rows = models.ApplicationReview.objects.filter(application__in=keys, case__conclusion__isnull=False)
    reviews = list(rows.select_related("case__conclusion"))
    scores = _scores([review.case_id for review in reviews])
    dissents = _dissents([review.case.conclusion for review in reviews])
    return {
        review.application_id: Opinion(
            text=review.case.conclusion.text,
            scores=_worded(scores.get(review.case_id, [])),
            dissents=dissents.get(review.case_id, 0),
        )
        for review in reviews
    }


def _scores(cases: Iterable[Any]) -> dict[Any, list[dict[str, Any]]]:
    """The last submitted sheet of each member."""
    last: dict[Any, tuple[Any, dict[str, Any]]] = {}
    rows = models.SheetState.objects.filter(sheet__case__in=cases).order_by("number")
    for sheet, case, content in rows.values_list("sheet", "sheet__case", "content"):
        last[sheet] = (case, content)
    found: dict[Any, list[dict[str, Any]]] = {}
    for case, content in last.values():
        found.setdefault(case, []).append(content)
    return found


def _worded(sheets: Sequence[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Middle and range of each aspect that was scored; nothing is decided by them."""
    found = []
    for aspect in ASPECTS:
        given = sorted(sheet[aspect.key]["score"] for sheet in sheets if sheet[aspect.key].get("score") is not None)
        if given:
            found.append((aspect.label, f"中位 {median(given):g}（{given[0]}–{given[-1]}）"))
    return tuple(found)


def _dissents(conclusions: Sequence[Any]) -> dict[Any, int]:
    """Of those signatures that are on the conclusion as it stands."""
    digests = {each.pk: (each.case_id, each.digest) for each in conclusions}
    found: dict[Any, int] = {}
    rows = models.Signature.objects.filter(conclusion__in=list(digests), agrees=False)
    for conclusion, digest in rows.values_list("conclusion", "digest"):
        case, current = digests[conclusion]
        if digest == current:
            found[case] = found.get(case, 0) + 1
    return found


OPINIONS.append(opinions)
