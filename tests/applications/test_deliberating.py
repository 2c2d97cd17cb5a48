"""研究审议: the candidates with what the experts said, numbers beside plans, and the way to a publication."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from applications import deliberating
from applications.models import Application
from applications.procedure import BaseKind, State
from organisations.models import Region
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.applications.test_places import base, except_it, sector_base
from tests.arriving import arrive
from tests.routes.stage import body

PAGE = "/applications/deliberation/"


def candidate(world: World, name: str = "光伏", **facts: Any) -> Application:
    return arrive(world.draft(inner_name=name, **facts), State.EXPERT_REVIEW, State.DELIBERATION)


@pytest.mark.parametrize("who", ["preparer", "organiser_officer", "recommender_officer", "expert", "audit_admin"])
def test_the_deliberation_is_sacs_alone(world: World, who: str) -> None:
    assert client_of(world.seats[who]).get(PAGE).status_code == 404


def test_without_candidates_it_says_what_will_be_here(world: World) -> None:
    page = text_of(client_of(world.seats["sac_officer"]).get(PAGE))
    assert "没有待研究的申报" in page


@pytest.mark.rule("Z12")
def test_a_candidate_stands_with_the_opinion_and_what_its_place_has(world: World) -> None:
    base(world)
    case = candidate(world)
    found = deliberating.page_of(case.call, world.seats["sac_officer"]).rows[0]
    assert (found.application, found.conclusion, [each.inner_name for each in found.taken]) == (
        case,
        "通过",
        ["中关村"],
    )
    assert found.opinion.text
    assert "确需例外的" in (found.refusal or "")
    page = text_of(client_of(world.seats["sac_approver"]).get(PAGE))
    assert ["国家技术标准创新基地（中关村）" in page, "确需例外的" in page, 'name="case"' in page] == [
        True,
        True,
        False,
    ]
    except_it(world, case)
    page = text_of(client_of(world.seats["sac_officer"]).get(PAGE))
    assert ["两个国家重大战略在此叠加。" in page, "确需例外的" in page, f'value="{case.pk}"' in page] == [
        True,
        False,
        True,
    ]


def test_a_city_of_a_province_that_has_one_is_flagged(world: World) -> None:
    base(world)
    city = Region.objects.create(
        code="520100", name="贵阳市", short_name="贵阳", kind="sub_provincial_city", parent=world.units["host"].region
    )
    candidate(world, region=city)
    page = text_of(client_of(world.seats["sac_officer"]).get(PAGE))
    assert "贵阳市所在的省已有国家技术标准创新基地（中关村）" in " ".join(page.split())


def test_numbers_stand_beside_the_plan(world: World) -> None:
    world.call.planned = {"regional": [15, 20], "sector": [30, 35]}
    world.call.save()
    base(world)
    sector_base(world, "船舶", "广东省")
    base(world, "已撤销的", ended="record_revoked")
    candidate(world)
    candidate(world, "储能", kind=BaseKind.SECTOR, sector=world.sector)
    call = world.call
    kinds = {
        line.kind: (line.living, line.considered, line.published, line.approved) for line in deliberating.by_kind(call)
    }
    assert kinds == {"regional": (1, 1, 0, 0), "sector": (1, 1, 0, 0), "international": (0, 0, 0, 0)}
    assert [(line.name, line.living, line.considered) for line in deliberating.by_region(call)] == [("贵州省", 1, 1)]
    assert [(line.name, line.living, line.considered) for line in deliberating.by_sector(call)] == [
        ("电气机械和器材制造", 1, 1)
    ]
    page = text_of(client_of(world.seats["sac_officer"]).get(PAGE))
    assert "拟建15至20个" in page


def test_pages_follow_one_another_and_cost_the_same(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    call = world.new_call(one_regional_per_region=False)
    cases = [candidate(world, name, call=call) for name in ("光伏", "储能")]
    client = client_of(world.seats["sac_officer"])
    with CaptureQueriesContext(
        connection,
    ) as two:
        assert text_of(client.get(PAGE)).count('name="case"') == 2
    monkeypatch.setattr(deliberating, "SIZE", 1)
    with CaptureQueriesContext(connection) as one:
        first = text_of(client.get(PAGE))
    assert len(one) == len(two)
    page = deliberating.page_of(call, world.seats["sac_officer"])
    rest = deliberating.page_of(call, world.seats["sac_officer"], page.following)
    assert {each.application.pk for each in (*page.rows, *rest.rows)} == {case.pk for case in cases}
    assert ('rel="next"' in first, rest.following) == (True, "")


def test_the_candidates_are_a_workbook_that_goes_on_behind_the_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliberating, "SIZE", 1)
    call = world.new_call(one_regional_per_region=False)
    for name in ("光伏", "=风电"):
        candidate(world, name, call=call)
    assert client_of(world.seats["organiser_officer"]).get(f"{PAGE}export/").status_code == 404
    answer = client_of(world.seats["sac_approver"]).get(f"{PAGE}export/?call={call.pk}")
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(body(answer))).active.iter_rows()]
    assert rows[0][0] == "名称"
    assert {(row[0], row[4], row[7]) for row in rows[1:]} == {
        (f"国家技术标准创新基地（{name}）", world.units["host"].name, "通过") for name in ("光伏", "=风电")
    }
