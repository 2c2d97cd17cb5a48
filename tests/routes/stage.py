"""Who asks and for what: a persona of every role, and one's own, somebody else's and no object in several states."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import Client

from accounts.models import Person
from applications.models import Application, Print
from applications.ordering import order_draft_print
from documents.models import File
from procedure.models import Notification
from tests.applications.building import World, attach, new_person
from tests.arriving import arrive

ROLES = (
    "preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer", "sac_officer", "sac_approver",
    "expert", "system_admin", "security_admin", "audit_admin",
)  # fmt: skip
PERSONAS = ("anonymous", "seatless", *ROLES)
STATES = ("draft", "review", "received", "withdrawn")
NONE = "none"
OBJECTS = (*(f"{whose} {state}" for whose in ("own", "other") for state in STATES), NONE)

Kwargs = dict[str, Any]


class Stage:
    """``urls[kind][object]`` are the arguments that lead to the object in a URL of that kind."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people: dict[str, Person] = {role: world.seats[role].person for role in ROLES}
        self.people["seatless"] = new_person("seatless")
        self.cases = {f"{whose} {state}": case for whose in ("own", "other") for state, case in _cases(world, whose)}
        self.urls: dict[str, dict[str, Kwargs]] = {"nothing": {"": {}}}
        self._calls()
        self._applications()
        self._messages()

    def client(self, persona: str, **options: Any) -> Client:
        client = Client(**options)
        client.raise_request_exception = False
        if persona != "anonymous":
            client.force_login(self.people[persona])
        return client

    def _calls(self) -> None:
        published, draft = self.world.call, self.world.new_call(published=False)
        self.urls["call"] = {
            "published": {"key": published.pk},
            "draft": {"key": draft.pk},
            NONE: {"key": uuid.uuid4()},
        }

    def _applications(self) -> None:
        nobody = uuid.uuid4()
        cases = self.cases.items()
        self.urls["application"] = {name: {"key": case.pk} for name, case in cases} | {NONE: {"key": nobody}}
        self.urls["row"] = {name: {"key": case.pk, "row_key": case.tasks.get().pk} for name, case in cases}
        self.urls["row"][NONE] = {"key": nobody, "row_key": nobody}
        papers = {name: case.attachments.get().pk for name, case in cases} | {NONE: 2**40}
        self.urls["attachment"] = {name: {"key": key} for name, key in papers.items()}
        self.urls["attachment of application"] = {
            name: {"key": self.cases[name].pk if name != NONE else nobody, "attachment": key}
            for name, key in papers.items()
        }
        self.urls["version"] = {name: {"version": case.current_id or nobody} for name, case in cases}
        self.urls["version"][NONE] = {"version": nobody}
        self.urls["print"] = {name: {"key": _printed(case).pk} for name, case in cases} | {NONE: {"key": nobody}}
        code = self.cases["own review"].current.code
        self.urls["code"] = {"genuine": {"code": code}, "unknown": {"code": "0000-0000-0000"}}

    def _messages(self) -> None:
        theirs = self.world.seats["other_preparer"].person
        at = self.world.call.since
        own, other = (
            Notification.objects.create(person=person, title="已收到", url="/home/", at=at).pk
            for person in (self.people["preparer"], theirs)
        )
        self.urls["message"] = {"own": {"key": own}, "other": {"key": other}, NONE: {"key": 2**40}}


def _cases(world: World, whose: str) -> Iterator[tuple[str, Application]]:
    begin = world.draft if whose == "own" else world.other_draft
    yield "draft", begin(filled=True)
    yield "review", arrive(begin(inner_name="储能"), "organiser_review")
    yield "received", arrive(begin(inner_name="氢能"), "received")
    yield "withdrawn", arrive(begin(inner_name="风电"), "organiser_review", "withdrawn")


def _printed(case: Application) -> Print:
    """The version's print, or one of the draft, with its file made."""
    seat = next(seat for seat in case.unit.memberships.all() if seat.role == "preparer")
    order = case.current.print if case.current else order_draft_print(case, seat)
    order.file = File.objects.filter(name="法人证书.pdf").first() or attach(case).file
    order.save()
    return order


def body(response: HttpResponse) -> bytes:
    """All of it, streamed or not; reading a stream to its end closes its file, and close() would close the database."""
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
