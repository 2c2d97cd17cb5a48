"""Saving matters; the check page leads to what is missing; what changed since is named before it is submitted."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from applications import attaching, saving, sections
from applications.models import Application
from applications.saving import save_section
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.applications.drafting import FACE, url

# Matters


def matters(draft: Application, **changes: Any) -> dict[str, Any]:
    facts = {"inner_name": "光伏", "kind": "regional", "organiser": draft.organiser_id, "region": draft.region_id}
    return facts | {"base": saving.matters_base(draft)} | changes


@pytest.mark.parametrize(
    "typed",
    ["光伏", " 光伏 ", "国家技术标准创新基地（光伏）", "国家技术标准创新基地(光伏)", "国家技术标准创新基地（ 光伏 ）"],
)
def test_the_whole_name_pasted_gives_the_inner_one(draft: Application, preparer: Client, typed: str) -> None:
    assert preparer.post(url(draft, "matters"), matters(draft, inner_name=typed)).status_code == 302
    assert Application.objects.get().full_name == "国家技术标准创新基地（光伏）"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"inner_name": " "}, "inner_name"),
        ({"inner_name": "国家技术标准创新基地（）"}, "inner_name"),
        ({"inner_name": FACE}, "inner_name"),
        ({"inner_name": "字" * 61}, "inner_name"),
        ({"kind": "galactic"}, "kind"),
        ({"kind": "sector"}, "sector"),
        ({"organiser": 2**40}, "organiser"),
        ({"region": ""}, "region"),
    ],
)
def test_faulty_matters_are_told_at_their_field(
    draft: Application, preparer: Client, changes: dict[str, Any], field: str
) -> None:
    answer = preparer.post(url(draft, "matters"), matters(draft, **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Application.objects.values_list("inner_name", "kind").get() == ("光伏", "regional")


def test_the_recommender_follows_from_the_organiser(world: World, draft: Application, preparer: Client) -> None:
    body = world.units["body"]
    assert preparer.post(url(draft, "matters"), matters(draft, organiser=body.pk)).status_code == 302
    assert Application.objects.get().recommender == world.units["ministry"]


@pytest.mark.parametrize("given", ["", "0" * 16, None])
def test_matters_changed_meanwhile_are_shown_and_not_overwritten(
    draft: Application, preparer: Client, given: str | None
) -> None:
    old = matters(draft, inner_name="我的名称")
    assert preparer.post(url(draft, "matters"), matters(draft, inner_name="同事的名称")).status_code == 302
    answer = preparer.post(url(draft, "matters"), old if given is None else old | {"base": given})
    page = text_of(answer)
    assert (answer.status_code, Application.objects.get().inner_name) == (409, "同事的名称")
    assert ("国家技术标准创新基地（同事的名称）" in page, "我的名称" in page) == (True, True)
    again = old | {"base": answer.context["base"]}
    assert preparer.post(url(draft, "matters"), again).status_code == 302
    assert Application.objects.get().inner_name == "我的名称"


def test_saving_matters_is_no_step_and_moves_nothing(draft: Application, preparer: Client) -> None:
    preparer.post(url(draft, "matters"), matters(draft, inner_name="氢能", state="received", recommender="1"))
    saved = Application.objects.get()
    assert (saved.inner_name, saved.state, saved.version, saved.recommender) == ("氢能", "draft", 0, draft.recommender)
    assert saved.history.latest().history_change_reason == "修改申报事项"


# What is missing, shown with its place


def test_the_check_page_leads_to_each_missing_item(world: World, preparer: Client) -> None:
    draft = world.draft()
    page = text_of(preparer.get(url(draft, "check")))
    asked = draft.call.conditions(draft.kind)
    assert f"还缺 {21 + sum(not each.optional for each in asked)} 项" in page
    for key in ("basic", "attachments", *sections.BY_KEY):
        assert f'href="/applications/{draft.pk}/write/{key}/#id_' in page, key
    assert f'href="/applications/{draft.pk}/write/conditions/#m1"' in page


def test_a_preparer_is_told_who_submits(draft: Application, preparer: Client) -> None:
    page = text_of(preparer.get(url(draft, "check")))
    assert ("报送由本单位的报送人办理：submitter某" in page, "steps/submit_plan/" in page) == (True, False)


def test_a_submitter_goes_on_from_the_check_page(world: World, draft: Application) -> None:
    page = text_of(client_of(world.seats["submitter"]).get(url(draft, "check")))
    assert f'action="/cases/application/{draft.pk}/steps/submit_plan/"' in page


# What changed between the check page and the submission


def checked(client: Client, draft: Application) -> dict[str, str]:
    """The fields of the form that the check page offers."""
    page = text_of(client.get(url(draft, "check")))
    form = page[page.index("steps/submit_plan/") :]
    return {name: unescape(value) for name, value in re.findall(r'name="(key|seen|shown)"[^>]*value="([^"]*)"', form)}


def submit(client: Client, draft: Application, data: dict[str, str]) -> Any:
    return client.post(f"/cases/application/{draft.pk}/steps/submit_plan/", data)


CHANGES: dict[str, Any] = {
    "“四（一）目标”（preparer某）": lambda draft, seat: save_section(draft, "goals", {"text": "改"}, base=1, seat=seat),
    "“申报条件”（preparer某）": lambda draft, seat: save_section(
        draft, sections.of_condition("m1"), {"met": "no", "text": "理由", "evidence": []}, base=1, seat=seat
    ),
    "“四（二）重点任务”": lambda draft, seat: draft.tasks.create(title="新", content="新", position=9),
    "“六、附件”": lambda draft, seat: attaching.change(
        draft, draft.attachments.get().pk, title="别名", kind="legal", seat=seat
    ),
    "“申报事项”": lambda draft, seat: Application.objects.filter(pk=draft.pk).update(inner_name="储能"),
}


@pytest.mark.parametrize("named", CHANGES)
def test_what_was_saved_since_the_check_page_is_named_and_nothing_submitted(
    world: World, draft: Application, named: str
) -> None:
    client = client_of(world.seats["submitter"])
    data = checked(client, draft)
    CHANGES[named](draft, world.seats["preparer"])
    answer = submit(client, draft, data)
    assert answer.status_code == 409
    assert f"您打开之后，{named}又有修改；请回到“检查并报送”" in unescape(text_of(answer))
    assert Application.objects.get(pk=draft.pk).state == "draft"
    assert submit(client, draft, checked(client, draft)).status_code == 302
    assert Application.objects.get(pk=draft.pk).state == "organiser_review"
