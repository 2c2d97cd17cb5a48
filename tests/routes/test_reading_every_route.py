"""Every URL got by every persona × own, other and no object, in several states: what the table says, never 500."""

import pytest
from django.db import connection

from tests.routes.stage import PERSONAS, Stage
from tests.routes.walking import WALKS, Walk, Writes, tried


# One test each: a worker that is at a module's only test would be given the next long module to keep behind it.
@WALKS
@pytest.mark.parametrize("persona", PERSONAS)
def test_getting_answers_as_declared_and_changes_nothing(stage: Stage, persona: str, walk: Walk) -> None:
    wrong, writes = [], Writes()
    client = stage.client(persona)
    with connection.execute_wrapper(writes):
        for thing, url, answer in walk(stage, persona, "GET"):
            wrong += [f"{thing}: {fault}" for fault in tried(client, "GET", url, answer, persona)]
    assert wrong == []
    assert writes.found == []
