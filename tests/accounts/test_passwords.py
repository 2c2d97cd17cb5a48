"""The rules of a password, its age, and the first one."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from tests.accounts.test_sign_in import sign_in
from tests.applications.building import PASSWORD, new_person
from workbench.demo.seed import PASSWORD as DEMO

NEW = "another-horse-battery-8"


@pytest.fixture
def person(db: None) -> Person:
    return new_person("changing")


def change(client: Client, old: str, new: str) -> Any:
    return client.post("/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": new})


@pytest.mark.parametrize("password", ["Ab1-", "abcdefghijklm", "abcdefghijk12", "1234567890123", "ABCDEFghijklm"])
def test_a_short_or_plain_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", ["Abcdefghij12", "abcd-efgh-12", "ABCD-efgh-ij", DEMO, PASSWORD])
def test_three_kinds_of_characters_are_enough(password: str) -> None:
    validate_password(password)
    assert len(password) >= 10


def test_the_form_says_the_rules_and_which_one_was_missed(client: Client, person: Person) -> None:
    client.force_login(person)
    page = client.get("/accounts/password/change/").content.decode()
    assert "至少有 3 种" in page
    assert "最近 5 次" in page
    assert "不能与您的姓名、邮箱相近" in page
    assert "你的" not in page
    assert "这个密码只有 1 种" in change(client, PASSWORD, "abcdefghijklm").content.decode()


def test_none_of_the_last_five_comes_back(client: Client, person: Person) -> None:
    client.force_login(person)
    used = [PASSWORD, *(f"{NEW}-{number}" for number in range(5))]
    for old, new in pairwise(used):
        assert change(client, old, new).status_code == 302
    cache.clear()  # of how often somebody changed it in a minute
    refused = change(client, used[-1], used[1])
    assert refused.status_code == 200
    assert "用过" in refused.content.decode()
    assert change(client, used[-1], used[0]).status_code == 302
    assert person.passwords.count() == 5


def test_after_ninety_days_a_new_one_comes_before_anything_else(client: Client, person: Person) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        assert sign_in(client, person.email, PASSWORD)["Location"] == "/home/"
        for place in ("/home/", "/messages/", "/accounts/persons/"):
            assert client.get(place)["Location"] == "/accounts/password/change/"
        assert "90 天" in client.get("/accounts/password/change/").content.decode()
        assert client.get("/messages/", headers={"hx-request": "true"}).status_code == 403
        assert change(client, PASSWORD, NEW).status_code == 302
        assert client.get("/messages/").status_code == 200


def test_the_age_can_be_switched_off(client: Client, person: Person, settings: Any) -> None:
    settings.PASSWORD_MAX_AGE_DAYS = 0
    with time_machine.travel(timezone.now() + timedelta(days=400), tick=False):
        sign_in(client, person.email, PASSWORD)
        assert client.get("/messages/").status_code == 200


def test_who_was_given_a_password_chooses_their_own_at_once(client: Client, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(must_change_password=True)
    sign_in(client, person.email, PASSWORD)
    assert client.get("/home/")["Location"] == "/accounts/password/change/"
    assert change(client, PASSWORD, NEW)["Location"] == "/home/"
    assert client.get("/messages/").status_code == 200


def test_the_sandbox_s_one_click_asks_for_no_new_password(client: Client, db: None) -> None:
    persona = new_person("clicked", persona="一键", must_change_password=True)
    client.post("/accounts/people/sign-in/", {"person": persona.pk})
    assert client.get("/messages/").status_code == 200


def test_outside_the_sandbox_nobody_is_spared(client: Client, person: Person, settings: Any) -> None:
    settings.SANDBOX = False
    Person.objects.filter(pk=person.pk).update(must_change_password=True)
    client.force_login(person)
    assert client.get("/messages/")["Location"] == "/accounts/password/change/"
