"""What a step brings about: dates with their reasons, messages to exactly those concerned, and one receipt."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Person
from applications.models import Application
from procedure import clock, outbox
from procedure.machines import steps_of
from procedure.models import DueDate, Notification, Outbox, Record
from procedure.perform import Refused, perform, start
from tests.applications.building import CLOSES, NOON, World
from tests.arriving import DATA, arrive, data_for, seat_for, take

WHY = (
    "“2026年度国家技术标准创新基地申报指南”受理期至2026年7月30日24时，"
    "报送、论证和推荐都须在此之前完成；固定日期不因节假日顺延。"
)


def dues(application: Application) -> list[tuple[Any, ...]]:
    rows = DueDate.objects.filter(root=application.pk).order_by("id")
    return [(row.kind, row.cycle, row.starts, row.due_at, row.closed_at) for row in rows]


# Dates


def test_a_draft_has_until_the_windows_end_and_says_why(world: World) -> None:
    application = world.draft()
    due = DueDate.objects.get(root=application.pk)
    assert (due.kind, due.label, due.article, due.why) == ("submit_plan", "报送申报方案", "指南四.3", WHY)
    assert (due.starts, due.due_at, due.closed_at, due.fires) == (NOON, CLOSES, None, "")
    assert [datetime.fromisoformat(moment) for moment in due.reminders] == [
        CLOSES - timedelta(days=days) for days in (14, 7, 3, 1)
    ]
    assert (due.next_reminder, due.tells) == (CLOSES - timedelta(days=14), ["applicant"])


def test_each_step_closes_its_own_date_and_opens_the_next(world: World) -> None:
    application, moments = world.draft(), [NOON + timedelta(hours=hour) for hour in range(6)]
    for moment, step in zip(
        moments[1:], ["submit_plan", "endorse_plan", "return_endorsement", "return_plan", "submit_plan"], strict=True
    ):
        with clock.at(moment):
            take(application, step)
    assert dues(application) == [
        ("submit_plan", 0, moments[0], CLOSES, moments[1]),
        ("endorse_plan", 1, moments[1], CLOSES, moments[2]),
        ("recommend", 2, moments[2], CLOSES, moments[3]),
        ("endorse_plan", 3, moments[3], CLOSES, moments[4]),
        ("submit_plan", 4, moments[4], CLOSES, moments[5]),
        ("endorse_plan", 5, moments[5], CLOSES, None),
    ]


def test_nothing_is_due_any_more_once_it_has_reached_sac(world: World) -> None:
    application = arrive(world.draft(), "received")
    assert [row[0] for row in dues(application) if row[4] is None] == []


ENDS = [
    ("draft", "withdraw"),
    ("organiser_review", "decline_endorsement"),
    ("organiser_review", "withdraw"),
    ("recommender_review", "decline_recommendation"),
    ("recommender_review", "withdraw"),
    ("received", "withdraw_recommendation"),
]


@pytest.mark.rule("B12")
@pytest.mark.parametrize(("state", "step"), ENDS)
def test_an_end_closes_every_date_and_nothing_follows_it(world: World, state: str, step: str) -> None:
    application = arrive(world.draft(), state)
    take(application, step)
    assert [row for row in dues(application) if row[4] is None] == []
    assert application.is_final
    for name in DATA:
        step = steps_of(Application)[name]
        with pytest.raises(Refused):
            perform(application, name, seat=seat_for(application, step), data=data_for(application, name))


# Messages

EVERYBODY = {"preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer", "sac_officer"}
# state, step: who is told, but for who pressed
TOLD = [
    ("draft", "submit_plan", {"organiser_officer"}),
    ("organiser_review", "return_plan", {"preparer", "submitter", "unit_admin"}),
    ("organiser_review", "endorse_plan", {"preparer", "submitter", "unit_admin", "recommender_officer"}),
    ("organiser_review", "decline_endorsement", {"preparer", "submitter", "unit_admin"}),
    ("recommender_review", "return_endorsement", {"preparer", "submitter", "unit_admin", "organiser_officer"}),
    ("recommender_review", "recommend", EVERYBODY - {"recommender_officer"}),
    ("recommender_review", "decline_recommendation", {"preparer", "submitter", "unit_admin", "organiser_officer"}),
    ("draft", "withdraw", {"preparer", "unit_admin", "organiser_officer"}),
    ("organiser_review", "withdraw", {"preparer", "unit_admin", "organiser_officer"}),
    ("recommender_review", "withdraw", {"preparer", "unit_admin", "organiser_officer", "recommender_officer"}),
    ("received", "withdraw_recommendation", EVERYBODY - {"recommender_officer"}),
]


def deliver() -> None:
    while waiting := list(Outbox.objects.filter(done_at=None, failed_at=None).exclude(kind="print")):
        for row in waiting:
            assert outbox.deliver(row.pk)


@pytest.mark.parametrize(("state", "step", "told"), TOLD)
def test_a_step_tells_exactly_those_concerned(
    world: World, mailoutbox: list[Any], state: str, step: str, told: set[str]
) -> None:
    application = arrive(world.draft(), state)
    deliver()
    Notification.objects.all().delete()
    mailoutbox.clear()
    record = take(application, step)
    deliver()
    people = {name: world.seats[name].person for name in told}
    assert {row.person for row in Notification.objects.all()} == set(people.values())
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(person.email for person in people.values())
    message = Notification.objects.first()
    assert message is not None
    assert (message.title, message.url) == (
        f"国家技术标准创新基地（光伏）：{record.label}",
        f"/cases/application/{application.pk}/",
    )
    assert all(f"http://127.0.0.1:8000/cases/application/{application.pk}/" in mail.body for mail in mailoutbox)


def test_a_call_published_or_closed_is_told_to_every_authority(world: World) -> None:
    authorities = {
        world.seats[name].person
        for name in (
            "organiser_officer", "recommender_officer", "other_organiser_officer", "other_recommender_officer",
        )
    }  # fmt: skip
    call = world.new_call(published=False, title="第二份指南")
    for step in ("publish_call", "close_call"):
        deliver()
        Notification.objects.all().delete()
        with clock.at(CLOSES):
            take(call, step)
        deliver()
        assert {row.person for row in Notification.objects.all()} == authorities


def test_a_return_carries_its_note_to_the_applicant(world: World) -> None:
    application = arrive(world.draft(), "organiser_review")
    take(application, "return_plan", note="请补充三年指标。")
    deliver()
    body = Notification.objects.filter(person=world.seats["preparer"].person).latest("id").body
    assert body == "organiser_officer某（贵州省市场监督管理局）已办理“退回修改”。意见：请补充三年指标。"


def test_who_is_told_is_who_sits_there_on_that_day(world: World) -> None:
    ended = world.seat("left", "organiser", "organiser_officer", ends=date(2026, 6, 14))
    last_day = world.seat("leaving", "organiser", "organiser_officer", ends=date(2026, 6, 15))
    later = world.seat("coming", "organiser", "organiser_officer", starts=date(2026, 6, 16))
    disabled = world.seat("disabled", "organiser", "organiser_officer")
    Person.objects.filter(pk=disabled.person_id).update(is_active=False)
    arrive(world.draft(), "organiser_review")
    deliver()
    told = set(Notification.objects.filter(record__machine="application").values_list("person", flat=True))
    assert told == {world.seats["organiser_officer"].person_id, last_day.person_id}
    assert not told & {ended.person_id, later.person_id, disabled.person_id}


def test_delivering_twice_tells_once(world: World, mailoutbox: list[Any]) -> None:
    deliver()
    Notification.objects.all().delete()
    mailoutbox.clear()
    arrive(world.draft(), "organiser_review")
    rows = list(Outbox.objects.filter(kind="notify", done_at=None).values_list("pk", flat=True))
    for key in rows * 2:
        outbox.deliver(key)
    deliver()
    assert Notification.objects.count() == 1
    assert len(mailoutbox) == 1


def test_submitting_orders_one_print_of_the_version(world: World) -> None:
    application = arrive(world.draft(), "organiser_review")
    assert application.current is not None
    order = application.prints.get()
    assert (order.version, order.content, order.asked_by) == (
        application.current,
        None,
        world.seats["submitter"].person,
    )
    assert Outbox.objects.get(kind="print").payload == {"print": str(order.pk)}


# One receipt


def test_a_double_click_gets_the_first_receipt(world: World) -> None:
    application, key = world.draft(filled=True), uuid.uuid4()
    seat, seen = world.seats["submitter"], application.version
    first = perform(application, "submit_plan", seat=seat, seen=seen, key=key)
    again = perform(Application.objects.get(), "submit_plan", seat=seat, seen=seen, key=key)
    assert again == first
    assert Record.objects.filter(root=application.pk).count() == 2
    assert (application.versions.count(), application.prints.count(), Outbox.objects.filter(kind="print").count()) == (
        1, 1, 1,
    )  # fmt: skip


def test_a_replayed_beginning_gives_the_first_draft(world: World) -> None:
    key, seat = uuid.uuid4(), world.seats["preparer"]
    first, again = (start(world.unborn(), seat=seat, key=key) for _ in range(2))
    assert first == again
    assert Application.objects.count() == 1


def test_another_persons_equal_key_is_their_own(world: World) -> None:
    key = uuid.uuid4()
    start(world.unborn(), seat=world.seats["preparer"], key=key)
    start(world.unborn(), seat=world.seats["submitter"], key=key)
    assert Application.objects.count() == 2


def test_a_key_of_another_act_is_refused(world: World) -> None:
    key, seat = uuid.uuid4(), world.seats["submitter"]
    application = world.draft(filled=True)
    perform(application, "submit_plan", seat=seat, key=key)
    with pytest.raises(Refused, match="这次提交的标识已用于另一事项"):
        perform(application, "withdraw", seat=seat, data=DATA["withdraw"], key=key)


def test_the_record_says_who_for_whom_and_on_which_article(world: World) -> None:
    application = arrive(world.draft(), "organiser_review")
    record = take(application, "endorse_plan")
    assert (record.source, record.target, record.version) == ("organiser_review", "recommender_review", 2)
    assert (record.actor, record.actor_name) == (world.seats["organiser_officer"].person, "organiser_officer某")
    assert (record.actor_unit, record.actor_role) == ("贵州省市场监督管理局", "组织单位经办")
    assert (record.article, record.note, record.at) == ("办法12", "经充分论证，符合条件。", NOON)


def test_first_dates_stay_when_a_case_goes_round_again(world: World) -> None:
    application = arrive(world.draft(), "recommender_review")
    with clock.at(NOON + timedelta(days=1)):
        arrive(application, "organiser_review", "draft", "received")
    stored = Application.objects.get()
    assert (stored.submitted_at, stored.endorsed_at) == (NOON, NOON)
    assert (stored.received_at, stored.since) == (NOON + timedelta(days=1), NOON + timedelta(days=1))
