"""Several cases of SAC's queue at once: one answer for each, and none holds the others back."""

from typing import Any

import pytest
from django.test import Client

from applications import assigning
from applications.models import Application, Assignment
from organisations.models import Membership, Role
from procedure.models import Notification
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.arriving import arrive

pytestmark = pytest.mark.rule("B13")
URL = "/applications/several/"


@pytest.fixture
def cases(world: World) -> list[Application]:
    return [arrive(world.draft(), "received"), arrive(world.other_draft(), "received")]


@pytest.fixture
def colleague(world: World) -> Membership:
    return world.seat("other_officer", "sac", Role.SAC_OFFICER)


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.seats["sac_officer"])


def send(client: Client, act: str, *cases: Application, **facts: Any) -> Any:
    return client.post(URL, {"act": act, "case": [str(case.pk) for case in cases]} | facts)


def holders() -> dict[Any, str]:
    return {
        case.pk: case.officer.name if case.officer else "" for case in Application.objects.select_related("officer")
    }


# Refused


@pytest.mark.parametrize("name", ["preparer", "organiser_officer", "recommender_officer", "sac_approver", "expert"])
def test_only_sacs_officers_choose_several(world: World, cases: list[Application], name: str) -> None:
    client = client_of(world.seats[name])
    assert send(client, "take", *cases).status_code == 404
    assert 'name="case"' not in text_of(client.get("/applications/?state="))
    assert not Assignment.objects.exists()


def test_what_has_not_come_to_sac_cannot_be_chosen(world: World, officer: Client) -> None:
    draft, before = world.draft(), arrive(world.draft(inner_name="储能"), "recommender_review")
    answer = send(officer, "take", draft, before)
    assert (answer.status_code, Assignment.objects.exists()) == (302, False)
    assert officer.post(URL, {"act": "take", "case": ["no-such", ""]}).status_code == 302


def test_one_that_a_colleague_has_does_not_hold_the_others_back(
    world: World, cases: list[Application], officer: Client, colleague: Membership
) -> None:
    assigning.take(cases[0], seat=colleague)
    answer = send(officer, "take", *cases)
    page = text_of(answer)
    assert (answer.context["done"], answer.context["left"]) == (1, 1)
    assert f"本案已由{colleague.person.name}领取" in page
    assert holders() == {cases[0].pk: colleague.person.name, cases[1].pk: world.seats["sac_officer"].person.name}


def test_an_ended_case_is_left_with_its_reason(cases: list[Application], officer: Client) -> None:
    arrive(cases[0], "withdrawn")
    answer = send(officer, "take", *cases)
    assert [each.done for each in answer.context["answers"]].count(False) == 1
    assert Assignment.objects.get().application == cases[1]


# Done


def test_taken_together_and_pressed_twice_they_are_taken_once(cases: list[Application], officer: Client) -> None:
    assert text_of(officer.get("/applications/?state=received")).count('type="checkbox" name="case"') == 2
    for _ in range(2):
        assert send(officer, "take", *cases).context["done"] == 2
    assert Assignment.objects.count() == 2


def test_passed_on_with_a_note_and_told(cases: list[Application], officer: Client, colleague: Membership) -> None:
    page = text_of(send(officer, "ask", *cases))
    assert all(f'name="had-{case.pk}" value=""' in page for case in cases)
    faulty = send(officer, "hand_over", *cases, note="请接办。")
    assert (faulty.status_code, "请接办。" in text_of(faulty), holders()[cases[0].pk]) == (422, True, "")
    done = send(officer, "hand_over", *cases, officer=str(colleague.person_id), note="请接办。")
    assert (done.context["done"], set(holders().values())) == (2, {colleague.person.name})
    assert Notification.objects.filter(person=colleague.person_id, body__contains="请接办。").count() == 2


def test_what_changed_hands_after_the_page_was_opened_is_not_passed_on(
    world: World, cases: list[Application], officer: Client, colleague: Membership
) -> None:
    third = world.seat("third_officer", "sac", Role.SAC_OFFICER)
    assigning.take(cases[0], seat=third)
    done = send(officer, "hand_over", *cases, officer=str(colleague.person_id), **{f"had-{cases[0].pk}": ""})
    assert (done.context["done"], done.context["left"]) == (1, 1)
    assert holders() == {cases[0].pk: third.person.name, cases[1].pk: colleague.person.name}
