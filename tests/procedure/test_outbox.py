"""Effects: at least once asked for, once done, and visible when they fail."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from organisations.models import Role
from procedure import outbox
from procedure.models import Notification, Outbox
from procedure.outbox import MAX_ATTEMPTS, deliver, retry, undone
from procedure.perform import perform
from procedure.sweep import enqueue_undone
from tests.factories import Personas, PersonFactory, seat
from tests.practice.models import Errand, Stamp
from tests.practice.road import NOON, errand

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The keys that the broker was given."""
    keys: list[int] = []
    monkeypatch.setattr("procedure.tasks.enqueue", lambda key, kind: keys.append(key))
    return keys


def stamping(cast: Personas) -> tuple[Errand, Outbox]:
    row = errand(cast, "working")
    perform(row, "send_all", seat=cast.applicant)
    return row, Outbox.objects.get(kind="practice_stamp")


def later(minutes: int) -> None:
    """Let real time pass for what is owed."""
    for owed in Outbox.objects.all():
        past = timedelta(minutes=minutes)
        owed.created_at, owed.next_try = owed.created_at - past, owed.next_try - past
        owed.save()


# Telling people


def test_notify_makes_messages_and_mails(cast: Personas) -> None:
    colleague = seat(Role.PREPARER, cast.applicant.unit)
    row = errand(cast, "working")
    owed = Outbox.objects.get(record__step="begin")
    assert deliver(owed.pk)
    messages = Notification.objects.filter(record=owed.record).order_by("person_id")
    # Not the one who did it.
    assert {message.person for message in messages} == {cast.officer.person, colleague.person}
    body = f"{cast.applicant.person.name}（{cast.applicant.unit.name}）已办理“开工”。"
    assert {(message.title, message.body, message.url, message.at) for message in messages} == {
        ("差事：开工", body, f"/practice/{row.pk}/", NOON)
    }
    letters = Outbox.objects.filter(kind="mail")
    assert {letter.payload["to"] for letter in letters} == {cast.officer.person.email, colleague.person.email}
    for letter in letters:
        assert deliver(letter.pk)
    sent = {letter.to[0]: letter for letter in mail.outbox}
    assert set(sent) == {cast.officer.person.email, colleague.person.email}
    assert sent[colleague.person.email].subject == "差事：开工"
    assert sent[colleague.person.email].body.endswith(f"\n\nhttp://127.0.0.1:8000/practice/{row.pk}/")


def test_disabled_people_and_ended_seats_are_not_told(cast: Personas) -> None:
    seat(Role.SAC_OFFICER, cast.officer.unit, person=PersonFactory(is_active=False))
    seat(Role.SAC_OFFICER, cast.officer.unit, ends=NOON.date() - timedelta(days=1))
    errand(cast)
    assert deliver(Outbox.objects.get().pk)
    assert [message.person for message in Notification.objects.all()] == [cast.officer.person]


def test_title_that_breaks_a_line_is_one_line_of_mail(cast: Personas) -> None:
    errand(cast, title="差\r\nBcc: all@example.test\n事")
    deliver(Outbox.objects.get().pk)
    deliver(Outbox.objects.get(kind="mail").pk)
    assert mail.outbox[0].subject == "差 Bcc: all@example.test 事：立项"
    assert mail.outbox[0].bcc == []


# Once


def test_delivered_twice_has_one_effect(cast: Personas) -> None:
    _, owed = stamping(cast)
    assert [deliver(owed.pk), deliver(owed.pk)] == [True, False]
    assert Stamp.objects.count() == 1


def test_effect_is_asked_for_after_the_commit(
    cast: Personas, asked: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    row = errand(cast, "working")
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        perform(row, "send_all", seat=cast.applicant)
    assert asked == []
    for callback in callbacks:
        callback()
    assert asked == [Outbox.objects.get(kind="practice_stamp").pk]


def test_step_that_owes_nothing_asks_for_nothing(
    cast: Personas, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    row = errand(cast, "working")
    with django_capture_on_commit_callbacks() as callbacks:
        perform(row, "nudge", seat=cast.applicant)
    assert callbacks == []


# Failing


def test_failing_effect_is_retried_boundedly_and_becomes_an_incident(cast: Personas, no_ink: set[str]) -> None:
    row, owed = stamping(cast)
    no_ink.add(str(row.pk))
    waits = []
    for _ in range(MAX_ATTEMPTS):
        assert deliver(owed.pk) is False
        owed.refresh_from_db()
        waits.append(round((owed.next_try - timezone.now()) / timedelta(minutes=1)))
    assert waits == [2, 4, 8, 16, 32, 64]
    assert (owed.attempts, owed.last_error, owed.done_at) == (MAX_ATTEMPTS, "RuntimeError: no ink", None)
    assert owed.failed_at is not None
    # What the handler did before it failed is undone each time.
    assert Stamp.objects.count() == 0
    no_ink.clear()
    assert deliver(owed.pk) is False
    assert undone() == []


def test_effect_that_kills_its_worker_uses_up_its_tries(cast: Personas) -> None:
    _, owed = stamping(cast)
    for _ in range(MAX_ATTEMPTS):
        assert outbox._claim(owed.pk)
    assert deliver(owed.pk) is False
    owed.refresh_from_db()
    assert owed.failed_at is not None


def test_retry_brings_an_incident_back(cast: Personas, no_ink: set[str]) -> None:
    row, owed = stamping(cast)
    no_ink.add(str(row.pk))
    for _ in range(MAX_ATTEMPTS):
        deliver(owed.pk)
    no_ink.clear()
    retry(owed.pk)
    assert deliver(owed.pk)
    owed.refresh_from_db()
    assert (owed.failed_at, owed.attempts, owed.last_error, Stamp.objects.count()) == (None, 1, "", 1)
    retry(owed.pk)
    assert deliver(owed.pk) is False


def test_kind_that_nobody_handles_becomes_an_incident(cast: Personas) -> None:
    (owed,) = outbox.put([Outbox(kind="unheard_of")])
    for _ in range(MAX_ATTEMPTS):
        deliver(owed.pk)
    owed.refresh_from_db()
    assert owed.failed_at is not None
    assert owed.last_error == "KeyError: 'unheard_of'"


# Asked for again


def test_what_is_undone_after_a_minute_is_asked_for_again(cast: Personas, asked: list[int]) -> None:
    _, owed = stamping(cast)
    assert enqueue_undone() == 0
    later(1)
    assert enqueue_undone() == Outbox.objects.count() == 3
    assert owed.pk in asked
    assert enqueue_undone() == 0


def test_what_waits_long_is_asked_for_less_often(asked: list[int]) -> None:
    asked_at = []
    with time_machine.travel(NOON, tick=False) as real:
        outbox.put([Outbox(kind="practice_stamp")])
        for minute in range(40):
            asked_at += [minute] * enqueue_undone()
            real.shift(timedelta(minutes=1))
    assert asked_at == [1, 2, 4, 8, 16, 26, 36]


def test_more_than_a_batch_is_asked_for(cast: Personas, asked: list[int]) -> None:
    outbox.put(Outbox(kind="practice_stamp") for _ in range(250))
    later(1)
    assert enqueue_undone() == 250
    assert len(set(asked)) == 250


def test_broker_that_is_away_does_not_stop_the_sweep(cast: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(key: int, kind: str) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr("procedure.tasks.enqueue", away)
    outbox.put(Outbox(kind="practice_stamp") for _ in range(250))
    later(1)
    assert enqueue_undone() == 100
    assert Outbox.objects.filter(attempts=0, done_at__isnull=True).count() == 250
