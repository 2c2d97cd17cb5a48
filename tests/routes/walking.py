"""Going through the table, one request at a time, and what came of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.routes.answers import SIGN_IN, Answer
from tests.routes.stage import Stage, body
from tests.routes.table import ROUTES, Route

Walk = Callable[[Stage, str, str], Iterator[tuple[str, str, Answer]]]


def every(stage: Stage, persona: str, method: str) -> Iterator[tuple[str, str, Answer]]:
    """Every object at every line of the table: what it is, its URL, and the answer that is promised."""
    for route in ROUTES:
        for thing in stage.urls[route.kind]:
            yield thing, _url(stage, route, thing), _promised(route, persona, thing, method)


def one_of_a_kind(stage: Stage, persona: str, method: str) -> Iterator[tuple[str, str, Answer]]:
    """Of one owner's objects with the same answer only one, and at the next line another."""
    for place, route in enumerate(ROUTES):
        alike: dict[tuple[str, Answer], list[str]] = {}
        for thing in stage.urls[route.kind]:
            owner = thing.partition(" ")[0]
            alike.setdefault((owner, _promised(route, persona, thing, method)), []).append(thing)
        for (_, answer), things in alike.items():
            thing = things[place % len(things)]
            yield thing, _url(stage, route, thing), answer


def every_line(stage: Stage) -> Iterator[str]:
    """One URL of each line."""
    return (_url(stage, route, next(iter(stage.urls[route.kind]))) for route in ROUTES)


def _url(stage: Stage, route: Route, thing: str) -> str:
    return reverse(route.name, kwargs=stage.urls[route.kind][thing] | route.fixed)


def _promised(route: Route, persona: str, thing: str, method: str) -> Answer:
    return (route.get if method == "GET" else route.post)(persona, thing)


# By which walk: `make test` takes one of a kind, `make test-long` all there are.
WALKS = pytest.mark.parametrize("walk", [one_of_a_kind, pytest.param(every, marks=pytest.mark.long)])


def what_came(response: HttpResponse) -> Answer:
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/accounts/login/?next=")
    # A form or a script of somebody who is out gets 401, and a form its text with it.
    return SIGN_IN if to_sign_in or response.status_code == 401 else response.status_code


def header_faults(response: HttpResponse, persona: str) -> list[str]:
    headers = response.headers
    found = []
    if "default-src 'none'" not in headers.get("Content-Security-Policy", ""):
        found.append("no CSP")
    if headers.get("X-Content-Type-Options") != "nosniff":
        found.append("may be sniffed")
    if headers.get("X-Frame-Options") not in {"DENY", "SAMEORIGIN"}:
        found.append("may be framed")
    kept = {part.strip() for part in headers.get("Cache-Control", "").split(",")}
    if "public" in kept:
        found += _not_for_all(response)
    elif persona != "anonymous" and not {"private", "no-store"} <= kept:
        found.append("may be kept by a cache")
    return found


def _not_for_all(response: HttpResponse) -> list[str]:
    """What an answer that caches may share must not have: anything of the person who asked."""
    found = ["a cookie for everybody"] if response.cookies else []
    return [*found, "differs by cookie"] if "Cookie" in response.headers.get("Vary", "") else found


def tried(client: Client, method: str, url: str, wanted: Answer, who: str) -> list[str]:
    response = client.generic(method, url)
    body(response)
    found = what_came(response)
    wrong = [f"{method} {url} by {who}: {found}, not {wanted}"] if found != wanted else []
    return wrong + [f"{method} {url} by {who}: {fault}" for fault in header_faults(response, who)]


class Writes:
    """Sees every statement that changes a row, but for the session's own."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            self.found.append(sql)
        return execute(sql, params, many, context)
