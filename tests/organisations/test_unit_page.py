"""A unit's own page: everybody there reads it, its administrator keeps it up, and nobody overwrites a colleague."""

from typing import Any

import pytest

from organisations.models import Membership, Unit
from organisations.registering import IDENTITY, LETTERHEAD, base_of
from tests.applications.asking import client_of, text_of
from tests.applications.building import SEATED, World
from tests.organisations.newcomers import ODD_CODE, UNIT, upload

EDIT, RENAME, PAPERS = "/organisations/unit/edit/", "/organisations/unit/name/", "/organisations/unit/evidence/"
NAMES = ("address", "postcode", "phone", "leader", "leader_title", "contact", "contact_title", "email")
OFFICE = ("address", "postcode", "phone", "contact", "contact_title", "email")


def letterhead(unit: Unit, **changes: Any) -> dict[str, Any]:
    facts = {name: UNIT[name] for name in NAMES} | {"fax": "", "region": unit.region_id}
    return facts | {"base": base_of(unit, LETTERHEAD)} | changes


@pytest.mark.parametrize("address", [EDIT, RENAME, PAPERS])
@pytest.mark.parametrize("who", ["preparer", "submitter", "organiser_officer", "sac_officer", "expert"])
def test_only_the_administrator_changes_the_unit(world: World, who: str, address: str) -> None:
    client = client_of(world.seats[who])
    assert [client.get(address).status_code, client.post(address, {}).status_code] == [404, 404]


@pytest.mark.parametrize("who", ["preparer", "unit_admin", "organiser_officer", "sac_officer", "expert"])
def test_everybody_reads_the_own_unit(world: World, who: str) -> None:
    answer = client_of(world.seats[who]).get("/organisations/unit/")
    assert (answer.status_code, world.seats[who].unit.name in text_of(answer)) == (200, True)


def test_the_administrator_keeps_the_letterhead(world: World) -> None:
    seat = world.seats["unit_admin"]
    answer = client_of(seat).post(EDIT, letterhead(seat.unit))
    assert (answer.status_code, answer.url) == (302, "/organisations/unit/")
    unit = Unit.objects.get(pk=seat.unit_id)
    assert [getattr(unit, name) for name in NAMES] == [UNIT[name] for name in NAMES]
    assert (unit.history.latest("history_id").history_user, unit.name) == (seat.person, seat.unit.name)


def test_another_seat_of_the_same_person_and_unit_will_do(world: World) -> None:
    seat = world.seats["unit_admin"]
    preparer = Membership.objects.create(person=seat.person, unit=seat.unit, role="preparer", starts=SEATED)
    client = client_of(seat)
    client.post("/organisations/seat/", {"seat": preparer.pk})
    assert client.get(EDIT).status_code == 200
    elsewhere = world.seat("elsewhere", "other_host", "preparer", person=seat.person)
    client.post("/organisations/seat/", {"seat": elsewhere.pk})
    assert client.get(EDIT).status_code == 404


@pytest.mark.parametrize(("change", "faulty"), [({"postcode": "x"}, "postcode"), ({"address": ""}, "address")])
def test_a_faulty_letterhead_is_told_at_the_field(world: World, change: dict[str, str], faulty: str) -> None:
    seat = world.seats["unit_admin"]
    answer = client_of(seat).post(EDIT, letterhead(seat.unit, **change))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {faulty})
    assert UNIT["leader"] in text_of(answer)


def test_a_stale_letterhead_shows_both_and_then_goes_through(world: World) -> None:
    seat = world.seats["unit_admin"]
    old = letterhead(seat.unit, phone="0851-1")
    client = client_of(seat)
    assert client.post(EDIT, letterhead(seat.unit, phone="0851-2")).status_code == 302
    answer = client.post(EDIT, old)
    assert (answer.status_code, Unit.objects.get(pk=seat.unit_id).phone) == (409, "0851-2")
    assert answer.context["pairs"] == [("联系电话", "0851-2", "0851-1")]
    assert client.post(EDIT, old | {"base": answer.context["base"]}).status_code == 302
    assert Unit.objects.get(pk=seat.unit_id).phone == "0851-1"


def test_a_stale_name_shows_both(world: World) -> None:
    seat = world.seats["unit_admin"]
    old = {"name": "昇阳光伏股份有限公司", "code": "914403001922038216", "base": base_of(seat.unit, IDENTITY)}
    Unit.objects.filter(pk=seat.unit_id).update(name="昇阳集团有限公司")
    answer = client_of(seat).post(RENAME, old)
    assert answer.status_code == 409
    assert ("单位全称", "昇阳集团有限公司", "昇阳光伏股份有限公司") in answer.context["pairs"]
    assert Unit.objects.get(pk=seat.unit_id).name == "昇阳集团有限公司"


@pytest.mark.parametrize(
    ("change", "faulty"),
    [
        ({"name": "南岭船舶研究所"}, "name"),
        ({"code": "91OTHER"}, "code"),
        ({"code": ODD_CODE}, "code"),
        ({"code": "12100000400000624D"}, "code"),
    ],
)
@pytest.mark.rule("Z63")
def test_a_name_or_code_that_cannot_be_is_told_at_the_field(world: World, change: dict[str, str], faulty: str) -> None:
    Unit.objects.filter(pk=world.units["other_host"].pk).update(code="12100000400000624D")
    seat = world.seats["unit_admin"]
    data = {"name": seat.unit.name, "code": "914403001922038216", "base": base_of(seat.unit, IDENTITY)} | change
    answer = client_of(seat).post(RENAME, data)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {faulty})
    assert Unit.objects.get(pk=seat.unit_id).code == seat.unit.code


def test_with_evidence_a_code_that_fails_is_taken(world: World) -> None:
    seat = world.seats["unit_admin"]
    client = client_of(seat)
    assert client.post(PAPERS, {"title": "", "evidence": upload()}).status_code == 302
    data = {"name": seat.unit.name, "code": ODD_CODE, "base": base_of(seat.unit, IDENTITY)}
    assert client.post(RENAME, data).status_code == 302
    assert Unit.objects.get(pk=seat.unit_id).code == ODD_CODE


def test_evidence_is_wanted_and_checked(world: World) -> None:
    client = client_of(world.seats["unit_admin"])
    answers = [client.post(PAPERS, data) for data in ({"title": "执照"}, {"evidence": upload("执照.exe.pdf")})]
    assert [(answer.status_code, set(answer.context["form"].errors)) for answer in answers] == [(422, {"evidence"})] * 2


def test_an_authority_keeps_office_and_address_but_neither_name_nor_region(world: World) -> None:
    seat = world.seat("keeper", "organiser", "unit_admin")
    client = client_of(seat)
    facts = {name: UNIT[name] for name in OFFICE} | {"office": "标准化处", "fax": ""}
    hidden = {"region": world.units["other_organiser"].region_id, "name": "别的局"}
    answer = client.post(EDIT, facts | hidden | {"base": base_of(seat.unit, LETTERHEAD)})
    unit = Unit.objects.get(pk=seat.unit_id)
    assert (answer.status_code, unit.office, unit.phone) == (302, "标准化处", UNIT["phone"])
    assert (unit.name, unit.region_id) == (seat.unit.name, seat.unit.region_id)
    assert [client.get(address).status_code for address in (RENAME, PAPERS)] == [404, 404]
