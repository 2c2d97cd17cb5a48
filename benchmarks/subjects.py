"""What is measured: pages and steps of the measured people, each with its floor, on one stage."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from applications.listing import chosen_filters, filtered
from applications.models import Application, Section
from applications.queries import visible_to
from bases.models.base import SHELF as REGISTER
from documents.shelf import bump
from notices.models import SHELF as NOTICES
from organisations.models import Membership, Role
from organisations.queries import seats_of
from procedure import clock
from procedure.perform import perform
from tests.arriving import endorsement
from workbench.cases import seen

from . import aims, floor
from .loading import BASE, PEOPLE, Pools, key_of
from .measuring import Call

DRAFT, IN_REVIEW, TO_RECOMMEND, ARRIVED = (key_of("application", number) for number in range(4))
CASE_OF = {
    Role.PREPARER: DRAFT,
    Role.SUBMITTER: DRAFT,
    Role.ORGANISER_OFFICER: IN_REVIEW,
    Role.RECOMMENDER_OFFICER: TO_RECOMMEND,
    Role.SAC_OFFICER: ARRIVED,
    Role.SAC_APPROVER: ARRIVED,
}
# Round and round over the same drafts, so that a long run needs no more of them; what an endorsement says of each
# condition depends on its case.
# A word of every name, one of a few, a host's, a number, and one of none.
WORDS = {
    "any name": "标准化",
    "a name": "准化77",
    "a host": "第77标准技术研究院",
    "a number": f"{BASE + 77}",
    "no name": "查无此名",
}
ROUND = (
    ("submit_plan", Role.SUBMITTER, {"note": ""}),
    ("endorse_plan", Role.ORGANISER_OFFICER, {}),
    ("return_endorsement", Role.RECOMMENDER_OFFICER, {"note": "请补充资金安排后再报。"}),
    ("return_plan", Role.ORGANISER_OFFICER, {"note": "请按意见修改后再报。"}),
)


@dataclass(frozen=True)
class Subject:
    """``ready`` does what is not to be measured and gives the call that is."""

    name: str
    aim: aims.Aim
    ready: Callable[[], Call]
    floor: Call


def subjects(pools: Pools) -> list[Subject]:
    """Everything on the stage that is entered now."""
    people = {role: Person.objects.get(pk=key) for role, key in PEOPLE.items()}
    bare = floor.client_of(people[Role.ORGANISER_OFFICER])
    clients = {role: _client(person) for role, person in people.items()}
    seats = {role: seats_of(person, clock.today()).get() for role, person in people.items()}
    return [
        *_queues(clients, seats, bare),
        *_pages(clients, bare),
        *_public(bare),
        _saving(clients[Role.PREPARER], bare),
        *_steps(seats, pools),
    ]


def _client(person: Person) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    session = client.session
    # As after a password and a second step.
    session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa", "type": "totp"}]
    session.save()
    return client


def _queues(clients: dict[Role, Client], seats: dict[Role, Membership], bare: Client) -> Iterator[Subject]:
    url = reverse("applications:queue")
    for role in floor.QUEUES:
        below = _getting(bare, "/floor/queue/", {"role": role})
        yield Subject(f"queue: {role}", aims.QUEUE, _always(_getting(clients[role], url)), below)
        last = _getting(clients[role], url, {"after": _last_key(seats[role])})
        yield Subject(f"queue, last page: {role}", aims.QUEUE, _always(last), below)
        if role in floor.STATES:
            below = _getting(bare, "/floor/queue/", {"role": role, "all": "1"})
            everything = _getting(clients[role], url, {"state": ""})
            yield Subject(f"queue, all states: {role}", aims.QUEUE, _always(everything), below)
        # Its floor is the product's own first page.
        for what, words in WORDS.items():
            found = _getting(clients[role], url, {"q": words})
            yield Subject(f"search, {what}: {role}", aims.SEARCH, _always(found), _getting(clients[role], url))


def _last_key(seat: Membership) -> str:
    """The key behind which the last 25 rows of the queue lie."""
    rows = filtered(visible_to(seat), chosen_filters(seat, {})).order_by("-since", "-id")
    row = rows.values("pk", "since")[25]
    return f"{row['since'].isoformat()}~{row['pk']}"


def _pages(clients: dict[Role, Client], bare: Client) -> Iterator[Subject]:
    below = _getting(bare, "/floor/queue/", {"role": Role.ORGANISER_OFFICER})
    for role in (Role.PREPARER, Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER, Role.SAC_OFFICER):
        yield Subject(f"待办: {role}", aims.NONE, _always(_getting(clients[role], reverse("workbench:home"))), below)
    for role, key in CASE_OF.items():
        url = reverse("workbench:case", args=["application", key])
        yield Subject(f"case: {role}", aims.CASE, _always(_getting(clients[role], url)), below)
    for role, key, step in (
        (Role.SUBMITTER, DRAFT, "submit_plan"),
        (Role.ORGANISER_OFFICER, IN_REVIEW, "endorse_plan"),
        (Role.RECOMMENDER_OFFICER, TO_RECOMMEND, "recommend"),
    ):
        url = reverse("workbench:step", args=["application", key, step])
        yield Subject(f"step page: {step}", aims.NONE, _always(_getting(clients[role], url)), below)
    url = reverse("applications:section", args=[DRAFT, "goals"])
    yield Subject("section page", aims.NONE, _always(_getting(clients[Role.PREPARER], url)), below)


def _public(bare: Client) -> Iterator[Subject]:
    """Register and notices for everybody: drawn anew, lying ready, and not sent again."""
    below = _getting(bare, "/floor/queue/", {"role": Role.ORGANISER_OFFICER})
    anybody, register, notices = Client(SERVER_NAME="localhost"), reverse("bases:register"), reverse("notices:list")
    for name, url, query in (
        ("register", register, {}),
        ("register, one state", register, {"state": "operating"}),
        ("register, one area", register, {"region": "B7"}),
        ("a base", reverse("bases:base", args=[key_of("base", 77)]), {}),
        ("notices", notices, {}),
        ("a notice", reverse("notices:notice", args=[key_of("notice", 0)]), {}),
    ):
        yield Subject(f"{name}, drawn", aims.PUBLIC, _anew(_getting(anybody, url, query)), below)
    for what, words in (("a name", "基地77"), ("any name", "标准化"), ("no name", "查无此名")):
        found = _getting(anybody, register, {"q": words})
        yield Subject(f"register, {what}, drawn", aims.PUBLIC, _anew(found), below)
    constant = _getting(floor.client(), "/floor/constant/")
    for name, url in (("register", register), ("notices", notices)):
        yield Subject(f"{name}, ready", aims.READY, _lying_ready(_getting(anybody, url)), constant)
        yield Subject(f"{name}, unchanged", aims.READY, _unchanged(anybody, url), constant)


def _anew(call: Call) -> Callable[[], Call]:
    """The call when nothing lies ready."""

    def ready() -> Call:
        _forget()
        return call

    return ready


def _forget() -> None:
    for shelf in (REGISTER, NOTICES):
        bump(shelf)


def _lying_ready(call: Call) -> Callable[[], Call]:
    def ready() -> Call:
        _forget()
        for _ in ("drawn", "from the cache"):
            call()
        return call

    return ready


def _unchanged(client: Client, url: str) -> Callable[[], Call]:
    def ready() -> Call:
        _forget()
        etag = [client.get(url)["ETag"] for _ in ("drawn", "from the cache")][-1]
        return lambda: _expect(client.get(url, headers={"if-none-match": etag}), 304)

    return ready


def _saving(client: Client, bare: Client) -> Subject:
    """A section of two thousand characters, saved by its button; the floor is the bare transaction as a request."""
    url, cases = reverse("applications:section", args=[DRAFT, "goals"]), _cases()

    def ready() -> Call:
        stored = Section.objects.get(application_id=DRAFT, key="goals")
        data = {"base": stored.version, "text": f"第{stored.version}次修改。" + "建设目标明确、可考核。" * 180}
        return lambda: _expect(client.post(url, data), 302)

    return Subject(
        "section save", aims.NONE, ready, lambda: _expect(bare.post("/floor/post/", {"case": next(cases)}), 302)
    )


def _steps(seats: dict[Role, Membership], pools: Pools) -> Iterator[Subject]:
    """The inside of perform() alone; what a request costs around it is the case page's."""
    cases = _cases()
    for name, role, data in ROUND:
        keys = cycle(pools.keys(4))
        below = _moving(cases, seats[role])
        yield Subject(f"perform: {name}", aims.PERFORM, _performing(name, seats[role], data, keys), below)
    seat, once = seats[Role.RECOMMENDER_OFFICER], iter(pools.keys(6))
    data = {"qualified": "on", "note": "择优推荐。"}
    yield Subject("perform: recommend", aims.PERFORM, _performing("recommend", seat, data, once), _moving(cases, seat))


def _performing(name: str, seat: Membership, data: dict[str, str], keys: Iterator[str]) -> Callable[[], Call]:
    def ready() -> Call:
        key = uuid.UUID(next(keys))
        filled = data or endorsement(Application.objects.get(pk=key))
        subject = seen(seat, "application", key)
        return lambda: perform(subject, name, seat=seat, data=filled, seen=subject.version, key=uuid.uuid4())

    return ready


def _cases() -> Iterator[Any]:
    return cycle(list(floor.Case.objects.values_list("pk", flat=True)[:200]))


def _moving(cases: Iterator[Any], seat: Membership) -> Call:
    return lambda: floor.move(next(cases), seat.person_id)


def _always(call: Call) -> Callable[[], Call]:
    return lambda: call


def _getting(client: Client, url: str, query: dict[str, str] | None = None) -> Call:
    return lambda: _expect(client.get(url, query), 200)


def _expect(response: Any, status: int) -> None:
    if response.status_code != status:
        raise RuntimeError(f"{response.request['PATH_INFO']}: {response.status_code} instead of {status}")
