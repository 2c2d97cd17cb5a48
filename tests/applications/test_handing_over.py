"""A leaver's applications go to a colleague by the unit's own administrator, and history keeps both names."""

from typing import Any

import pytest
from django.test import Client

from applications.handing_over import hand_over
from applications.models import Application, HandOver
from organisations.models import Membership, Role
from procedure.models import Notification
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.arriving import arrive


@pytest.fixture
def leaver(world: World) -> Membership:
    return world.seats["preparer"]


@pytest.fixture
def taker(world: World) -> Membership:
    return world.seats["submitter"]


@pytest.fixture
def admin(world: World) -> Client:
    return client_of(world.seats["unit_admin"])


def pass_on(client: Client, leaver: Membership, **facts: Any) -> Any:
    return client.post(f"/applications/hand-over/{leaver.person_id}/", {"reason": "调离。"} | facts)


def keepers() -> list[Any]:
    return list(Application.objects.order_by("serial").values_list("keeper", flat=True))


# Refused


@pytest.mark.parametrize(
    "name", ["preparer", "submitter", "other_unit_admin", "organiser_officer", "sac_officer", "security_admin"]
)
def test_only_the_units_own_administrator_hands_over(
    world: World, leaver: Membership, taker: Membership, name: str
) -> None:
    world.draft()
    client = client_of(world.seats[name])
    url = f"/applications/hand-over/{leaver.person_id}/"
    assert (client.get(url).status_code, pass_on(client, leaver, to_all=taker.person_id).status_code) == (404, 404)
    assert keepers() == [None]


def test_a_stranger_has_nothing_here_to_hand_over(world: World, admin: Client) -> None:
    assert admin.get(f"/applications/hand-over/{world.seats['other_preparer'].person_id}/").status_code == 404


@pytest.mark.parametrize("name", ["other_submitter", "unit_admin", "organiser_officer", "preparer"])
def test_only_a_colleague_who_writes_or_submits_takes_over(
    world: World, leaver: Membership, admin: Client, name: str
) -> None:
    world.draft()
    answer = pass_on(admin, leaver, to_all=world.seats[name].person_id)
    assert (answer.status_code, keepers()) == (422, [None])


def test_nothing_chosen_is_told_and_keeps_the_reason(world: World, leaver: Membership, admin: Client) -> None:
    world.draft()
    answer = pass_on(admin, leaver)
    page = text_of(answer)
    assert (answer.status_code, "请选择接手的同事。" in page, "调离。" in page) == (422, True, True)


def test_nobody_leaves_work_behind(world: World, leaver: Membership, taker: Membership, admin: Client) -> None:
    world.draft()
    other = world.draft(inner_name="氢能")
    answer = pass_on(admin, leaver, leaving="on", **{f"to_{other.pk.hex}": taker.person_id})
    page = text_of(answer)
    assert (answer.status_code, "没有人接着办：光伏" in page, keepers()) == (422, True, [None, None])
    leaver.refresh_from_db()
    assert leaver.ended_at is None


def test_the_last_administrator_cannot_leave_and_then_nothing_is_handed_over(
    world: World, taker: Membership, admin: Client
) -> None:
    last = world.seats["unit_admin"]
    world.draft(started_by=last.person)
    answer = pass_on(admin, last, to_all=taker.person_id, leaving="on")
    assert (answer.status_code, "至少留一名单位管理员" in text_of(answer)) == (422, True)
    assert (keepers(), HandOver.objects.count()) == ([None], 0)


# Handed over


def test_all_of_it_goes_to_one_colleague_who_is_told(
    world: World, leaver: Membership, taker: Membership, admin: Client
) -> None:
    world.draft()
    arrive(world.draft(inner_name="氢能"), "recommender_review")
    arrive(world.draft(inner_name="已撤"), "withdrawn")
    page = text_of(admin.get(f"/applications/hand-over/{leaver.person_id}/"))
    assert ("光伏" in page, "氢能" in page, "已撤" in page) == (True, True, False)
    assert pass_on(admin, leaver, to_all=taker.person_id).status_code == 302
    assert keepers() == [taker.person_id, taker.person_id, None]
    told = Notification.objects.get(person=taker.person, title__contains="交给您接着办")
    assert ("光伏" in told.body, "氢能" in told.body, "调离。" in told.body) == (True, True, True)


def test_each_may_go_to_another(world: World, leaver: Membership, taker: Membership, admin: Client) -> None:
    third = world.seat("third", "host", Role.PREPARER)
    first, second = world.draft(), world.draft(inner_name="氢能")
    pass_on(admin, leaver, to_all=taker.person_id, **{f"to_{second.pk.hex}": third.person_id})
    assert keepers() == [taker.person_id, third.person_id]
    assert {row.application for row in HandOver.objects.all()} == {first, second}


def test_both_names_stay_in_the_records(world: World, leaver: Membership, taker: Membership, admin: Client) -> None:
    case = arrive(world.draft(), "organiser_review")
    pass_on(admin, leaver, to_all=taker.person_id)
    page = text_of(client_of(taker).get(f"{case.get_absolute_url()}?tab=records"))
    shown = [f"{leaver.person.name}交接给{taker.person.name}", world.seats["unit_admin"].name_shown, "调离。"]
    assert [text for text in shown if text not in page] == []
    reason = Application.objects.get().history.latest().history_change_reason
    assert reason == f"由{leaver.person.name}交接给{taker.person.name}"


def test_the_leaver_loses_everything_at_the_next_request(
    world: World, leaver: Membership, taker: Membership, admin: Client
) -> None:
    case = world.draft()
    before = client_of(leaver)
    assert before.get(case.get_absolute_url()).status_code == 200
    assert pass_on(admin, leaver, to_all=taker.person_id, leaving="on").status_code == 302
    assert before.get(case.get_absolute_url())["Location"].startswith("/accounts/login/")
    again = client_of(Membership.objects.get(pk=leaver.pk))
    assert again.get(case.get_absolute_url()).status_code == 404
    leaver.refresh_from_db()
    assert leaver.ended_at is not None


def test_what_was_handed_over_can_be_handed_on(
    world: World, leaver: Membership, taker: Membership, admin: Client
) -> None:
    third = world.seat("third", "host", Role.PREPARER)
    case = world.draft()
    pass_on(admin, leaver, to_all=taker.person_id)
    pass_on(admin, taker, to_all=third.person_id)
    assert keepers() == [third.person_id]
    assert list(HandOver.objects.filter(application=case).values_list("before", "after")) == [
        (leaver.person_id, taker.person_id), (taker.person_id, third.person_id),
    ]  # fmt: skip


def test_who_keeps_nothing_may_simply_leave(world: World, leaver: Membership, admin: Client) -> None:
    assert pass_on(admin, leaver).status_code == 422
    assert pass_on(admin, leaver, leaving="on").status_code == 302
    leaver.refresh_from_db()
    assert leaver.ended_at is not None


def test_one_who_took_over_in_between_keeps_it(world: World, leaver: Membership, taker: Membership) -> None:
    third = world.seat("third", "host", Role.PREPARER)
    case = world.draft()
    old, admin = Application.objects.get(pk=case.pk), world.seats["unit_admin"]
    assert hand_over(leaver.person, {case: taker.person}, "", leaving=False, admin=admin) == 1
    assert hand_over(leaver.person, {old: third.person}, "", leaving=False, admin=admin) == 0
    assert keepers() == [taker.person_id]
