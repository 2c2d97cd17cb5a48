"""Signing in: what is wrong is never told apart, one click is the sandbox's alone, and nobody signs up."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.adapters import AccountAdapter
from accounts.models import Person
from tests.applications.building import PASSWORD, World, new_person

WRONG = "wrong-horse-battery-9"


@pytest.fixture
def person(db: None) -> Person:
    return new_person("signing")


def sign_in(client: Client, email: str, password: str, **more: str) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return client.get("/messages/").status_code == 200


def without_token(response: Any, *private: str) -> str:
    page = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", response.content.decode())
    page = re.sub(r"nonce-[\w-]+|\d\d:\d\d(:\d\d)?", "", page)
    for text in private:
        page = page.replace(text, "")
    return page


# By password


def test_a_wrong_password_and_an_unknown_person_get_one_answer(client: Client, person: Person) -> None:
    known = sign_in(client, person.email, WRONG)
    unknown = sign_in(Client(), "nobody@portal.example", WRONG)
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert without_token(known, person.email) == without_token(unknown, "nobody@portal.example")
    assert not is_signed_in(client)


def test_a_disabled_account_gets_the_same_answer_as_an_unknown_one(client: Client, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)
    disabled = sign_in(client, person.email, WRONG)
    unknown = sign_in(Client(), "nobody@portal.example", WRONG)
    assert without_token(disabled, person.email) == without_token(unknown, "nobody@portal.example")


def test_the_right_password_of_a_disabled_account_opens_nothing(client: Client, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)
    sign_in(client, person.email, PASSWORD)
    assert not is_signed_in(client)


@pytest.mark.parametrize("written", ["signing", "SIGNING"])
def test_the_right_password_leads_to_ones_to_dos(client: Client, person: Person, written: str) -> None:
    answer = sign_in(client, person.email.replace("signing", written), PASSWORD)
    assert (answer.status_code, answer["Location"]) == (302, "/home/")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_leads_to_no_other_house(client: Client, person: Person, target: str) -> None:
    assert sign_in(client, person.email, PASSWORD, next=target)["Location"] == "/home/"


def test_signing_in_leads_back_to_where_one_wanted_to_go(client: Client, person: Person) -> None:
    wanted = client.get("/applications/")
    assert wanted["Location"] == "/accounts/login/?next=/applications/"
    assert sign_in(client, person.email, PASSWORD, next="/applications/")["Location"] == "/applications/"


def test_the_session_gets_a_new_key_at_sign_in(client: Client, person: Person) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = str(session.session_key)
    sign_in(client, person.email, PASSWORD)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted


def test_a_session_is_of_no_use_after_sign_out(client: Client, person: Person) -> None:
    client.force_login(person)
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.post("/accounts/logout/").status_code == 302
    client.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert not is_signed_in(client)


def test_a_changed_password_ends_the_other_sessions(client: Client, person: Person) -> None:
    elsewhere = Client()
    for each in (client, elsewhere):
        each.force_login(person)
    data = {"oldpassword": PASSWORD, "password1": "another-horse-battery-8", "password2": "another-horse-battery-8"}
    assert client.post("/accounts/password/change/", data).status_code == 302
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)


def test_a_disabled_account_loses_access_at_its_next_request(client: Client, person: Person) -> None:
    client.force_login(person)
    assert is_signed_in(client)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/messages/")["Location"] == "/accounts/login/?next=/messages/"


def test_many_wrong_passwords_are_slowed_down(client: Client, person: Person) -> None:
    pages = [sign_in(client, person.email, WRONG) for _ in range(12)]
    assert {page.status_code for page in pages} <= {200, 429}
    assert sign_in(client, person.email, PASSWORD).status_code != 302


def test_too_many_from_one_network_are_told_what_to_do(db: None, client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    pages = [sign_in(client, "nobody@portal.example", WRONG) for _ in range(2)]
    assert pages[1].status_code == 429
    assert "请等一分钟再试" in pages[1].content.decode()


# A forgotten password


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(client: Client, person: Person) -> None:
    known = client.post("/accounts/password/reset/", {"email": person.email})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@portal.example"})
    assert (known.status_code, unknown.status_code) == (302, 302)
    assert known["Location"] == unknown["Location"] == "/accounts/password/reset/done/"


def test_a_link_to_a_new_password_works_once(client: Client, person: Person) -> None:
    client.post("/accounts/password/reset/", {"email": person.email})
    found = re.search(r"(/accounts/password/reset/key/\S+/)", str(mail.outbox[0].body))
    assert found is not None
    form = client.get(found[1])["Location"]
    data = {"password1": "another-horse-battery-8", "password2": "another-horse-battery-8"}
    assert client.post(form, data).status_code == 302
    assert sign_in(Client(), person.email, PASSWORD).status_code == 200
    assert sign_in(Client(), person.email, "another-horse-battery-8").status_code == 302
    assert Client().get(found[1]).status_code == 200


def test_who_has_no_password_yet_is_led_to_getting_one(client: Client, db: None) -> None:
    person = Person.objects.create_user("new@portal.example", None, name="新来")
    client.force_login(person)
    assert client.get("/accounts/password/change/")["Location"] == "/accounts/password/set/"
    assert client.get("/accounts/password/set/")["Location"] == "/accounts/password/reset/"


# By one click


def click(client: Client, person: object) -> Any:
    return client.post("/accounts/people/sign-in/", {"person": str(getattr(person, "pk", person))})


@pytest.fixture
def persona(db: None) -> Person:
    return new_person("persona", persona="填报人，正在填写光伏方案。")


@pytest.mark.parametrize("who", [0, "", "x", "-1", "1' OR '1'='1", 2**70, "²"])
def test_one_click_signs_in_nobody_that_is_not_there(client: Client, persona: Person, who: object) -> None:
    assert click(client, who).status_code == 404
    assert not is_signed_in(client)


def test_one_click_signs_in_nobody_without_a_persona(client: Client, person: Person) -> None:
    assert click(client, person).status_code == 404
    assert not is_signed_in(client)


def test_one_click_signs_in_no_disabled_account(client: Client, persona: Person) -> None:
    Person.objects.filter(pk=persona.pk).update(is_active=False)
    assert click(client, persona).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_outside_the_sandbox_there_are_no_personas(client: Client, persona: Person, settings: Any, method: str) -> None:
    settings.SANDBOX = False
    assert client.get("/accounts/people/").status_code == 404
    assert click(client, persona).status_code == 404
    assert client.post("/sandbox/clock/", {"forward": "day"}).status_code == 404
    assert not is_signed_in(client)
    assert "/accounts/people/" not in client.get("/accounts/login/").content.decode()


def test_in_the_sandbox_one_click_is_enough(client: Client, persona: Person, person: Person) -> None:
    page = client.get("/accounts/people/").content.decode()
    assert ("填报人，正在填写光伏方案。" in page, person.name in page) == (True, False)
    assert click(client, persona)["Location"] == "/home/"
    assert is_signed_in(client)


# Signing up


def test_nobody_signs_up(client: Client, db: None) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert client.get("/accounts/signup/").status_code == 404
    assert AccountAdapter().is_open_for_signup(client.get("/").wsgi_request) is False


def test_a_message_opens_for_its_person_alone(client: Client, world: World, person: Person) -> None:
    from procedure.models import Notification

    note = Notification.objects.create(
        person=world.seats["preparer"].person, title="已收到", url="/home/", at=world.call.since
    )
    client.force_login(person)
    assert client.post(f"/messages/{note.pk}/").status_code == 404
    client.force_login(world.seats["preparer"].person)
    assert client.post(f"/messages/{note.pk}/")["Location"] == "/home/"
    note.refresh_from_db()
    assert note.read_at is not None
