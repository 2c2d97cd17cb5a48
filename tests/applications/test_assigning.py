"""领取、转交、放回: who of SAC has a case, told and filtered, and never in the way of a step."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from applications import assigning
from applications.holding import Moved
from applications.listing import page_of
from applications.models import Application, Assignment
from organisations.models import Membership, Role
from procedure import clock
from procedure.models import Notification
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.arriving import arrive, take
from tests.ground import shared

pytestmark = pytest.mark.rule("B13")


@shared
def case(world: World) -> Application:
    return arrive(world.draft(), "received")


@pytest.fixture
def mine(world: World) -> Membership:
    return world.seats["sac_officer"]


@pytest.fixture
def other(world: World) -> Membership:
    return world.seat("other_officer", "sac", Role.SAC_OFFICER)


def send(client: Client, case: Application, what: str, **facts: Any) -> Any:
    return client.post(f"/applications/{case.pk}/desk/{what}/", facts)


def fresh(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)


def rows() -> list[tuple[str, str]]:
    return list(Assignment.objects.order_by("pk").values_list("officer_name", "by_name"))


# Refused


@pytest.mark.parametrize(
    "name", ["preparer", "organiser_officer", "recommender_officer", "sac_approver", "expert", "system_admin"]
)
def test_only_sacs_officers_take_and_pass_on(world: World, case: Application, other: Membership, name: str) -> None:
    client = client_of(world.seats[name])
    answers = [
        send(client, case, "take"), send(client, case, "give-back"),
        send(client, case, "hand-over", officer=other.person_id),
        client.get(f"/applications/{case.pk}/desk/hand-over/"),
    ]  # fmt: skip
    assert ([answer.status_code for answer in answers], rows()) == ([404] * 4, [])


def test_nothing_is_taken_before_it_has_come(world: World, mine: Membership) -> None:
    case = arrive(world.draft(), "organiser_review")
    assert send(client_of(mine), case, "take").status_code == 404
    with pytest.raises(Moved, match="组织单位论证"):
        assigning.take(case, seat=mine)


def test_nothing_is_taken_after_the_end(case: Application, mine: Membership, other: Membership) -> None:
    arrive(case, "withdrawn")
    client = client_of(mine)
    page = client.post(f"/applications/{case.pk}/desk/take/", follow=True)
    passed_on = send(client, case, "hand-over", officer=other.person_id, had="")
    assert "不能再改这里的内容" in text_of(page)
    assert (passed_on.status_code, rows()) == (409, [])
    assert "领取</button>" not in text_of(client.get(case.get_absolute_url()))


def test_what_a_colleague_has_is_not_taken_away(case: Application, mine: Membership, other: Membership) -> None:
    assigning.take(case, seat=other)
    page = client_of(mine).post(f"/applications/{case.pk}/desk/take/", follow=True)
    assert f"本案已由{other.person.name}领取" in text_of(page)
    with pytest.raises(Moved, match="只有本人可以放回"):
        assigning.give_back(case, seat=mine)
    assert fresh(case).officer_id == other.person_id


def test_a_stale_page_hands_nothing_over(world: World, case: Application, mine: Membership, other: Membership) -> None:
    third = world.seat("third_officer", "sac", Role.SAC_OFFICER)
    assigning.take(case, seat=other)
    page = send(client_of(mine), case, "hand-over", officer=third.person_id, had="", note="出差")
    assert (page.status_code, fresh(case).officer_id) == (409, other.person_id)
    assert f"已变为{other.person.name}" in text_of(page)
    assert "出差" in text_of(page)


def test_it_goes_to_an_officer_of_today_only(world: World, case: Application, mine: Membership) -> None:
    wrong = [str(world.seats[name].person_id) for name in ("sac_approver", "preparer")]
    for nobody in ("", "x", str(2**40), *wrong):
        page = send(client_of(mine), case, "hand-over", officer=nobody, had="")
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["officer"])
    gone = world.seat("gone", "sac", Role.SAC_OFFICER, ends=clock.today() - timedelta(days=1))
    assert gone.person not in assigning.colleagues(case)
    assert rows() == []


def test_an_unknown_case_is_not_there(mine: Membership, db: None) -> None:
    assert client_of(mine).post(f"/applications/{uuid.uuid4()}/desk/take/").status_code == 404


# Done


def test_taken_handed_over_and_given_back(case: Application, mine: Membership, other: Membership) -> None:
    client, theirs = client_of(mine), client_of(other)
    assert [send(client, case, "take").status_code for _ in range(2)] == [302, 302]
    form = client.get(f"/applications/{case.pk}/desk/hand-over/").context["form"]
    assert form.initial["had"] == mine.person_id
    send(client, case, "hand-over", officer=other.person_id, had=mine.person_id, note="出差，请接办")
    told = Notification.objects.filter(person=other.person, title__contains="转交")
    assert [row.body for row in told] == [f"本案已转交给{other.person.name}。出差，请接办"]
    assert send(theirs, case, "give-back").status_code == 302
    assert rows() == [
        (mine.person.name, mine.name_shown), (other.person.name, mine.name_shown), ("", other.name_shown),
    ]  # fmt: skip
    assert fresh(case).officer_id is None


def test_the_case_itself_does_not_move(case: Application, mine: Membership) -> None:
    before = fresh(case)
    assigning.take(case, seat=mine)
    after = fresh(case)
    assert (after.state, after.version, after.since) == (before.state, before.version, before.since)
    assert after.history.count() == before.history.count()


def test_a_claim_is_no_gate(case: Application, mine: Membership, other: Membership) -> None:
    assigning.take(case, seat=other)
    record = take(case, "start_form_check")
    assert (record.actor_id, record.target) == (mine.person_id, "form_check")


def test_two_who_take_in_the_same_moment(transactional_db: None, race: Any) -> None:
    world = World().build()
    case = arrive(world.draft(), "received")
    seats = [world.seats["sac_officer"], world.seat("other_officer", "sac", Role.SAC_OFFICER)]
    came = race(*(lambda seat=seat: assigning.take(case, seat=seat) for seat in seats))
    assert sorted(type(one).__name__ for one in came) == ["Moved", "NoneType"]
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(("asked", "found"), [("", 2), ("mine", 1), ("nobody", 1), ("somebody", 2)])
def test_the_queue_is_filtered_by_who_has_it(
    world: World, case: Application, mine: Membership, asked: str, found: int
) -> None:
    arrive(world.other_draft(), "received")
    assigning.take(case, seat=mine)
    page = page_of(mine, {"state": "received", "officer": asked})
    assert (len(page.rows), page.count) == (found, found)
    assert {row["holder"] for row in page_of(mine, {}).rows} == {mine.person.name, None}


def test_who_has_it_is_sacs_own_affair(world: World, case: Application, mine: Membership) -> None:
    assigning.take(case, seat=mine)
    for name in ("submitter", "organiser_officer", "recommender_officer"):
        seat = world.seats[name]
        page = page_of(seat, {"state": "received", "officer": "mine"})
        assert ([row.get("holder") for row in page.rows], dict(page.officers)) == ([None], {})
        client = client_of(seat)
        pages = text_of(client.get("/applications/?state=")) + text_of(client.get(case.get_absolute_url()))
        assert mine.person.name not in pages.split("</main>")[0]
    aside = text_of(client_of(world.seats["sac_approver"]).get(case.get_absolute_url()))
    assert mine.person.name in aside
    assert "领取</button>" not in aside
