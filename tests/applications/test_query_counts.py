"""How many queries a page takes, as literals: the same at 30 and at 300 applications, and none of them twice."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications.models import Application
from tests.applications.asking import client_of
from tests.applications.building import World, attach
from tests.arriving import arrive
from tests.ground import shared

# Session, person, seat, clock and the unread messages of the frame are in every number.
QUEUE, HOME, CASE, SECTION, STEP = 8, 12, 12, 10, 7
# A plan that came back also asks why, and what was said of it.
SECTION_AGAIN = SECTION + 2


@shared
def application(world: World) -> Application:
    """One with every thing more than once, so that a query for each would show."""
    found = arrive(world.draft(), "recommender_review", "organiser_review", "draft", "organiser_review")
    version = found.versions.get(number=1)
    for name in ("organiser_officer", "recommender_officer", "sac_officer"):
        seat = world.seats[name]
        version.comments.create(
            section="goals",
            text="意见",
            author=seat.person,
            author_name=seat.name_shown,
            unit=seat.unit,
            at=found.since,
        )
    for number in range(3):
        attach(found, f"材料{number}", frozen_at=found.since)
    return found


def taken(client: Client, url: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in found.captured_queries]


def at_30_and_300(world: World, client: Client, url: str, **facts: Any) -> tuple[list[str], list[str]]:
    for number in range(30):
        world.draft(inner_name=f"光伏{number}")
    few = taken(client, url)
    for number in range(30, 300):
        world.draft(inner_name=f"光伏{number}")
    return few, taken(client, url)


def repeated(queries: list[str]) -> list[str]:
    return [sql for sql, count in Counter(queries).items() if count > 1]


@pytest.mark.parametrize(
    ("name", "url", "count"),
    [
        ("preparer", "/applications/", QUEUE),
        ("organiser_officer", "/applications/?state=draft", QUEUE),
        ("preparer", "/home/", HOME),
    ],
)
def test_a_list_takes_the_same_queries_at_30_and_at_300(world: World, name: str, url: str, count: int) -> None:
    few, many = at_30_and_300(world, client_of(world.seats[name]), url)
    assert (len(few), len(many), repeated(many)) == (count, count, [])


@pytest.mark.parametrize("tab", ["plan", "comments", "files", "records"])
def test_a_case_page_takes_at_most_15_queries_and_none_twice(world: World, application: Application, tab: str) -> None:
    queries = taken(client_of(world.seats["organiser_officer"]), f"{application.get_absolute_url()}?tab={tab}")
    assert repeated(queries) == []
    assert len(queries) <= 15


def test_the_case_page_of_the_plan(world: World, application: Application) -> None:
    assert len(taken(client_of(world.seats["organiser_officer"]), application.get_absolute_url())) == CASE


def test_a_section_page(world: World) -> None:
    draft = world.draft(filled=True)
    for number in range(5):
        draft.tasks.create(position=number + 2, title=f"任务{number}", content="内容")
    queries = taken(client_of(world.seats["preparer"]), f"/applications/{draft.pk}/write/tasks/")
    assert (len(queries), repeated(queries)) == (SECTION, [])


def test_a_section_page_of_a_returned_plan(world: World) -> None:
    draft = arrive(world.draft(), "organiser_review", "draft")
    seat = world.seats["organiser_officer"]
    for section in ("goals", "goals", "tasks"):
        draft.current.comments.create(
            section=section,
            text="意见",
            author=seat.person,
            author_name=seat.name_shown,
            unit=seat.unit,
            at=draft.since,
        )
    queries = taken(client_of(world.seats["preparer"]), f"/applications/{draft.pk}/write/tasks/")
    assert (len(queries), repeated(queries)) == (SECTION_AGAIN, [])


def test_a_steps_page(world: World, application: Application) -> None:
    url = f"{application.get_absolute_url()}steps/endorse_plan/"
    queries = taken(client_of(world.seats["organiser_officer"]), url)
    assert (len(queries), repeated(queries)) == (STEP, [])
