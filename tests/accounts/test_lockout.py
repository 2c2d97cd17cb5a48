"""Wrong passwords: five and no more, by account and address, whether there is one or not; and every way back."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import administering, lockout
from accounts.models import EventKind, Person, SecurityEvent
from tests.accounts.test_sign_in import WRONG, is_signed_in, sign_in, without_token
from tests.applications.building import PASSWORD, new_person


@pytest.fixture
def person(db: None) -> Person:
    return new_person("locking")


def fail(client: Client, email: str, times: int = 5) -> Any:
    return [sign_in(client, email, WRONG) for _ in range(times)][-1]


def test_the_fifth_wrong_password_locks_and_the_right_one_is_of_no_use(client: Client, person: Person) -> None:
    assert fail(client, person.email, 4).status_code == 200
    locked = sign_in(client, person.email, WRONG)
    assert locked.status_code == 429
    assert "不能再从这里登录" in locked.content.decode()
    assert sign_in(client, person.email, PASSWORD).status_code == 429
    assert not is_signed_in(client)


def test_four_wrong_ones_and_the_right_one_begin_anew(client: Client, person: Person) -> None:
    fail(client, person.email, 4)
    assert sign_in(client, person.email, PASSWORD).status_code == 302
    assert fail(Client(), person.email, 4).status_code == 200


def test_upper_case_and_another_browser_do_not_count_apart(person: Person) -> None:
    for number in range(4):
        sign_in(Client(headers={"user-agent": f"browser {number}"}), person.email.upper(), WRONG)
    assert sign_in(Client(), f" {person.email}", WRONG).status_code == 429


def test_an_unknown_account_is_locked_with_the_same_page(client: Client, person: Person) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        known = fail(client, person.email)
        unknown = fail(Client(), "nobody@portal.example")
    assert (known.status_code, unknown.status_code) == (429, 429)
    assert without_token(known, person.email) == without_token(unknown, "nobody@portal.example")


def test_the_lock_decays_and_trying_on_does_not_prolong_it(client: Client, person: Person) -> None:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        fail(client, person.email)
        traveller.shift(timedelta(minutes=14))
        assert sign_in(client, person.email, PASSWORD).status_code == 429
        traveller.shift(timedelta(minutes=1, seconds=1))
        assert sign_in(client, person.email, PASSWORD).status_code == 302


def test_the_page_says_until_when(client: Client, person: Person) -> None:
    with time_machine.travel("2026-03-05 01:00:00+00:00", tick=False):
        page = fail(client, person.email).content.decode()
    assert "2026年3月5日 09:15:00" in page


def test_the_same_account_from_another_address_is_not_locked(client: Client, person: Person) -> None:
    fail(client, person.email)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, person.email, PASSWORD).status_code == 302


def test_an_address_that_sprays_many_accounts_is_locked_for_all(person: Person, settings: Any) -> None:
    settings.LOCKOUT_ADDRESS_LIMIT = 8
    spraying = Client(REMOTE_ADDR="192.0.2.8")
    for number in range(8):
        last = sign_in(spraying, f"guess{number}@portal.example", WRONG)
    assert last.status_code == 429
    assert sign_in(spraying, person.email, PASSWORD).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="192.0.2.9"), person.email, PASSWORD).status_code == 302


def test_an_ipv6_network_counts_as_one_address(person: Person) -> None:
    for number in range(5):
        last = sign_in(Client(REMOTE_ADDR=f"2001:db8:1:2::{number}"), person.email, WRONG)
    assert last.status_code == 429


def test_a_forged_forwarded_address_gains_nothing(person: Person) -> None:
    for number in range(5):
        last = sign_in(Client(headers={"x-forwarded-for": f"192.0.2.{number}"}), person.email, WRONG)
    assert last.status_code == 429


def test_behind_one_trusted_proxy_only_its_own_word_counts(person: Person, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(5):
        last = sign_in(Client(headers={"x-forwarded-for": f"192.0.2.{number}, 198.51.100.1"}), person.email, WRONG)
    assert last.status_code == 429
    assert AccessAttempt.objects.values_list("ip_address", flat=True).distinct().get() == "198.51.100.1"
    other = Client(headers={"x-forwarded-for": "198.51.100.2"})
    assert sign_in(other, person.email, PASSWORD).status_code == 302


def test_a_new_password_by_letter_opens_the_lock(client: Client, person: Person) -> None:
    fail(client, person.email)
    client.post("/accounts/password/reset/", {"email": person.email})
    link = next(word for word in str(mail.outbox[-1].body).split() if "/password/reset/key/" in word)
    form = client.get(link)["Location"]
    new = {"password1": "another-horse-battery-8", "password2": "another-horse-battery-8"}
    assert client.post(form, new).status_code == 302
    assert sign_in(client, person.email, "another-horse-battery-8").status_code == 302


def test_the_system_administrator_opens_the_lock(client: Client, person: Person) -> None:
    fail(client, person.email)
    assert lockout.locked_until(person) is not None
    by = new_person("admin")
    administering.unlock(person, "本人来电", by=by)
    assert lockout.locked_until(person) is None
    assert sign_in(client, person.email, PASSWORD).status_code == 302
    event = SecurityEvent.objects.get(kind=EventKind.UNLOCKED)
    assert (event.person, event.by, event.detail) == (person, by, "本人来电")


def test_failures_and_the_lock_are_on_record_once_each(client: Client, person: Person) -> None:
    fail(client, person.email, 8)
    kinds = list(SecurityEvent.objects.filter(person=person).values_list("kind", flat=True))
    assert (kinds.count("failed"), kinds.count("locked")) == (5, 1)


def test_what_was_typed_for_nobody_is_half_hidden_on_record(client: Client, db: None) -> None:
    fail(client, "hunter2@portal.example", 1)
    event = SecurityEvent.objects.get()
    assert (event.person, event.email) == (None, "hu***@portal.example")
