"""Units register themselves: the letter, the account, the code, the unit, and whoever comes second."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from organisations import registering
from organisations.codes import parse
from organisations.models import JoinRequest, Membership, Unit
from organisations.registering import AlreadyRegistered
from procedure.models import Notification
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, new_person
from tests.organisations.newcomers import (
    ACCOUNT,
    CODE,
    EMAIL,
    ODD_CODE,
    PASSWORD,
    letters_to,
    link_to,
    newcomer,
    registered,
    registration_link,
    unit_data,
    upload,
)

NEW = f"/organisations/units/new/{CODE}/"


@pytest.fixture(autouse=True)
def uncounted() -> None:
    """Forget how many letters were asked for."""
    cache.clear()


def ask(email: str) -> Any:
    return Client().post("/organisations/register/", {"email": email})


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "x" * 250 + "@a.example"])
def test_no_letter_goes_to_what_is_no_address(world: World, email: str) -> None:
    answer = ask(email)
    assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"email"})
    assert letters_to(email) == []


def test_known_and_unknown_get_the_same_answer_and_different_letters(world: World) -> None:
    known = world.seats["preparer"].person.email
    answers = [ask(known), ask("Stranger@newcomer.example")]
    named = re.compile(f'{re.escape(known)}|stranger@newcomer.example|to=[^"]+|value="[0-9A-Za-z]{{64}}"')
    pages = [named.sub("…", text_of(answer)) for answer in answers]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert pages[0] == pages[1]
    assert "已有账号" in letters_to(known)[0]["body"]
    assert "/organisations/register/" not in letters_to(known)[0]["body"]
    assert "/organisations/register/" in letters_to("stranger@newcomer.example")[0]["body"]


@pytest.mark.parametrize("known", [True, False])
def test_an_address_gets_only_so_many_letters_an_hour(world: World, settings: Any, known: bool) -> None:
    settings.REGISTRATION_LETTERS_PER_HOUR = 2
    email = world.seats["preparer"].person.email if known else EMAIL
    assert [ask(email).status_code for _ in range(3)] == [200, 200, 429]
    assert len(letters_to(email)) == 2
    assert ask("another@newcomer.example").status_code == 200


def test_a_client_gets_only_so_many_letters_an_hour(world: World, settings: Any) -> None:
    settings.REGISTRATION_LETTERS_PER_CLIENT = 2
    assert [ask(f"n{number}@newcomer.example").status_code for number in range(3)] == [200, 200, 429]


def test_a_forged_link_leads_nowhere(world: World) -> None:
    link = registration_link()
    forged = [link[:-3] + "xx/", link.replace("/register/", "/register/x"), "/organisations/register/nonsense/"]
    assert [Client().get(address).status_code for address in forged] == [404] * 3
    assert [Client().post(address, ACCOUNT).status_code for address in forged] == [404] * 3
    assert not Person.objects.filter(email=EMAIL).exists()


def test_a_link_is_good_for_a_day_of_real_time(world: World) -> None:
    link, now = registration_link(), timezone.now()
    with time_machine.travel(now + timedelta(hours=23, minutes=59), tick=False):
        assert Client().get(link).status_code == 200
    with time_machine.travel(now + timedelta(hours=24, seconds=2), tick=False):
        assert Client().get(link).status_code == 410
        assert Client().post(link, ACCOUNT).status_code == 410
    assert not Person.objects.filter(email=EMAIL).exists()


def test_a_link_is_good_once(world: World) -> None:
    link = registration_link()
    assert Client().post(link, ACCOUNT).status_code == 302
    again = Client().post(link, ACCOUNT | {"name": "别人"})
    assert (again.status_code, "已经注册过" in text_of(again)) == (410, True)
    assert Person.objects.get(email=EMAIL).name == "辛来"


@pytest.mark.parametrize(
    ("changes", "faulty"),
    [
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"password": "short", "again": "short"}, "password"),
        ({"again": "Another-2026"}, "again"),
        ({"code": "91440300192203821I"}, "code"),
        ({"code": ""}, "code"),
    ],
)
def test_a_faulty_account_is_told_at_the_field_and_keeps_what_was_typed(
    world: World, changes: dict[str, str], faulty: str
) -> None:
    answer = Client().post(registration_link(), ACCOUNT | changes)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {faulty})
    page = text_of(answer)
    kept = {**ACCOUNT, **changes}
    assert [kept[name] in page for name in ("name", "phone", "code")] == [True] * 3
    assert PASSWORD not in page
    assert not Person.objects.filter(email=EMAIL).exists()


def test_a_fault_of_the_code_names_the_sign(world: World) -> None:
    answer = Client().post(registration_link(), ACCOUNT | {"code": "91I403001922038216"})
    assert "第 3 位“I”不是代码用字（不用 I、O、S、V、Z）" in text_of(answer)


@pytest.mark.rule("Z32")
def test_a_new_unit_can_begin_at_once(world: World) -> None:
    client = Client()
    account = client.post(registration_link(), ACCOUNT | {"code": f"　{CODE.lower()} "})
    assert (account.status_code, account["Location"]) == (302, NEW)
    assert client.get(NEW).status_code == 200
    answer = client.post(NEW, unit_data(world, evidence=upload()))
    assert (answer.status_code, answer["Location"]) == (302, "/applications/begin/")
    unit, person = Unit.objects.get(code=CODE), Person.objects.get(email=EMAIL)
    assert (unit.name, unit.is_confirmed, unit.registered_at is not None) == ("新来科技有限公司", False, True)
    assert set(person.memberships.values_list("unit", "role")) == {
        (unit.pk, role) for role in ("unit_admin", "preparer", "submitter")
    }
    assert (unit.evidence.get().title, unit.history.get().history_user) == ("营业执照", person)
    assert client.get("/home/").context["seat"].role == "submitter"
    assert client.get(f"/applications/begin/{world.call.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "faulty"),
    [
        ({"name": ""}, "name"),
        ({"name": "昇阳光伏科技有限公司"}, "name"),
        ({"name": "𠮷利有限公司"}, "name"),
        ({"kind": "sac"}, "kind"),
        ({"kind": "other"}, "kind_reason"),
        ({"region": "999999"}, "region"),
        ({"postcode": "12"}, "postcode"),
        ({"email": "office"}, "email"),
        ({"address": ""}, "address"),
    ],
)
@pytest.mark.rule("B04")
def test_a_faulty_unit_is_told_at_the_field_and_keeps_what_was_typed(
    world: World, changes: dict[str, str], faulty: str
) -> None:
    answer = newcomer().post(NEW, unit_data(world, **changes))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {faulty})
    kept = unit_data(world, **changes)
    page = text_of(answer)
    assert [kept[name] in page for name in ("name", "address", "leader", "contact_title")] == [True] * 4
    assert not Unit.objects.filter(code=CODE).exists()


def test_a_chosen_file_is_to_be_chosen_again_and_said_so(world: World) -> None:
    answer = newcomer().post(NEW, unit_data(world, name="", evidence=upload()))
    assert set(answer.context["form"].errors) == {"name", "evidence"}
    assert "请重新选择文件" in text_of(answer)


def test_a_file_of_another_kind_is_refused(world: World) -> None:
    answer = newcomer().post(NEW, unit_data(world, evidence=upload("营业执照.docx")))
    assert set(answer.context["form"].errors) == {"evidence"}


@pytest.mark.rule("B04")
def test_another_kind_of_unit_gives_its_reason(world: World) -> None:
    unit = registered(world, kind="other", kind_reason="民办非企业单位，长期承担标准研制")
    assert (unit.kind, unit.kind_reason) == ("other", "民办非企业单位，长期承担标准研制")


def test_the_same_name_in_other_brackets_is_the_same(world: World) -> None:
    Unit.objects.filter(pk=world.units["host"].pk).update(name="昇阳（贵州）有限公司")
    answer = newcomer().post(NEW, unit_data(world, name="昇阳(贵州)有限公司"))
    assert set(answer.context["form"].errors) == {"name"}


@pytest.mark.rule("Z63")
def test_a_wrong_check_digit_goes_on_with_evidence_only(world: World) -> None:
    odd = f"/organisations/units/new/{ODD_CODE}/"
    client = newcomer()
    assert "校验码不符" in text_of(client.get(odd))
    without = client.post(odd, unit_data(world))
    assert (without.status_code, set(without.context["form"].errors)) == (422, {"evidence"})
    assert client.post(odd, unit_data(world, evidence=upload())).status_code == 302
    assert Unit.objects.get(code=ODD_CODE).evidence.count() == 1


@pytest.mark.parametrize("code", ["91I403001922038216", "9144030019220382", "xx", "-"])
def test_a_code_of_no_form_has_no_page(world: World, code: str) -> None:
    client = newcomer()
    addresses = [f"/organisations/units/new/{code}/", f"/organisations/units/new/{code}/join/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_the_same_code_leads_to_joining(world: World) -> None:
    unit = registered(world)
    client = newcomer()
    assert client.post("/organisations/units/new/", {"code": CODE})["Location"] == NEW
    assert client.get(NEW)["Location"] == f"{NEW}join/"
    assert unit.name in text_of(client.get(f"{NEW}join/"))
    assert client.post(NEW, unit_data(world, name="另一个名称"))["Location"] == f"{NEW}join/"
    assert Unit.objects.filter(code=CODE).count() == 1


@pytest.mark.parametrize(("first", "second"), [(CODE, "19220382-1"), ("192203821", CODE)])
def test_the_old_and_the_new_code_of_a_unit_are_one_units(world: World, first: str, second: str) -> None:
    unit = registered(world, first)
    answer = newcomer().post("/organisations/units/new/", {"code": second}, follow=True)
    assert answer.redirect_chain[-1][0].endswith("/join/")
    assert unit.name in text_of(answer)


def test_of_two_with_one_code_in_one_second_the_second_is_led_to_join(world: World) -> None:
    """Both passed the look before the first was there; the database decides."""
    first = registered(world)
    late = Unit(code=CODE, name="另一个名称", kind="enterprise", region=first.region)
    with pytest.raises(AlreadyRegistered) as taken:
        registering.register_unit(late, new_person("late"), evidence=None)
    assert taken.value.unit == first
    assert Membership.objects.filter(person__name="late某").count() == 0


def test_the_page_leads_the_slower_of_two_to_join(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    registered(world)
    monkeypatch.setattr(registering, "unit_with", lambda code: None)
    answer = newcomer().post(NEW, unit_data(world, name="另一个名称"))
    assert (answer.status_code, answer["Location"]) == (302, f"{NEW}join/")


def test_the_slower_of_two_with_one_name_is_told_at_the_field(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    registered(world)
    monkeypatch.setattr("organisations.forms.registration.namesake", lambda name: None)
    answer = newcomer().post(f"/organisations/units/new/{ODD_CODE}/", unit_data(world, evidence=upload()))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"name"})


def test_two_accounts_for_one_address_in_one_second(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    link = registration_link()
    assert Client().post(link, ACCOUNT).status_code == 302
    answers = iter([False, True])
    monkeypatch.setattr("organisations.arriving.has_account", lambda email: next(answers))
    assert Client().post(link, ACCOUNT).status_code == 410
    assert Person.objects.filter(email=EMAIL).count() == 1


def test_administrators_are_kept_apart(world: World) -> None:
    answer = client_of(world.seats["audit_admin"]).post(NEW, unit_data(world))
    assert (answer.status_code, Unit.objects.filter(code=CODE).exists()) == (422, False)


def test_who_is_signed_in_adds_a_further_unit(world: World) -> None:
    seat = world.seats["preparer"]
    client = client_of(seat)
    assert client.get("/organisations/register/")["Location"] == "/organisations/units/new/"
    assert client.post(NEW, unit_data(world)).status_code == 302
    assert seat.person.memberships.values("unit").distinct().count() == 2
    assert client.get("/home/").context["seat"].unit.code == CODE


def test_asking_to_join_tells_the_administrators_once(world: World) -> None:
    unit = registered(world)
    admin = unit.memberships.get(role="unit_admin").person
    client = newcomer()
    for _ in range(2):
        assert client.post(f"{NEW}join/", {"note": "标准化部"}).status_code == 302
    row = JoinRequest.objects.get(unit=unit)
    assert (row.note, row.granted) == ("标准化部", None)
    told = Notification.objects.filter(person=admin, title="有人申请加入本单位")
    assert [note.url for note in told] == [f"/organisations/members/requests/{row.pk}/"]
    assert not client.get("/home/").context["seat"]


def test_where_no_administrator_is_left_the_security_administrators_are_told(world: World) -> None:
    unit = registered(world)
    unit.memberships.filter(role="unit_admin").update(ended_at=timezone.now())
    newcomer().post(f"{NEW}join/", {"note": ""})
    assert Notification.objects.filter(person=world.seats["security_admin"].person).count() == 1


def test_who_is_there_need_not_ask(world: World) -> None:
    unit = registered(world)
    client = client_of(unit.memberships.get(role="preparer"))
    assert client.get(f"{NEW}join/")["Location"] == "/home/"
    assert client.post(f"{NEW}join/", {"note": ""})["Location"] == "/home/"
    assert not JoinRequest.objects.exists()


def test_nobody_asks_to_join_sac(world: World) -> None:
    Unit.objects.filter(pk=world.units["sac"].pk).update(code=CODE)
    assert newcomer().get(f"{NEW}join/").status_code == 404


def test_from_the_letter_to_joining(world: World) -> None:
    registered(world)
    client = Client()
    answer = client.post(registration_link("second@newcomer.example"), ACCOUNT, follow=True)
    assert answer.redirect_chain[-1][0] == f"{NEW}join/"
    assert client.post(f"{NEW}join/", {"note": ""}).status_code == 302
    assert JoinRequest.objects.get().person.email == "second@newcomer.example"


def test_a_link_tells_its_own_address_alone(world: World) -> None:
    first, second = registration_link("a@newcomer.example"), registration_link("b@newcomer.example")
    assert first != second
    assert "a@newcomer.example" in text_of(Client().get(first))
    assert link_to("b@newcomer.example") == second


def test_the_world_knows_a_sound_code(world: World) -> None:
    assert (parse(CODE).odd, bool(parse(ODD_CODE).odd)) == ((), True)
