"""Looking for an application: by two signs of its name, by its host, by its number, and never beyond one's sight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.listing import page_of
from applications.searching import LONGEST, cleaned
from organisations.models import Unit
from tests.applications.building import World
from tests.arriving import arrive


def found(world: World, words: str, *, by: str = "preparer") -> set[str]:
    return {row["inner_name"] for row in page_of(world.seats[by], {"q": words}).rows}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("储能", {"光伏储能"}),
        ("储", {"光伏储能"}),
        ("伏储", {"光伏储能"}),
        ("国家技术标准创新基地（新光伏）", {"新光伏"}),
        ("ai", {"AI芯片"}),
        ("光伏", {"光伏储能", "新光伏", "AI芯片"}),  # the host is 昇阳光伏科技有限公司
        ("昇阳", {"光伏储能", "新光伏", "AI芯片"}),
        ("伏光", set()),
        ("%", set()),
        ("_", set()),
        ("\\", set()),
        ("南岭", set()),
    ],
)
def test_a_name_is_found_by_what_stands_in_it(world: World, words: str, names: set[str]) -> None:
    for name in ("光伏储能", "新光伏", "AI芯片"):
        world.draft(inner_name=name)
    world.other_draft(inner_name="光伏船舶")
    assert found(world, words) == names


def test_a_number_is_found_as_it_is_said(world: World) -> None:
    case = world.draft(inner_name="光伏")
    world.draft(inner_name="风电")
    assert [found(world, words) for words in (case.number, str(case.serial), f"{case.serial:06d}")] == [{"光伏"}] * 3
    assert found(world, "9" * 18) == set()


def test_a_search_finds_nothing_that_the_seat_may_not_see(world: World) -> None:
    mine, theirs = world.draft(inner_name="光伏"), world.other_draft(inner_name="光伏船舶")
    assert found(world, "光伏", by="sac_officer") == set()
    arrive(mine, "organiser_review")
    assert found(world, "光伏", by="sac_officer") == {"光伏"}
    assert found(world, theirs.number, by="sac_officer") == set()
    assert found(world, "光伏", by="expert") == set()


def test_a_search_looks_in_all_states_unless_one_is_chosen(world: World) -> None:
    arrive(world.draft(inner_name="光伏"), "organiser_review", "recommender_review")
    seat = world.seats["organiser_officer"]
    assert [row["inner_name"] for row in page_of(seat, {}).rows] == []
    assert found(world, "光伏", by="organiser_officer") == {"光伏"}
    assert page_of(seat, {"q": "光伏", "state": "organiser_review"}).rows == []


def test_a_host_name_that_most_units_bear_still_finds(world: World) -> None:
    region = world.units["host"].region
    Unit.objects.bulk_create(
        Unit(name=f"第{number}有限公司", kind="enterprise", region=region) for number in range(120)
    )
    world.draft(inner_name="光伏")
    assert found(world, "有限公司") == {"光伏"}


@given(st.text())
def test_what_is_looked_for_is_short_and_fit_for_the_database(typed: str) -> None:
    words = cleaned(typed)
    assert len(words) <= LONGEST
    assert "\0" not in words
