"""甲代乙: for some days, by a colleague, for a seat that is held today, and never longer than that seat."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Person
from organisations import seats
from organisations.models import ADMINISTRATORS, DEPUTABLE, Membership, Role
from organisations.queries import current_seats, people_in
from procedure import clock
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World
from tests.ground import shared

TODAY = NOON.date()
DAY = timedelta(days=1)
PAGE = "/organisations/stand-ins/"


@shared
def deputy(world: World) -> Person:
    """A colleague in the organiser's office."""
    return world.seat("deputy", "organiser", "expert").person


def facts(seat: Membership, deputy: Person, **changes: Any) -> dict[str, Any]:
    days = {"starts": TODAY.isoformat(), "ends": (TODAY + 9 * DAY).isoformat()}
    return {"seat": seat.pk, "person": deputy.pk} | days | changes


def lend(world: World, person: Person, **changes: Any) -> Membership:
    absent = world.seats["organiser_officer"]
    days = {"starts": TODAY, "ends": TODAY + 9 * DAY} | changes
    return seats.name_stand_in(absent, person, by=absent.person, **days)


@pytest.mark.parametrize("who", ["expert", *map(str, ADMINISTRATORS)])
def test_who_has_no_seat_to_lend_finds_no_page(world: World, who: str) -> None:
    client = client_of(world.seats[who])
    assert [client.get(PAGE).status_code, client.post(PAGE).status_code] == [404, 404]


@pytest.mark.parametrize("who", [*map(str, DEPUTABLE), "unit_admin"])
def test_everybody_else_does(world: World, who: str) -> None:
    assert client_of(world.seats[who]).get(PAGE).status_code == 200


def test_a_holder_names_a_colleague_who_then_acts_in_both_names(world: World, deputy: Person) -> None:
    absent = world.seats["organiser_officer"]
    assert client_of(absent).post(PAGE, facts(absent, deputy)).status_code == 302
    seat = absent.stand_ins.get()
    assert (seat.role, seat.unit, seat.ends) == (absent.role, absent.unit, TODAY + 9 * DAY)
    assert seat.name_shown == "deputy某代organiser_officer某"
    assert seat.is_current()
    assert deputy.notifications.get().title == "请您代organiser_officer某办理"
    page = text_of(client_of(absent).get(PAGE))
    assert seat.name_shown in page
    with clock.at(NOON + 10 * DAY):
        assert not Membership.objects.get(pk=seat.pk).is_current()
        assert seat not in current_seats(clock.today())


def test_an_administrator_names_one_for_a_colleague_of_the_own_unit_alone(world: World) -> None:
    admin, absent = world.seats["unit_admin"], world.seats["submitter"]
    other = world.seats["preparer"].person
    client = client_of(admin)
    assert client.post(PAGE, facts(absent, other)).status_code == 302
    assert {row.title for row in absent.person.notifications.all()} == {"preparer某代您办理"}
    foreign = client.post(PAGE, facts(world.seats["other_submitter"], other))
    assert "现在不能请人代办" in text_of(foreign)
    assert not world.seats["other_submitter"].stand_ins.exists()


def test_a_holder_lends_no_seat_but_the_own(world: World) -> None:
    mine, other = world.seats["preparer"], world.seats["submitter"]
    answer = client_of(mine).post(PAGE, facts(other, mine.person))
    assert answer.status_code == 422
    assert "现在不能请人代办" in text_of(answer)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts": (TODAY - DAY).isoformat()}, "不能从过去的日子开始"),
        ({"ends": ""}, "请填写止日"),
        ({"ends": (TODAY - DAY).isoformat()}, "止日不能早于起日"),
        ({"ends": (TODAY + 180 * DAY).isoformat()}, "代办最长 180 天"),
        ({"person": ""}, "请选择代办人"),
    ],
)
def test_days_out_of_order_or_too_many_are_refused(
    world: World, deputy: Person, changes: dict[str, str], sentence: str
) -> None:
    absent = world.seats["organiser_officer"]
    answer = client_of(absent).post(PAGE, facts(absent, deputy, **changes))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not absent.stand_ins.exists()


def test_exactly_the_longest_time_is_granted(world: World, deputy: Person) -> None:
    assert lend(world, deputy, ends=TODAY + 179 * DAY).pk


def test_strangers_administrators_and_oneself_are_refused(world: World) -> None:
    absent = world.seats["sac_approver"]
    for who in ("preparer", "system_admin", "sac_approver"):
        with pytest.raises(seats.SeatRefused):
            seats.name_stand_in(absent, world.seats[who].person, starts=TODAY, ends=TODAY, by=absent.person)
    officer = world.seats["sac_officer"].person
    assert seats.name_stand_in(absent, officer, starts=TODAY, ends=TODAY, by=absent.person).is_current()


def test_a_stand_in_has_no_stand_in(world: World, deputy: Person) -> None:
    seat = lend(world, deputy)
    third = world.seat("third", "organiser", "expert").person
    with pytest.raises(seats.SeatRefused, match="不能再请人代办"):
        seats.name_stand_in(seat, third, starts=TODAY, ends=TODAY, by=deputy)
    assert not seat.names_stand_ins


@pytest.mark.parametrize("role", [Role.UNIT_ADMIN, Role.EXPERT])
def test_only_work_on_cases_is_lent(world: World, deputy: Person, role: Role) -> None:
    held = world.seat("other", "organiser", role)
    with pytest.raises(seats.SeatRefused, match="不能请人代办"):
        seats.name_stand_in(held, deputy, starts=TODAY, ends=TODAY, by=held.person)


def test_no_longer_than_the_seat_itself_and_not_twice_for_the_same_days(world: World, deputy: Person) -> None:
    absent = world.seats["organiser_officer"]
    Membership.objects.filter(pk=absent.pk).update(ends=TODAY + 5 * DAY)
    absent.refresh_from_db()
    with pytest.raises(seats.SeatRefused, match="不能晚于所代岗位"):
        lend(world, deputy)
    lend(world, deputy, ends=TODAY + DAY)
    with pytest.raises(seats.SeatRefused, match="已经有这个岗位"):
        lend(world, deputy, ends=TODAY + 2 * DAY)
    assert lend(world, deputy, starts=TODAY + 2 * DAY, ends=TODAY + 3 * DAY).pk


def _ended(world: World, absent: Membership) -> None:
    seats.end_seat(absent, by=world.seats["security_admin"].person, reason="调离")


def _run_out(world: World, absent: Membership) -> None:
    Membership.objects.filter(pk=absent.pk).update(ends=TODAY - DAY)


def _taken_elsewhere(world: World, absent: Membership) -> None:
    Membership.objects.filter(pk=absent.pk).update(ended_at=NOON)


def _disabled(world: World, absent: Membership) -> None:
    Person.objects.filter(pk=absent.person_id).update(is_active=False)


@pytest.mark.parametrize("ends", [_ended, _run_out, _taken_elsewhere, _disabled])
def test_a_stand_in_falls_with_the_seat_whichever_way_that_ends(
    world: World, deputy: Person, ends: Callable[[World, Membership], None]
) -> None:
    seat, absent = lend(world, deputy), world.seats["organiser_officer"]
    assert deputy.pk in people_in(absent.unit_id, Role.ORGANISER_OFFICER, day=TODAY)
    ends(world, absent)
    kept = Membership.objects.get(pk=seat.pk)
    assert not kept.is_current()
    assert kept not in current_seats(TODAY)
    assert people_in(absent.unit_id, Role.ORGANISER_OFFICER, day=TODAY) == []
    assert (kept.ended_at is not None) is (ends is _ended)


def test_it_ends_earlier_by_those_who_named_it_and_by_nobody_else(world: World, deputy: Person) -> None:
    seat = lend(world, deputy)
    url = f"{PAGE}{seat.pk}/end/"
    for who in ("other_organiser_officer", "unit_admin", "sac_officer"):
        assert client_of(world.seats[who]).post(url).status_code == 404
    seat.refresh_from_db()
    assert seat.ended_at is None
    theirs = Client()
    theirs.force_login(deputy)
    absent = client_of(world.seats["organiser_officer"])
    assert absent.get(url).status_code == 405
    assert absent.post(url)["Location"] == PAGE
    seat.refresh_from_db()
    assert not seat.is_current()
    assert theirs.get("/home/").status_code == 302
    assert absent.post(url).status_code == 404
    assert "提前终止" in text_of(absent.get(PAGE))


@pytest.mark.django_db
def test_a_stand_ins_seat_asks_nothing_more(world: World, deputy: Person, django_assert_num_queries: Any) -> None:
    lend(world, deputy)
    with django_assert_num_queries(1):
        assert all(seat.is_current() and seat.name_shown for seat in current_seats(TODAY))


def test_nobody_is_offered_as_a_stand_in_of_their_own(world: World, deputy: Person) -> None:
    absent = world.seats["organiser_officer"]
    page = text_of(client_of(absent).get(PAGE))
    assert (absent.person.email in page, deputy.email in page) == (False, True)
    answer = client_of(absent).post(PAGE, facts(absent, absent.person))
    assert (answer.status_code, absent.stand_ins.exists()) == (422, False)


def test_the_switch_says_for_whom_a_seat_is_held(world: World, deputy: Person) -> None:
    lend(world, deputy)
    assert "，代 organiser_officer某" in text_of(client_of(world.seats["deputy"]).get("/home/"))
