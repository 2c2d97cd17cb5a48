"""What a colleague saved between the check page and the submission: named, and not filed unseen."""

from collections.abc import Callable
from typing import Any

import pytest

from applications.models import Application
from applications.shown import as_it_stands, written
from procedure.acts import Refused
from procedure.perform import perform
from tests.applications.asking import client_of
from tests.applications.building import World, attach


def submit(world: World, case: Application, shown: str) -> Any:
    return perform(case, "submit_plan", seat=world.seats["submitter"], data={"shown": shown})


def rewrite(world: World, case: Application) -> None:
    case.sections.filter(key="meaning").update(version=7, saved_by=world.seats["preparer"].person)


def rename(world: World, case: Application) -> None:
    Application.objects.filter(pk=case.pk).update(inner_name="新光伏")


CHANGES: list[tuple[Callable[[World, Application], Any], str]] = [
    (rewrite, "“二（一）意义”（preparer某）"),
    (lambda world, case: case.tasks.update(version=9), "“四（二）重点任务”"),
    (lambda world, case: case.milestones.all().delete(), "“四（四）进度计划”"),
    (lambda world, case: attach(case, "又一份"), "“六、附件”"),
    (lambda world, case: case.sections.filter(key__startswith="condition-").delete(), "“申报条件”"),
    (rename, "“申报事项”"),
]


@pytest.mark.parametrize(("change", "named"), CHANGES)
def test_what_was_changed_since_the_check_is_named_and_not_filed(world: World, change: Any, named: str) -> None:
    case = world.draft(filled=True)
    shown = written(as_it_stands(case))
    change(world, case)
    with pytest.raises(Refused) as refused:
        submit(world, case, shown)
    said = [refusal.sentence for refusal in refused.value.refusals]
    assert [sentence for sentence in said if named in sentence and "又有修改" in sentence] != []
    case.refresh_from_db()
    assert (case.state, case.versions.count()) == ("draft", 0)


def test_what_was_shown_is_filed(world: World) -> None:
    case = world.draft(filled=True)
    submit(world, case, written(as_it_stands(case)))
    assert case.state == "organiser_review"


@pytest.mark.parametrize("shown", ["=", "x", "meaning", "no-such=1", "\x00=\x00", "=" * 3000])
def test_a_word_that_no_page_showed_is_refused_in_chinese(world: World, shown: str) -> None:
    case = world.draft(filled=True)
    client = client_of(world.seats["submitter"])
    page = {"shown": shown, "seen": case.version}
    answer = client.post(f"/cases/application/{case.pk}/steps/submit_plan/", page)
    assert answer.status_code == 409
    case.refresh_from_db()
    assert case.state == "draft"


def test_the_check_page_carries_what_it_showed(world: World) -> None:
    case = world.draft(filled=True)
    page = client_of(world.seats["submitter"]).get(f"/applications/{case.pk}/write/check/").content.decode()
    assert f'value="{written(as_it_stands(case))}"' in page
