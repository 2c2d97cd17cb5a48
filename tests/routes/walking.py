"""Going through the table, one request at a time, and what came of it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.routes.answers import SIGN_IN, Answer
from tests.routes.stage import Stage, body
from tests.routes.table import ROUTES, Route


def walk(stage: Stage) -> Iterator[tuple[Route, str, str]]:
    for route in ROUTES:
        for thing, kwargs in stage.urls[route.kind].items():
            yield route, thing, reverse(route.name, kwargs=kwargs | route.fixed)


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
