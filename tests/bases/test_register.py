"""名录: everybody reads it, nobody's name is in it, and it lies ready until a base changes."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from bases import feeds, finding, register
from bases.feeds import harmless
from bases.importing import import_bases
from bases.models import Base, HostSpell
from bases.procedure import BaseState
from bases.queries import public
from bases.told import states_behind
from organisations import loading
from procedure.acts import NotPermitted
from procedure.perform import perform, start
from procedure.reckoning import chinese_date
from tests.applications.asking import client_of, text_of
from tests.applications.building import BASIC, World
from tests.arriving import arrive
from tests.bases.test_importing import HISTORY
from tests.ground import shared

pytestmark = pytest.mark.rule("B03")

PAGES = ("/bases/", "/bases/feed/", "/bases/bases.json", "/bases/bases.csv")


@shared
def history(world: World) -> World:
    """The twelve in the register."""
    loading.load()
    assert import_bases(HISTORY.read_bytes(), seat=world.seats["sac_officer"]).faults == []
    return world


def known(name: str) -> Base:
    return Base.objects.get(inner_name=name)


def public_pages() -> list[str]:
    return [*PAGES, *(f"/bases/{key}/" for key in Base.objects.values_list("pk", flat=True))]


def found(**query: str) -> set[str]:
    page = Client().get("/bases/", query).context["page"]
    return {row["inner_name"] for row in page.rows}


# What never appears


@pytest.mark.parametrize("road", [("form_check", "rejected"), ("organiser_review", "withdrawn"), ("publicity",)])
def test_what_was_not_approved_is_in_no_page(world: World, road: tuple[str, ...]) -> None:
    case = arrive(world.draft(inner_name="未批项目"), *road)
    assert case.state == road[-1]
    for page in PAGES:
        assert "未批项目" not in text_of(Client().get(page))
    assert Client().get(f"/bases/{case.pk}/").status_code == 404


def test_history_that_is_half_recorded_is_not_there_yet(world: World) -> None:
    row = Base(state="recorded", inner_name="半条", kind="regional", is_history=True)
    base = start(row, seat=world.seats["sac_officer"])
    assert "半条" not in text_of(Client().get("/bases/"))
    assert Client().get(f"/bases/{base.pk}/").status_code == 404


@pytest.mark.rule("B37")
def test_nobodys_name_telephone_or_mail_is_in_any_public_page(world: World) -> None:
    approved = arrive(world.draft(), "publicity", "decision", "approved")
    secrets = {*(person.name for person in Person.objects.all()), *(person.email for person in Person.objects.all())}
    secrets |= {BASIC[name] for name in ("leader", "contact", "phone", "email", "address", "postcode")}
    secrets |= {unit.address for unit in (approved.unit, approved.organiser)} | {"联系人"}
    pages = {page: text_of(Client().get(page)) for page in public_pages()}
    assert "国家技术标准创新基地（光伏）（筹）" in pages["/bases/"]
    assert {(page, secret) for page, text in pages.items() for secret in secrets if secret and secret in text} == set()


def test_formulae_become_text() -> None:
    assert [harmless(cell) for cell in ("=1+1", " +1", "-1", "@SUM", "\uff1d1", "\t=1", "光伏", "")] == [
        "'=1+1", "' +1", "'-1", "'@SUM", "'\uff1d1", "'\t=1", "光伏", "",
    ]  # fmt: skip


# What is found


def test_filters_and_search(history: World) -> None:
    everything = found()
    assert len(everything) == 12
    assert found(q="光伏") == {"光伏"}
    assert found(q="国家技术标准创新基地（光伏）（筹）") == {"光伏"}
    assert found(q="英利") == {"光伏"}
    assert found(q="利") == {"光伏"}
    assert found(q="查无此名") == found(q="%") == set()
    assert found(kind="regional") == {"中关村", "中国光谷", "重庆", "深圳"}
    assert found(state="operating") == {"贵州大数据", "光伏", "氢能", "船舶与海洋工程装备", "机器人"}
    assert found(region="440000") == {"深圳", "氢能"}  # the city with its province
    assert found(region="440300") == {"深圳"}
    assert found(sector="L01") == {"光伏"}
    assert found(kind="no", state="no", region="no' --", sector="\0", q="\0", after="no~key") == everything


def test_the_newest_approval_stands_first_and_pages_follow_by_key(history: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(register, "SIZE", 5)
    seen: list[str] = []
    after = ""
    for _ in range(3):
        page = register.page_of(register.Asked(), after)
        seen += [row["inner_name"] for row in page.rows]
        after = page.following
    assert after == ""
    assert seen[:3] == ["有色金属", "氢能", seen[2]]
    assert len(set(seen)) == len(seen) == 12
    days = [known(name).approved for name in seen]
    assert days == sorted(days, reverse=True)


def test_a_word_of_every_name_is_found_by_walking(history: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(finding, "COMMON", 1)
    assert found(q="标准技术") == {"深圳"}  # by its host
    assert found(q="光") == {"光伏", "中国光谷"}


@pytest.mark.parametrize("common", [1, 6])
@pytest.mark.parametrize(
    "words", ["光伏", "光", "标准", "标准技术", "英利", "IEC", "%", "_", "'", "{}", "\\", "查无此名"]
)
def test_the_public_page_finds_what_the_officers_list_finds(
    history: World, monkeypatch: Any, words: str, common: int
) -> None:
    monkeypatch.setattr(finding, "COMMON", common)
    assert found(q=words) == set(finding.matching(public(), words).values_list("inner_name", flat=True))


@pytest.mark.parametrize("common", [1, 6])
def test_a_word_together_with_a_filter_goes_on_by_key(history: World, monkeypatch: Any, common: int) -> None:
    monkeypatch.setattr(finding, "COMMON", common)
    monkeypatch.setattr(register, "SIZE", 1)
    asked = register.Asked.of({"q": "国", "kind": "sector"})
    first = register.page_of(asked)
    second = register.page_of(asked, first.following)
    names = [row["inner_name"] for page in (first, second) for row in page.rows]
    assert (names, second.following) == (["有色金属", "民航"], "")


def test_counts_by_state_and_on_the_map(history: World) -> None:
    states = {each.value: each.count for each in register.by_state()}
    assert {behind for state in states for behind in states_behind(state)} == set(BaseState.values) - {"recorded"}
    assert {state: count for state, count in states.items() if count} == {"building": 4, "passed": 3, "operating": 5}
    areas = {each.value: each.count for each in register.by_area() if each.count}
    assert areas == {"110000": 1, "130000": 1, "420000": 1, "440000": 2, "500000": 1, "520000": 1}
    page = text_of(Client().get("/bases/"))
    assert page.count('class="tile tile-') == 35  # 34 of GB/T 2260 and 兵团
    assert 'href="/bases/?region=440000"' in page


def test_a_count_has_an_end(history: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(register, "MOST", 2)
    words = {each.value: each.words for each in register.by_state()}
    assert {state for state, word in words.items() if word != "0"} == {"building", "passed", "operating"}
    assert words["building"] == words["passed"] == words["operating"] == "2 以上"


# A page of one


@pytest.mark.rule("B04")
def test_what_history_does_not_say_is_said_to_be_unknown(history: World) -> None:
    page = text_of(Client().get(f"/bases/{known('中国光谷').pk}/"))
    assert "历史补录" in page
    assert "（按最后所知）" in page
    assert "国家技术标准创新基地（中国光谷）（筹）" not in page
    assert page.count("不详") >= 4
    guizhou = text_of(Client().get(f"/bases/{known('贵州大数据').pk}/"))
    for wanted in ("2018年1月", "2020年11月26日", "2021年3月19日", "国家技术标准创新基地（贵州大数据）", "运行中"):
        assert wanted in guizhou


@pytest.mark.rule("B04")
def test_earlier_hosts_stay_with_their_dates(history: World) -> None:
    base = known("光伏")
    base.hosts.update(since="2018-02", until="2022-05-01")
    HostSpell.objects.create(base=base, name="后来的承担单位", since="2022-05-02")
    page = text_of(Client().get(f"/bases/{base.pk}/"))
    assert page.index("后来的承担单位") < page.index("以前的承担单位") < page.index("英利集团")
    assert "2018年2月至2022年5月1日" in page
    assert found(q="英利") == {"光伏"}


@pytest.mark.rule("B37")
def test_an_approved_base_shows_both_names_and_what_it_is(world: World) -> None:
    case = arrive(world.draft(english_name="Photovoltaics"), "publicity", "decision", "approved")
    page = text_of(Client().get(f"/bases/{case.base_id}/"))
    base = Base.objects.get(pk=case.base_id)
    assert f"自{chinese_date(base.build_starts)}至{chinese_date(base.build_ends)}" in page
    for wanted in (
        "国家技术标准创新基地（光伏）（筹）", "National Technical Standard Innovation Base of Photovoltaics",
        "昇阳光伏科技有限公司", "贵州省人民政府", "建设中", "贵州省",
    ):  # fmt: skip
        assert wanted in page
    assert "不详" not in page


# For machines


def test_json_csv_and_feed_tell_the_same(history: World) -> None:
    told = json.loads(text_of(Client().get("/bases/bases.json")))
    assert (len(told["bases"]), told["next"]) == (12, "")
    guizhou = next(each for each in told["bases"] if each["name"].endswith("（贵州大数据）"))
    assert (guizhou["approved"], guizhou["state"], guizhou["history"]) == ("2018-01", "operating", True)
    assert "承担单位" in guizhou["unknown"]
    raw = Client().get("/bases/bases.csv").content
    assert raw.startswith("\ufeff名称,".encode())
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row["名称"] for row in rows] == [each["name"] for each in told["bases"]]
    feed = text_of(Client().get("/bases/feed/"))
    assert feed.count("<entry>") == 12
    assert all(each["url"] in feed for each in told["bases"])


def test_json_goes_on_by_key_and_csv_has_an_end(history: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(feeds, "JSON_ROWS", 7)
    monkeypatch.setattr(feeds, "CSV_ROWS", 10)
    monkeypatch.setattr(feeds, "_BATCH", 5)
    first = feeds.json_page("")
    after = first["next"].partition("?after=")[2]
    second = feeds.json_page(after)
    assert [len(first["bases"]), len(second["bases"]), second["next"]] == [7, 5, ""]
    assert len({each["id"] for page in (first, second) for each in page["bases"]}) == 12
    assert len(feeds.csv_text().splitlines()) == 11


# Lies ready


def test_everybody_gets_the_same_page_without_a_cookie(history: World) -> None:
    for page in public_pages():
        for client in (Client(), client_of(history.seats["preparer"])):
            answer = client.get(page)
            assert answer.status_code == 200
            assert answer["Cache-Control"].startswith("public, max-age=")
            assert not answer.cookies
            assert "Cookie" not in answer.get("Vary", "")
            assert answer["ETag"]


def test_an_unchanged_page_is_not_sent_again(history: World) -> None:
    for page in public_pages():
        etag = Client().get(page)["ETag"]
        again = Client().get(page, headers={"if-none-match": etag})
        assert (again.status_code, again.content, again.cookies.output()) == (304, b"", "")


@override_settings(SANDBOX=False)
def test_a_page_that_lies_ready_asks_nothing_of_the_database(history: World) -> None:
    for page in public_pages():
        body = Client().get(page).content
        with CaptureQueriesContext(connection) as queries:
            again = client_of_nobody().get(page)
        assert (again.content, len(queries)) == (body, 0)


def client_of_nobody() -> Client:
    return Client(headers={"cookie": "sessionid=whatever"})


def test_a_change_is_seen_at_once(history: World, django_capture_on_commit_callbacks: Any) -> None:
    before = Client().get("/bases/")
    with django_capture_on_commit_callbacks(execute=True):
        HostSpell.objects.create(base=known("机器人"), name="新的承担单位")
    after = Client().get("/bases/")
    assert "新的承担单位" not in text_of(before)
    assert "新的承担单位" in text_of(after)
    assert before["ETag"] != after["ETag"]


def test_steps_of_history_are_an_officers_alone(history: World) -> None:
    row = Base(state="recorded", inner_name="新条", kind="regional", is_history=True)
    with pytest.raises(NotPermitted):
        start(row, seat=history.seats["sac_approver"])
    start(row, seat=history.seats["sac_officer"])
    for name in ("sac_approver", "preparer", "recommender_officer"):
        with pytest.raises(NotPermitted):
            perform(row, "record_operating", seat=history.seats[name])


@override_settings(SANDBOX=False)
def test_a_page_of_twelve_asks_no_more_than_an_empty_one(world: World) -> None:
    loading.load()
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert Client().get("/bases/").status_code == 200
        asked.append(len(queries))
        import_bases(HISTORY.read_bytes(), seat=world.seats["sac_officer"])
        cache.clear()
    assert asked == [3, 3]


def test_every_state_that_is_public_has_its_colour_and_its_place_in_the_filter() -> None:
    shown = {behind for state in register.STATES for behind in states_behind(state)}
    assert shown == set(BaseState) - {BaseState.RECORDED}
    # That a base is being rectified after an evaluation is between it and SAC.
    assert set(BaseState) - set(register.STATES) == {BaseState.RECORDED, BaseState.REMEDIATION, BaseState.UNQUALIFIED}
