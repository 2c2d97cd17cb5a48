"""Where a base lies, corrected by the organiser with a reason; nothing that is printed changes."""

from copy import copy
from typing import Any

from organisations.models import Membership, Region, Role
from procedure import clock
from procedure.acts import Act

from . import models
from .holding import Moved, held
from .models import Application
from .procedure import State
from .procedure.entitled import organiser_of_area


def may_correct(application: Application, seat: Membership) -> bool:
    own = seat.role == Role.ORGANISER_OFFICER and seat.unit_id == application.organiser_id
    return own and application.state == State.ORGANISER_REVIEW


def regions_for(application: Application) -> list[Region]:
    """Where the base can lie without leaving its organiser's area: by the very guard of the steps."""
    return [region for region in Region.objects.all() if _allowed(application, region)]


def correct_region(application: Application, region: Region, reason: str, *, before: str, seat: Membership) -> None:
    """Correct where the base lies, as it was seen; both regions and the reason stay. Raises Moved."""
    with held(application, State.ORGANISER_REVIEW) as locked:
        if str(locked.region_id) != before:
            raise Moved(f"所在地已被改为{locked.region}，请先核对，再决定是否改正。")
        models.RegionCorrection.objects.create(
            application=locked, before=locked.region, after=region, reason=reason, at=clock.now(),
            by=seat.person, by_name=seat.name_shown,
        )  # fmt: skip
        row: Any = locked
        row._history_user = seat.person
        row._change_reason = f"改正所在地：{reason}"
        row.region = region
        row.save(update_fields=["region"])


def _allowed(application: Application, region: Region) -> bool:
    there = copy(application)
    there.region = region
    return organiser_of_area.check(there, Act(there, application.births[0], None, clock.now())) is None
