"""The stage of a base under construction: what is asked about it, in the states in which somebody may write."""

import uuid
from datetime import timedelta
from typing import Any

from assessments import delegating
from assessments.models import FindingFile
from procedure import clock
from procedure.perform import perform
from tests.applications.building import World
from tests.assessments.extending import IN_TIME, drafted, filed
from tests.bases.built import building
from tests.deciding import desk

NONE = "none"
ASKS_EXTENSIONS = {"own": {"organiser_officer"}, "other": set(), NONE: set()}
ENTRUSTS = {"own": {"sac_officer"}, "other": {"sac_officer"}, NONE: set()}
FINDS = {"own": {"organiser_officer"}, NONE: set()}
READS_FINDINGS = {"own": {"organiser_officer", "sac_officer", "sac_approver"}, NONE: set()}
AGREES = {"own": {"recommender_officer"}, "other": set(), NONE: set()}


def urls(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    base, asked = building(world, "氢能"), building(world, "储能")
    others = building(world, "船舶", "other_")
    draft = drafted(building(world, "风能"))
    others_draft = drafted(others, seat=world.seats["other_organiser_officer"])
    with clock.at(IN_TIME):
        waiting = filed(asked)
    delegation, found = _entrusted(world, base, draft.files.get().file)
    nobody = {"key": uuid.uuid4()}
    file, others_file = draft.files.get(), others_draft.files.get()
    return {
        "built base": {"own": {"key": base.pk}, "other": {"key": others.pk}, NONE: nobody},
        "extension": {"own": {"key": draft.pk}, "other": {"key": others_draft.pk}, NONE: nobody},
        "extension in consent": {"own": {"key": waiting.pk}, "other": {"key": others_draft.pk}, NONE: nobody},
        "extension file": {"own": {"key": file.pk}, "other": {"key": others_file.pk}, NONE: {"key": 2**40}},
        "delegation": {"own": {"key": delegation.pk}, NONE: nobody},
        "finding file": {"own": {"key": found.pk}, NONE: {"key": 2**40}},
        "extension's file": {
            "own": {"key": draft.pk, "file": file.pk}, "other": {"key": others_draft.pk, "file": others_file.pk},
            NONE: {"key": uuid.uuid4(), "file": 2**40},
        },
    }  # fmt: skip


def _entrusted(world: World, base: Any, file: Any) -> tuple[Any, Any]:
    until, officer = clock.today() + timedelta(days=30), world.seats["sac_officer"]
    row = delegating.draft(world.units["organiser"], ["on_site"], until, "核查。", [base], seat=officer, key=None)
    desk().decide(row, "entrust")
    seat = world.seats["organiser_officer"]
    data = {"base": str(base.pk), "task": "on_site", "on_day": clock.today().isoformat(), "text": "已建成。"}
    perform(row, "record_finding", seat=seat, data=data)
    row.refresh_from_db()
    return row, FindingFile.objects.create(finding=row.findings.get(), file=file)
