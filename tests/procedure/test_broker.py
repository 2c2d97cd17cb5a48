"""The real broker and a real worker: what they lose, the sweep brings back."""

from functools import partial

import pytest
import redis

from config.celery import app
from procedure.models import Outbox
from procedure.perform import perform
from procedure.sweep import enqueue_undone
from procedure.tasks import deliver
from tests.factories import Personas
from tests.practice.models import Stamp
from tests.practice.road import NOON, errand
from tests.product import celery_worker, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def broker() -> redis.Redis:
    """The connection that Celery uses, so that nothing but this test's queues is flushed."""
    with app.connection_for_write() as link:
        return link.default_channel.client  # type: ignore[no-any-return]


def test_broker_that_is_down_fails_no_step(cast: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    row = errand(cast, "working")
    send = deliver.apply_async
    # Nobody listens there.
    with app.connection_for_write("redis://127.0.0.1:1/0") as nowhere:
        monkeypatch.setattr(deliver, "apply_async", partial(send, connection=nowhere))
        perform(row, "send_all", seat=cast.applicant)
        assert enqueue_undone() == 0
    assert row.version == 2
    assert Outbox.objects.get(kind="practice_stamp").done_at is None


def test_broker_flushed_loses_nothing(cast: Personas) -> None:
    broker().flushdb()
    rows = [errand(cast, "working") for _ in range(5)]
    for row in rows:
        perform(row, "send_all", seat=cast.applicant)
    owed = Outbox.objects.count()
    assert broker().llen("celery") == owed == 15
    broker().flushdb()
    with celery_worker():
        assert Stamp.objects.count() == 0
        # A minute later.
        Outbox.objects.update(next_try=NOON)
        assert enqueue_undone() == owed
        wait_until(lambda: not Outbox.objects.filter(done_at__isnull=True).exists(), "the worker does not deliver")
    assert Stamp.objects.count() == 5
    assert not Outbox.objects.filter(failed_at__isnull=False).exists()
