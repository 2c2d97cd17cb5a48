"""The public pages: what they show, that they are anybody's, and that they lie ready until something changes."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications.models import Application, Publication
from notices.models import ItemOutcome, Notice, NoticeItem
from procedure import clock
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World
from tests.deciding import desk
from tests.notices.conftest import ENDS
from tests.notices.filing import objected

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


@contextmanager
def committed(capture: Any) -> Iterator[None]:
    """What is to be done once it is committed is done, as outside of a test's transaction."""
    with capture(execute=True):
        yield


def pages(notice: Notice) -> list[str]:
    return ["/notices/", f"/notices/{notice.pk}/", "/notices/feed/"]


# Refused first


def test_a_draft_is_nowhere_to_be_read(case: Application) -> None:
    draft = desk().draft(case)
    client = Client()
    assert case.full_name not in text_of(client.get("/notices/"))
    assert case.full_name not in text_of(client.get("/notices/feed/"))
    assert client.get(f"/notices/{draft.pk}/").status_code == 404


def test_what_is_not_there_is_not_kept_by_anybody(world: World) -> None:
    answer = client_of(world.seats["preparer"]).get("/notices/11111111-1111-4111-8111-111111111111/")
    assert (answer.status_code, answer["Cache-Control"]) == (404, "private, no-store")


@pytest.mark.parametrize("name", ["sac_officer", "preparer", "recommender_officer"])
def test_nobody_gets_a_cookie_or_a_page_of_his_own(world: World, published: Publication, name: str) -> None:
    assert published.notice is not None
    for url in pages(published.notice):
        drawn, mine = Client().get(url), client_of(world.seats[name]).get(url)
        assert mine.content == drawn.content
        for answer in (drawn, mine):
            assert not answer.cookies
            assert "Cookie" not in answer.get("Vary", "")
            assert answer["Cache-Control"] == "public, max-age=60"


def test_no_token_and_no_name_stands_on_a_page(world: World, published: Publication) -> None:
    assert published.notice is not None
    for url in pages(published.notice):
        page = text_of(client_of(world.seats["sac_officer"]).get(url))
        assert "csrf" not in page.lower()
        assert world.seats["sac_officer"].person.name not in page


# What is shown


@pytest.mark.rule("B15")
@pytest.mark.rule("B37")
def test_the_table_of_article_15_the_period_and_how_to_object(published: Publication) -> None:
    page = text_of(Client().get(f"/notices/{published.notice_id}/"))
    item = NoticeItem.objects.get()
    for words in ("国家技术标准创新基地（光伏）", "昇阳光伏科技有限公司", "贵州省人民政府"):
        assert words in page
    assert "2026年6月15日至2026年7月15日24时" in page
    assert "还有 30 天" in page
    assert "请在 2026年7月15日24时前用真实姓名和联系方式在本页提出" in page
    assert f"/notices/items/{item.pk}/object/" in page


def test_the_last_day_is_still_a_day_of_the_period_and_the_next_is_not(published: Publication) -> None:
    url = f"/notices/{published.notice_id}/"
    with clock.at(ENDS - timedelta(seconds=1)):
        assert "今天到期" in text_of(Client().get(url))
    with clock.at(ENDS):
        page = text_of(Client().get(url))
    assert "公示期已满" in page
    assert "今天到期" not in page


def test_the_list_keeps_running_and_earlier_apart(published: Publication) -> None:
    title = published.title
    running, earlier = text_of(Client().get("/notices/")).split("以前的公示", 1)
    assert (title in running, title in earlier) == (True, False)
    with clock.at(ENDS):
        running, earlier = text_of(Client().get("/notices/")).split("以前的公示", 1)
    assert (title in running, title in earlier) == (False, True)


def test_the_outcome_stays_at_the_same_address_and_leads_to_the_correction(
    case: Application, published: Publication
) -> None:
    row = published.cases.get()
    desk().decide(published, "pull_cases", cases=[str(row.pk)], kind="corrected", note="承担单位名称有误。")
    again = desk().draft(case)
    again.corrects = published
    again.save()
    desk().decide(again, "publish_notice")
    again.refresh_from_db()
    page = text_of(Client().get(f"/notices/{published.notice_id}/"))
    assert "已更正，另行公示" in page
    assert "承担单位名称有误。" in page
    assert f"/notices/{again.notice_id}/" in page
    assert f"/notices/{published.notice_id}/" in text_of(Client().get(f"/notices/{again.notice_id}/"))


def test_the_feed_is_atom_with_addresses_of_our_own_house(published: Publication) -> None:
    answer = Client().get("/notices/feed/")
    (entry,) = ET.fromstring(answer.content).findall("atom:entry", ATOM)  # noqa: S314 (made here)
    link = entry.find("atom:link", ATOM)
    assert link is not None
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert link.attrib["href"] == f"http://127.0.0.1:8000/notices/{published.notice_id}/"
    assert entry.findtext("atom:title", namespaces=ATOM) == published.title


def test_earlier_notices_are_paged_by_key(published: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notices.queries.SIZE", 1)
    case = published.cases.get().application
    desk().decide(published, "pull_cases", cases=[str(published.cases.get().pk)], kind="pulled", note="有误。")
    with clock.at(NOON + timedelta(days=1)):
        second = desk().publish(case)
        desk().decide(second, "pull_cases", cases=[str(second.cases.get().pk)], kind="pulled", note="又有误。")
    first_page = text_of(Client().get("/notices/"))
    key = f"2026-06-16~{second.notice_id}"
    assert f"?before={key}" in first_page
    assert f"/notices/{published.notice_id}/" not in first_page
    assert f"/notices/{published.notice_id}/" in text_of(Client().get(f"/notices/?before={key}"))
    assert Client().get("/notices/?before=nonsense~x").status_code == 200


# Kept ready


def test_a_page_that_lies_ready_asks_the_database_nothing(published: Publication, settings: Any) -> None:
    settings.SANDBOX = False
    assert published.notice is not None
    for url in pages(published.notice):
        Client().get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert Client().get(url).status_code == 200
        assert len(asked) == 0


def test_a_signed_in_reader_costs_no_query_either(world: World, published: Publication, settings: Any) -> None:
    settings.SANDBOX = False
    client = client_of(world.seats["sac_officer"])
    client.get("/notices/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/notices/")
    assert len(asked) == 0


def test_an_unchanged_page_is_not_sent_again(published: Publication) -> None:
    assert published.notice is not None
    for url in pages(published.notice):
        first = Client().get(url)
        by_tag = Client().get(url, headers={"if-none-match": first["ETag"]})
        by_time = Client().get(url, headers={"if-modified-since": first["Last-Modified"]})
        for again in (by_tag, by_time):
            assert (again.status_code, again.content) == (304, b"")
            assert again["Cache-Control"] == "public, max-age=60"
            assert not again.cookies


def test_a_change_is_seen_at_once(published: Publication, django_capture_on_commit_callbacks: Any) -> None:
    url = f"/notices/{published.notice_id}/"
    before = Client().get(url)
    with committed(django_capture_on_commit_callbacks):
        ItemOutcome.objects.create(item=NoticeItem.objects.get(), kind="approved", at=clock.now())
    after = Client().get(url, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "已批准建设" in text_of(after)


def test_what_is_not_committed_is_not_said(published: Publication, django_capture_on_commit_callbacks: Any) -> None:
    url = f"/notices/{published.notice_id}/"
    before = Client().get(url)
    with django_capture_on_commit_callbacks(execute=False):
        ItemOutcome.objects.create(item=NoticeItem.objects.get(), kind="approved", at=clock.now())
    assert Client().get(url).content == before.content


def test_a_page_is_not_kept_beyond_midnight(published: Publication) -> None:
    with clock.at(ENDS - timedelta(seconds=20)):
        assert Client().get("/notices/")["Cache-Control"] == "public, max-age=20"


def test_a_strange_parameter_makes_no_other_page(published: Publication, settings: Any) -> None:
    settings.SANDBOX = False
    Client().get("/notices/")
    with CaptureQueriesContext(connection) as asked:
        Client().get("/notices/?utm_source=elsewhere")
    assert len(asked) == 0


def test_without_a_cache_pages_are_drawn_anew(published: Publication, settings: Any) -> None:
    broken = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": broken}
    answer = Client().get(f"/notices/{published.notice_id}/")
    assert (answer.status_code, published.title in text_of(answer)) == (200, True)


# Nobody's person


def test_an_objector_is_nowhere_on_a_public_page(published: Publication) -> None:
    item = NoticeItem.objects.get()
    objection = objected(item)
    assert published.notice is not None
    for url in [*pages(published.notice), f"/notices/items/{item.pk}/object/", "/"]:
        page = text_of(Client().get(url))
        for secret in (objection.name, objection.contact, objection.email, objection.address, objection.number):
            assert secret not in page
