"""No URL without its line in the table, and what holds for all of them alike."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from tests.routes.stage import Stage
from tests.routes.table import ROUTES
from tests.routes.walking import Writes, header_faults, tried, walk


def patterns(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
        else:
            yield from patterns(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def test_every_pattern_has_its_lines_in_the_table_and_no_line_is_idle() -> None:
    assert set(patterns(get_resolver())) == {route.name for route in ROUTES}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_unsafe_method_goes_through_without_a_token(stage: Stage, method: str) -> None:
    wrong: list[str] = []
    writes = Writes()
    client = stage.client("preparer", enforce_csrf_checks=True)
    with connection.execute_wrapper(writes):
        for _, _, url in walk(stage):
            wrong += tried(client, method, url, 403, "preparer")
    assert wrong == []
    assert writes.found == []


def test_what_is_nowhere_and_who_asks_for_another_house_get_the_same_headers(stage: Stage) -> None:
    client = stage.client("preparer")
    assert tried(client, "GET", "/no/such/page/", 404, "preparer") == []
    foreign = client.get("/", headers={"host": "evil.example"})
    assert (foreign.status_code, header_faults(foreign, "preparer")) == (400, [])
