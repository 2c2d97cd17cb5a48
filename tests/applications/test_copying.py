"""What missed its window, or ended before SAC, taken up again in an open call."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from applications import copying, sections
from applications.models import Application, Call, Section
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import Record
from procedure.perform import Refused
from tests.applications.asking import client_of, text_of
from tests.applications.building import CLOSES, World, attach
from tests.arriving import arrive, take
from tests.ground import shared

pytestmark = pytest.mark.rule("Z43")

YEAR = timedelta(days=365)
NEXT = datetime(2027, 6, 1, tzinfo=clock.BEIJING)


@shared
def following(world: World) -> Call:
    """The call of the next year, under the other edition."""
    return world.new_call(
        title="2027年度申报指南", year=2027, edition_name="指南-2017", build_years=2, opens_at=CLOSES + YEAR * 0.75,
        closes_at=CLOSES + YEAR,
    )  # fmt: skip


@shared
def missed(world: World) -> Application:
    """Filled, never recommended, its window over."""
    return arrive(world.draft(filled=True), "recommender_review")


def url(application: Application) -> str:
    return f"/applications/{application.pk}/copy/"


def sent(application: Application, call: Call, **changes: Any) -> dict[str, Any]:
    return {
        "call": str(call.pk), "key": str(uuid.uuid4()), "inner_name": application.inner_name,
        "kind": application.kind, "organiser": application.organiser_id, "region": application.region_id,
    } | changes  # fmt: skip


# Refused


@pytest.mark.parametrize(
    "name", ["unit_admin", "organiser_officer", "recommender_officer", "sac_officer", "other_preparer", "expert"]
)
def test_only_its_own_writers_may(world: World, missed: Application, following: Call, name: str) -> None:
    client = client_of(world.seats[name])
    with clock.at(NEXT):
        assert client.get(url(missed)).status_code == 404
        assert client.post(url(missed), sent(missed, following)).status_code == 404
        with pytest.raises(NotPermitted):
            copying.copy_into(missed, following, seat=world.seats[name])
        assert "用于新的申报" not in text_of(client.get(missed.get_absolute_url()))
    assert Application.objects.count() == 1


def test_what_is_still_under_way_is_not_copied(world: World, missed: Application) -> None:
    client = client_of(world.seats["preparer"])
    assert client.get(url(missed)).status_code == 404
    received = take(missed, "recommend") and missed
    with clock.at(NEXT):
        assert client.get(url(received)).status_code == 404


def test_nothing_is_copied_into_a_call_that_is_not_open_to_the_unit(
    world: World, missed: Application, following: Call
) -> None:
    client = client_of(world.seats["preparer"])
    with clock.at(CLOSES + YEAR):
        assert "现在没有开放的申报" in text_of(client.get(url(missed)))
        assert client.post(url(missed), sent(missed, following)).status_code == 422
        with pytest.raises(Refused):
            copying.copy_into(missed, following, seat=world.seats["preparer"])
    assert Application.objects.count() == 1


def test_an_organiser_that_the_new_call_does_not_know_is_to_be_changed(world: World, following: Call) -> None:
    body, ministry = world.units["body"], world.units["ministry"]
    old = world.draft(
        call=world.new_call(title="旧指南"), organiser=body, recommender=ministry, kind="regional", filled=True
    )
    take(old, "withdraw")
    client = client_of(world.seats["preparer"])
    with clock.at(NEXT):
        answer = client.post(url(old), sent(old, following))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["organiser"])
        shown = text_of(client.get(f"{url(old)}?call={following.pk}"))
        assert "原申报适用办法-2023（征求意见稿），这份指南适用指南-2017" in shown
        again = sent(old, following, organiser=world.units["organiser"].pk)
        assert client.post(url(old), again).status_code == 302
    new = Application.objects.get(call=following)
    assert (new.organiser, new.recommender) == (world.units["organiser"], world.units["recommender"])


# Copied


def test_the_case_page_offers_it_and_a_double_click_copies_once(
    world: World, missed: Application, following: Call
) -> None:
    client = client_of(world.seats["submitter"])
    with clock.at(NEXT):
        assert url(missed) in text_of(client.get(missed.get_absolute_url()))
        assert following.title in text_of(client.get(url(missed)))
        data = sent(missed, following)
        answers = [client.post(url(missed), data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    new = Application.objects.get(call=following)
    assert answers[0]["Location"] == answers[1]["Location"] == f"/applications/{new.pk}/write/"
    assert (new.state, new.version, new.submitted_at, new.current) == ("draft", 0, None, None)
    assert Record.objects.filter(subject_id=new.pk).count() == 1


def test_the_whole_draft_is_copied_and_nothing_of_its_history(
    world: World, missed: Application, following: Call
) -> None:
    removed = attach(missed, "旧证明", removed_at=clock.now())
    answer = missed.sections.get(key=sections.of_condition("m1"))
    answer.content = answer.content | {"evidence": [*answer.content["evidence"], str(removed.pk)]}
    answer.save()
    same = world.new_call(title="2027年度申报指南（办法）", year=2027, opens_at=CLOSES, closes_at=CLOSES + YEAR)
    missed.current.comments.create(
        section="goals", text="意见", author=world.seats["organiser_officer"].person, author_name="某",
        unit=world.units["organiser"], at=clock.now(),
    )  # fmt: skip
    with clock.at(NEXT):
        new = copying.copy_into(missed, same, seat=world.seats["preparer"], key=uuid.uuid4())
    texts = {row.key: row.content for row in missed.sections.all() if not row.key.startswith("condition-")}
    assert {row.key: row.content for row in new.sections.all() if not row.key.startswith("condition-")} == texts
    (old_paper,), (new_paper,) = missed.attachments.filter(removed_at__isnull=True), new.attachments.all()
    assert (new_paper.file_id, new_paper.title, new_paper.kind) == (old_paper.file_id, old_paper.title, old_paper.kind)
    assert (new_paper.frozen_at, new_paper.pk == old_paper.pk) == (None, False)
    for key in (each.key for each in same.conditions("regional")):
        content = new.sections.get(key=sections.of_condition(key)).content
        assert content["evidence"] == [str(new_paper.pk)]
    (milestone,), (task,) = new.milestones.all(), new.tasks.all()
    assert (milestone.task_id, task.title) == (task.pk, missed.tasks.get().title)
    assert new.indicators.get().target == missed.indicators.get().target
    assert not {task.pk, milestone.pk} & {missed.tasks.get().pk, missed.milestones.get().pk}
    assert (new.versions.count(), new.prints.count()) == (0, 0)
    assert set(new.sections.values_list("version", "saved_by")) == {(1, world.seats["preparer"].person_id)}
    assert [row.states.count() for row in new.sections.all()] == [1] * new.sections.count()


def test_answers_that_the_new_call_does_not_ask_for_stay_behind(
    world: World, missed: Application, following: Call
) -> None:
    with clock.at(NEXT):
        new = copying.copy_into(missed, following, seat=world.seats["preparer"])
    kept = {row.key for row in new.sections.all() if row.key.startswith("condition-")}
    assert kept <= {sections.of_condition(each.key) for each in following.conditions("regional")}
    assert copying.left_behind(missed, following, "regional") == 4
    assert Section.objects.filter(application=missed, key="condition-m1").exists()


def test_what_was_copied_goes_its_way_in_the_new_call(world: World, missed: Application, following: Call) -> None:
    with clock.at(NEXT):
        new = copying.copy_into(missed, following, seat=world.seats["preparer"])
        assert arrive(new, "received").closes_at == CLOSES + YEAR
    with clock.at(NEXT):
        assert client_of(world.seats["preparer"]).get(missed.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("road", [["withdrawn"], ["organiser_review", "not_recommended"]])
def test_what_ended_before_sac_is_copied_even_into_the_same_call(world: World, road: list[str]) -> None:
    ended = arrive(world.draft(filled=True), *road)
    new = copying.copy_into(ended, world.call, seat=world.seats["preparer"])
    assert (new.state, new.inner_name) == ("draft", ended.inner_name)
    assert new.sections.count() == ended.sections.count()
