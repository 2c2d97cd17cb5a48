"""The stage of what is filled in about bases: a report that is written, by one's own host and by another."""

import uuid
from typing import Any

from django.core.files.base import ContentFile

from assessments.models import DossierFile, ProblemFile
from assessments.problems import report
from assessments.reporting import begin_report
from documents.models import File
from procedure import clock
from tests.applications.building import World
from tests.assessments.built import promising

NONE = "none"
# A draft is the host's alone, and only who drafts or files writes it.
WRITES_DOSSIER: dict[str, set[str]] = {"own": {"preparer", "submitter"}, "other": set(), NONE: set()}
# Whose base it is begins what is filled in of it; a problem is known to everybody above.
BEGINS_REPORT = WRITES_DOSSIER
BEGINS_PLAN = {"own": {"preparer", "submitter", "organiser_officer"}, "other": set(), NONE: set()}
BEGINS_REVIEW: dict[str, set[str]] = {"own": {"organiser_officer"}, "other": set(), NONE: set()}
REPORTS_PROBLEM: dict[str, set[str]] = {"own": {"submitter"}, "other": set(), NONE: set()}
_SAC = {"sac_officer", "sac_approver"}
KNOWS_PROBLEM = {
    "own": {"preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer"} | _SAC, "other": _SAC,
    NONE: set(),
}  # fmt: skip
ANSWERS_PROBLEM = {
    "own": {"organiser_officer", "recommender_officer", "sac_officer"}, "other": {"sac_officer"}, NONE: set(),
}  # fmt: skip
READS_DOSSIER = WRITES_DOSSIER | {"own": {"preparer", "submitter", "unit_admin"}}


def urls(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    nobody, at = uuid.uuid4(), clock.today()
    found: dict[str, dict[str, dict[str, Any]]] = {
        "dossier": {NONE: {"key": nobody}},
        "dossier entry": {NONE: {"key": nobody, "number": 2**40}},
        "dossier file": {NONE: {"number": 2**40}},
        "file of dossier": {NONE: {"key": nobody, "number": 2**40}},
        "base to build": {NONE: {"key": nobody}},
        "problem": {NONE: {"key": nobody}},
        "problem file": {NONE: {"number": 2**40}},
    }
    for whose in ("own", "other"):
        base = promising(world, name=f"{whose}基地", whose="" if whose == "own" else "other_")
        seat = world.seats["preparer" if whose == "own" else "other_preparer"]
        dossier = begin_report(base, at.year, seat=seat).dossier
        stored = File.store(ContentFile(b"%PDF-1.7"), "证明.pdf", None)
        file = DossierFile.objects.create(dossier=dossier, file=stored, title="证明", added_at=clock.now())
        entry = dossier.entries.order_by("pk")[0]
        found["dossier"][whose] = {"key": dossier.pk}
        found["dossier entry"][whose] = {"key": dossier.pk, "number": entry.pk}
        found["dossier file"][whose] = {"number": file.pk}
        submitter = world.seats["submitter" if whose == "own" else "other_submitter"]
        facts = {"title": "单位退出", "happened_on": at, "facts": "解除。", "measures": "另找。"}
        problem = report(base, facts, [], seat=submitter)
        done = {"by": submitter.person, "by_name": "某", "at": clock.now()}
        found["base to build"][whose] = {"key": base.pk}
        found["problem"][whose] = {"key": problem.pk}
        found["problem file"][whose] = {"number": ProblemFile.objects.create(problem=problem, file=stored, **done).pk}
        found["file of dossier"][whose] = {"key": dossier.pk, "number": file.pk}
    return found
