"""The security administrator gives seats and takes them away; 三员 stay apart, and nobody helps himself."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client

from accounts.models import EventKind, Person, SecurityEvent
from organisations import seats
from organisations.models import Membership, Role
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World, new_person
from tests.ground import shared

TODAY = NOON.date()
DAY = timedelta(days=1)
PAGE = "/organisations/seats/"


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.seats["security_admin"])


@shared
def newcomer(world: World) -> Person:
    return new_person("newcomer")


def facts(**changes: Any) -> dict[str, Any]:
    values = {
        "unit": "贵州省市场监督管理局", "role": "unit_admin", "starts": TODAY.isoformat(), "ends": "", "reason": "来函",
    }  # fmt: skip
    return values | changes


def seated(person: Person) -> list[tuple[str, str]]:
    return list(person.memberships.filter(ended_at=None).order_by("pk").values_list("unit__name", "role"))


@pytest.mark.parametrize(
    "who", ["preparer", "unit_admin", "sac_officer", "sac_approver", "system_admin", "audit_admin"]
)
def test_nobody_else_comes_near(world: World, newcomer: Person, who: str) -> None:
    client, held = client_of(world.seats[who]), world.seats["other_preparer"]
    for url in (PAGE, f"{PAGE}{newcomer.pk}/", f"{PAGE}held/{held.pk}/end/"):
        assert client.get(url).status_code == 404
        assert client.post(url, facts(reason="x")).status_code in {404, 405}
    held.refresh_from_db()
    assert (seated(newcomer), held.ended_at) == ([], None)


def test_people_are_found_by_name_or_mail_and_not_listed_unasked(world: World, officer: Client) -> None:
    person = world.seats["organiser_officer"].person
    assert officer.get(PAGE).context["people"] == []
    for words in ("organiser_officer某", person.email.upper()):
        found = officer.get(PAGE, {"q": words})
        assert person in found.context["people"]
        assert "贵州省市场监督管理局 组织单位经办" in text_of(found)
    assert "没有找到" in text_of(officer.get(PAGE, {"q": "查无此人"}))


def test_an_authority_gets_its_first_administrator(world: World, officer: Client, newcomer: Person) -> None:
    their = Client()
    their.force_login(newcomer)
    assert officer.post(f"{PAGE}{newcomer.pk}/", facts(ends="2027-01-31")).status_code == 302
    seat = newcomer.memberships.get()
    assert (seat.role, seat.starts, seat.ends) == (Role.UNIT_ADMIN, TODAY, date(2027, 1, 31))
    state = seat.history.get()
    assert (state.history_user, state.history_change_reason) == (world.seats["security_admin"].person, "来函")
    event = SecurityEvent.objects.get(kind=EventKind.SEAT_GIVEN)
    assert (event.person, event.by) == (newcomer, world.seats["security_admin"].person)
    assert their.get("/home/").status_code == 302  # signed out, and told
    assert newcomer.notifications.get().title == "您有了新的岗位"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"unit": ""}, "请填写单位"),
        ({"unit": "贵州省"}, "名称相近的有：贵州省人民政府、贵州省市场监督管理局"),
        ({"unit": "没有的局"}, "没有这个单位"),
        ({"role": ""}, "请选择岗位"),
        ({"role": "emperor"}, "岗位"),
        ({"role": "sac_officer"}, "没有“国家标准委经办”这个岗位"),
        ({"starts": "昨天"}, "请填写日期"),
        ({"starts": (TODAY - DAY).isoformat()}, "不能从过去的日子开始"),
        ({"ends": (TODAY - DAY).isoformat()}, "止日不能早于起日"),
        ({"reason": ""}, "请写明依据"),
    ],
)
def test_a_wrong_value_is_told_and_nothing_typed_is_lost(
    world: World, officer: Client, newcomer: Person, changes: dict[str, str], sentence: str
) -> None:
    answer = officer.post(f"{PAGE}{newcomer.pk}/", facts(**changes))
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert answer.context["form"]["role"].value() == facts(**changes)["role"]
    assert seated(newcomer) == []


SAC = "国家标准化管理委员会"


@pytest.mark.parametrize(
    ("who", "unit", "role"),
    [
        ("system_admin", SAC, "audit_admin"),
        ("audit_admin", SAC, "security_admin"),
        ("system_admin", SAC, "sac_officer"),
        ("sac_officer", SAC, "system_admin"),
        ("organiser_officer", SAC, "audit_admin"),
        ("audit_admin", "贵州省市场监督管理局", "unit_admin"),
    ],
)
def test_three_administrators_stay_apart(world: World, officer: Client, who: str, unit: str, role: str) -> None:
    person = world.seats[who].person
    before = seated(person)
    answer = officer.post(f"{PAGE}{person.pk}/", facts(unit=unit, role=role))
    assert answer.status_code == 422
    assert "互相分开" in text_of(answer)
    assert seated(person) == before


def test_the_database_is_the_last_guard(world: World) -> None:
    person = world.seats["system_admin"].person
    with pytest.raises(InternalError, match="administrators_apart"), transaction.atomic():
        world.seat("again", "sac", "audit_admin", person=person)


def test_what_the_database_refuses_is_said_in_the_same_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "_refuse_mixing", lambda seat: None)
    monkeypatch.setattr(seats, "_refuse_a_second", lambda seat: None)
    by, sac = world.seats["security_admin"].person, world.units["sac"]
    with pytest.raises(seats.SeatRefused, match="互相分开"):
        seats.give_seat(
            world.seats["system_admin"].person, sac, Role.AUDIT_ADMIN, starts=TODAY, ends=None, by=by, reason="x"
        )
    with pytest.raises(seats.SeatRefused, match="已经有这个岗位"):
        seats.give_seat(
            world.seats["sac_officer"].person, sac, Role.SAC_OFFICER, starts=TODAY, ends=None, by=by, reason="x"
        )


def test_an_administrators_seat_can_follow_one_that_has_ended(world: World, officer: Client) -> None:
    held = world.seats["system_admin"]
    assert officer.post(f"{PAGE}held/{held.pk}/end/", {"reason": "轮岗"}).status_code == 302
    assert officer.post(f"{PAGE}{held.person_id}/", facts(unit=SAC, role="audit_admin")).status_code == 302
    assert seated(held.person) == [(SAC, "audit_admin")]


def test_officer_and_approver_may_be_one_person(world: World, officer: Client) -> None:
    person = world.seats["sac_officer"].person
    assert officer.post(f"{PAGE}{person.pk}/", facts(unit=SAC, role="sac_approver")).status_code == 302
    assert seated(person) == [(SAC, "sac_officer"), (SAC, "sac_approver")]


def test_the_same_seat_is_not_given_twice_for_the_same_days(world: World, officer: Client, newcomer: Person) -> None:
    url = f"{PAGE}{newcomer.pk}/"
    officer.post(url, facts(ends=(TODAY + DAY).isoformat()))
    assert "已经有这个岗位" in text_of(officer.post(url, facts()))
    assert officer.post(url, facts(starts=(TODAY + 2 * DAY).isoformat())).status_code == 302
    assert len(seated(newcomer)) == 2


def test_nobody_gives_or_takes_a_seat_of_his_own(world: World, officer: Client) -> None:
    own = world.seats["security_admin"]
    page = officer.get(f"{PAGE}{own.person_id}/")
    assert "另一名安全管理员" in text_of(page)
    given = officer.post(f"{PAGE}{own.person_id}/", facts(unit=SAC, role="security_admin"))
    assert "不能给自己授予岗位" in text_of(given)
    taken = officer.post(f"{PAGE}held/{own.pk}/end/", {"reason": "不干了"})
    assert "不能收回自己的岗位" in text_of(taken)
    own.refresh_from_db()
    assert (seated(own.person), own.ended_at) == ([(SAC, "security_admin")], None)


def test_a_seat_is_taken_away_at_once_with_its_reason(world: World, officer: Client) -> None:
    held = world.seats["organiser_officer"]
    their = client_of(held)
    assert their.get("/applications/").status_code == 200
    url = f"{PAGE}held/{held.pk}/end/"
    assert officer.post(url, {"reason": " "}).status_code == 422
    assert officer.post(url, {"reason": "调离。"})["Location"] == f"{PAGE}{held.person_id}/"
    assert their.get("/applications/").status_code == 302
    their.force_login(Person.objects.get(pk=held.person_id))
    assert their.get("/applications/").status_code == 404
    assert SecurityEvent.objects.get(kind=EventKind.SEAT_ENDED).detail.endswith("：调离。")
    page = text_of(officer.get(f"{PAGE}{held.person_id}/"))
    assert "已收回" in page
    assert "调离。" in page
    assert officer.get(url).status_code == 404


def test_taking_away_twice_changes_nothing(world: World) -> None:
    held, by = world.seats["expert"], world.seats["security_admin"].person
    assert seats.end_seat(held, by=by, reason="一")
    assert not seats.end_seat(held, by=by, reason="二")
    assert Membership.history.filter(id=held.pk).latest("history_id").history_change_reason == "一"


def test_what_no_database_can_hold_finds_nobody(officer: Client) -> None:
    answer = officer.get(PAGE, {"q": "\0甲乙丙丁"})
    assert (answer.status_code, list(answer.context["people"])) == (200, [])
