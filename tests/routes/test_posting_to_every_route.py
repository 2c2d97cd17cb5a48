"""Nothing posted to every URL by every persona × own, other and no object: what the table says, never 500."""

from django.db import transaction

from tests.routes.stage import PERSONAS, Stage
from tests.routes.walking import tried, walk


def test_posting_nothing_answers_as_declared(stage: Stage) -> None:
    wrong: list[str] = []
    clients = {persona: stage.client(persona) for persona in PERSONAS}
    for route, thing, url in walk(stage):
        for persona, client in clients.items():
            cookies = client.cookies.copy()
            with transaction.atomic():
                faults = tried(client, "POST", url, route.post(persona, thing), persona)
                transaction.set_rollback(True)
            client.cookies = cookies
            wrong += [f"{thing}: {fault}" for fault in faults]
    assert wrong == []
