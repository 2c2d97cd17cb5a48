"""申报条件: each answered by itself, with evidence from the attachments, and frozen with the plan (办法10)."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from applications import attaching, sections
from applications.completeness import missing_items
from applications.models import Application, Section
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, attach
from tests.arriving import arrive
from tests.ground import shared

pytestmark = pytest.mark.rule("B10")


@shared
def draft(world: World) -> Application:
    draft = world.draft()
    attach(draft)
    return draft


@pytest.fixture
def preparer(world: World) -> Client:
    return client_of(world.seats["preparer"])


def url(draft: Application, condition: str = "") -> str:
    return f"/applications/{draft.pk}/write/conditions/{condition and condition + '/'}"


def answer(draft: Application, **changes: Any) -> dict[str, Any]:
    facts = {"base": "0", "met": "yes", "text": "见证明材料。", "evidence": [str(draft.attachments.get().pk)]}
    return facts | changes


def stored(draft: Application, condition: str = "m1") -> Section | None:
    return draft.sections.filter(key=sections.of_condition(condition)).first()


def lacking(draft: Application) -> dict[str, str]:
    return {item.field: item.sentence for item in missing_items(draft) if item.section == sections.CONDITIONS}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"met": "perhaps"}, "met"),
        ({"evidence": ["999999"]}, "evidence"),
        ({"evidence": ["x"]}, "evidence"),
        ({"text": "好\U0001f600"}, "text"),
        ({"base": ""}, "base"),
    ],
)
def test_a_faulty_answer_is_told_at_its_field_and_not_kept(
    draft: Application, preparer: Client, changes: dict[str, Any], field: str
) -> None:
    page = preparer.post(url(draft, "m1"), answer(draft, **changes))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert answer(draft, **changes)["text"] in unescape(text_of(page))
    assert stored(draft) is None


def test_evidence_of_another_plan_is_refused(world: World, draft: Application, preparer: Client) -> None:
    foreign = attach(world.other_draft())
    assert preparer.post(url(draft, "m1"), answer(draft, evidence=[str(foreign.pk)])).status_code == 422
    assert stored(draft) is None


@pytest.mark.parametrize("name", ["r9", "s1", "nothing"])
def test_a_condition_that_is_not_asked_is_not_there(draft: Application, preparer: Client, name: str) -> None:
    assert preparer.post(url(draft, name), answer(draft)).status_code == 404


def test_the_page_has_every_condition_of_the_call_with_its_article(draft: Application, preparer: Client) -> None:
    page = unescape(text_of(preparer.get(url(draft))))
    asked = draft.call.conditions(draft.kind)
    assert [(each.text in page, f'id="{each.key}"' in page) for each in asked] == [(True, True)] * len(asked)
    assert ("征求意见稿" in page, "法人证书" in page) == (True, True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"met": ""}, "申报条件第 1 条尚未答复"),
        ({"text": " "}, "申报条件第 1 条没有说明如何满足"),
        ({"evidence": []}, "申报条件第 1 条没有选定证明材料"),
        ({"met": "no", "text": ""}, "申报条件第 1 条没有写明不满足而仍然申报的理由"),
        ({"met": "no", "evidence": []}, ""),
        ({}, ""),
    ],
)
def test_an_unfinished_answer_is_kept_and_listed_as_missing(
    draft: Application, preparer: Client, changes: dict[str, Any], said: str
) -> None:
    assert preparer.post(url(draft, "m1"), answer(draft, **changes)).status_code == 302
    assert lacking(draft).get("m1", "") == said
    kept = stored(draft)
    assert kept is not None
    assert (kept.version, kept.content["met"]) == (1, changes.get("met", "yes"))


def test_an_answer_is_saved_by_itself(draft: Application, preparer: Client) -> None:
    said = preparer.post(url(draft, "m1"), answer(draft, evidence=[]), headers={"X-Autosave": "1"})
    facts = said.json()
    assert (said.status_code, facts["version"], facts["missing"]) == (200, 1, ["申报条件第 1 条没有选定证明材料"])


def test_two_answers_to_one_condition_are_shown_side_by_side(
    world: World, draft: Application, preparer: Client
) -> None:
    client_of(world.seats["submitter"]).post(url(draft, "m1"), answer(draft, met="no", text="同事的理由"))
    page = preparer.post(url(draft, "m1"), answer(draft, text="我的说明"))
    shown = text_of(page).replace("<mark>", "").replace("</mark>", "")
    assert page.status_code == 409
    assert [words in shown for words in ("同事的理由", "我的说明", "不满足", "submitter某")] == [True] * 4
    assert preparer.post(url(draft, "m1"), answer(draft, text="合并的说明", base="1")).status_code == 302
    kept = stored(draft)
    assert kept is not None
    assert (kept.content["text"], kept.version) == ("合并的说明", 2)


def test_removing_an_attachment_takes_it_out_of_the_answers(world: World, draft: Application, preparer: Client) -> None:
    key = draft.attachments.get().pk
    for condition in ("m1", "m3"):
        preparer.post(url(draft, condition), answer(draft))
    shown = text_of(preparer.get(f"/applications/{draft.pk}/write/attachments/"))
    assert "申报条件第 1、3 条" in shown
    page = preparer.post(f"/applications/{draft.pk}/write/attachments/{key}/remove/", follow=True)
    assert "它原是申报条件第 1、3 条的证明材料" in text_of(page)
    for condition in ("m1", "m3"):
        kept = stored(draft, condition)
        assert kept is not None
        assert (kept.content["evidence"], kept.version) == ([], 2)


def test_answers_of_another_type_stay_and_are_not_used(world: World, draft: Application, preparer: Client) -> None:
    preparer.post(url(draft, "r1"), answer(draft, text="区域的答复"))
    Application.objects.filter(pk=draft.pk).update(kind="international")
    other = Application.objects.get(pk=draft.pk)
    assert preparer.post(url(draft, "r1"), answer(draft, base="1")).status_code == 404
    assert ("r1" in lacking(other), "i1" in lacking(other)) == (False, True)
    Application.objects.filter(pk=draft.pk).update(kind="regional")
    assert "区域的答复" in text_of(preparer.get(url(draft)))


def test_readers_see_the_answers_of_the_version_with_their_evidence(world: World, draft: Application) -> None:
    filed = arrive(draft, "organiser_review")
    page = text_of(client_of(world.seats["organiser_officer"]).get(filed.get_absolute_url()))
    key = draft.attachments.get().pk
    assert ("具有独立法人资格" in page, f'href="/applications/attachments/{key}/"' in page) == (True, True)


def test_a_filed_attachment_renamed_keeps_its_name_in_the_version(world: World, draft: Application) -> None:
    filed = arrive(draft, "organiser_review", "draft")
    old = filed.attachments.get()
    fresh = attaching.change(filed, old.pk, title="新名称", kind="legal", seat=world.seats["preparer"])
    assert fresh is not None
    assert (fresh.pk != old.pk, fresh.file_id == old.file_id) == (True, True)
    kept = stored(filed)
    assert kept is not None
    assert kept.content["evidence"] == [str(fresh.pk)]
    old.refresh_from_db()
    assert (old.title, old.removed_at is not None) == ("法人证书", True)
    assert filed.current.content["attachments"][0]["name"] == "法人证书"
