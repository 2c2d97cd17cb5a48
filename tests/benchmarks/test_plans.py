"""Every queue is read in the order of an index, and no page asks more of the database for 300 rows than for 30."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from applications.listing import counts_by_state, page_of
from applications.models import Application
from applications.procedure.quotas import one_per_sector, rivals
from benchmarks.loading import PEOPLE, RECOMMENDER, key_of, load, load_cases
from benchmarks.measuring import Asked, counting
from organisations.models import Role
from organisations.queries import seats_of
from procedure import clock
from procedure.acts import Act
from procedure.machines import steps_of
from tests.ground import shared
from workbench import todo

DRAFT, IN_REVIEW, TO_RECOMMEND, ARRIVED = (key_of("application", number) for number in range(4))
READS: dict[str, Callable[[Any], Any]] = {
    "queue": lambda seat: page_of(seat, {}),
    "all states": lambda seat: page_of(seat, {"state": ""}),
    "one kind": lambda seat: page_of(seat, {"kind": "sector"}),
    "a page in the middle": lambda seat: page_of(seat, {"after": f"{clock.now().isoformat()}~{DRAFT}"}),
    "counts": counts_by_state,
    "todo": lambda seat: todo.items(seat, clock.now()),
}
LARGEST_ANSWER = 75  # a page and fifty


@shared
def many() -> None:
    """Twenty thousand applications."""
    load_cases(20_000)


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("role", PEOPLE)
def test_no_read_of_a_queue_scans_its_table(many: None, role: Role, read: str) -> None:
    seat = seats_of(Person.objects.get(pk=PEOPLE[role]), clock.today()).get()
    with CaptureQueriesContext(connection) as queries:
        READS[read](seat)
    own = [query["sql"] for query in queries if " applications_application" in query["sql"].replace('"', "")]
    assert own or (role, read) == (Role.SAC_APPROVER, "todo")  # nothing waits for an approver yet
    assert [plan for plan in map(_plan, own) if "Seq Scan on applications_application" in plan] == []


def _plan(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.rule("Z42")
def test_a_rival_is_looked_for_among_no_more_than_its_own_sector(many: None) -> None:
    waiting = Application.objects.filter(recommender=RECOMMENDER, kind="sector", state="recommender_review")
    case, asked = waiting.select_related("call", "sector")[0], Asked()
    assert rivals(case).count() > LARGEST_ANSWER
    with counting(asked):
        one_per_sector.check(case, Act(case, steps_of(Application)["recommend"], None, clock.now()))
    assert asked.longest <= 1


# Session, person, seats and the sandbox's clock are four of each.
PAGES = {
    # With the filters that the person named.
    **{(role, "applications:queue"): 8 for role in PEOPLE},
    (Role.RECOMMENDER_OFFICER, "applications:queue"): 9,  # with the places that it gave
    # With what waits in the other rooms: a unit's inquiries; objections, panels and publications at SAC; and whatever
    # hangs on bases, its rows and its dates; an organiser's and SAC's with what they asked hosts for.
    **{(role, "workbench:home"): 12 for role in PEOPLE},
    (Role.ORGANISER_OFFICER, "workbench:home"): 15,
    (Role.SAC_OFFICER, "workbench:home"): 19,
    (Role.SAC_APPROVER, "workbench:home"): 9,
    (Role.PREPARER, "workbench:case", DRAFT): 12,
    (Role.SUBMITTER, "workbench:case", DRAFT): 14,
    (Role.ORGANISER_OFFICER, "workbench:case", IN_REVIEW): 12,
    # Every case asks for its exceptions (例外); the recommender for its scan, rivals, candidates that may be alike and
    # SAC's rulings; SAC for names that are alike.
    (Role.RECOMMENDER_OFFICER, "workbench:case", TO_RECOMMEND): 16,
    (Role.SAC_OFFICER, "workbench:case", ARRIVED): 14,
    (Role.SAC_APPROVER, "workbench:case", ARRIVED): 14,
    (Role.SUBMITTER, "workbench:step", DRAFT, "submit_plan"): 13,
    (Role.ORGANISER_OFFICER, "workbench:step", IN_REVIEW, "endorse_plan"): 7,
    (Role.RECOMMENDER_OFFICER, "workbench:step", TO_RECOMMEND, "recommend"): 10,
    (Role.PREPARER, "applications:overview", DRAFT): 11,
    (Role.PREPARER, "applications:section", DRAFT, "goals"): 11,
}


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [30, 300])
def test_pages_ask_so_much_and_nothing_twice(rows: int) -> None:
    asked = _asked_with(rows)
    assert {page: len(found.statements) for page, found in asked.items()} == PAGES
    assert {page: found.repeated for page, found in asked.items() if found.repeated} == {}
    assert {page: found.longest for page, found in asked.items() if found.longest > LARGEST_ANSWER} == {}


def _asked_with(rows: int) -> dict[tuple[str, ...], Asked]:
    """What every page asks when it is opened a second time, with so many applications."""
    load(rows)
    return {page: _asked(page[0], _address(*page[1:])) for page in PAGES}


def _address(name: str, *keys: str) -> str:
    return reverse(name, args=["application", *keys] if name.startswith("workbench:") and keys else keys)


def _asked(role: Role, url: str) -> Asked:
    asked, client = Asked(), Client()
    client.force_login(Person.objects.get(pk=PEOPLE[role]))
    assert client.get(url).status_code == 200
    with counting(asked):
        client.get(url)
    return asked
