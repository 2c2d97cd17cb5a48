"""Bases of the test's own units, brought into the register by the short way of history."""

from datetime import date
from typing import Any

from django.db import transaction

from assessments.models import Acceptance
from bases.models import Base, HostSpell, SupervisorSpell
from organisations.models import Membership
from procedure import clock
from procedure.acts import Act
from procedure.locking import lock
from procedure.machines import steps_of
from procedure.perform import perform, start
from tests.applications.building import World

STARTS, ENDS = date(2026, 7, 20), date(2029, 7, 20)


def recorded(world: World, name: str = "光伏", whose: str = "", **facts: Any) -> Base:
    """Half way in: its host, organiser and supervisor are the world's own, or with ``whose`` the other ones."""
    units = {part: world.units[f"{whose}{part}"] for part in ("host", "organiser", "recommender")}
    row = Base(**{
        "state": "recorded", "inner_name": name, "kind": "regional", "region": units["host"].region,
        "organiser": units["organiser"], "recommender_name": units["recommender"].name, "is_history": True,
        "approval_number": "", "approved": STARTS.isoformat(), "build_starts": STARTS, "build_ends": ENDS,
    } | facts)  # fmt: skip
    base = start(row, seat=world.seats["sac_officer"])
    assert isinstance(base, Base)
    HostSpell.objects.create(base=base, unit=units["host"], name=units["host"].name, since=base.approved)
    SupervisorSpell.objects.create(base=base, unit=units["recommender"], since=base.approved)
    return base


def building(world: World, name: str = "光伏", whose: str = "", **facts: Any) -> Base:
    """Under construction."""
    base = recorded(world, name, whose, **facts)
    perform(base, "record_building", seat=world.seats["sac_officer"])
    return base


def caused(base: Base, step: str, *, by: str, seat: Membership, **data: Any) -> None:
    """A step of the base as the consequence of an acceptance's, by the kernel's own road but without the acceptance."""
    with transaction.atomic():
        locked, roots = lock(base, steps_of(Base)[step])
        cause = Act(Acceptance(base=base), steps_of(Acceptance)[by], seat, clock.now(), locked=roots)
        cause.cause(locked, step, data)
    base.refresh_from_db()


def rectifying(world: World, since: date, name: str = "光伏") -> Base:
    """Applied for in time, and the opinion of that day was 整改."""
    base = awaiting(world, name)
    caused(base, "record_rectify", by="conclude_rectify", seat=world.seats["sac_officer"], opinion_on=since)
    return base


def failed(world: World, name: str = "光伏") -> Base:
    base = awaiting(world, name)
    caused(base, "record_fail", by="conclude_fail", seat=world.seats["sac_officer"])
    return base


def awaiting(world: World, name: str = "光伏") -> Base:
    base = building(world, name)
    caused(base, "request_acceptance", by="file_request", seat=world.seats["organiser_officer"])
    return base
