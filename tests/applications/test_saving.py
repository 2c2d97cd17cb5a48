"""Saving the draft: nothing newer is overwritten, nothing typed is lost, nothing is saved once it was filed."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from applications import attaching, saving, sections
from applications.completeness import missing_items
from applications.forms import MilestoneForm
from applications.models import Application, Milestone, Section, SectionState, Task
from applications.saving import Conflict, NotWritable, Saved, save_row, save_section
from documents import rich
from tests.applications.asking import client_of, text_of
from tests.applications.building import BASIC, NOON, World
from tests.arriving import arrive

FACE = "\U0001f600"  # no font of the print has it


@pytest.fixture
def draft(world: World) -> Application:
    return world.draft(filled=True)


@pytest.fixture
def preparer(world: World) -> Client:
    return client_of(world.seats["preparer"])


def url(draft: Application, place: str) -> str:
    return f"/applications/{draft.pk}/write/{place}/"


def stored(draft: Application, key: str = "goals") -> Section:
    return Section.objects.get(application=draft, key=key)


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
    assert ("写了两个小时的目标" in page, "本方案已不在填报中，刚才的内容没有保存。" in page) == (True, True)
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


# Rows

TASK = {"title": "新任务", "content": "新内容"}


def test_a_stale_row_changes_nothing_and_shows_both(draft: Application, preparer: Client) -> None:
    row = draft.tasks.get()
    place = url(draft, f"rows/tasks/{row.pk}")
    assert preparer.post(place, {"title": "同事的任务", "content": "甲", "base": "1"}).status_code == 302
    answer = preparer.post(place, {"title": "我的任务", "content": "乙", "base": "1"})
    page = text_of(answer)
    assert answer.status_code == 409
    assert ("同事的任务" in page, "我的任务" in page) == (True, True)
    row.refresh_from_db()
    assert (row.title, row.version) == ("同事的任务", 2)
    assert preparer.post(place, {"title": "合并", "content": "丙", "base": "2"}).status_code == 302


def test_a_row_removed_meanwhile_gives_the_typed_text_back(draft: Application, preparer: Client) -> None:
    row = draft.tasks.get()
    place = url(draft, f"rows/tasks/{row.pk}")
    assert preparer.post(f"{place}remove/", {"base": "1"}).status_code == 302
    answer = preparer.post(place, TASK | {"base": "1"})
    assert answer.status_code == 409
    assert ("新任务" in text_of(answer), draft.tasks.count()) == (True, 0)
    assert preparer.post(url(draft, "rows/tasks"), TASK | {"base": "0"}).status_code == 302
    assert draft.tasks.get().title == "新任务"


@pytest.mark.parametrize("base", ["", "1"])
def test_a_row_changed_meanwhile_is_not_removed(draft: Application, preparer: Client, base: str) -> None:
    row = draft.tasks.get()
    place = url(draft, f"rows/tasks/{row.pk}")
    preparer.post(place, {"title": "同事的任务", "content": "甲", "base": "1"})
    answer = preparer.post(f"{place}remove/", {"base": base}, follow=True)
    assert "被同事修改过，没有删除" in text_of(answer)
    assert draft.tasks.get().title == "同事的任务"


def test_a_milestone_outlives_the_task_removed_while_it_was_typed(world: World, draft: Application) -> None:
    task = draft.tasks.get()
    form = MilestoneForm({"due": "2027-06-30", "content": "节点", "task": str(task.pk), "base": "0"}, application=draft)
    assert form.is_valid()
    task.delete()
    saved = save_row(draft, form, seat=world.seats["preparer"])
    assert isinstance(saved, Milestone)
    assert saved.task is None


def test_a_row_that_is_there_is_not_overwritten_as_if_it_were_new(draft: Application, preparer: Client) -> None:
    row = draft.tasks.get()
    assert preparer.post(url(draft, f"rows/tasks/{row.pk}"), TASK | {"base": "0"}).status_code == 409
    row.refresh_from_db()
    assert (row.title, row.version, row.position) == ("研制标准", 1, 1)


@pytest.mark.parametrize(
    ("target", "number"),
    [
        ("10", Decimal(10)),
        ("0.00005", Decimal("0.0000")),
        ("9999999999999999", Decimal(9999999999999999)),
        ("9999999999999999.99999", None),  # rounded, it is too long for its column
        ("1e9999999", None),
        ("1e-9999999", Decimal(0)),
        ("NaN", None),
        ("sNaN", None),
        ("10项", None),
    ],
)
def test_a_target_is_kept_as_typed_whatever_number_it_is(
    draft: Application, preparer: Client, target: str, number: Decimal | None
) -> None:
    data = {"kind": "quantity", "name": "新指标", "target": target, "base": "0"}
    assert preparer.post(url(draft, "rows/indicators"), data).status_code == 302
    assert draft.indicators.values_list("target", "target_number").get(name="新指标") == (target, number)


@pytest.mark.parametrize(
    ("rows", "data", "field"),
    [
        ("tasks", {"title": f"任务{FACE}", "content": "内容"}, "title"),
        ("tasks", {"title": "任务", "content": f"内容{FACE}"}, "content"),
        ("tasks", {"title": f"{FACE}", "content": f"{FACE}"}, "title"),
        ("indicators", {"kind": "quantity", "name": "指标", "unit": FACE, "target": "1"}, "unit"),
        ("milestones", {"due": "2027-01-31", "content": FACE}, "content"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_a_row(
    draft: Application, preparer: Client, rows: str, data: dict[str, str], field: str
) -> None:
    answer = preparer.post(url(draft, f"rows/{rows}"), data | {"base": "0"})
    assert answer.status_code == 422
    assert "（U+1F600），请改用其他字符。" in unescape(text_of(answer))
    assert field in answer.context["form"].errors


@pytest.mark.parametrize(
    ("rows", "data"),
    [
        ("tasks", {"title": "", "content": "内容"}),
        ("tasks", {"title": "字" * 201, "content": "内容"}),
        ("indicators", {"kind": "no-such", "name": "指标", "target": "1"}),
        ("indicators", {"kind": "quantity", "name": "指标", "target": ""}),
        ("milestones", {"due": "2027-02-30", "content": "节点"}),
        ("milestones", {"due": "明年", "content": "节点"}),
    ],
)
def test_a_faulty_row_is_told_and_not_kept(
    draft: Application, preparer: Client, rows: str, data: dict[str, str]
) -> None:
    counts = (draft.tasks.count(), draft.indicators.count(), draft.milestones.count())
    assert preparer.post(url(draft, f"rows/{rows}"), data | {"base": "0"}).status_code == 422
    assert (draft.tasks.count(), draft.indicators.count(), draft.milestones.count()) == counts


def test_a_milestone_hangs_on_a_task_of_its_own_plan_alone(world: World, draft: Application, preparer: Client) -> None:
    foreign = world.other_draft(filled=True).tasks.get()
    data = {"due": "2027-01-31", "content": "节点", "base": "0", "task": str(foreign.pk)}
    assert preparer.post(url(draft, "rows/milestones"), data).status_code == 422
    own = data | {"task": str(draft.tasks.get().pk)}
    assert preparer.post(url(draft, "rows/milestones"), own).status_code == 302
    assert draft.milestones.get(due=date(2027, 1, 31)).task == draft.tasks.get()


@pytest.mark.parametrize("remove", [False, True])
def test_a_row_of_another_plan_is_not_reached_through_ones_own(
    world: World, draft: Application, preparer: Client, remove: bool
) -> None:
    foreign = world.other_draft(filled=True).tasks.get()
    place = url(draft, f"rows/tasks/{foreign.pk}")
    preparer.post(f"{place}remove/" if remove else place, TASK | {"base": "1"})
    assert preparer.get(place).status_code == 404
    foreign.refresh_from_db()
    assert (foreign.title, foreign.version, draft.tasks.count()) == ("研制标准", 1, 1)


def test_new_rows_stand_behind_the_others(draft: Application, preparer: Client) -> None:
    for number in range(2, 5):
        preparer.post(url(draft, "rows/tasks"), {"title": f"任务{number}", "content": "内容", "base": "0"})
    assert [(row.position, row.title) for row in draft.tasks.all()] == [
        (1, "研制标准"), (2, "任务2"), (3, "任务3"), (4, "任务4"),
    ]  # fmt: skip


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


# Saved by itself


def by_itself(client: Client, draft: Application, place: str, data: dict[str, Any]) -> Any:
    return client.post(url(draft, place), data, headers={"X-Autosave": "1"})


def test_a_save_by_itself_answers_with_a_receipt(draft: Application, preparer: Client) -> None:
    data = {"text": "<p>建成<strong>三个</strong>平台。</p>", "format": "html", "base": "1", "tab": "t", "seq": "7"}
    answer = by_itself(preparer, draft, "goals", data)
    assert (answer.status_code, answer.json()) == (
        200,
        {"seq": "7", "version": 2, "saved_at": "12:00:00", "characters": 8, "missing": [], "missing_in_all": 0},
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
    assert (answer.status_code, answer.json()) == (409, {"closed": "本方案已不在填报中，刚才的内容没有保存。"})


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
