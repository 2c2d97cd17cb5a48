"""Seats: held from a day until a day, chosen among one's own, and gone at the next request when they have ended."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from organisations.models import Membership, Unit
from procedure import clock
from procedure.perform import NotPermitted
from procedure.perform import perform as take
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World, new_person
from tests.arriving import arrive, endorsement

TODAY = NOON.date()
DAY = timedelta(days=1)


def switch(client: Client, seat: object) -> Any:
    return client.post("/organisations/seat/", {"seat": str(getattr(seat, "pk", seat))})


@pytest.mark.parametrize(
    ("onward", "leads"),
    [("https://elsewhere.example/", "/home/"), ("//elsewhere.example/", "/home/"), ("/messages/", "/messages/")],
)
def test_switching_leads_back_to_a_page_of_the_portal_and_nowhere_else(world: World, onward: str, leads: str) -> None:
    seat = world.seats["preparer"]
    answer = client_of(seat).post("/organisations/seat/", {"seat": seat.pk, "next": onward})
    assert (answer.status_code, answer.url) == (302, leads)


def sits_as(client: Client) -> Membership | None:
    found = client.get("/home/").context["seat"]
    return found or None


@pytest.mark.parametrize(
    ("facts", "holds"),
    [
        ({"starts": TODAY + DAY}, False),
        ({"ends": TODAY - DAY}, False),
        ({"starts": TODAY}, True),
        ({"ends": TODAY}, True),
        ({"starts": TODAY, "ends": TODAY}, True),
        ({}, True),
    ],
)
def test_a_seat_is_held_from_its_first_day_to_its_last(world: World, facts: dict[str, date], holds: bool) -> None:
    application = arrive(world.draft(), "organiser_review")
    seat = world.seat("officer", "organiser", "organiser_officer", **facts)
    assert seat.is_current() is holds
    assert (sits_as(client_of(seat)) is not None) is holds
    if holds:
        take(application, "endorse_plan", seat=seat, data=endorsement(application))
    else:
        with pytest.raises(NotPermitted):
            take(application, "endorse_plan", seat=seat, data=endorsement(application))


def test_a_seat_ends_at_midnight_in_beijing(world: World) -> None:
    seat = world.seat("leaving", "organiser", "organiser_officer", ends=TODAY)
    midnight = NOON.replace(hour=0) + DAY
    client = client_of(seat)
    with clock.at(midnight - timedelta(seconds=1)):
        assert sits_as(client) == seat
    with clock.at(midnight):
        assert sits_as(client) is None


def test_a_case_is_not_there_any_more_once_the_seat_has_ended(world: World) -> None:
    application = arrive(world.draft(), "organiser_review")
    seat = world.seats["organiser_officer"]
    client = client_of(seat)
    assert client.get(application.get_absolute_url()).status_code == 200
    seat.ends = TODAY - DAY
    seat.save()
    assert client.get(application.get_absolute_url()).status_code == 404
    url = f"{application.get_absolute_url()}steps/endorse_plan/"
    assert client.post(url, endorsement(application)).status_code == 404
    assert "暂无岗位" in text_of(client.get("/home/")) or sits_as(client) is None


def test_a_stand_in_acts_in_both_names(world: World) -> None:
    application = arrive(world.draft(), "organiser_review")
    absent = world.seats["organiser_officer"]
    standing_in = world.seat("deputy", "organiser", "organiser_officer", standing_in_for=absent)
    record = take(application, "endorse_plan", seat=standing_in, data=endorsement(application))
    assert standing_in.name_shown == "deputy某代organiser_officer某"
    assert (record.actor_name, record.actor) == ("deputy某代organiser_officer某", standing_in.person)


@pytest.mark.parametrize("who", ["x", "", "-1", 0, 2**70, "1 OR 1=1"])
def test_a_seat_that_is_none_is_not_sat_in(world: World, who: object) -> None:
    assert switch(client_of(world.seats["preparer"]), who).status_code == 404


def test_nobody_sits_in_somebody_elses_seat(world: World) -> None:
    client = client_of(world.seats["preparer"])
    assert switch(client, world.seats["sac_officer"]).status_code == 404
    assert sits_as(client) == world.seats["preparer"]


@pytest.mark.parametrize("facts", [{"ends": TODAY - DAY}, {"starts": TODAY + DAY}])
def test_ones_own_seat_of_another_day_is_not_sat_in(world: World, facts: dict[str, date]) -> None:
    seat = world.seats["preparer"]
    other = world.seat("second", "other_host", "submitter", person=seat.person, **facts)
    client = client_of(seat)
    assert switch(client, other).status_code == 404
    assert sits_as(client) == seat


def test_switching_changes_what_one_sees(world: World) -> None:
    seat, mine, other = world.seats["preparer"], world.draft(), world.other_draft()
    second = world.seat("second", "other_host", "submitter", person=seat.person)
    client = client_of(seat)
    assert [client.get(case.get_absolute_url()).status_code for case in (mine, other)] == [200, 404]
    assert switch(client, second)["Location"] == "/home/"
    assert [client.get(case.get_absolute_url()).status_code for case in (mine, other)] == [404, 200]


def test_a_chosen_seat_that_ends_gives_way_to_the_first(world: World) -> None:
    seat = world.seats["preparer"]
    second = world.seat("second", "other_host", "submitter", person=seat.person, ends=TODAY)
    client = client_of(seat)
    switch(client, second)
    assert sits_as(client) == second
    with clock.at(NOON + DAY):
        assert sits_as(client) == seat


def test_somebody_without_a_seat_is_told_and_sees_nothing(world: World) -> None:
    client = Client()
    client.force_login(new_person("seatless"))
    assert client.get("/home/").status_code == 200
    assert [client.get(url).status_code for url in ("/applications/", "/applications/begin/")] == [404, 404]


@pytest.mark.parametrize(
    "facts", [{"ends": date(2023, 12, 31)}, {"starts": date(2025, 1, 1)}], ids=["ends before it starts", "held twice"]
)
def test_the_database_refuses_a_seat_out_of_order_or_held_twice(world: World, facts: dict[str, date]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        world.seat("again", "host", "preparer", person=world.seats["preparer"].person, **facts)


@pytest.mark.rule("B12")
def test_only_an_association_reports_to_itself(world: World) -> None:
    association = world.units["association"]
    assert association.reports_to == association
    for key in ("organiser", "body", "host"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.filter(pk=world.units[key].pk).update(reports_to=world.units[key].pk)
