"""Divisions and the sector catalogue: what a portal begins with, and that what SAC changed is left alone."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from organisations import loading, rulings
from organisations.catalogue import BY_CODE, ENTRIES
from organisations.divisions import BY_CODE as DIVISION
from organisations.divisions import DIVISIONS, XPCC, province_of
from organisations.models import Region, Sector, SectorRuling
from organisations.queries import sectors_in_use
from tests.applications.asking import client_of, text_of
from tests.applications.building import World


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


PAGE = "/organisations/sectors/"


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.seats["sac_officer"])


def entry(name: str, family: str = "") -> Sector:
    return Sector.objects.create(code=f"T{name}", name=name, family=family)


def base(sector: Sector) -> int:
    return int(sector.history.latest("history_id").history_id)


def test_everybody_signed_in_reads_the_catalogue(world: World) -> None:
    assert Client().get(PAGE).status_code == 302
    page = text_of(client_of(world.seats["preparer"]).get(PAGE))
    assert "电气机械和器材制造" in page
    assert "新增领域" not in page


@pytest.mark.parametrize("who", ["preparer", "recommender_officer", "sac_approver", "system_admin"])
def test_nobody_else_keeps_it(world: World, who: str) -> None:
    client, key = client_of(world.seats[who]), world.sector.pk
    for url in ("add/", f"{key}/", "rulings/"):
        assert client.get(PAGE + url).status_code == 404
        assert client.post(PAGE + url, {"name": "改名", "code": "T1"}).status_code == 404
    assert client.post(f"{PAGE}{key}/retire/", {"retire": "1"}).status_code == 404
    world.sector.refresh_from_db()
    assert (world.sector.name, world.sector.retired_at) == ("电气机械和器材制造", None)


def test_an_officer_adds_renames_and_retires_under_history(world: World, officer: Client) -> None:
    assert officer.post(f"{PAGE}add/", {"code": "L65", "name": "脑机接口", "family": "医药健康"}).status_code == 302
    sector = Sector.objects.get(code="L65")
    renamed = {"name": "脑机接口与神经工程", "family": "医药健康", "base": base(sector)}
    assert officer.post(f"{PAGE}{sector.pk}/", renamed).status_code == 302
    for retire, there in (("1", False), ("0", True)):
        officer.post(f"{PAGE}{sector.pk}/retire/", {"retire": retire})
        assert sectors_in_use().filter(pk=sector.pk).exists() is there
    states = sector.history.order_by("history_id").values_list("history_change_reason", "history_user")
    person = world.seats["sac_officer"].person_id
    assert list(states) == [(why, person) for why in ("新增领域", "修改领域", "停用领域", "恢复使用")]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"code": "", "name": "脑机接口"}, "请填写代码"),
        ({"code": "C38", "name": "脑机接口"}, "已有这个代码"),
        ({"code": "L65", "name": "电气机械和器材制造"}, "已有同名的领域"),
        ({"code": "L65", "name": "  "}, "请填写领域名称"),
    ],
)
def test_a_wrong_entry_is_told_at_its_field(
    world: World, officer: Client, facts: dict[str, str], sentence: str
) -> None:
    answer = officer.post(f"{PAGE}add/", facts)
    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_a_stale_rename_shows_what_changed_and_loses_nothing(world: World, officer: Client) -> None:
    url, first = f"{PAGE}{world.sector.pk}/", base(world.sector)
    officer.post(url, {"name": "电气机械", "family": "", "base": first})
    late = officer.post(url, {"name": "电工装备", "family": "", "base": first})
    assert late.status_code == 409
    assert "领域：电气机械和器材制造 → 电气机械" in text_of(late)
    assert "电工装备" in text_of(late)
    assert Sector.objects.get(pk=world.sector.pk).name == "电气机械"


@pytest.mark.rule("Z42")
def test_an_officer_rules_and_ends_a_ruling_with_reasons(world: World, officer: Client) -> None:
    one, other = entry("光伏"), entry("光热")
    url = f"{PAGE}rulings/"
    ticked = officer.get(f"{url}?sector={one.pk}&sector={other.pk}")
    assert text_of(ticked).count("checked") == 2
    ruled = {"sectors": [one.pk, other.pk], "similar": "1", "reason": "同为太阳能利用。"}
    assert officer.post(url, ruled)["Location"] == url
    assert rulings.same_group(one) == {one.pk, other.pk}
    assert "光热" in text_of(client_of(world.seats["preparer"]).get(PAGE))
    ruling = SectorRuling.objects.get()
    assert officer.post(f"{url}{ruling.pk}/end/", {"reason": ""}).status_code == 422
    assert officer.post(f"{url}{ruling.pk}/end/", {"reason": "产业已分化。"}).status_code == 302
    assert rulings.same_group(one) == {one.pk}
    page = text_of(officer.get(url))
    assert "同为太阳能利用。" in page
    assert "产业已分化。" in page
    assert officer.get(f"{url}{ruling.pk}/end/").status_code == 404


@pytest.mark.rule("Z42")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sectors": []}, "请选择两个或更多的领域"),
        ({"sectors": ["first"]}, "请选择两个或更多的领域"),
        ({"sectors": ["first", "2000000000"]}, "有的领域已停用"),
        ({"similar": ""}, "请选择认定的结论"),
        ({"reason": " "}, "请写明理由"),
    ],
)
def test_a_ruling_that_lacks_something_is_refused_and_keeps_what_was_typed(
    world: World, officer: Client, changes: dict[str, object], sentence: str
) -> None:
    one, other = entry("光伏"), entry("光热")
    facts: dict[str, object] = {"sectors": ["first", other.pk], "similar": "0", "reason": "用途不同。"} | changes
    keys = [one.pk if key == "first" else key for key in facts["sectors"]]  # type: ignore[attr-defined]
    answer = officer.post(f"{PAGE}rulings/", facts | {"sectors": keys})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert ("用途不同。" in text_of(answer)) is ("reason" not in changes)
    assert not SectorRuling.objects.exists()


@pytest.mark.rule("Z42")
def test_a_ruling_against_one_that_holds_says_which(world: World, officer: Client) -> None:
    one, other = entry("光伏"), entry("光热")
    facts = {"sectors": [one.pk, other.pk], "similar": "0", "reason": "用途不同。"}
    officer.post(f"{PAGE}rulings/", facts)
    answer = officer.post(f"{PAGE}rulings/", facts | {"similar": "1"})
    assert answer.status_code == 422
    assert f"第 {SectorRuling.objects.get().pk} 号认定" in text_of(answer)
