"""基地: who finds which bases in the list, by what, with what is late and with whom; as a workbook too."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from bases.models import Base
from procedure import clock
from procedure.models import DueDate
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.applications.conftest import noon
from tests.bases.built import building
from tests.routes.stage import body
from workbench import listing_bases

__all__ = ["noon"]
pytestmark = [pytest.mark.rule("B06"), pytest.mark.rule("B03")]

LIST, WORKBOOK = "/home/bases/", "/home/bases.xlsx"
SEES = {
    "preparer",
    "submitter",
    "unit_admin",
    "organiser_officer",
    "recommender_officer",
    "sac_officer",
    "sac_approver",
}


@pytest.fixture
def base(world: World) -> Base:
    """The base of the host, with no dates but those that a test gives it."""
    cache.clear()
    found = building(world)
    DueDate.objects.filter(root=found.pk).delete()
    return found


def due(base: Base, days: int, label: str = "年度建设报告", tells: str = "base_hosts", **facts: Any) -> DueDate:
    at = clock.now() + timedelta(days=days)
    return DueDate.objects.create(
        machine="base", subject_id=base.pk, root=base.pk, kind=label, label=label, starts=clock.now(), due_at=at,
        article="办法17", why="年度终了后一个月。", tells=[tells], **facts,
    )  # fmt: skip


def names(world: World, seat: str, **query: str) -> list[str]:
    page = listing_bases.page_of(world.seats[seat], listing_bases.Asked.of(query))
    return [row["inner_name"] for row in page.rows]


def test_everybody_lists_his_own_bases_and_nobody_elses(world: World, base: Base) -> None:
    found = {name: names(world, name) for name in world.seats}
    assert {name for name, rows in found.items() if rows == ["光伏"]} == SEES
    assert {name: rows for name, rows in found.items() if name not in SEES and rows} == {}


def test_what_is_late_and_with_whom_stands_in_the_row(world: World, base: Base) -> None:
    late, ahead = due(base, -3), due(base, 20, "中期评估", "base_organisers", cycle=2028)
    page = text_of(client_of(world.seats["recommender_officer"]).get(LIST))
    for said in ("年度建设报告 已超期", "承担单位", "中期评估（2028年）", base.name_shown):
        assert said in page
    DueDate.objects.filter(pk=late.pk).update(closed_at=clock.now())
    (row,) = listing_bases.page_of(world.seats["sac_officer"], listing_bases.Asked()).rows
    assert (row["late"], row["next"]) == ([], ("中期评估（2028年）", "申报组织单位", ahead.due_at))


def test_filters_stand_in_the_address(world: World, base: Base) -> None:
    due(base, -3)
    due(base, 40, "中期评估")
    for query in (
        {"late": "1"},
        {"within": "90"},
        {"state": "building"},
        {"kind": base.kind},
        {"q": "光伏"},
        {"q": "昇阳"},
    ):
        assert (query, names(world, "sac_officer", **query)) == (query, ["光伏"])
    for query in ({"within": "30"}, {"state": "operating"}, {"region": "110000"}, {"q": "查无此名"}):
        assert (query, names(world, "sac_officer", **query)) == (query, [])
    odd = {"state": "no", "kind": "' --", "region": "\0", "within": "7", "q": "\0", "late": "no"}
    assert names(world, "sac_officer", **odd) == ["光伏"]
    assert listing_bases.page_of(world.seats["sac_officer"], listing_bases.Asked(), "no~key").rows


def test_the_workbook_holds_what_is_filtered_and_computes_nothing(world: World, base: Base) -> None:
    Base.objects.filter(pk=base.pk).update(approval_number="007", recommender_name="=1+1")
    base.hosts.update(name="=HYPERLINK(1)")
    answer = client_of(world.seats["sac_officer"]).get(f"{WORKBOOK}?state=building")
    sheet = load_workbook(BytesIO(body(answer))).active
    assert sheet is not None
    head, row = list(sheet.iter_rows())
    said = {str(label.value): cell for label, cell in zip(head, row, strict=True)}
    assert (said["承担单位"].value, said["承担单位"].data_type) == ("=HYPERLINK(1)", "s")
    assert (said["批准文号"].value, said["批准文号"].data_type, said["批准文号"].number_format) == ("007", "s", "@")
    none = client_of(world.seats["sac_officer"]).get(f"{WORKBOOK}?state=operating")
    assert len(list(load_workbook(BytesIO(body(none))).active.iter_rows())) == 1  # type: ignore[union-attr]


def test_pages_follow_by_key(world: World, base: Base, monkeypatch: Any) -> None:
    monkeypatch.setattr(listing_bases, "SIZE", 1)
    building(world, "氢能", "other_")
    seat, seen, after = world.seats["sac_officer"], [], ""
    for _ in range(2):
        page = listing_bases.page_of(seat, listing_bases.Asked(), after)
        seen += [row["inner_name"] for row in page.rows]
        after = page.following
    assert (sorted(seen), after) == (["光伏", "氢能"], "")


@pytest.mark.parametrize("seat", ["organiser_officer", "sac_officer"])
def test_a_list_takes_so_many_queries(world: World, base: Base, seat: str) -> None:
    due(base, -3)
    with CaptureQueriesContext(connection) as queries:
        listing_bases.page_of(world.seats[seat], listing_bases.Asked())
    assert len(queries) == 3  # the count, the rows, their dates
