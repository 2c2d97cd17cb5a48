"""Nothing posted to every URL by every persona × own, other and no object: what the table says, never 500."""

import pytest
from django.db import connection, transaction

from tests.routes.stage import PERSONAS, Stage
from tests.routes.walking import WALKS, Walk, Writes, every_line, header_faults, tried


# One test each, as for reading.
@WALKS
@pytest.mark.parametrize("persona", PERSONAS)
def test_posting_nothing_answers_as_declared(stage: Stage, persona: str, walk: Walk) -> None:
    wrong: list[str] = []
    client = stage.client(persona)
    for thing, url, answer in walk(stage, persona, "POST"):
        cookies = client.cookies.copy()
        with transaction.atomic():
            wrong += [f"{thing}: {fault}" for fault in tried(client, "POST", url, answer, persona)]
            transaction.set_rollback(True)
        client.cookies = cookies
    assert wrong == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_unsafe_method_goes_through_without_a_token(stage: Stage, method: str) -> None:
    wrong: list[str] = []
    writes = Writes()
    client = stage.client("preparer", enforce_csrf_checks=True)
    with connection.execute_wrapper(writes):
        for url in every_line(stage):
            wrong += tried(client, method, url, 403, "preparer")
    assert wrong == []
    assert writes.found == []


def test_what_is_nowhere_and_who_asks_for_another_house_get_the_same_headers(stage: Stage) -> None:
    client = stage.client("preparer")
    assert tried(client, "GET", "/no/such/page/", 404, "preparer") == []
    foreign = client.get("/", headers={"host": "evil.example"})
    assert (foreign.status_code, header_faults(foreign, "preparer")) == (400, [])
