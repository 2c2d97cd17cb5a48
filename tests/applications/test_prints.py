"""Prints that a machine cannot make yet, and prints that failed for good."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.models import Print
from applications.ordering import order_draft_print
from documents import printing
from procedure import outbox
from procedure.models import Outbox
from tests.applications.building import World
from tests.ground import shared


@shared
def order(world: World) -> Print:
    return order_draft_print(world.draft(filled=True), world.seats["preparer"])


@shared
def owed(order: Print) -> Outbox:
    return Outbox.objects.get(kind="print", payload__print=str(order.pk))


def test_without_pango_a_print_waits_and_uses_up_no_try(owed: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "available", lambda: "缺少 Pango")
    for _ in range(outbox.MAX_ATTEMPTS + 1):
        assert not outbox.deliver(owed.pk)
    owed.refresh_from_db()
    assert (owed.attempts, owed.failed_at, owed.done_at, owed.last_error) == (0, None, None, "缺少 Pango")
    assert owed.next_try > timezone.now()


def test_the_page_says_that_a_print_failed_for_good(world: World, order: Print, owed: Outbox, client: Client) -> None:
    client.force_login(world.seats["preparer"].person)
    page = reverse("applications:print", args=[order.pk])
    assert "几次都没有生成" not in client.get(page).content.decode()
    Outbox.objects.filter(pk=owed.pk).update(failed_at=timezone.now())
    assert "几次都没有生成" in client.get(page).content.decode()


def test_a_print_made_is_not_made_again(order: Print, owed: Outbox) -> None:
    assert outbox.deliver(owed.pk)
    first = Print.objects.get(pk=order.pk).file_id
    Outbox.objects.filter(pk=owed.pk).update(done_at=None)
    assert first is not None
    assert outbox.deliver(owed.pk)
    assert Print.objects.get(pk=order.pk).file_id == first
