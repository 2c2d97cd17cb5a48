"""Bases of the test's own units, brought into the register by the short way of history."""

from datetime import date
from typing import Any

from bases.models import Base, HostSpell, SupervisorSpell
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
