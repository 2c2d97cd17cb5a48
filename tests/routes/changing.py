"""The stage of a change: a base of one's own units, and a request about it that was sent back."""

import uuid
from typing import Any

from assessments.models import ChangeFile
from procedure.perform import perform
from tests.applications.building import World
from tests.assessments.changes import renamed
from tests.bases.built import building

NONE = "none"
ASKS = {"own": {"recommender_officer"}, NONE: set()}
READS_CHANGE = {
    "own": {
        *("preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer"),
        *("sac_officer", "sac_approver"),
    },
    NONE: set(),
}  # fmt: skip


def urls(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    base = building(world, "变更中", approved="2024-03-05")
    change = renamed(world, base)
    file = ChangeFile.objects.create(change=change, part="request", file=change.letter)
    perform(change, "return_request", seat=world.seats["sac_officer"], data={"note": "请核对名称。"})
    keys: dict[str, tuple[Any, Any]] = {
        "supervised base": (base.pk, uuid.uuid4()),
        "change": (change.pk, uuid.uuid4()),
        "change file": (file.pk, 2**40),
    }
    return {kind: {"own": {"key": own}, NONE: {"key": none}} for kind, (own, none) in keys.items()}
