"""论证 item by item: what the organiser found on each condition, kept with the version that it read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models as db

from procedure.acts import Act
from procedure.conditions import Condition

from . import models

_CLAIMS = {"yes": "满足", "no": "不满足"}


class Finding(db.TextChoices):
    MET = "met", "符合"
    UNMET = "unmet", "不符合"


@dataclass(frozen=True)
class Answer:
    """What the applicant answered to one condition in a frozen version, with the evidence that it named."""

    text: str
    article: str
    claim: str
    words: str
    # Key and name of each attachment.
    evidence: tuple[tuple[str, str], ...] = ()


def answers(content: Mapping[str, Any]) -> dict[str, Answer]:
    """The answers of a frozen version by condition."""
    names = {row["id"]: row["name"] for row in content["attachments"]}
    return {
        row["key"]: Answer(
            row["text"], row["article"], claim_of(row.get("met", "")), row.get("answer", ""),
            tuple((key, names[key]) for key in row.get("evidence", ()) if key in names),
        )
        for row in content.get("conditions", ())
    }  # fmt: skip


def claim_of(met: str) -> str:
    return _CLAIMS.get(met, "没有答复")


def appraised(conditions: Iterable[Condition], data: Mapping[str, Any]) -> list[dict[str, str]]:
    """The findings of a filled form, in the order of the conditions; one left open (其他) is left out."""
    return [
        {"key": condition.key, "finding": str(finding), "reason": str(data.get(f"reason_{condition.key}") or "")}
        for condition in conditions
        if (finding := data.get(f"finding_{condition.key}"))
    ]


def record_appraisal(application: Any, act: Act) -> None:
    """Keep the findings beside the version, in the commit of the endorsement."""
    assert act.seat is not None
    models.Appraisal.objects.create(
        version_id=application.current_id,
        items=appraised(application.call.conditions(application.kind), act.data),
        opinion=act.note,
        unit_id=act.seat.unit_id,  # type: ignore[attr-defined]
        by=act.seat.person,
        by_name=act.seat.name_shown,
        at=act.at,
    )


@dataclass(frozen=True)
class Found:
    """One finding with the condition and the answer that it judges."""

    number: int
    text: str
    finding: str
    unmet: bool
    reason: str
    answer: Answer | None


def appraisals_of(application: "models.Application") -> list["models.Appraisal"]:
    """Every appraisal of a case, the newest first, each with what it found item by item."""
    rows = models.Appraisal.objects.filter(version__application=application).select_related("version", "unit")
    found = list(rows.order_by("-pk"))
    for row in found:
        row.found = list(_found(application, row))  # type: ignore[attr-defined]
    return found


def _found(application: "models.Application", appraisal: "models.Appraisal") -> Iterable[Found]:
    given = answers(appraisal.version.content)
    judged = {item["key"]: item for item in appraisal.items}
    for number, condition in enumerate(application.call.conditions(application.kind), start=1):
        if item := judged.get(condition.key):
            finding = Finding(item["finding"])
            yield Found(
                number, condition.text, str(finding.label), finding == Finding.UNMET, item["reason"],
                given.get(condition.key),
            )  # fmt: skip
