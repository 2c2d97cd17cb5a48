"""A session ends on time, and nothing that was typed ends with it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import EventKind, Person, SecurityEvent
from tests.accounts.test_sign_in import is_signed_in, sign_in
from tests.applications.building import PASSWORD, World, new_person

TYPED = {"text": "写了一上午的意义。\r\n第二段 <b>", "base": "3", "password1": "secret-Word-1", "code": "123456"}
PLACE = "/messages/read/"
IDLE = timedelta(minutes=30, seconds=1)
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def person(db: None) -> Person:
    return new_person("idling")


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def client(client: Client, person: Person, clock: Any) -> Client:
    client.force_login(person)
    return client


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def test_half_an_hour_of_nothing_ends_it_and_leads_back(client: Client, clock: Any) -> None:
    clock.shift(IDLE)
    assert client.get("/messages/?a=1")["Location"] == "/accounts/login/?next=/messages/%3Fa%3D1"
    assert SecurityEvent.objects.filter(kind=EventKind.SIGNED_OUT, detail__contains="到时").count() == 1


def test_doing_something_keeps_it_open(client: Client, clock: Any) -> None:
    for _ in range(5):
        clock.shift(timedelta(minutes=29))
        assert is_signed_in(client)


def test_what_a_page_asks_by_itself_does_not_keep_it_open(client: Client, clock: Any) -> None:
    for _ in range(31):
        clock.shift(timedelta(minutes=1))
        answer = client.get("/session/", headers={"x-background": "1"})
    assert answer.status_code == 401
    assert not is_signed_in(client)


def test_twelve_hours_end_it_whatever_one_does(client: Client, clock: Any) -> None:
    for _ in range(24):
        clock.shift(timedelta(minutes=29, seconds=59))
        assert is_signed_in(client)
    clock.shift(timedelta(minutes=2))
    assert not is_signed_in(client)


def test_the_row_is_written_at_most_once_a_minute(client: Client, clock: Any) -> None:
    clock.shift(timedelta(seconds=59))
    before = client.session["active_at"]
    client.get("/messages/")
    assert client.session["active_at"] == before
    clock.shift(timedelta(seconds=1))
    client.get("/messages/")
    assert client.session["active_at"] == before + 60


@pytest.mark.parametrize(
    "headers",
    [
        {"hx-request": "true"}, {"x-requested-with": "XMLHttpRequest"}, {"x-background": "1"},
        {"sec-fetch-mode": "cors"}, {"accept": "application/json"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_script_is_told_and_never_led_away(client: Client, clock: Any, method: str, headers: dict[str, str]) -> None:
    clock.shift(IDLE)
    answer = getattr(client, method)(PLACE if method == "post" else "/messages/", headers=headers)
    assert (answer.status_code, answer.json()) == (401, {"sign_in": "/accounts/login/"})


def test_a_form_comes_back_with_everything_but_secrets(client: Client, clock: Any) -> None:
    clock.shift(IDLE)
    answer = client.post(f"{PLACE}?x=1", TYPED)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "您已退出，刚才填写的内容还在" in page
    assert f'action="{PLACE}?x=1"' in page
    assert "写了一上午的意义。\r\n第二段 &lt;b&gt;" in page
    assert hidden(page, "base") == "3"
    assert "secret-Word-1" not in page
    assert "123456" not in page


def test_the_text_is_posted_again_after_signing_in(client: Client, person: Person, clock: Any) -> None:
    clock.shift(IDLE)
    page = client.post(PLACE, TYPED).content.decode()
    sign_in(client, person.email, PASSWORD)
    again = {"text": TYPED["text"], "written_by": hidden(page, "written_by")}
    assert client.post(PLACE, again)["Location"] == "/messages/"


def test_whose_text_it_is_outlives_even_a_lost_session(client: Client) -> None:
    sealed = client.get("/session/").json()["user"]
    page = Client().post(PLACE, TYPED | {"written_by": sealed}).content.decode()
    assert hidden(page, "written_by") == sealed


def test_another_person_s_text_is_not_taken(client: Client, clock: Any) -> None:
    clock.shift(IDLE)
    page = client.post(PLACE, TYPED).content.decode()
    other = new_person("other")
    sign_in(client, other.email, PASSWORD)
    answer = client.post(PLACE, {"text": TYPED["text"], "written_by": hidden(page, "written_by")})
    assert answer.status_code == 409
    assert "不是以您的账号填写的" in answer.content.decode()
    assert "写了一上午" not in answer.content.decode()


def test_a_forged_word_of_whose_text_it_is_is_refused(client: Client) -> None:
    assert client.post(PLACE, {"written_by": "1:2:forged"}).status_code == 409


def test_a_page_of_another_seat_asks_first(client: Client) -> None:
    sealed = client.get("/session/").json()["user"]
    session = client.session
    session["seat"] = 17
    session.save()
    answer = client.post(PLACE, {"text": "以原来的身份写的", "written_by": sealed})
    page = answer.content.decode()
    assert (answer.status_code, "您已换了身份" in page, "以原来的身份写的" in page) == (409, True, True)
    again = client.post(PLACE, {"text": "以原来的身份写的", "written_by": hidden(page, "written_by")})
    assert again.status_code == 302


def test_chosen_files_are_named_because_they_cannot_be_kept(client: Client, clock: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    clock.shift(IDLE)
    page = client.post(PLACE, {"title": "法人 证书", "file": SimpleUploadedFile("证书.pdf", b"%PDF")}).content.decode()
    assert "证书.pdf" in page
    assert "重新选择" in page


def test_a_changed_right_ends_it_at_the_next_request_and_keeps_the_text(client: Client, person: Person) -> None:
    person.end_sessions()
    answer = client.post(PLACE, TYPED)
    assert (answer.status_code, "写了一上午" in answer.content.decode()) == (401, True)
    assert not is_signed_in(client)


def test_a_disabled_person_is_out_at_the_next_request(client: Client, person: Person) -> None:
    person.disable()
    assert not is_signed_in(client)
    person.enable()
    assert not is_signed_in(client)
    assert sign_in(client, person.email, PASSWORD).status_code == 302


def test_the_state_says_who_until_when_and_gives_the_token(client: Client, person: Person) -> None:
    state = client.get("/session/").json()
    assert (state["name"], state["left"]) == (person.name, 1800)
    assert len(state["csrf"]) == 64


# A token that a sign-in has renewed


@pytest.fixture
def strict(person: Person, clock: Any) -> Client:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    return strict


def test_an_older_form_of_ours_comes_back_with_a_fresh_token(strict: Client, person: Person) -> None:
    answer = strict.post(PLACE, TYPED | {"csrfmiddlewaretoken": "x" * 64}, headers=OURS)
    page = answer.content.decode()
    assert (answer.status_code, "写了一上午" in page, person.name in page) == (403, True, True)
    fresh = {name: hidden(page, name) for name in ("text", "written_by", "csrfmiddlewaretoken")}
    assert strict.post(PLACE, fresh, headers=OURS)["Location"] == "/messages/"


@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "null"}]
)
def test_a_form_of_another_house_gets_nothing_back(strict: Client, headers: dict[str, str]) -> None:
    answer = strict.post(PLACE, TYPED, headers=headers)
    assert (answer.status_code, "写了一上午" in answer.content.decode()) == (403, False)


def test_an_older_form_of_somebody_else_is_not_offered(strict: Client) -> None:
    other = Client()
    other.force_login(new_person("other"))
    sealed = other.get("/session/").json()["user"]
    answer = strict.post(PLACE, TYPED | {"written_by": sealed}, headers=OURS)
    assert (answer.status_code, "写了一上午" in answer.content.decode()) == (409, False)


def test_a_script_with_an_older_token_is_told_so(strict: Client) -> None:
    answer = strict.post(PLACE, TYPED, headers=OURS | {"hx-request": "true"})
    assert (answer.status_code, answer.json()) == (403, {"csrf": True})


# The sign-in before this one


def test_the_last_sign_in_and_failures_since_are_shown(world: World, clock: Any) -> None:
    person = world.seats["preparer"].person
    visitor = Client(REMOTE_ADDR="192.0.2.44")
    sign_in(visitor, person.email, PASSWORD)
    assert "上次登录" not in visitor.get("/home/").content.decode()
    clock.shift(timedelta(hours=1))
    sign_in(Client(REMOTE_ADDR="192.0.2.66"), person.email, "wrong")
    second = Client()
    assert sign_in(second, person.email, PASSWORD)["Location"] == "/home/"
    page = second.get("/home/").content.decode()
    assert ("192.0.2.44" in page, "此后有 1 次登录失败" in page) == (True, True)
