"""Nothing posted to every URL by every persona × own, other and no object: what the table says, never 500."""

import pytest
from django.db import transaction

from tests.routes.stage import PERSONAS, Stage
from tests.routes.walking import tried, walk


# One test each, as for reading.
@pytest.mark.parametrize("persona", PERSONAS)
def test_posting_nothing_answers_as_declared(stage: Stage, persona: str) -> None:
    wrong: list[str] = []
    client = stage.client(persona)
    for route, thing, url in walk(stage):
        cookies = client.cookies.copy()
        with transaction.atomic():
            faults = tried(client, "POST", url, route.post(persona, thing), persona)
            transaction.set_rollback(True)
        client.cookies = cookies
        wrong += [f"{thing}: {fault}" for fault in faults]
    assert wrong == []
