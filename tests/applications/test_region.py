"""Where a base lies, corrected by the organiser: with a reason, in its own area, while it appraises."""

from typing import Any

import pytest
from django.test import Client

from applications.models import Application, RegionCorrection
from organisations.models import Region
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.arriving import arrive
from tests.ground import shared

pytestmark = pytest.mark.rule("B11")


@shared
def city(world: World) -> Region:
    parent = Region.objects.get(code="520000")
    return Region.objects.create(
        code="520100", name="贵阳市", short_name="贵阳", kind="sub_provincial_city", parent=parent
    )


@shared
def case(world: World) -> Application:
    return arrive(world.draft(), "organiser_review")


def correct(client: Client, case: Application, region: Region, reason: str = "建设地点在省会。", **more: Any) -> Any:
    data = {"region": region.pk, "reason": reason, "before": case.region_id} | more
    return client.post(f"/applications/{case.pk}/region/", data)


def region_of(case: Application) -> Region:
    return Application.objects.get(pk=case.pk).region


@pytest.mark.parametrize("name", ["submitter", "recommender_officer", "sac_officer", "other_organiser_officer"])
def test_nobody_but_the_organiser_corrects(world: World, case: Application, city: Region, name: str) -> None:
    client = client_of(world.seats[name])
    answers = client.get(f"/applications/{case.pk}/region/"), correct(client, case, city)
    assert [answer.status_code for answer in answers] == [404, 404]
    assert region_of(case) == case.region


@pytest.mark.parametrize("state", ["draft", "recommender_review", "received", "withdrawn"])
def test_not_before_nor_after_the_appraisal(world: World, city: Region, state: str) -> None:
    case = arrive(world.draft(), state)
    answer = correct(client_of(world.seats["organiser_officer"]), case, city)
    assert (answer.status_code, "不能再改所在地" in text_of(answer)) == (409, True)
    assert (region_of(case), RegionCorrection.objects.count()) == (case.region, 0)


def test_an_area_that_is_not_the_organisers_is_no_choice(world: World, case: Application) -> None:
    elsewhere = Region.objects.get(code="440000")
    answer = correct(client_of(world.seats["organiser_officer"]), case, elsewhere)
    assert (answer.status_code, region_of(case)) == (422, case.region)


def test_a_ministrys_body_may_place_it_anywhere(world: World) -> None:
    seat = world.seat("body_officer", "body", "organiser_officer")
    units = {"organiser": world.units["body"], "recommender": world.units["ministry"]}
    case = arrive(world.draft(kind="international", **units), "organiser_review")
    elsewhere = Region.objects.get(code="440000")
    assert (correct(client_of(seat), case, elsewhere).status_code, region_of(case)) == (302, elsewhere)


def test_a_reason_and_a_change_are_asked_for(world: World, case: Application, city: Region) -> None:
    client = client_of(world.seats["organiser_officer"])
    without, same = correct(client, case, city, reason=" "), correct(client, case, case.region)
    assert [answer.status_code for answer in (without, same)] == [422, 422]
    assert ("请填写理由。" in text_of(without), "所在地没有改变" in text_of(same)) == (True, True)


def test_what_a_colleague_has_corrected_meanwhile_is_looked_at_first(
    world: World, case: Application, city: Region
) -> None:
    client = client_of(world.seats["organiser_officer"])
    correct(client, case, city)
    back = case.region
    answer = correct(client, case, back, before=back.pk + 1000)
    assert (answer.status_code, "所在地已被改为贵阳市" in text_of(answer), region_of(case)) == (409, True, city)


def test_both_places_and_the_reason_stay_and_nothing_printed_changes(
    world: World, case: Application, city: Region
) -> None:
    digest = case.current.digest if case.current else ""
    client = client_of(world.seats["organiser_officer"])
    assert correct(client, case, city).status_code == 302
    row = RegionCorrection.objects.get()
    assert (row.before, row.after, row.by) == (case.region, city, world.seats["organiser_officer"].person)
    saved = Application.objects.get(pk=case.pk)
    assert (saved.region, saved.version, saved.current.digest if saved.current else "") == (city, case.version, digest)
    assert saved.history.latest().history_change_reason == "改正所在地：建设地点在省会。"
    for name in ("submitter", "organiser_officer", "sac_officer"):
        page = text_of(client_of(world.seats[name]).get(f"{case.get_absolute_url()}?tab=records"))
        assert ("所在地由贵州省改正为贵阳市" in page, "建设地点在省会。" in page) == (True, True)
    assert arrive(saved, "recommender_review").region == city
