"""Officials and experts sign in with a second factor: none skips it, no code is good twice."""

import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from accounts import administering
from accounts.models import EventKind, Person, SecurityEvent
from organisations.second_factor import needs_second_factor
from tests.accounts.test_sign_in import is_signed_in, sign_in
from tests.applications.building import PASSWORD, World, new_person
from tests.ground import shared

OFFICIALS = (
    "organiser_officer", "recommender_officer", "sac_officer", "sac_approver", "expert",
    "system_admin", "security_admin", "audit_admin",
)  # fmt: skip
APPLYING = ("preparer", "submitter", "unit_admin")
NOON = 1_800_000_000


@shared
def officer(world: World) -> Person:
    return world.seats["sac_officer"].person


@pytest.fixture
def secret(officer: Person) -> str:
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    return secret


def code_of(secret: str, *, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def second_step(client: Client, code: str) -> Any:
    return client.post("/accounts/2fa/authenticate/", {"code": code})


@pytest.mark.parametrize("role", OFFICIALS)
def test_who_judges_decides_or_administers_needs_one(world: World, role: str) -> None:
    assert needs_second_factor(world.seats[role].person)


@pytest.mark.parametrize("role", APPLYING)
def test_who_only_applies_does_not(world: World, role: str) -> None:
    assert not needs_second_factor(world.seats[role].person)


def test_an_official_without_one_gets_to_setting_it_up_and_nowhere_else(client: Client, officer: Person) -> None:
    sign_in(client, officer.email, PASSWORD)
    for place in ("/home/", "/applications/", "/messages/", "/"):
        assert client.get(place)["Location"] == "/accounts/2fa/", place
    assert client.get("/messages/", headers={"hx-request": "true"}).json()["first"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200


def test_setting_it_up_opens_the_house_and_gives_recovery_codes(
    client: Client, officer: Person, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, officer.email, PASSWORD)
    page = client.get("/accounts/2fa/totp/activate/")
    assert "data:image/svg+xml;base64," in page.content.decode()
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert "验证码不对" in wrong.content.decode()
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/accounts/2fa/recovery-codes/").content.decode().count("<code>") == 10
    assert client.get("/messages/").status_code == 200
    assert SecurityEvent.objects.filter(kind=EventKind.SECOND_FACTOR_ADDED, person=officer).exists()
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_the_password_alone_opens_nothing(client: Client, officer: Person, secret: str) -> None:
    assert sign_in(client, officer.email, PASSWORD)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)
    assert client.get("/accounts/2fa/recovery-codes/").status_code in {302, 404}
    assert client.get("/session/").status_code == 401
    assert not is_signed_in(client)


def test_the_code_opens_the_house(client: Client, officer: Person, secret: str) -> None:
    sign_in(client, officer.email, PASSWORD)
    assert second_step(client, code_of(secret))["Location"] == "/home/"
    assert is_signed_in(client)


@pytest.mark.parametrize("later", [0, 20, 45])
def test_a_code_that_was_used_is_refused(officer: Person, secret: str, later: int) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        code, first, second = code_of(secret), Client(), Client()
        sign_in(first, officer.email, PASSWORD)
        assert second_step(first, code).status_code == 302
        traveller.shift(later)
        sign_in(second, officer.email, PASSWORD)
        assert "已经用过" in second_step(second, code).content.decode()
        assert not is_signed_in(second)


def test_an_older_code_than_the_used_one_is_refused(officer: Person, secret: str) -> None:
    with time_machine.travel(NOON, tick=False):
        first, second = Client(), Client()
        sign_in(first, officer.email, PASSWORD)
        second_step(first, code_of(secret))
        sign_in(second, officer.email, PASSWORD)
        assert second_step(second, code_of(secret, later=-1)).status_code == 200
        assert second_step(second, code_of(secret, later=1)).status_code == 302


def test_guessing_codes_is_stopped(client: Client, officer: Person, secret: str) -> None:
    sign_in(client, officer.email, PASSWORD)
    pages = [second_step(client, "000000").content.decode() for _ in range(6)]
    assert "次数太多" in pages[-1]
    assert "次数太多" in second_step(client, code_of(secret)).content.decode()
    assert not is_signed_in(client)
    assert SecurityEvent.objects.filter(kind=EventKind.FAILED, person=officer).count() >= 5


def test_a_recovery_code_is_good_once(officer: Person, secret: str) -> None:
    spare = RecoveryCodes.activate(officer).get_unused_codes()[0]
    first, second = Client(), Client()
    sign_in(first, officer.email, PASSWORD)
    assert second_step(first, spare)["Location"] == "/home/"
    sign_in(second, officer.email, PASSWORD)
    assert second_step(second, spare).status_code == 200
    assert not is_signed_in(second)


def test_taking_the_last_one_away_leads_back_to_setting_it_up(
    client: Client, officer: Person, secret: str, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, officer.email, PASSWORD)
    second_step(client, code_of(secret))
    assert client.post("/accounts/2fa/totp/deactivate/")["Location"].startswith("/accounts/2fa/")
    assert not Authenticator.objects.filter(user=officer).exists()
    assert client.get("/messages/")["Location"] == "/accounts/2fa/"


def test_a_lost_telephone_is_reset_by_the_administrator_with_a_reason(officer: Person, secret: str) -> None:
    client = Client()
    client.force_login(officer)
    administering.reset_second_factor(officer, "手机遗失", by=new_person("admin"))
    assert not is_signed_in(client)
    assert sign_in(client, officer.email, PASSWORD)["Location"] == "/home/"
    assert client.get("/home/")["Location"] == "/accounts/2fa/"


def test_outside_the_sandbox_no_session_is_spared(client: Client, officer: Person, settings: Any) -> None:
    settings.SANDBOX = False
    client.force_login(officer)
    assert client.get("/messages/")["Location"] == "/accounts/2fa/"


def test_in_the_sandbox_one_click_is_spared(client: Client, officer: Person) -> None:
    Person.objects.filter(pk=officer.pk).update(persona="一键")
    client.post("/accounts/people/sign-in/", {"person": officer.pk})
    assert client.get("/messages/").status_code == 200
