"""Z42: which entries of the catalogue count as one, which only look alike, and rulings that never contradict."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organisations import rulings
from organisations.models import Membership, Sector, SectorRuling, UnitKind
from tests.factories import UnitFactory, seat

pytestmark = [pytest.mark.django_db, pytest.mark.rule("Z42")]

NAMES = {
    "光伏": "新能源", "风电": "新能源",
    "智能电网": "电力", "智能网联汽车": "汽车", "新能源汽车": "", "冷链物流": "物流",
    "轨道交通装备": "轨道", "海洋工程装备": "海洋",
}  # fmt: skip


@pytest.fixture
def sector() -> Callable[[str], Sector]:
    made = {
        name: Sector.objects.create(code=f"T{number}", name=name, family=family)
        for number, (name, family) in enumerate(NAMES.items())
    }
    return made.__getitem__


@pytest.fixture
def officer() -> Membership:
    return seat("sac_officer", UnitFactory(kind=UnitKind.SAC))


def rule(officer: Membership, similar: bool, *sectors: Sector) -> SectorRuling:
    return rulings.rule(sectors, similar=similar, reason="同一产业链。", by=officer)


def test_without_a_ruling_every_entry_stands_alone(sector: Callable[[str], Sector]) -> None:
    assert rulings.same_group(sector("光伏")) == {sector("光伏").pk}


def test_similar_rulings_reach_through_one_another(sector: Callable[[str], Sector], officer: Membership) -> None:
    sun, wind, grid = sector("光伏"), sector("风电"), sector("智能电网")
    rule(officer, True, sun, wind)
    rule(officer, True, wind, grid)
    group = {sun.pk, wind.pk, grid.pk}
    assert [rulings.same_group(each) for each in (sun, wind, grid)] == [group] * 3
    assert rulings.groups() == dict.fromkeys(group, group)
    assert rulings.same_group(sector("冷链物流")) == {sector("冷链物流").pk}


def test_an_ended_ruling_ties_nothing_and_keeps_who_and_why(
    sector: Callable[[str], Sector], officer: Membership
) -> None:
    sun, wind = sector("光伏"), sector("风电")
    ruling = rule(officer, True, sun, wind)
    assert rulings.end(ruling, reason="产业已分化。", by=officer)
    assert rulings.same_group(sun) == {sun.pk}
    assert not rulings.end(ruling, reason="再次终止。", by=officer)
    ruling.refresh_from_db()
    assert (ruling.end_reason, ruling.ended_by, ruling.decided_by_name) == (
        "产业已分化。", officer.person, officer.person.name,
    )  # fmt: skip


def test_entries_of_one_family_or_with_a_piece_of_name_in_common_look_alike(sector: Callable[[str], Sector]) -> None:
    everything = list(Sector.objects.order_by("pk"))
    assert rulings.perhaps_similar(sector("光伏"), everything) == [sector("风电")]
    assert rulings.perhaps_similar(sector("智能电网"), everything) == [sector("智能网联汽车")]
    assert rulings.perhaps_similar(sector("新能源汽车"), everything) == [sector("智能网联汽车")]
    assert rulings.perhaps_similar(sector("轨道交通装备"), everything) == []


@pytest.mark.parametrize("similar", [True, False])
def test_what_has_been_ruled_on_is_not_asked_again(
    sector: Callable[[str], Sector], officer: Membership, similar: bool
) -> None:
    sun, wind = sector("光伏"), sector("风电")
    ruling = rule(officer, similar, sun, wind)
    assert rulings.perhaps_similar(sun, [wind]) == []
    rulings.end(ruling, reason="重新认定。", by=officer)
    assert rulings.perhaps_similar(sun, [wind]) == [wind]


def test_not_similar_to_one_is_not_similar_to_what_counts_as_one_with_it(
    sector: Callable[[str], Sector], officer: Membership
) -> None:
    grid, car, new = sector("智能电网"), sector("智能网联汽车"), sector("新能源汽车")
    rule(officer, True, car, new)
    rule(officer, False, new, grid)
    assert rulings.perhaps_similar(grid, [car, new]) == []


def test_a_ruling_against_one_that_holds_is_refused(sector: Callable[[str], Sector], officer: Membership) -> None:
    sun, wind, grid = sector("光伏"), sector("风电"), sector("智能电网")
    first = rule(officer, False, sun, wind)
    rule(officer, True, wind, grid)
    with pytest.raises(rulings.RulingRefused, match=f"第 {first.pk} 号"):
        rule(officer, True, sun, grid)
    with pytest.raises(rulings.RulingRefused, match="已认定为相同或相近"):
        rule(officer, False, grid, wind)
    with pytest.raises(rulings.RulingRefused, match="不必重复"):
        rule(officer, False, wind, sun)
    assert SectorRuling.objects.count() == 2


def test_both_answers_cost_one_query(sector: Callable[[str], Sector], officer: Membership) -> None:
    everything = list(Sector.objects.all())
    rule(officer, True, *everything[:4])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        rulings.same_group(everything[0])
        rulings.perhaps_similar(everything[0], everything)
    assert len(asked) == 2


_PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1]), max_size=9)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=_PAIRS)
def test_groups_part_the_catalogue_whatever_the_order(
    sector: Callable[[str], Sector], officer: Membership, pairs: list[tuple[int, int]]
) -> None:
    SectorRuling.objects.all().delete()
    rows = list(Sector.objects.order_by("pk"))
    for one, other in pairs:
        ruling = SectorRuling.objects.create(
            similar=True, reason="—", decided_by=officer.person, decided_at="2026-01-01T00:00Z"
        )
        ruling.sectors.set([rows[one], rows[other]])
    groups = {row.pk: rulings.same_group(row) for row in rows}
    for row in rows:
        assert row.pk in groups[row.pk]
        assert all(groups[key] == groups[row.pk] for key in groups[row.pk])
    for one, other in pairs:
        assert groups[rows[one].pk] == groups[rows[other].pk]
    assert all(len(group) == 1 or any(rows[a].pk in group for a, _ in pairs) for group in groups.values())
