"""A unit's own people: invited, let in, given roles, and gone at the next request; never without an administrator."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from organisations import letters
from organisations.members import change_roles, grantable
from organisations.models import Invitation, JoinRequest, Membership
from organisations.seats import SeatRefused
from procedure import clock
from procedure.models import Notification
from tests.applications.asking import client_of, text_of
from tests.applications.building import SEATED, World, new_person
from tests.organisations.newcomers import PASSWORD, letters_to, link_to

MEMBERS = "/organisations/members/"
EMAIL = "xin@newcomer.example"
INVITED = {"name": "辛来", "email": EMAIL, "roles": ["preparer", "submitter"]}
ACCOUNT = {"name": "辛来", "phone": "0851-1", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def admin(world: World) -> Client:
    return client_of(world.seats["unit_admin"])


def invitation_link(admin: Client, **changes: Any) -> str:
    assert admin.post(f"{MEMBERS}invite/", INVITED | changes).status_code == 302
    return link_to(changes.get("email", EMAIL))


def asks(world: World, unit: str = "host") -> JoinRequest:
    row: JoinRequest = JoinRequest.objects.create(unit=world.units[unit], person=new_person("asker"), at=clock.now())
    return row


def roles_of(person: Person, world: World) -> set[str]:
    held = Membership.objects.filter(person=person, unit=world.units["host"], ended_at=None)
    return set(held.values_list("role", flat=True))


def places(world: World) -> list[str]:
    """Every page of members, about the host's own people."""
    person = world.seats["preparer"].person_id
    row = Invitation.objects.create(
        unit=world.units["host"], email="a@b.example", name="甲", roles=["preparer"], at=clock.now(),
        invited_by=world.seats["unit_admin"].person, expires_at=timezone.now() + timedelta(days=7),
    )  # fmt: skip
    return [
        MEMBERS, f"{MEMBERS}invite/", f"{MEMBERS}{person}/roles/", f"{MEMBERS}{person}/leave/",
        f"{MEMBERS}seats/{world.seats['preparer'].pk}/end/", f"{MEMBERS}requests/{asks(world).pk}/",
        f"{MEMBERS}invitations/{row.pk}/withdraw/",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["preparer", "submitter", "organiser_officer", "sac_officer", "expert", "system_admin"])
def test_only_the_administrator_sees_to_the_people(world: World, who: str) -> None:
    client = client_of(world.seats[who])
    for address in places(world):
        statuses = {client.get(address).status_code, client.post(address, {}).status_code}
        assert statuses <= {404, 405}, address
    assert roles_of(world.seats["preparer"].person, world) == {"preparer"}


def test_another_units_administrator_does_not_reach_them(world: World) -> None:
    client = client_of(world.seats["other_unit_admin"])
    for address in places(world)[2:]:
        statuses = {client.get(address).status_code, client.post(address, {}).status_code}
        assert statuses <= {404, 405}, address
    assert not Invitation.objects.exclude(withdrawn_at=None).exists()
    assert world.seats["preparer"].person.email not in text_of(client.get(MEMBERS))


def test_the_administrator_sees_colleagues_with_roles(world: World, admin: Client) -> None:
    page = text_of(admin.get(MEMBERS))
    names = [world.seats[who].person.name for who in ("preparer", "submitter", "unit_admin")]
    assert [name in page for name in names] == [True] * 3
    assert world.seats["other_preparer"].person.name not in page


@pytest.mark.parametrize(
    ("changes", "faulty"),
    [
        ({"name": ""}, "name"),
        ({"email": "a@"}, "email"),
        ({"roles": []}, "roles"),
        ({"roles": ["organiser_officer"]}, "roles"),
        ({"roles": ["audit_admin"]}, "roles"),
        ({"roles": ["sac_officer"]}, "roles"),
    ],
)
def test_a_faulty_invitation_is_told_at_the_field(
    world: World, admin: Client, changes: dict[str, Any], faulty: str
) -> None:
    answer = admin.post(f"{MEMBERS}invite/", INVITED | changes)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {faulty})
    assert not Invitation.objects.exists()


def test_sac_gives_no_seats_in_this_way(world: World) -> None:
    assert grantable(world.units["sac"]) == ()
    assert "organiser_officer" in grantable(world.units["organiser"])


@pytest.mark.parametrize("unit", ["host", "organiser", "recommender"])
def test_no_unit_makes_experts(world: World, unit: str) -> None:
    roles = grantable(world.units[unit])
    assert "unit_admin" in roles
    assert "expert" not in roles


def test_an_experts_seat_is_neither_given_nor_taken_with_the_others(world: World, admin: Client) -> None:
    person = world.seats["preparer"].person
    address = f"{MEMBERS}{person.pk}/roles/"
    assert admin.post(address, {"roles": ["preparer", "expert"]}).status_code == 422
    assert roles_of(person, world) == {"preparer"}
    world.seat("judging", "host", "expert", person=person)
    assert admin.post(address, {"roles": ["submitter"]}).status_code == 302
    assert roles_of(person, world) == {"submitter", "expert"}


def test_somebody_new_accepts_and_is_there(world: World, admin: Client) -> None:
    link, client = invitation_link(admin), Client()
    assert 'value="辛来"' in text_of(client.get(link))
    answer = client.post(link, ACCOUNT)
    assert (answer.status_code, answer.url) == (302, "/home/")
    person = Person.objects.get(email=EMAIL)
    assert roles_of(person, world) == {"preparer", "submitter"}
    assert client.get("/home/").context["seat"].unit == world.units["host"]
    inviter = world.seats["unit_admin"].person
    assert Notification.objects.filter(person=inviter, title="邀请已被接受").count() == 1


def test_a_faulty_account_keeps_what_was_typed(world: World, admin: Client) -> None:
    answer = Client().post(invitation_link(admin), ACCOUNT | {"again": "Other-2026"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"again"})
    assert "0851-1" in text_of(answer)
    assert not Person.objects.filter(email=EMAIL).exists()


def test_who_has_an_account_signs_in_and_accepts(world: World, admin: Client) -> None:
    person = world.seats["other_preparer"].person
    link = invitation_link(admin, email=person.email)
    assert "登录并接受" in text_of(Client().get(link))
    assert Client().post(link, ACCOUNT).status_code == 403
    stranger = client_of(world.seats["other_submitter"])
    assert "请先退出" in text_of(stranger.get(link))
    assert stranger.post(link).status_code == 403
    client = client_of(world.seats["other_preparer"])
    assert client.get(link).status_code == 200
    assert roles_of(person, world) == set()
    assert client.post(link).status_code == 302
    assert roles_of(person, world) == {"preparer", "submitter"}
    assert client.get("/home/").status_code == 200


def test_who_is_signed_in_as_another_does_not_take_a_newcomers_place(world: World, admin: Client) -> None:
    link = invitation_link(admin)
    assert client_of(world.seats["other_preparer"]).post(link, ACCOUNT).status_code == 403
    assert not Person.objects.filter(email=EMAIL).exists()


def test_an_invitation_is_good_once(world: World, admin: Client) -> None:
    link = invitation_link(admin)
    assert Client().post(link, ACCOUNT).status_code == 302
    assert [Client().get(link).status_code, Client().post(link, ACCOUNT).status_code] == [410, 410]
    assert Membership.objects.filter(person__email=EMAIL).count() == 2


def test_an_invitation_falls_with_the_seat_of_who_sent_it(world: World, admin: Client) -> None:
    link = invitation_link(admin)
    seat = world.seats["unit_admin"]
    Membership.objects.filter(pk=seat.pk).update(ended_at=clock.now())
    answer = Client().post(link, ACCOUNT)
    assert (answer.status_code, "已不再是本单位的单位管理员" in text_of(answer)) == (410, True)
    assert not Person.objects.filter(email=EMAIL).exists()


def test_an_invitation_is_good_for_seven_days_of_real_time(world: World, admin: Client) -> None:
    link, now = invitation_link(admin), timezone.now()
    with time_machine.travel(now + timedelta(days=7, seconds=-5), tick=False):
        assert Client().get(link).status_code == 200
    with time_machine.travel(now + timedelta(days=7, seconds=5), tick=False):
        assert [Client().get(link).status_code, Client().post(link, ACCOUNT).status_code] == [410, 410]


def test_a_forged_invitation_leads_nowhere(world: World, admin: Client) -> None:
    link = invitation_link(admin)
    registration = letters.registration_key(EMAIL)
    forged = [link[:-3] + "xx/", "/organisations/invitations/1/", f"/organisations/invitations/{registration}/"]
    assert [Client().get(address).status_code for address in forged] == [404] * 3
    assert [Client().post(address, ACCOUNT).status_code for address in forged] == [404] * 3


def test_a_withdrawn_invitation_is_good_no_more(world: World, admin: Client) -> None:
    link = invitation_link(admin)
    address = f"{MEMBERS}invitations/{Invitation.objects.get().pk}/withdraw/"
    assert [admin.post(address).status_code for _ in range(2)] == [302, 302]
    assert Client().post(link, ACCOUNT).status_code == 410


def test_a_new_invitation_takes_the_place_of_the_old_one(world: World, admin: Client) -> None:
    old = invitation_link(admin)
    new = invitation_link(admin, roles=["preparer"])
    assert [Client().get(link).status_code for link in (old, new)] == [410, 200]
    assert len(letters_to(EMAIL)) == 2


def test_administrators_are_kept_apart(world: World, admin: Client) -> None:
    seat = world.seats["audit_admin"]
    link = invitation_link(admin, email=seat.person.email)
    assert client_of(seat).post(link).status_code == 409
    assert (roles_of(seat.person, world), Invitation.objects.get().accepted_at) == (set(), None)


@pytest.mark.rule("Z32")
def test_the_administrator_says_who_may_submit(world: World, admin: Client) -> None:
    seat = world.seats["preparer"]
    theirs = client_of(seat)
    assert theirs.get("/applications/").status_code == 200
    answer = admin.post(f"{MEMBERS}{seat.person_id}/roles/", {"roles": ["preparer", "submitter"]})
    assert (answer.status_code, roles_of(seat.person, world)) == (302, {"preparer", "submitter"})
    assert "/accounts/login/" in theirs.get("/applications/")["Location"]
    seat.refresh_from_db()
    assert seat.ended_at is None


def test_the_same_roles_end_no_session(world: World, admin: Client) -> None:
    seat = world.seats["preparer"]
    theirs = client_of(seat)
    assert admin.post(f"{MEMBERS}{seat.person_id}/roles/", {"roles": ["preparer"]}).status_code == 302
    assert theirs.get("/applications/").status_code == 200


@pytest.mark.parametrize("roles", [[], ["sac_officer"], ["organiser_officer"]])
def test_roles_that_cannot_be_are_told_at_the_field(world: World, admin: Client, roles: list[str]) -> None:
    person = world.seats["preparer"].person
    answer = admin.post(f"{MEMBERS}{person.pk}/roles/", {"roles": roles, "next": ""})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"roles"})
    assert roles_of(person, world) == {"preparer"}


def test_the_last_administrator_stays_one(world: World, admin: Client) -> None:
    seat = world.seats["unit_admin"]
    addresses = [f"{MEMBERS}seats/{seat.pk}/end/", f"{MEMBERS}{seat.person_id}/leave/"]
    answers = [admin.post(address) for address in addresses]
    answers.append(admin.post(f"{MEMBERS}{seat.person_id}/roles/", {"roles": ["preparer"]}))
    assert [answer.status_code for answer in answers] == [422] * 3
    assert ["至少留一名单位管理员" in text_of(answer) for answer in answers] == [True] * 3
    assert roles_of(seat.person, world) == {"unit_admin"}


@pytest.mark.parametrize("facts", [{"ends": SEATED + timedelta(days=1000)}, {"standing_in": True}])
def test_a_passing_administrator_is_none_to_stay(world: World, facts: dict[str, Any]) -> None:
    seat = world.seats["unit_admin"]
    if facts.pop("standing_in", False):
        facts["standing_in_for"] = seat
    world.seat("passing", "host", "unit_admin", **facts)
    with pytest.raises(SeatRefused):
        change_roles(seat.unit, seat.person, ["preparer"], by=seat.person)


def test_of_two_administrators_one_may_go(world: World, admin: Client) -> None:
    world.seat("second", "host", "unit_admin")
    seat = world.seats["unit_admin"]
    assert admin.post(f"{MEMBERS}{seat.person_id}/leave/").status_code == 302
    assert "/accounts/login/" in admin.get(MEMBERS)["Location"]


def test_a_seat_ended_is_gone_at_the_next_request(world: World, admin: Client) -> None:
    seat = world.seats["submitter"]
    theirs = client_of(seat)
    assert theirs.get("/applications/").status_code == 200
    address = f"{MEMBERS}seats/{seat.pk}/end/"
    assert seat.person.name in text_of(admin.get(address))
    assert [admin.post(address).status_code for _ in range(2)] == [302, 404]
    assert "/accounts/login/" in theirs.get("/applications/")["Location"]
    seat.refresh_from_db()
    newest = seat.history.latest("history_id")
    assert (seat.ended_at, newest.history_user) == (clock.now(), world.seats["unit_admin"].person)
    assert not client_of(Membership.objects.get(pk=seat.pk)).get("/home/").context["seat"]


@pytest.mark.rule("Z32")
def test_a_leaver_keeps_seats_elsewhere_and_the_work_stays(world: World, admin: Client) -> None:
    seat, draft = world.seats["preparer"], world.draft()
    elsewhere = world.seat("elsewhere", "other_host", "preparer", person=seat.person)
    theirs = client_of(seat)
    address = f"{MEMBERS}{seat.person_id}/leave/"
    assert "移交" in text_of(admin.get(address))
    assert [admin.post(address).status_code for _ in range(2)] == [302, 404]
    assert "/accounts/login/" in theirs.get("/home/")["Location"]
    again = client_of(Membership.objects.get(pk=elsewhere.pk))
    assert (again.get("/home/").context["seat"], again.get(draft.get_absolute_url()).status_code) == (elsewhere, 404)
    assert client_of(world.seats["submitter"]).get(draft.get_absolute_url()).status_code == 200
    assert draft.started_by == seat.person


def test_who_asked_is_let_in_with_roles(world: World, admin: Client) -> None:
    row = asks(world)
    address = f"{MEMBERS}requests/{row.pk}/"
    assert row.person.name in text_of(admin.get(address))
    assert admin.post(address, {"granted": "yes", "roles": ["preparer"], "answer": "欢迎"}).status_code == 302
    row.refresh_from_db()
    assert (row.granted, row.answer, row.decided_by) == (True, "欢迎", world.seats["unit_admin"].person)
    assert roles_of(row.person, world) == {"preparer"}
    assert Notification.objects.get(person=row.person).title == "已加入昇阳光伏科技有限公司"


def test_who_asked_is_declined_with_an_answer(world: World, admin: Client) -> None:
    row = asks(world)
    answer = admin.post(f"{MEMBERS}requests/{row.pk}/", {"granted": "no", "roles": ["preparer"], "answer": "查无此人"})
    row.refresh_from_db()
    assert (answer.status_code, row.granted, roles_of(row.person, world)) == (302, False, set())
    assert "查无此人" in Notification.objects.get(person=row.person).body


@pytest.mark.parametrize(
    ("data", "faulty"),
    [
        ({"answer": ""}, "granted"),
        ({"granted": "yes"}, "roles"),
        ({"granted": "yes", "roles": ["sac_officer"]}, "roles"),
        ({"granted": "no"}, "answer"),
    ],
)
def test_half_an_answer_is_none(world: World, admin: Client, data: dict[str, Any], faulty: str) -> None:
    row = asks(world)
    answer = admin.post(f"{MEMBERS}requests/{row.pk}/", data)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {faulty})
    assert JoinRequest.objects.get(pk=row.pk).decided_at is None


def test_a_request_is_answered_once(world: World, admin: Client) -> None:
    row = asks(world)
    address = f"{MEMBERS}requests/{row.pk}/"
    assert admin.post(address, {"granted": "no", "answer": "查无此人"}).status_code == 302
    late = admin.post(address, {"granted": "yes", "roles": ["preparer"]})
    assert "不同意" in text_of(late)
    assert (roles_of(row.person, world), JoinRequest.objects.get(pk=row.pk).granted) == (set(), False)


def test_an_organisers_administrator_seats_its_officers(world: World) -> None:
    seat = world.seat("keeper", "organiser", "unit_admin")
    officer = world.seats["organiser_officer"]
    answer = client_of(seat).post(
        f"{MEMBERS}{officer.person_id}/roles/", {"roles": ["organiser_officer", "unit_admin"]}
    )
    held = Membership.objects.filter(person=officer.person, ended_at=None).values_list("role", flat=True)
    assert (answer.status_code, set(held)) == (302, {"organiser_officer", "unit_admin"})
