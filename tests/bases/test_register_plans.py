"""The register is read in the order of an index, however many bases there are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bases import feeds, register
from bases.models import Base
from benchmarks.loading import key_of, load_cases, load_register
from tests.ground import shared

READS: dict[str, Callable[[], Any]] = {
    "first page": lambda: register.page_of(register.Asked()),
    "one kind": lambda: register.page_of(register.Asked.of({"kind": "sector"})),
    "one state": lambda: register.page_of(register.Asked.of({"state": "passed"})),
    "a name": lambda: register.page_of(register.Asked.of({"q": "基地77"})),
    "any name": lambda: register.page_of(register.Asked.of({"q": "标准化"})),
    "no name": lambda: register.page_of(register.Asked.of({"q": "查无此名"})),
    "a page in the middle": lambda: register.page_of(register.Asked(), f"2018-01-01~{key_of('base', 77)}"),
    "areas": register.by_area,
    "states": register.by_state,
    "json": lambda: feeds.json_page(""),
    "feed": feeds.atom,
}


@shared
def many() -> None:
    """Twenty thousand bases."""
    load_cases(300)
    load_register(20_000)


@pytest.mark.parametrize("read", READS)
def test_no_read_of_the_register_scans_it(many: None, read: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        READS[read]()
    own = [query["sql"] for query in queries if "bases_base" in query["sql"]]
    assert own
    assert [plan for plan in map(_plan, own) if "Seq Scan on bases_" in plan] == []


def test_they_are_all_there(many: None) -> None:
    assert Base.objects.count() == 20_000


def _plan(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())
