"""The stage of a base that lives: what its host and its authorities write beside the steps."""

import uuid
from datetime import date, timedelta
from typing import Any

from assessments import requesting
from assessments.keeping import keep
from assessments.models import Achievement, HouseRule, Support
from assessments.summarising import begin_summary
from documents.models import File
from procedure import clock
from tests.applications.building import World
from tests.assessments.based import SEES, a_base, assessed, inspected

NONE = "none"
LIVES = {"own": set(SEES), NONE: set()}
ITS_HOST = {"own": {"preparer", "submitter"}, NONE: set()}
GIVES = {"own": {"organiser_officer", "recommender_officer", "sac_officer"}, NONE: set()}
TAKES_BACK = {"own": {"sac_officer"}, NONE: set()}
ASKS_OF_BASE = {"own": {"organiser_officer", "sac_officer"}, NONE: set()}
ANSWERS_REQUEST = {"own": {"submitter"}, NONE: set()}
# The one on the stage is still being written: nobody has anything to say of it.
OPINES: dict[str, set[str]] = {"own": set(), NONE: set()}
ASSESSES = {"own": {"organiser_officer"}, NONE: set()}
OPENS_DELIVERY = {"own": {"recommender_officer", "sac_officer", "sac_approver"}, NONE: set()}
INSPECTS = {"own": {"sac_officer"}, NONE: set()}
ENCLOSES = {"own": {"preparer", "submitter", "sac_officer"}, NONE: set()}
FINISHES_REQUEST = {"own": {"sac_officer"}, NONE: set()}


def urls(world: World, file: File) -> dict[str, dict[str, dict[str, Any]]]:
    base, host, officer = a_base(world), world.seats["preparer"], world.seats["sac_officer"]
    rows: dict[str, Any] = {
        "achievement": keep(
            Achievement(base=base, kind="training", title="培训", happened_on=date(2026, 6, 1)), [], seat=host
        ),
        "house rule": keep(
            HouseRule(base=base, kind="regulation", title="章程", holds_from=date(2026, 6, 1)), [], seat=host
        ),
        "support": keep(Support(base=base, kind="policy", title="意见", given_on=date(2026, 6, 1)), [], seat=officer),
        "annual assessment": assessed(world, base),
        "annual summary": begin_summary(base, 2026, seat=host),
        "inspection": inspected(world, base, ground="举报。"),
        "material request": requesting.ask(base, "请报案例。", clock.today() + timedelta(days=9), seat=officer),
    }  # fmt: skip
    added = {"by": host.person, "by_name": host.name_shown, "at": clock.now(), "file": file}
    kept = ("achievement", "house rule", "support", "annual assessment", "inspection")
    files = {f"{name} file": rows[name].files.create(**added) for name in kept}
    found = {"living base": base} | rows | files
    return {kind: {"own": {"key": row.pk}, NONE: {"key": _nothing(row.pk)}} for kind, row in found.items()}


def _nothing(key: Any) -> Any:
    return 2**40 if isinstance(key, int) else uuid.uuid4()
