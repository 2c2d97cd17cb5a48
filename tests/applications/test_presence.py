"""Who else of one's unit has the case open: named to colleagues, to nobody else, and forgotten after a minute."""

from typing import Any

import pytest
from django.core.cache import cache

from applications.models import Application
from organisations.models import Role
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.arriving import arrive
from workbench import presence


@pytest.fixture
def case(world: World) -> Application:
    cache.clear()
    return arrive(world.draft(), "received")


def look(world: World, name: str, case: Application) -> str:
    answer = client_of(world.seats[name]).get(f"{case.get_absolute_url()}presence/", headers={"X-Background": "1"})
    assert answer.status_code == 200
    return text_of(answer).strip()


def test_a_colleague_is_named_and_nobody_of_another_unit(world: World, case: Application) -> None:
    world.seat("other_officer", "sac", Role.SAC_OFFICER)
    assert [look(world, name, case) for name in ("sac_officer", "submitter", "recommender_officer")] == ["", "", ""]
    assert f"{world.seats['sac_officer'].name_shown}也打开了本案。" in look(world, "other_officer", case)
    assert f"{world.seats['other_officer'].name_shown}也打开了本案。" in look(world, "sac_officer", case)
    assert look(world, "organiser_officer", case) == ""


def test_whoever_has_left_is_forgotten(world: World, case: Application, monkeypatch: Any) -> None:
    look(world, "sac_approver", case)
    later = presence.time.time() + presence.LASTS + 1
    monkeypatch.setattr(presence.time, "time", lambda: later)
    assert look(world, "sac_officer", case) == ""


def test_without_the_cache_the_page_stays_quiet(world: World, case: Application, monkeypatch: Any) -> None:
    def lost(*_: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "get", lost)
    assert look(world, "sac_officer", case) == ""


def test_the_case_page_asks_in_the_background(world: World, case: Application) -> None:
    page = text_of(client_of(world.seats["sac_officer"]).get(case.get_absolute_url()))
    assert f'hx-get="{case.get_absolute_url()}presence/" hx-trigger="load, every 30s"' in page
