"""Divisions and the sector catalogue: what a portal begins with, and that what SAC changed is left alone."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from organisations import loading
from organisations.catalogue import BY_CODE, ENTRIES
from organisations.divisions import BY_CODE as DIVISION
from organisations.divisions import DIVISIONS, XPCC, province_of
from organisations.models import Region, Sector


def test_divisions_are_those_of_the_national_standard() -> None:
    assert Counter(division.kind for division in DIVISIONS) == {
        "province": 22, "autonomous_region": 5, "municipality": 4, "sar": 2, "taiwan": 1,
        "planned_city": 5, "sub_provincial_city": 10, "corps": 1,
    }  # fmt: skip
    assert len(DIVISION) == len(DIVISIONS)
    assert {division.kind for division in DIVISIONS} == set(Region.Kind.values)


@pytest.mark.rule("Z12")
@pytest.mark.parametrize(("code", "province"), [("440300", "440000"), ("210200", "210000"), ("660000", "650000")])
def test_a_city_and_the_corps_lie_in_a_province_and_a_province_in_itself(code: str, province: str) -> None:
    assert province_of(code).code == DIVISION[code].parent == province
    assert province_of(province) == DIVISION[province]
    assert XPCC.parent == "650000"


def test_the_catalogue_has_some_sixty_entries_each_with_a_family() -> None:
    assert len(BY_CODE) == len({entry.name for entry in ENTRIES}) == len(ENTRIES) == 64
    assert [entry.code for entry in ENTRIES] == [f"L{number:02d}" for number in range(1, 65)]
    assert all(entry.family for entry in ENTRIES)
    assert (BY_CODE["L01"].name, BY_CODE["L26"].name) == ("光伏", "生态环境")


@pytest.mark.django_db
def test_loading_fills_what_is_missing_and_nothing_the_second_time() -> None:
    said = StringIO()
    call_command("load_catalogue", stdout=said)
    assert said.getvalue().strip() == "新建：区划 50，领域 64"
    assert Region.objects.get(code="350200").parent == Region.objects.get(code="350000")
    assert Sector.objects.get(code="L02").family == "新能源"
    assert Sector.history.filter(code="L02").get().history_change_reason == "初始目录"
    assert loading.load() == {"区划": 0, "领域": 0}


@pytest.mark.django_db
def test_loading_never_writes_over_what_was_edited() -> None:
    loading.load()
    Sector.objects.filter(code="L01").update(name="光伏与光热", family="太阳能")
    Region.objects.filter(code="110000").update(short_name="京")
    Sector.objects.filter(code="L64").delete()
    assert loading.load() == {"区划": 0, "领域": 1}
    kept = Sector.objects.get(code="L01")
    assert (kept.name, kept.family) == ("光伏与光热", "太阳能")
    assert Region.objects.get(code="110000").short_name == "京"
