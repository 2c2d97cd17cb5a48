"""亮点成果, 经验做法 and 典型案例 asked for by a date (办法8（五）)."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from assessments.keeping import NotKept
from assessments.models import Achievement, MaterialRequest
from assessments.requesting import answer, ask, finish
from bases.models import Base
from procedure import clock
from procedure.models import DueDate, Notification, Outbox
from procedure.notifying import remind
from procedure.sweep import sweep
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.assessments.based import a_base, others
from tests.ground import shared
from workbench.todo import items

pytestmark = pytest.mark.rule("B08")


@shared
def base(world: World) -> Base:
    return a_base(world, "building")


@shared
def asked(world: World, base: Base) -> MaterialRequest:
    return ask(base, "请报一篇典型案例。", clock.today() + timedelta(days=20), seat=world.seats["sac_officer"])


def url(base: Base) -> str:
    return f"/assessments/bases/{base.pk}/requests/new/"


def filled(**changes: Any) -> dict[str, Any]:
    return {"text": "请报一篇典型案例。", "due_on": (clock.today() + timedelta(days=20)).isoformat()} | changes


def date_of(base: Base) -> DueDate:
    return DueDate.objects.get(subject_id=base.pk, kind="material_request")


def told(base: Base, asked: MaterialRequest, world: World, **changes: Any) -> None:
    sent = {"title": "一个案例", "happened_on": "2026-06-01", "text": "背景、做法、成效。", "key": str(uuid.uuid4())}
    client = client_of(world.seats["preparer"])
    page = f"/assessments/bases/{base.pk}/kept/achievements/new/?kind=typical_case"
    assert client.post(page, sent | {"request": str(asked.pk)} | changes).status_code == 302


def test_only_the_organiser_and_an_officer_of_sac_ask(world: World, base: Base) -> None:
    for name, seat in world.seats.items():
        wanted = 200 if name in ("organiser_officer", "sac_officer") else 404
        assert (name, client_of(seat).get(url(base)).status_code) == (name, wanted)
        if wanted == 404:
            assert client_of(seat).post(url(base), filled()).status_code == 404
    assert not MaterialRequest.objects.exists()


@pytest.mark.parametrize("changes", [{"text": " "}, {"due_on": ""}, {"due_on": "2026-06-15"}, {"due_on": "下周"}])
def test_it_says_what_and_until_when_with_time_to_do_it(world: World, base: Base, changes: dict[str, str]) -> None:
    answered = client_of(world.seats["sac_officer"]).post(url(base), filled(**changes))
    assert (answered.status_code, list(answered.context["form"].errors)) == (422, list(changes))


def test_nothing_is_asked_of_a_base_that_has_ended(world: World) -> None:
    over = a_base(world, "terminated")
    answered = client_of(world.seats["sac_officer"]).post(url(over), filled())
    assert (answered.status_code, MaterialRequest.objects.count()) == (409, 0)


def test_asked_twice_it_is_one_request_with_one_date(world: World, base: Base) -> None:
    client = client_of(world.seats["sac_officer"])
    for _ in range(2):
        assert client.post(url(base), filled()).status_code == 302
    due = date_of(base)
    assert (MaterialRequest.objects.count(), due.cycle, due.closed_at) == (1, 1, None)
    assert due.due_at.astimezone(clock.BEIJING).date() == clock.today() + timedelta(days=21)


def test_the_host_is_told_reminded_and_has_it_in_its_list(world: World, base: Base, asked: MaterialRequest) -> None:
    people = {world.seats[name].person_id for name in ("preparer", "submitter", "unit_admin")}
    assert set(Notification.objects.values_list("person", flat=True)) == people
    with clock.at(clock.now() + timedelta(days=15)):
        sweep()
        remind(Outbox.objects.get(kind="remind"))
    assert Notification.objects.filter(title__endswith="即将到期").count() == len(people)
    waits = {name: [item.due for item in items(seat, clock.now())] for name, seat in world.seats.items()}
    assert {name for name, dues in waits.items() if date_of(base) in dues} == {"preparer", "submitter"}


def test_it_is_answered_by_the_submitter_with_what_was_filed(world: World, base: Base, asked: MaterialRequest) -> None:
    page = f"/assessments/requests/{asked.pk}/answer/"
    for name, seat in world.seats.items():
        assert (name, client_of(seat).get(page).status_code) == (name, 200 if name == "submitter" else 404)
    client = client_of(world.seats["submitter"])
    empty = client.post(page, {"answer": ""})
    assert (empty.status_code, "还没有为这项要求报送内容" in text_of(empty)) == (409, True)
    told(base, asked, world)
    assert client.post(page, {"answer": ""}).status_code == 302
    asked.refresh_from_db()
    assert (asked.answered_by_name, asked.answers.get().title) == ("submitter某", "一个案例")
    assert date_of(base).closed_at == clock.now()
    assert date_of(base) not in [item.due for item in items(world.seats["submitter"], clock.now())]
    doing = "查看报送的亮点成果、经验做法和典型案例"
    asks = {name for name, seat in world.seats.items() if doing in [each.doing for each in items(seat, clock.now())]}
    assert asks == {"sac_officer"}
    with pytest.raises(NotKept, match="已经说明报送完毕"):
        answer(asked, "再说一次", seat=world.seats["submitter"])


def test_a_late_answer_is_taken(world: World, base: Base, asked: MaterialRequest) -> None:
    with clock.at(clock.now() + timedelta(days=30)):
        sweep()
        told(base, asked, world)
        answer(asked, "", seat=world.seats["submitter"])
        asked.refresh_from_db()
        assert asked.answered_at == clock.now()


def test_whoever_asked_finishes_it(world: World, base: Base, asked: MaterialRequest) -> None:
    page = f"/assessments/requests/{asked.pk}/finish/"
    for name, seat in world.seats.items():
        if name != "sac_officer":
            assert (name, client_of(seat).post(page).status_code) == (name, 404)
    assert client_of(world.seats["sac_officer"]).post(page).status_code == 302
    asked.refresh_from_db()
    assert (asked.closed_by_name, date_of(base).closed_at) == ("sac_officer某", clock.now())
    for again in (lambda: finish(asked, seat=world.seats["sac_officer"]),
                  lambda: answer(asked, "晚了", seat=world.seats["submitter"])):  # fmt: skip
        with pytest.raises(NotKept, match="已经办结"):
            again()
    assert Achievement.objects.count() == 0


def test_others_know_nothing_of_it(world: World, base: Base, asked: MaterialRequest) -> None:
    for name, seat in others(world).items():
        answered = client_of(seat).get(f"/assessments/requests/{asked.pk}/answer/")
        assert (name, answered.status_code) == (name, 404)
