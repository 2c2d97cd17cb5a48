"""The stage of what is decided of a base that goes on: a change sent back, an adjustment, an evaluation."""

import uuid
from typing import Any

from assessments.adjusting import draft, record_assessment
from assessments.models import ChangeFile, EvaluationFile, EvaluationFinding
from procedure import clock
from procedure.perform import perform
from tests.applications.building import World
from tests.assessments.changes import renamed, scanned
from tests.assessments.evaluated import begun, finding, operating
from tests.bases.built import building

NONE = "none"
BY_OFFICER = {"own": {"sac_officer"}, NONE: set()}
BY_ORGANISER = {"own": {"organiser_officer"}, NONE: set()}
BY_SAC = {"own": {"sac_officer", "sac_approver"}, NONE: set()}
ASKS = {"own": {"recommender_officer"}, NONE: set()}
READS_CHANGE = {
    "own": {
        *("preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer"),
        *("sac_officer", "sac_approver"),
    },
    NONE: set(),
}  # fmt: skip


def urls(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    officer = world.seats["sac_officer"]
    base = building(world, "变更中", approved="2024-03-05")
    change = renamed(world, base)
    file = ChangeFile.objects.create(change=change, part="request", file=change.letter)
    perform(change, "return_request", seat=officer, data={"note": "请核对名称。"})
    keys: dict[str, tuple[Any, Any]] = {
        "supervised base": (base.pk, uuid.uuid4()),
        "change": (change.pk, uuid.uuid4()),
        "change file": (file.pk, 2**40),
    }
    adjustment = draft(base, {"reason": "布局需要。", "values": {"now": "甲", "what": "乙"}}, seat=officer, key=None)
    said = {"experts": "张明", "on_day": clock.today(), "opinion": "同意。", "file": scanned()}
    keys["adjustment"] = (adjustment.pk, uuid.uuid4())
    keys["adjustment file"] = (record_assessment(adjustment, said, seat=officer).pk, 2**40)
    evaluation = begun(world, operating(world, "评估中"))
    found = EvaluationFinding.objects.create(
        evaluation=evaluation, phase="material", at=clock.now(), by=officer.person, by_name="经办", **finding()
    )
    keys["evaluation"] = (evaluation.pk, uuid.uuid4())
    keys["evaluation file"] = (EvaluationFile.objects.create(finding=found, file=change.letter).pk, 2**40)
    return {kind: {"own": {"key": own}, NONE: {"key": none}} for kind, (own, none) in keys.items()}
