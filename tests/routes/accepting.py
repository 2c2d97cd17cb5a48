"""The stage of self-check and acceptance: a draft with a file, and an opinion that is recorded and printed."""

import uuid
from typing import Any

from assessments.models import Acceptance
from procedure import clock
from procedure.perform import perform
from tests.applications.building import World
from tests.assessments.accepting import IN_WINDOW, drafted, signed
from tests.assessments.built import promising
from tests.deciding import desk

NONE = "none"
_NOBODY: dict[str, set[str]] = {"other": set(), NONE: set()}
CHECKS_ITSELF = {"own": {"preparer", "submitter"}} | _NOBODY
APPLIES = {"own": {"organiser_officer"}} | _NOBODY
READS_OPINION = {
    "own": {
        "preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer", "sac_officer",
        "sac_approver",
    },
    NONE: set(),
}  # fmt: skip


def urls(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    with clock.at(IN_WINDOW):
        draft, judged = drafted(world, promising(world, name="海洋装备")), _judged(world)
    file, nobody = draft.files.get(), {"key": uuid.uuid4()}
    return {
        "acceptance": {"own": {"key": draft.pk}, NONE: nobody},
        "judged acceptance": {"own": {"key": judged.pk}, NONE: nobody},
        "acceptance file": {"own": {"key": file.pk}, NONE: {"key": 2**40}},
        "acceptance's file": {
            "own": {"key": draft.pk, "file": file.pk}, NONE: {"key": uuid.uuid4(), "file": 2**40},
        },
    }  # fmt: skip


def _judged(world: World) -> Acceptance:
    row = signed(world, "通过", promising(world, name="航空装备"))
    perform(row, "conclude_pass", seat=desk().officer)
    assert row.case is not None
    row.case.prints.update(file=row.files.get().file)
    return row
