"""总览 and 查找: every figure is as long as the list that it opens, and a search finds what one may see alone."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications import listing
from bases.models import Base
from organisations.searching import initials
from procedure.models import DueDate
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.applications.conftest import noon
from tests.arriving import arrive
from tests.bases.built import building
from tests.workbench.test_bases_lists import base, due
from workbench import calendar, listing_bases
from workbench.dashboard import figures, plots
from workbench.dashboard.plots import Figure

__all__ = ["base", "noon"]
pytestmark = [pytest.mark.rule("B05"), pytest.mark.rule("B06")]
STOOD = {"国家标准委已收到", "建设中", "承担单位", "申报组织单位", "批准成立"}
PAGE, SEARCH = "/home/bases/dashboard/", "/home/search/"


def listed(world: World, figure: Figure) -> int:
    """How many rows the list behind a figure has."""
    address = urlsplit(figure.url)
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    seat = world.seats["sac_officer"]
    if address.path == "/home/bases/":
        return listing_bases.page_of(seat, listing_bases.Asked.of(asked)).count
    if address.path == "/home/calendar/":
        return calendar.month_of(seat, calendar.month_in(asked["month"])).count
    return listing.page_of(seat, asked).count


def every_figure() -> list[Figure]:
    call = figures.current_call()
    assert call is not None
    return [
        *figures.funnel(call), *figures.by_state(), *(figure for _, figure in figures.areas()), *figures.sectors(),
        figures.international(), *(each for _, row in figures.results() for each in row), *figures.stuck(),
    ]  # fmt: skip


def test_every_figure_is_the_length_of_its_list(world: World, base: Base) -> None:
    arrive(world.draft(), "received")
    building(world, "氢能", "other_", kind="sector", sector=world.sector, established="2026-05-01")
    due(base, -3)
    due(base, -30, "中期评估", "base_organisers")
    found = every_figure()
    assert [(each.label, each.count) for each in found if each.count != listed(world, each)] == []
    assert {each.label for each in found if each.count} >= {
        "国家标准委已收到",
        "建设中",
        "承担单位",
        "申报组织单位",
        "批准成立",
    }


def test_months_ahead_are_counted_by_their_ends(world: World, base: Base) -> None:
    DueDate.objects.all().delete()
    due(base, 1)
    due(base, 40, cycle=2027)
    counts = [each.count for each in figures.dues_by_month()]
    assert (len(counts), sum(counts)) == (12, 2)
    assert [each.count for each in figures.dues_by_month()] == [listed(world, each) for each in figures.dues_by_month()]


def test_it_is_sacs_alone_and_says_the_same_in_words(world: World, base: Base) -> None:
    for name, seat in world.seats.items():
        wanted = 200 if name.startswith("sac_") else 404
        assert (name, client_of(seat).get(PAGE).status_code) == (name, wanted)
    page = text_of(client_of(world.seats["sac_officer"]).get(PAGE))
    assert page.count('<svg class="plot"') == page.count('role="img"') == 4
    assert "style=" not in page
    assert "/home/bases/?kind=regional&amp;region=520000" in page


def test_it_takes_as_many_queries_with_more_bases(world: World, base: Base) -> None:
    client = client_of(world.seats["sac_officer"])
    asked = []
    for name in ("氢能", "储能"):
        building(world, name, "other_")
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 20


def test_what_is_not_nothing_is_seen() -> None:
    svg = plots.across("图", [Figure("多", 1000), Figure("<少>", 1), Figure("无", 0)])
    assert "&lt;少&gt;" in svg
    assert svg.count('width="2"') == 1
    assert plots.upright("图", []) == plots.upright("图", [])


@pytest.mark.parametrize(
    ("name", "letters"), [("光伏", "gf"), ("贵州大数据", "gzdsj"), ("5G 应用", "5gyy"), ("Z轴", "zz"), ("", "")]
)
def test_first_letters_of_a_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def found(world: World, seat: str, words: str) -> tuple[list[str], list[str]]:
    answer = client_of(world.seats[seat]).get(SEARCH, {"q": words})
    context = answer.context
    return [row["inner_name"] for row in context["bases"]], [row["inner_name"] for row in context["cases"]]


@pytest.mark.parametrize("words", ["光伏", "gf", "GF", "昇阳", "国家技术标准创新基地（光伏）"])
def test_one_search_finds_bases_and_cases_by_name_host_and_letters(world: World, base: Base, words: str) -> None:
    case = arrive(world.draft(inner_name="光伏组件"), "received")
    assert found(world, "sac_officer", words) == (["光伏"], [case.inner_name] if "）" not in words else ["光伏组件"])


def test_a_number_finds_its_case_and_its_base(world: World, base: Base) -> None:
    Base.objects.filter(pk=base.pk).update(approval_number="国标委综合函〔2026〕7号")
    case = arrive(world.draft(inner_name="氢能"), "received")
    assert found(world, "sac_officer", case.number)[1] == ["氢能"]
    assert found(world, "sac_officer", "〔2026〕7号")[0] == ["光伏"]


def test_nobody_finds_what_he_may_not_see(world: World, base: Base) -> None:
    arrive(world.draft(inner_name="光伏组件"), "received")
    for seat in ("other_preparer", "other_organiser_officer", "other_recommender_officer", "expert", "system_admin"):
        assert (seat, found(world, seat, "光伏")) == (seat, ([], []))
    for odd in ("", "\0", "%", "' --", "g" * 100):
        assert client_of(world.seats["sac_officer"]).get(SEARCH, {"q": odd}).status_code == 200
