"""Saving the draft: nothing newer is overwritten, nothing typed is lost, nothing is saved once it was filed."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from applications import attaching, saving
from applications.completeness import missing_items
from applications.models import Application, SectionState, Task
from applications.saving import Conflict, NotWritable, Saved, save_section
from documents import rich
from tests.applications.asking import text_of
from tests.applications.building import BASIC, NOON, World
from tests.applications.drafting import FACE, stored, url
from tests.arriving import arrive

# Sections


def test_a_stale_save_changes_nothing_and_gives_both_texts(world: World, draft: Application) -> None:
    theirs = save_section(draft, "goals", {"text": "同事的"}, base=1, seat=world.seats["submitter"])
    mine = save_section(draft, "goals", {"text": "我的"}, base=1, seat=world.seats["preparer"])
    assert isinstance(theirs, Saved)
    assert isinstance(mine, Conflict)
    assert (mine.section.text, mine.mine) == ("同事的", {"text": "我的"})
    assert (stored(draft).text, stored(draft).version) == ("同事的", 2)


def test_the_page_of_a_stale_save_holds_both_texts_and_saves_from_there(
    world: World, draft: Application, preparer: Client
) -> None:
    save_section(draft, "goals", {"text": "同事保存的文字"}, base=1, seat=world.seats["submitter"])
    answer = preparer.post(url(draft, "goals"), {"text": "我写的另一份", "base": "1"})
    page = unescape(re.sub(r"</?mark>", "", text_of(answer)))
    assert answer.status_code == 409
    assert ("同事保存的文字" in page, "我写的另一份" in page, "submitter某" in page) == (True, True, True)
    assert re.search(r'name="base" value="2"', page)
    assert preparer.post(url(draft, "goals"), {"text": "合并的文字", "base": "2"}).status_code == 302
    assert (stored(draft).text, stored(draft).version) == ("<p>合并的文字</p>", 3)


def test_every_saved_state_is_kept(world: World, draft: Application) -> None:
    for base, text in enumerate(["一", "二", "三"], start=1):
        save_section(draft, "goals", {"text": text}, base=base, seat=world.seats["preparer"])
    states = SectionState.objects.filter(section=stored(draft)).order_by("version")
    assert [(state.version, state.content, state.saved_by.name, state.saved_at) for state in states] == [
        (version, {"text": text}, "preparer某", NOON) for version, text in ((2, "一"), (3, "二"), (4, "三"))
    ]


def test_the_same_text_twice_is_no_new_version(world: World, draft: Application) -> None:
    for _ in range(2):
        save_section(draft, "goals", {"text": "新的"}, base=1, seat=world.seats["preparer"])
    assert stored(draft).version == 2
    assert SectionState.objects.filter(section=stored(draft)).count() == 1


def test_two_first_saves_do_not_overwrite_one_another(world: World) -> None:
    draft = world.draft()
    save_section(draft, "goals", {"text": "先"}, base=0, seat=world.seats["preparer"])
    late = save_section(draft, "goals", {"text": "后"}, base=0, seat=world.seats["submitter"])
    assert isinstance(late, Conflict)
    assert stored(draft).text == "先"


def test_a_letterhead_saved_meanwhile_shows_both_of_each_field_that_differs(
    world: World, draft: Application, preparer: Client
) -> None:
    theirs = BASIC | {"phone": "0851-1111111"}
    save_section(draft, "basic", theirs, base=1, seat=world.seats["submitter"])
    answer = preparer.post(url(draft, "basic"), BASIC | {"phone": "0851-2222222", "base": "1"})
    page = unescape(re.sub(r"</?mark>", "", text_of(answer)))
    assert answer.status_code == 409
    assert ("0851-1111111" in page, "0851-2222222" in page) == (True, True)


def test_plain_text_becomes_a_paragraph_a_line(draft: Application, preparer: Client) -> None:
    assert preparer.post(url(draft, "goals"), {"text": "  一\r\n\r\n二\r三 ", "base": "1"}).status_code == 302
    assert (stored(draft).text, stored(draft).format) == ("<p>一</p><p>二</p><p>三</p>", "html")


@pytest.mark.parametrize("base", ["", "-1", "x", "1.5"])
def test_a_save_that_does_not_say_what_it_grew_from_is_refused(draft: Application, preparer: Client, base: str) -> None:
    answer = preparer.post(url(draft, "goals"), {"text": "新的", "base": base})
    assert answer.status_code == 422
    assert ("新的" in text_of(answer), stored(draft).text) == (True, "目标的正文。")


@pytest.mark.parametrize(("text", "said"), [("好" + FACE, "U+1F600"), ("\ue000", "U+E000"), ("甲\u202e乙", "U+202E")])
def test_what_cannot_be_printed_is_refused_at_the_field_by_its_code_point(
    draft: Application, preparer: Client, text: str, said: str
) -> None:
    answer = preparer.post(url(draft, "goals"), {"text": text, "base": "1"})
    page = unescape(text_of(answer))
    assert answer.status_code == 422
    assert (f"（{said}），请改用其他字符。" in page, text in page) == (True, True)
    assert stored(draft).version == 1


def test_a_text_too_long_is_saved_and_listed_as_missing(draft: Application, preparer: Client) -> None:
    assert preparer.post(url(draft, "goals"), {"text": "长" * 100_000, "base": "1"}).status_code == 302
    assert missing_items(draft) == []
    page = text_of(preparer.get(url(draft, "goals")))
    assert "maxlength" not in page  # a browser would cut off what is pasted
    assert preparer.post(url(draft, "goals"), {"text": "长" * 100_001, "base": "2"}).status_code == 302
    assert [item.sentence for item in missing_items(draft)] == ["“目标”超过 100,000 字，请删减"]


def test_a_null_character_is_refused(draft: Application, preparer: Client) -> None:
    assert preparer.post(url(draft, "goals"), {"text": "甲\x00乙", "base": "1"}).status_code == 422


@pytest.mark.parametrize("text", ["喆䶮〇", "CO₂ 10⁻⁶", "<b>&amp;</b>", "' OR 1=1 --", "{{ text }}", "%s {0} {x}"])
def test_rare_characters_and_markup_are_kept_as_typed(draft: Application, preparer: Client, text: str) -> None:
    assert preparer.post(url(draft, "goals"), {"text": text, "base": "1"}).status_code == 302
    assert rich.plain(stored(draft).text) == text
    assert text in unescape(text_of(preparer.get(url(draft, "goals"))))


def test_a_mail_address_that_cannot_be_printed_is_told(draft: Application, preparer: Client) -> None:
    answer = preparer.post(url(draft, "basic"), BASIC | {"email": "weng@\ua000.cn", "base": "1"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["email"]


def test_a_wrong_mail_address_is_told_and_the_rest_comes_back(draft: Application, preparer: Client) -> None:
    answer = preparer.post(url(draft, "basic"), BASIC | {"email": "nobody", "phone": "0851-7", "base": "1"})
    assert answer.status_code == 422
    assert ("0851-7" in text_of(answer), stored(draft, "basic").version) == (True, 1)


def test_fields_that_are_not_the_sections_are_ignored(draft: Application, preparer: Client) -> None:
    preparer.post(
        url(draft, "goals"), {"text": "新", "base": "1", "state": "received", "version": "9", "key": "policy"}
    )
    assert Application.objects.values_list("state", "version").get() == ("draft", 0)
    assert (stored(draft).content, stored(draft, "policy").version) == ({"text": "<p>新</p>"}, 1)


# Saved too late

LATE = [
    ("goals", {"text": "写了两个小时的目标", "base": "1"}),
    ("basic", BASIC | {"leader": "写了两个小时的目标", "base": "1"}),
    ("rows/tasks", {"title": "题", "content": "写了两个小时的目标", "base": "0"}),
    ("matters", {"inner_name": "写了两个小时的目标"}),
]


@pytest.mark.parametrize(("place", "data"), LATE)
@pytest.mark.parametrize("state", ["organiser_review", "withdrawn"])
def test_what_was_typed_comes_back_when_the_plan_was_filed_meanwhile(
    draft: Application, preparer: Client, state: str, place: str, data: dict[str, str]
) -> None:
    arrive(draft, state)
    answer = preparer.post(url(draft, place), data)
    assert answer.status_code == 409
    page = text_of(answer)
    assert ("写了两个小时的目标" in page, "本方案现在不能修改，刚才的内容没有保存。" in page) == (True, True)
    assert (stored(draft).text, Task.objects.count()) == ("目标的正文。", 1)


def test_nothing_is_saved_between_the_reading_and_the_lock(world: World, draft: Application) -> None:
    arrive(draft, "organiser_review")
    seat = world.seats["preparer"]
    for save in (
        lambda: save_section(draft, "goals", {"text": "晚"}, base=1, seat=seat),
        lambda: saving.remove_row(draft, Task, draft.tasks.get().pk, base=1, seat=seat),
        lambda: attaching.detach(draft, draft.attachments.get().pk, seat=seat),
    ):
        with pytest.raises(NotWritable):
            save()
    assert (stored(draft).version, draft.tasks.count(), draft.attachments.filter(removed_at=None).count()) == (1, 1, 1)


@pytest.mark.parametrize("name", ["unit_admin", "other_preparer", "organiser_officer", "sac_officer"])
def test_only_the_units_writers_save(world: World, draft: Application, name: str) -> None:
    with pytest.raises(NotWritable):
        save_section(draft, "goals", {"text": "不是我的"}, base=1, seat=world.seats[name])


# Saved by itself


def by_itself(client: Client, draft: Application, place: str, data: dict[str, Any]) -> Any:
    return client.post(url(draft, place), data, headers={"X-Autosave": "1"})


def test_a_save_by_itself_answers_with_a_receipt(draft: Application, preparer: Client) -> None:
    data = {"text": "<p>建成<strong>三个</strong>平台。</p>", "format": "html", "base": "1", "tab": "t", "seq": "7"}
    answer = by_itself(preparer, draft, "goals", data)
    assert (answer.status_code, answer.json()) == (
        200,
        {"seq": "7", "version": 2, "saved_at": "12:00:00", "characters": 7, "missing": [], "missing_in_all": 0},
    )
    assert (stored(draft).text, stored(draft).saved_by.name) == (data["text"], "preparer某")


def test_the_same_save_again_is_the_same_receipt(draft: Application, preparer: Client) -> None:
    data = {"text": "<p>建成。</p>", "format": "html", "base": "1", "tab": "t", "seq": "1"}
    first, again = (by_itself(preparer, draft, "goals", data) for _ in range(2))
    assert (first.json(), stored(draft).version) == (again.json(), 2)


def test_a_save_by_itself_over_a_newer_one_names_whose_it_is(
    world: World, draft: Application, preparer: Client
) -> None:
    save_section(draft, "goals", {"text": "同事的"}, base=1, seat=world.seats["submitter"])
    answer = by_itself(preparer, draft, "goals", {"text": "<p>我的</p>", "format": "html", "base": "1"})
    assert (answer.status_code, answer.json()) == (
        409,
        {"conflict": {"by": "submitter某", "at": "12:00:00", "version": 2}},
    )
    assert stored(draft).text == "同事的"


def test_half_an_address_is_saved_by_itself_and_listed(draft: Application, preparer: Client) -> None:
    answer = by_itself(preparer, draft, "basic", BASIC | {"email": "weng@", "base": "1"})
    assert (answer.status_code, answer.json()["missing"]) == (200, ["“电子邮箱”不是有效的电子邮箱"])
    assert stored(draft, "basic").content["email"] == "weng@"


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({"text": f"<p>好{FACE}</p>", "format": "html", "base": "1"}, "text", "U+1F600"),
        ({"text": f"好{FACE}", "base": "1"}, "text", "U+1F600"),
        ({"text": "好", "base": ""}, "base", ""),
        ({"text": "甲\x00乙", "base": "1"}, "text", ""),
    ],
)
def test_what_cannot_be_stored_is_told_and_not_saved(
    draft: Application, preparer: Client, data: dict[str, str], field: str, said: str
) -> None:
    answer = by_itself(preparer, draft, "goals", data)
    assert answer.status_code == 422
    assert said in answer.json()["errors"][field][0]
    assert stored(draft).version == 1


def test_a_save_by_itself_after_the_submission_is_told(draft: Application, preparer: Client) -> None:
    arrive(draft, "organiser_review")
    answer = by_itself(preparer, draft, "goals", {"text": "<p>晚</p>", "format": "html", "base": "1"})
    assert (answer.status_code, answer.json()) == (409, {"closed": "本方案现在不能修改，刚才的内容没有保存。"})


# Rich text


def test_rich_text_is_cleaned_when_it_is_saved(draft: Application, preparer: Client) -> None:
    text = '<p onclick="x()">好<script>alert(1)</script></p><table><tr><td colspan="2" style="x">格</td></tr></table>'
    by_itself(preparer, draft, "goals", {"text": text, "format": "html", "base": "1"})
    assert stored(draft).text == rich.clean(text)
    assert re.findall("script|onclick|style|alert", stored(draft).text) == []
    assert "<td" in stored(draft).text


def test_plain_text_from_before_opens_as_rich_text_and_is_no_change(draft: Application, preparer: Client) -> None:
    page = text_of(preparer.get(url(draft, "goals")))
    assert 'data-rich="&lt;p&gt;目标的正文。&lt;/p&gt;"' in page
    same = {"text": "<p>目标的正文。</p>", "format": "html", "base": "1"}
    assert preparer.post(url(draft, "goals"), same).status_code == 302
    assert (stored(draft).text, stored(draft).format, stored(draft).version) == ("目标的正文。", "text", 1)


def test_a_page_without_scripts_keeps_the_marks_of_a_text_that_it_did_not_change(
    draft: Application, preparer: Client
) -> None:
    table = "<table><tbody><tr><td><p>格</p></td></tr></tbody></table>"
    html = rich.clean(f"<p><strong>粗</strong></p>{table}")
    by_itself(preparer, draft, "goals", {"text": html, "format": "html", "base": "1"})
    plain = rich.plain(html)
    assert preparer.post(url(draft, "goals"), {"text": plain, "format": "text", "base": "2"}).status_code == 302
    assert (stored(draft).text, stored(draft).version) == (html, 2)
    preparer.post(url(draft, "goals"), {"text": f"{plain}\n新", "format": "text", "base": "2"})
    assert stored(draft).text == "<p>粗</p><p>格</p><p>新</p>"


@pytest.mark.parametrize(
    "text", ["", "<p></p>", "<p> &nbsp;</p>", "<table><tbody><tr><td><p></p></td></tr></tbody></table>"]
)
def test_marks_around_nothing_are_nothing(draft: Application, preparer: Client, text: str) -> None:
    answer = by_itself(preparer, draft, "goals", {"text": text, "format": "html", "base": "1"})
    assert answer.json()["missing"] == ["“目标”尚未填写"]


def test_a_table_is_kept_before_anything_is_written_in_it(draft: Application, preparer: Client) -> None:
    table = "<table><tbody><tr><th><p></p></th></tr><tr><td><p></p></td></tr></tbody></table>"
    answer = by_itself(preparer, draft, "goals", {"text": table, "format": "html", "base": "1"})
    assert (answer.status_code, stored(draft).text) == (200, table)
