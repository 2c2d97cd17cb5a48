"""What is due happens once, in order, however often or seldom the sweep comes by."""

from datetime import datetime, timedelta

import pytest

from procedure import clock
from procedure.models import DueDate, Notification, Outbox, Record
from procedure.outbox import deliver
from procedure.perform import perform
from procedure.sweep import fire_due, remind_due, sweep
from tests.factories import Personas
from tests.practice.models import Errand, Parcel
from tests.practice.road import NOON, errand, parcel

pytestmark = pytest.mark.django_db

TEN_DAYS = NOON + timedelta(days=10)


def finish_date(row: Errand) -> DueDate:
    return DueDate.objects.get(subject_id=row.pk, kind="finish")


# Opening and closing


def test_date_is_computed_with_its_reason(cast: Personas) -> None:
    row = errand(cast)
    due = DueDate.objects.get()
    assert (due.kind, due.label, due.article, due.cycle, due.starts, due.root) == (
        "look_in", "过问期限", "办法17", 0, NOON, row.pk
    )  # fmt: skip
    assert due.due_at == datetime(2024, 4, 6, tzinfo=clock.BEIJING)
    assert "2024年4月5日" in due.why
    week_before = datetime(2024, 3, 30, tzinfo=clock.BEIJING)
    assert (due.reminders, due.next_reminder) == (["2024-03-30T00:00:00+08:00"], week_before)
    assert (due.tells, due.fires) == (["practice_doers", "practice_officers"], "")


def test_date_without_a_fact_is_not_opened(cast: Personas) -> None:
    errand(cast, "working")
    assert list(DueDate.objects.values_list("kind", flat=True)) == ["look_in"]


def test_reminders_that_lie_behind_are_left_out(cast: Personas) -> None:
    row = errand(cast, "working", until=NOON + timedelta(days=2))
    assert [datetime.fromisoformat(moment) for moment in finish_date(row).reminders] == [NOON + timedelta(days=1)]


def test_step_closes_what_it_says_and_a_second_cycle_is_a_new_row(cast: Personas) -> None:
    row = errand(cast, "waiting", until=TEN_DAYS)
    assert finish_date(row).closed_at == NOON
    perform(row, "resume", seat=cast.applicant)
    assert list(DueDate.objects.filter(kind="finish").order_by("cycle").values_list("cycle", "closed_at")) == [
        (1, NOON), (3, None)
    ]  # fmt: skip


def test_final_step_closes_every_date_of_its_root(cast: Personas) -> None:
    row = errand(cast, until=TEN_DAYS)
    DueDate.objects.create(
        machine="parcel", subject_id=parcel(cast, row).pk, root=row.root, kind="other", starts=NOON, due_at=TEN_DAYS
    )
    other = errand(cast)
    perform(row, "drop", seat=cast.applicant)
    assert not DueDate.objects.filter(root=row.root, closed_at__isnull=True).exists()
    assert DueDate.objects.get(root=other.root).closed_at is None


def test_final_step_of_a_part_closes_only_its_own(cast: Personas) -> None:
    row = errand(cast)
    box = parcel(cast, row)
    facts = {"machine": "parcel", "subject_id": box.pk, "root": row.root, "starts": NOON, "due_at": TEN_DAYS}
    DueDate.objects.create(kind="other", **facts)
    perform(box, "lose", seat=cast.applicant)
    assert DueDate.objects.get(kind="other").closed_at == NOON
    assert DueDate.objects.get(kind="look_in").closed_at is None


# Firing


def test_nothing_fires_before_its_time(cast: Personas) -> None:
    row = errand(cast, "working", until=TEN_DAYS)
    assert fire_due(TEN_DAYS - timedelta(microseconds=1)) == 0
    assert finish_date(row).fired_at is None
    assert fire_due(TEN_DAYS) == 1


def test_timer_takes_its_step_once(cast: Personas) -> None:
    row = errand(cast, "working", until=TEN_DAYS)
    assert [fire_due(TEN_DAYS), fire_due(TEN_DAYS)] == [1, 0]
    row.refresh_from_db()
    assert (row.state, finish_date(row).fired_at, Record.objects.filter(step="call_in").count()) == (
        "waiting", TEN_DAYS, 1
    )  # fmt: skip


def test_closed_date_does_not_fire(cast: Personas) -> None:
    errand(cast, "waiting", until=TEN_DAYS)
    assert fire_due(TEN_DAYS) == 0


def test_after_an_outage_dates_fire_in_order(cast: Personas) -> None:
    days = [5, 1, 9, 3, 7]
    rows = {day: errand(cast, "working", until=NOON + timedelta(days=day)) for day in days}
    assert fire_due(NOON + timedelta(days=30)) == 5
    fired = list(Record.objects.filter(step="call_in").order_by("pk").values_list("subject_id", flat=True))
    assert fired == [rows[day].pk for day in sorted(days)]


def test_more_dates_than_a_batch_fire_in_one_sweep(cast: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("procedure.sweep._BATCH", 2)
    for _ in range(5):
        errand(cast, "working", until=TEN_DAYS)
    assert fire_due(TEN_DAYS) == 5
    assert fire_due(TEN_DAYS) == 0


def test_refused_timer_stays_visible_and_blocks_nobody(cast: Personas) -> None:
    stuck = errand(cast, "working", until=TEN_DAYS)
    Errand.objects.filter(pk=stuck.pk).update(title="卡住")
    other = errand(cast, "working", until=TEN_DAYS + timedelta(days=1))
    assert fire_due(TEN_DAYS + timedelta(days=2)) == 2
    stuck.refresh_from_db()
    other.refresh_from_db()
    date = finish_date(stuck)
    assert (stuck.state, other.state, date.closed_at) == ("working", "waiting", None)
    assert date.fired_at == TEN_DAYS + timedelta(days=2)


def test_broken_one_does_not_block_others_and_is_tried_again(cast: Personas) -> None:
    broken = errand(cast, "working", until=TEN_DAYS, title="坏的")
    other = errand(cast, "working", until=TEN_DAYS + timedelta(days=1))
    assert fire_due(TEN_DAYS + timedelta(days=2)) == 1
    other.refresh_from_db()
    assert (other.state, finish_date(broken).fired_at) == ("waiting", None)
    Errand.objects.filter(pk=broken.pk).update(title="修好了")
    assert fire_due(TEN_DAYS + timedelta(days=2)) == 1
    broken.refresh_from_db()
    assert broken.state == "waiting"


def test_date_without_a_step_is_only_marked(cast: Personas) -> None:
    row = errand(cast)
    due_at = DueDate.objects.get().due_at
    assert fire_due(due_at) == 1
    row.refresh_from_db()
    assert (row.state, row.version, DueDate.objects.get().closed_at) == ("draft", 0, None)


# Reminding


def test_reminders_come_one_by_one_in_their_time(cast: Personas) -> None:
    row = errand(cast, "working", until=TEN_DAYS)
    days = [remind_due(NOON + timedelta(days=day)) for day in (6, 7, 7, 8, 9, 9)]
    assert days == [0, 1, 0, 0, 1, 0]
    assert (finish_date(row).reminders, finish_date(row).next_reminder) == ([], None)


def test_after_an_outage_one_reminder_is_sent(cast: Personas) -> None:
    errand(cast, "working", until=TEN_DAYS)
    late = NOON + timedelta(days=9, hours=12)
    assert [remind_due(late), remind_due(late)] == [1, 0]
    with clock.at(late):
        assert deliver(Outbox.objects.get(kind="remind").pk)
    told = Notification.objects.get(title="差事：办结期限即将到期")
    assert (told.person, told.body) == (cast.applicant.person, "办结期限：至2024年3月15日，请及时办理。")


def test_reminder_that_comes_too_late_says_so(cast: Personas) -> None:
    errand(cast, "working", until=TEN_DAYS, title="卡住了")
    remind_due(NOON + timedelta(days=8))
    with clock.at(TEN_DAYS):
        deliver(Outbox.objects.get(kind="remind").pk)
    told = Notification.objects.get(title="卡住了：办结期限已到期")
    assert told.body == "办结期限：已于2024年3月15日到期，尚未办理。"


def test_reminders_that_come_too_late_say_once_that_the_day_has_passed(cast: Personas) -> None:
    errand(cast, "working", until=TEN_DAYS, title="卡住了")
    assert [remind_due(NOON + timedelta(days=day)) for day in (8, 9)] == [1, 1]
    with clock.at(TEN_DAYS):
        assert [deliver(owed.pk) for owed in Outbox.objects.filter(kind="remind").order_by("pk")] == [True, True]
    assert Notification.objects.get(title="卡住了：办结期限已到期").person == cast.applicant.person
    title = "卡住了：办结期限已到期"
    assert [owed.payload["to"] for owed in Outbox.objects.filter(kind="mail", payload__title=title)] == [
        cast.applicant.person.email
    ]


def test_nobody_is_reminded_of_what_is_closed(cast: Personas) -> None:
    row = errand(cast, "working", until=TEN_DAYS)
    remind_due(NOON + timedelta(days=8))
    perform(row, "drop", seat=cast.applicant)
    assert deliver(Outbox.objects.get(kind="remind").pk)
    assert not Notification.objects.filter(title__contains="到期").exists()
    assert remind_due(NOON + timedelta(days=9)) == 0


# All of it


def test_sweep_fires_before_it_reminds(cast: Personas) -> None:
    errand(cast, "working", until=TEN_DAYS)
    with clock.at(TEN_DAYS + timedelta(days=1)):
        counts = sweep()
        assert (counts["fired"], counts["reminded"]) == (1, 1)
        assert sweep()["fired"] == 0
    # The look-in was closed by begin; the finish date fired and stays open, so it is reminded of as passed.
    assert Outbox.objects.get(kind="remind").payload == {"due": DueDate.objects.get(kind="finish").pk}
    assert Parcel.objects.count() == 0
