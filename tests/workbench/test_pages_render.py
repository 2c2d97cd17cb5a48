"""The pages of the road for a small hand-made case: what each must say, and to whom."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from applications.models import Application, Section
from organisations.deciding import SAC
from organisations.models import Membership, Role
from procedure import clock
from tests.applications.building import CLOSES, NOON, World, fill
from tests.arriving import arrive
from workbench.context import _rail

# The editor's import map alone stands in its page, under the answer's nonce.
SCRIPT = r"""<script(?![^>]*\ssrc=)(?! type="importmap" nonce="[^"]+">)"""
STYLE_OR_SCRIPT = re.compile(rf"<[^>]+\s(style|on[a-z]+)\s*=|<style|{SCRIPT}", re.IGNORECASE)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


def client_of(world: World, seat: str) -> Client:
    client = Client()
    client.force_login(world.seats[seat].person)
    return client


def page(world: World, seat: str, address: str, status: int = 200, **data: Any) -> str:
    """What the seat is shown there: one first heading, a title of its own, nothing inline."""
    client = client_of(world, seat)
    response = client.post(address, data) if data else client.get(address)
    assert response.status_code == status, address
    text = response.content.decode()
    assert text.count("<h1") == 1, address
    assert re.search(r"<title>\S.* · 国家技术标准创新基地管理系统</title>", text), address
    assert not STYLE_OR_SCRIPT.search(text), address
    return text


def write(application: Application, name: str = "overview", *more: Any) -> str:
    return reverse(f"applications:{name}", args=[application.pk, *more])


def offered(text: str) -> list[str]:
    """The open steps of a case page, in the order shown."""
    return re.findall(r'<li class="offer offer-open"><a[^>]*>([^<]+)</a>', text)


def test_nobody_signed_in_is_sent_to_sign_in(world: World) -> None:
    response = Client().get(reverse("workbench:home"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_draft_is_shown_to_nobody_but_its_writers(world: World) -> None:
    draft = world.draft(filled=True)
    page(world, "organiser_officer", write(draft), 404)
    page(world, "unit_admin", write(draft), 404)
    text = page(world, "organiser_officer", draft.get_absolute_url())
    assert "草稿内容只有申报单位自己能看到" in text
    assert "意义的正文" not in text


def test_only_a_submitter_is_led_to_the_submission(world: World) -> None:
    draft = world.draft(filled=True)
    step = reverse("workbench:step", args=["application", draft.pk, "submit_plan"])
    preparer, submitter = (page(world, seat, write(draft, "check")) for seat in ("preparer", "submitter"))
    assert step not in preparer
    assert f"报送由本单位的报送人办理：{world.seats['submitter'].person.name}" in preparer
    assert f'action="{step}"' in submitter


def test_what_is_missing_leads_to_its_field_and_closes_the_step(world: World) -> None:
    draft = world.draft()
    fill(draft, without=("goals", "tasks"))
    text = page(world, "submitter", write(draft, "check"))
    assert "还缺 2 项" in text
    assert f'href="{write(draft, "section", "goals")}#id_text"' in text
    assert f'href="{write(draft, "section", "tasks")}#id_rows"' in text
    assert 'id="id_text"' in page(world, "submitter", write(draft, "section", "goals"))
    assert 'id="id_rows"' in page(world, "submitter", write(draft, "section", "tasks"))
    step = page(world, "submitter", reverse("workbench:step", args=["application", draft.pk, "submit_plan"]))
    assert "申报方案还缺少 2 项" in step
    assert re.search(r"<button[^>]* disabled>报送申报方案</button>", step)


def test_a_save_on_an_older_text_shows_both_with_the_difference_marked(world: World) -> None:
    draft = world.draft(filled=True)
    address = write(draft, "section", "goals")
    client_of(world, "preparer").post(address, {"base": 1, "text": "建成三个平台。"})
    text = page(world, "submitter", address, 409, base=1, text="建成五个平台。")
    assert "建成<mark>三</mark>个平台。" in text
    assert "建成<mark>五</mark>个平台。" in text
    assert 'name="base" value="2"' in text
    assert Section.objects.get(application=draft, key="goals").text == "<p>建成三个平台。</p>"


def test_the_saved_text_says_when_and_by_whom(world: World) -> None:
    draft = world.draft(filled=True)
    text = page(world, "preparer", write(draft, "section", "meaning"))
    assert re.search(rf"已保存 \d\d:\d\d:\d\d {world.seats['preparer'].person.name}", text)
    assert "主要说明创新基地在促进创新成果转化为技术标准" in text


def test_todo_lists_what_waits_with_its_end(world: World) -> None:
    case = arrive(world.draft(), "organiser_review")
    text = page(world, "organiser_officer", reverse("workbench:home"))
    assert "光伏 · 论证申报方案" in text
    assert "还有 45 天" in text
    assert "2026年7月30日" in text
    assert case.get_absolute_url() in text
    assert "现在没有等您办理的事项" in page(world, "recommender_officer", reverse("workbench:home"))


def test_the_case_offers_the_way_on_first_and_gives_the_reason_of_the_date(world: World) -> None:
    case = arrive(world.draft(), "organiser_review")
    text = page(world, "organiser_officer", case.get_absolute_url())
    assert offered(text) == ["论证通过，报送推荐单位", "退回修改", "不予报送"]
    assert "固定日期不因节假日顺延" in text
    assert "意义的正文。" in text
    assert offered(page(world, "preparer", case.get_absolute_url())) == []


def test_the_record_reads_like_a_diary_the_newest_first(world: World) -> None:
    case = arrive(world.draft(), "recommender_review")
    text = page(world, "recommender_officer", f"{case.get_absolute_url()}?tab=records")
    diary = re.findall(r'<p class="diary-what">([^<]+)</p>', text)
    assert diary == ["论证通过，报送推荐单位", "报送申报方案", "开始填报"]
    assert "经充分论证，符合条件。" in text
    assert "《办法（征求意见稿）》第十二条" in text


def test_a_final_step_says_that_it_cannot_be_taken_back(world: World) -> None:
    case = arrive(world.draft(), "organiser_review")
    decline, endorse = (
        page(world, "organiser_officer", reverse("workbench:step", args=["application", case.pk, name]))
        for name in ("decline_endorsement", "endorse_plan")
    )
    assert "办理后不能撤销" in decline
    assert "办理后不能撤销" not in endorse
    assert "《国家技术标准创新基地管理办法（公开征求意见稿）》第十二条" in endorse


def test_what_missed_the_window_says_so_in_the_queue_and_on_its_page(world: World) -> None:
    case = arrive(world.draft(), "organiser_review")
    with clock.at(CLOSES + timedelta(days=1)):
        queue = page(world, "organiser_officer", reverse("applications:queue"))
        own = page(world, "organiser_officer", case.get_absolute_url())
    assert '<span class="state state-final">未报送</span>' in queue
    assert "未报送" in own
    assert "受理期已于 2026年7月30日结束" in own


@pytest.mark.parametrize("tab", ["plan", "comments", "files", "records"])
def test_every_tab_of_a_received_case(world: World, tab: str) -> None:
    case = arrive(world.draft(), "received")
    text = page(world, "sac_officer", f"{case.get_absolute_url()}?tab={tab}")
    assert re.search(rf'<a id="tab-{tab}"[^>]*aria-current="page"', text)


@pytest.mark.parametrize("name", ["overview", "matters", "check", "attachments"])
def test_every_page_of_the_form(world: World, name: str) -> None:
    text = page(world, "preparer", write(world.draft(), name))
    assert "国家技术标准创新基地（光伏）" in text


@pytest.mark.parametrize("rows", ["tasks", "indicators", "milestones"])
def test_every_kind_of_row(world: World, rows: str) -> None:
    assert "保存这一条" in page(world, "preparer", write(world.draft(), "row_added", rows))


@pytest.mark.parametrize(
    ("seat", "name"),
    [
        ("preparer", "applications:choose_call"),
        ("preparer", "workbench:messages"),
        ("sac_officer", "applications:queue"),
        ("system_admin", "workbench:incidents"),
        ("expert", "workbench:home"),
        ("preparer", "workbench:chart"),
        ("preparer", "verify_form"),
        ("preparer", "workbench:public_home"),
    ],
)
def test_the_other_pages(world: World, seat: str, name: str) -> None:
    assert page(world, seat, reverse(name)).count("<h1") == 1


def test_a_code_is_genuine_current_or_unknown(world: World) -> None:
    case = arrive(world.draft(), "organiser_review")
    assert case.current is not None
    assert "真实，是当前版本" in page(world, "expert", reverse("verify", args=[case.current.code]))
    other = reverse("verify", args=[case.current.code, "1.4.00000000"])
    assert "打印件与报送的版本不一致" in page(world, "expert", other)
    assert "核验码不存在" in page(world, "expert", reverse("verify", args=["AAAA-AAAA-AAAA"]), 404)


@pytest.mark.parametrize("role", Role.values)
def test_a_rail_has_at_most_six_places_and_sacs_leads_to_the_deliberation(world: World, role: str) -> None:
    request = RequestFactory().get("/home/")
    request.seat = Membership(role=role)  # type: ignore[attr-defined]
    places = [place["label"] for place in _rail(request)]
    assert len(places) <= 6
    assert ("研究审议" in places) == (role in SAC)
