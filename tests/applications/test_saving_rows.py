"""Saving typed rows: none is overwritten or removed unseen, none of another plan is reached."""

from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from applications.forms import MilestoneForm
from applications.models import Application, Milestone
from applications.saving import save_row
from tests.applications.asking import text_of
from tests.applications.building import World
from tests.applications.drafting import FACE, url

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
