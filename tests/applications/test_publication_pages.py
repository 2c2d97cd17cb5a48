"""Drafting a notice on screen: what it begins with, who may, a stale save, and an open proposal that holds it still."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from applications.models import Application, Publication
from notices.publishing import PERIOD
from procedure.proposals import propose
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.arriving import arrive
from tests.deciding import desk
from tests.ground import shared

NEW = "/applications/publications/new/"
KEY = "33333333-3333-4333-8333-333333333333"


@shared
def case(world: World) -> Application:
    return arrive(world.draft(), "deliberation")


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.seats["sac_officer"])


def typed(*cases: Application, **changes: Any) -> dict[str, Any]:
    facts = {
        "key": KEY, "cases": [str(case.pk) for case in cases], "title": "关于拟批准建设的公示",
        "text": f"现予公示。公示期：{PERIOD}。", "shown_end": "", "office": "科技管理处", "phone": "010-1",
        "email": "", "address": "马甸东路9号", "official_url": "",
    }  # fmt: skip
    return facts | changes


def base(page: str) -> str:
    found = re.search(r'name="base" value="(\d+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("name", ["sac_approver", "preparer", "recommender_officer", "expert", "system_admin"])
def test_only_an_officer_drafts(world: World, name: str) -> None:
    assert client_of(world.seats[name]).post(NEW, typed()).status_code == 404
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "请填写标题。"),
        ("text", "", "请填写正文。"),
        ("phone", "", "请填写联系电话。"),
        ("email", "x", "请填写有效的电子邮箱"),
        ("shown_end", "2026-07-14", "最早于2026年7月15日24时截止，不得缩短"),
        ("shown_end", "明天", "请填写日期"),
        ("official_url", "not a url", "请填写以 https:// 开头的网址。"),
        ("cases", ["44444444-4444-4444-8444-444444444444"], "44444444-4444-4444-8444-444444444444"),
    ],
)  # fmt: skip
def test_a_fault_stands_at_its_field(officer: Client, case: Application, field: str, value: Any, said: str) -> None:
    answer = officer.post(NEW, typed(case, **{field: value}))
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert not Publication.objects.exists()


def test_what_is_not_in_the_deliberation_is_not_chosen(world: World, officer: Client) -> None:
    received = arrive(world.draft(), "received")
    assert officer.post(NEW, typed(received)).status_code == 422


def test_what_stands_in_another_draft_is_not_chosen_again(officer: Client, case: Application) -> None:
    desk().draft(case)
    assert officer.post(NEW, typed(case)).status_code == 422


def test_it_begins_with_title_text_and_contact_from_its_case(officer: Client, case: Application) -> None:
    page = text_of(officer.get(f"{NEW}?case={case.pk}"))
    assert "关于拟批准建设国家技术标准创新基地（光伏）的公示" in page
    assert PERIOD in page
    assert "征求意见稿" in page
    assert case.call.phone in page
    assert "为什么是这一天" in page


def test_sent_twice_there_is_one_draft(officer: Client, case: Application) -> None:
    answers = [officer.post(NEW, typed(case)) for _ in range(2)]
    draft = Publication.objects.get()
    assert [answer["Location"] for answer in answers] == [draft.get_absolute_url()] * 2
    assert [row.application for row in draft.cases.all()] == [case]


def test_an_end_on_a_day_of_rest_is_warned_of_and_allowed(officer: Client, case: Application) -> None:
    draft = desk().draft(case, shown_end=date(2026, 7, 18))
    page = text_of(officer.get(f"/applications/publications/{draft.pk}/edit/"))
    assert "建议将公示截止日顺延至下一工作日2026年7月20日" in page


def test_a_preview_says_what_would_stand_if_it_were_published_today(world: World, case: Application) -> None:
    draft = desk().draft(case)
    page = text_of(client_of(world.seats["sac_approver"]).get(f"/applications/publications/{draft.pk}/preview/"))
    assert "公示期：2026年6月15日至2026年7月15日。" in page
    assert case.full_name in page
    assert "还没有公开" in page


def test_a_stale_save_changes_nothing_and_loses_nothing(officer: Client, case: Application) -> None:
    draft = desk().draft(case)
    url = f"/applications/publications/{draft.pk}/edit/"
    mine = typed(case, base=base(text_of(officer.get(url))), title="我的标题")
    officer.post(url, mine | {"title": "同事的标题"})
    stale = officer.post(url, mine)
    page = text_of(stale)
    assert (stale.status_code, "我的标题" in page, "您的修改还没有保存，也没有丢" in page) == (409, True, True)
    assert Publication.objects.get().title == "同事的标题"
    assert officer.post(url, mine | {"base": base(page)}).status_code == 302
    assert Publication.objects.get().title == "我的标题"


@pytest.mark.rule("B15")
def test_while_it_waits_for_its_signature_nobody_changes_it(officer: Client, case: Application) -> None:
    draft = desk().draft(case)
    url = f"/applications/publications/{draft.pk}/edit/"
    mine = typed(case, base=base(text_of(officer.get(url))), title="另一个标题")
    propose(draft, "publish_notice", seat=desk().officer, data={})
    answer = officer.post(url, mine)
    assert (answer.status_code, "已提请审批" in text_of(answer)) == (409, True)
    assert Publication.objects.get().title == draft.title


@pytest.mark.rule("B15")
def test_what_is_published_is_not_changed_any_more(officer: Client, case: Application) -> None:
    draft = desk().publish(case)
    url = f"/applications/publications/{draft.pk}/edit/"
    answer = officer.post(url, typed(title="另一个标题", base="0"))
    assert (answer.status_code, "公示有误的，请撤下后更正" in text_of(answer)) == (409, True)
    assert officer.get(url)["Location"] == draft.get_absolute_url()


def test_a_correction_begins_with_what_was_taken_out(officer: Client, case: Application) -> None:
    first = desk().publish(case)
    key = str(first.cases.get().pk)
    desk().decide(first, "pull_cases", cases=[key], kind="corrected", note="名称有误。")
    url = f"/applications/publications/{first.pk}/correct/"
    page = text_of(officer.get(url))
    assert "关于更正拟批准建设国家技术标准创新基地（光伏）的公示" in page
    assert officer.post(url, typed(case)).status_code == 302
    assert Publication.objects.get(state="draft").corrects == first


def test_the_list_shows_drafts_and_what_was_published(world: World, officer: Client, case: Application) -> None:
    published = desk().publish(case)
    draft = desk().draft(title="还在拟制的公示稿")
    page = text_of(officer.get("/applications/publications/"))
    assert [title in page for title in (published.title, draft.title)] == [True, True]
    readers = client_of(world.seats["sac_approver"]).get("/applications/publications/")
    assert "拟制公示稿</a>" not in text_of(readers)
