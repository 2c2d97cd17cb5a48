"""Every URL got by every persona × own, other and no object, in several states: what the table says, never 500."""

import pytest
from django.db import connection

from tests.routes.stage import PERSONAS, Stage
from tests.routes.walking import Writes, tried, walk


# One test each: a worker that is at a module's only test would be given the next long module to keep behind it.
@pytest.mark.parametrize("persona", PERSONAS)
def test_getting_answers_as_declared_and_changes_nothing(stage: Stage, persona: str) -> None:
    wrong, writes = [], Writes()
    client = stage.client(persona)
    with connection.execute_wrapper(writes):
        for route, thing, url in walk(stage):
            faults = tried(client, "GET", url, route.get(persona, thing), persona)
            wrong += [f"{thing}: {fault}" for fault in faults]
    assert wrong == []
    assert writes.found == []
