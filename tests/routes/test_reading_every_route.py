"""Every URL got by every persona × own, other and no object, in several states: what the table says, never 500."""

from django.db import connection

from tests.routes.stage import PERSONAS, Stage
from tests.routes.walking import Writes, tried, walk


def test_getting_answers_as_declared_and_changes_nothing(stage: Stage) -> None:
    wrong, writes = [], Writes()
    clients = {persona: stage.client(persona) for persona in PERSONAS}
    with connection.execute_wrapper(writes):
        for route, thing, url in walk(stage):
            for persona, client in clients.items():
                cell = f"{persona} ({thing})" if thing else persona
                wrong += [
                    fault.replace(f"by {persona}", f"by {cell}")
                    for fault in tried(client, "GET", url, route.get(persona, thing), persona)
                ]
    assert wrong == []
    assert writes.found == []
