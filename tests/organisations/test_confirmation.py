"""An officer's word on name and code; what takes it away; who sees a unit's papers."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction

from organisations import confirming_rights
from organisations.models import Unit, UnitConfirmation
from organisations.registering import IDENTITY, base_of, confirm_unit
from procedure.models import Notification
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.organisations.newcomers import CODE, ODD_CODE, admin_of, registered, upload
from tests.routes.stage import body

SAID = {"reason": "已核对营业执照", "odd_code": False}


@pytest.fixture(autouse=True)
def own_reasons() -> Iterator[None]:
    """What the rooms above have registered is theirs to prove."""
    kept, confirming_rights.PREDICATES[:] = list(confirming_rights.PREDICATES), [lambda seat, unit: True]
    yield
    confirming_rights.PREDICATES[:] = kept


def page_of(unit: Unit) -> str:
    return f"/organisations/units/{unit.pk}/confirm/"


def confirm(world: World, unit: Unit, *, by: str = "organiser_officer", **data: Any) -> Any:
    return client_of(world.seats[by]).post(page_of(unit), {"base": base_of(unit, IDENTITY), "reason": "", **data})


@pytest.mark.parametrize(
    "who",
    ["preparer", "submitter", "unit_admin", "recommender_officer", "sac_approver", "expert", "system_admin",
     "security_admin", "audit_admin"],
)  # fmt: skip
def test_nobody_else_confirms(world: World, who: str) -> None:
    unit = registered(world)
    assert client_of(world.seats[who]).get(page_of(unit)).status_code == 404
    assert confirm(world, unit, by=who).status_code == 404
    assert not UnitConfirmation.objects.exists()


def test_a_unit_does_not_confirm_itself(world: World) -> None:
    unit = registered(world)
    assert client_of(admin_of(unit)).post(page_of(unit), {"base": base_of(unit, IDENTITY)}).status_code == 404


def test_an_authority_needs_no_confirmation(world: World) -> None:
    assert client_of(world.seats["sac_officer"]).get(page_of(world.units["organiser"])).status_code == 404


@pytest.mark.parametrize("who", ["organiser_officer", "sac_officer"])
def test_an_officer_confirms(world: World, who: str) -> None:
    unit = registered(world)
    assert "校验码相符" in text_of(client_of(world.seats[who]).get(page_of(unit)))
    assert confirm(world, unit, by=who).status_code == 302
    unit.refresh_from_db()
    said = unit.confirmations.get()
    assert (said.name, said.code, said.odd_code, said.by) == (unit.name, CODE, False, world.seats[who].person)
    assert (unit.is_confirmed, unit.confirmed_at) == (True, said.at)
    assert unit.history.latest("history_id").history_user == world.seats[who].person
    assert Notification.objects.filter(person=admin_of(unit).person, title="本单位已确认").count() == 1


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [("/home/", "/home/"), ("", ""), ("https://elsewhere.example/", "")],
    ids=["case", "none", "out"],
)
def test_a_confirmation_leads_back_to_where_one_came_from(world: World, wanted: str, leads: str) -> None:
    unit = registered(world)
    assert confirm(world, unit, next=wanted)["Location"] == (leads or page_of(unit))


@pytest.mark.rule("Z63")
@pytest.mark.parametrize(
    ("data", "faulty"),
    [({}, {"odd_code", "reason"}), ({"odd_code": "on"}, {"reason"}), ({"reason": "已核对"}, {"odd_code"})],
)
def test_a_wrong_check_digit_wants_the_tick_and_a_reason(world: World, data: dict[str, str], faulty: set[str]) -> None:
    unit = registered(world, ODD_CODE, evidence=upload())
    answer = confirm(world, unit, **data)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, faulty)
    assert not Unit.objects.get(pk=unit.pk).is_confirmed


@pytest.mark.rule("Z63")
def test_a_wrong_check_digit_without_evidence_is_not_confirmed(world: World) -> None:
    unit = registered(world)
    Unit.objects.filter(pk=unit.pk).update(code=ODD_CODE)
    with pytest.raises(ValidationError, match="证明材料"):
        confirm_unit(unit, world.seats["sac_officer"], reason="已核对", odd_code=True)


@pytest.mark.rule("Z63")
def test_a_wrong_check_digit_with_evidence_is_recorded_as_such(world: World) -> None:
    unit = registered(world, ODD_CODE, evidence=upload())
    assert confirm(world, unit, odd_code="on", reason="已核对营业执照原件").status_code == 302
    said = unit.confirmations.get()
    assert (said.odd_code, said.reason, said.code) == (True, "已核对营业执照原件", ODD_CODE)


@pytest.mark.parametrize("code", ["", "91NOCODE"])
def test_what_is_no_code_is_never_confirmed(world: World, code: str) -> None:
    unit = registered(world)
    Unit.objects.filter(pk=unit.pk).update(code=code)
    with pytest.raises(ValidationError, match="代码格式不对"):
        confirm_unit(unit, world.seats["sac_officer"], reason="已核对", odd_code=True)


@pytest.mark.parametrize("base", ["", "0123456789abcdef"])
def test_what_changed_meanwhile_is_not_confirmed(world: World, base: str) -> None:
    unit = registered(world)
    answer = confirm(world, unit, base=base)
    assert (answer.status_code, unit.confirmations.count()) == (422, 0)
    assert "请看过现在的内容再确认" in text_of(answer)


def test_a_confirmation_is_written_once(world: World) -> None:
    unit = registered(world)
    said = confirm_unit(unit, world.seats["sac_officer"], **SAID)
    with pytest.raises(InternalError), transaction.atomic():
        UnitConfirmation.objects.filter(pk=said.pk).update(reason="另有原因")
    with pytest.raises(InternalError), transaction.atomic():
        UnitConfirmation.objects.filter(pk=said.pk).delete()


@pytest.mark.parametrize("change", [{"name": "新来科技股份有限公司"}, {"code": "12100000400000624D"}])
def test_another_name_or_code_takes_the_confirmation_away(world: World, change: dict[str, str]) -> None:
    unit = registered(world)
    confirm_unit(unit, world.seats["sac_officer"], **SAID)
    data = {"name": unit.name, "code": unit.code, "base": base_of(unit, IDENTITY)} | change
    client = client_of(admin_of(unit))
    assert "原来的确认不再有效" in text_of(client.get("/organisations/unit/name/"))
    assert client.post("/organisations/unit/name/", data).status_code == 302
    unit.refresh_from_db()
    assert (unit.is_confirmed, unit.confirmations.count()) == (False, 1)
    newest = unit.history.latest("history_id")
    assert (newest.history_user, newest.history_change_reason) == (
        admin_of(unit).person, "更改单位名称或代码，须重新确认",
    )  # fmt: skip


def test_the_same_name_and_code_change_nothing(world: World) -> None:
    unit = registered(world)
    confirm_unit(unit, world.seats["sac_officer"], **SAID)
    data = {"name": unit.name, "code": CODE.lower(), "base": base_of(unit, IDENTITY)}
    assert client_of(admin_of(unit)).post("/organisations/unit/name/", data).status_code == 302
    assert Unit.objects.get(pk=unit.pk).is_confirmed


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("preparer", 404), ("other_unit_admin", 404), ("expert", 404), ("system_admin", 404), ("audit_admin", 404),
        ("organiser_officer", 200), ("recommender_officer", 200), ("sac_officer", 200), ("sac_approver", 200),
    ],
)  # fmt: skip
def test_papers_are_seen_by_the_officers_and_the_unit_itself(world: World, who: str, status: int) -> None:
    unit = registered(world, evidence=upload())
    address = f"/organisations/evidence/{unit.evidence.get().pk}/"
    answers = [client_of(seat).get(address) for seat in (world.seats[who], admin_of(unit))]
    assert [answer.status_code for answer in answers] == [status, 200]
    assert "attachment" in answers[1]["Content-Disposition"]
    assert [len(body(answer)) > 0 for answer in answers] == [True, True]


def test_nobody_but_sac_has_to_do_with_a_unit_before_a_room_says_why(world: World) -> None:
    unit = registered(world, evidence=upload())
    ours = world.units["organiser"]
    confirming_rights.PREDICATES.clear()
    assert [confirming_rights.may_confirm(world.seats[who], unit) for who in ("organiser_officer", "sac_officer")] == [
        False, True,
    ]  # fmt: skip
    confirming_rights.concerns(lambda seat, asked: seat.unit == ours and asked == unit)
    may = {who: confirming_rights.may_confirm(world.seats[who], unit)
           for who in ("organiser_officer", "other_organiser_officer", "sac_officer")}  # fmt: skip
    assert may == {"organiser_officer": True, "other_organiser_officer": False, "sac_officer": True}
    assert client_of(world.seats["other_organiser_officer"]).get(page_of(unit)).status_code == 404
    paper = f"/organisations/evidence/{unit.evidence.get().pk}/"
    assert client_of(world.seats["recommender_officer"]).get(paper).status_code == 404
