"""常用筛选: a filter under a name, of one person in one role, and nothing in it that the queue does not know."""

from typing import Any

import pytest
from django.test import Client

from applications import named_filters
from applications.models import NamedFilter
from tests.applications.asking import client_of, text_of
from tests.applications.building import World


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.seats["sac_officer"])


def keep(client: Client, name: str, **asked: str) -> Any:
    return client.post("/applications/filters/", {"name": name} | asked)


@pytest.mark.parametrize(("name", "said"), [("", "起个名字"), (" \0", "起个名字"), ("长" * 21, "最多 20 个字")])
def test_a_name_is_needed_and_short(officer: Client, name: str, said: str) -> None:
    answer = keep(officer, name, state="form_check")
    assert answer["Location"] == "/applications/?state=form_check"
    assert (said in text_of(officer.get(answer["Location"])), NamedFilter.objects.exists()) == (True, False)


def test_there_are_not_too_many(world: World, officer: Client) -> None:
    for number in range(named_filters.MOST):
        keep(officer, f"第{number}个", state="received")
    keep(officer, "多一个", state="received")
    keep(officer, "第0个", state="form_check")
    assert NamedFilter.objects.count() == named_filters.MOST
    assert NamedFilter.objects.get(name="第0个").query == "state=form_check"


def test_nobody_sees_or_drops_anothers(world: World, officer: Client) -> None:
    keep(officer, "我的", state="received")
    key, other = NamedFilter.objects.get().pk, client_of(world.seats["sac_approver"])
    assert other.post(f"/applications/filters/{key}/drop/").status_code == 404
    assert "我的</a>" not in text_of(other.get("/applications/"))
    assert officer.post(f"/applications/filters/{key}/drop/").status_code == 302
    assert not NamedFilter.objects.exists()


def test_it_leads_back_to_the_same_rows_and_holds_nothing_unknown(officer: Client) -> None:
    answer = keep(officer, "没人办的", state="", kind="sector", officer="nobody", q="光伏", after="x", evil="<b>")
    assert answer["Location"] == "/applications/?state=&kind=sector&officer=nobody&q=%E5%85%89%E4%BC%8F"
    page = officer.get(answer["Location"])
    assert page.context["page"].chosen == {"state": "", "kind": "sector", "officer": "nobody"}
    assert 'aria-current="true">没人办的</a>' in text_of(page)
