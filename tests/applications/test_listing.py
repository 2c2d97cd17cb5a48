"""The queue: every row exactly once whatever the keys, filters in the address, counts that stop."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.html import escape

from applications import listing
from applications.listing import SIZE, page_of
from organisations.models import Membership
from procedure import clock
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World
from tests.arriving import arrive

HOSTILE = [
    "", "~", "x~y", "2026-06-15~", f"2026-06-15~{uuid.UUID(int=0)}", f"2026-06-15T12:00:00~{uuid.UUID(int=0)}",
    f"~{uuid.UUID(int=0)}", "2026-06-15T12:00:00+08:00~'; DROP TABLE applications_application; --", "\x00~\x00",
    f"9999-12-31T23:59:59+00:00~{uuid.UUID(int=0)}~", "😀", f"0001-01-01T00:00:00+23:59~{uuid.UUID(int=0)}", "~" * 2000,
]  # fmt: skip


def pages(seat: Membership, asked: Mapping[str, str]) -> list[list[uuid.UUID]]:
    found, after = [], ""
    while True:
        page = page_of(seat, {**asked, "after": after})
        found.append([row["pk"] for row in page.rows])
        if not page.following:
            return found
        assert page.following != after
        after = page.following


def test_equal_moments_are_paged_through_exactly_once(world: World) -> None:
    """All of them entered their state at one moment, so that the key alone keeps them apart."""
    keys = {world.draft(inner_name=f"光伏{number}").pk for number in range(2 * SIZE + 3)}
    found = pages(world.seats["preparer"], {"state": ""})
    assert [len(page) for page in found] == [SIZE, SIZE, 3]
    flat = [key for page in found for key in page]
    assert flat == sorted(keys)


def test_a_full_last_page_promises_no_other(world: World) -> None:
    for number in range(SIZE):
        world.draft(inner_name=f"光伏{number}")
    assert page_of(world.seats["preparer"], {}).following == ""


def test_the_longest_waiting_comes_first(world: World) -> None:
    started = []
    for hours in (3, 1, 2):
        with clock.at(NOON + timedelta(hours=hours)):
            started.append(world.draft(inner_name=f"光伏{hours}").pk)
    assert pages(world.seats["preparer"], {}) == [[started[1], started[2], started[0]]]


@pytest.mark.parametrize("key", HOSTILE)
def test_a_key_that_cannot_be_read_begins_anew(world: World, key: str) -> None:
    application = world.draft()
    client = client_of(world.seats["preparer"])
    answer = client.get("/applications/", {"after": key, "state": "draft"})
    assert answer.status_code == 200
    if not key.startswith("9999"):
        assert str(application.pk) in text_of(answer)


def test_the_pages_link_leads_on_and_keeps_the_filters(world: World) -> None:
    for number in range(SIZE + 1):
        world.draft(inner_name=f"光伏{number}")
    client = client_of(world.seats["preparer"])
    answer = client.get("/applications/", {"state": "draft", "kind": "regional"})
    following = answer.context["page"].following
    link = next(part for part in text_of(answer).split('"') if "after=" in part)
    asked = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    assert asked == {"state": ["draft"], "kind": ["regional"], "after": [following]}
    assert len(client.get(f"/applications/{link.replace('&amp;', '&')}").context["page"].rows) == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"draft", "review", "sector"}),
        ({"state": ""}, {"draft", "review", "sector"}),
        ({"state": "draft"}, {"draft", "sector"}),
        ({"state": "organiser_review"}, {"review"}),
        ({"state": "received"}, set()),
        ({"kind": "sector"}, {"sector"}),
        ({"kind": "sector", "state": "organiser_review"}, set()),
        ({"state": "no-such' OR '1'='1"}, {"draft", "review", "sector"}),
        ({"kind": "regional__isnull"}, {"draft", "review", "sector"}),
        ({"order_by": "unit__contact", "unit__leader__startswith": "欧"}, {"draft", "review", "sector"}),
    ],
)
def test_the_address_holds_the_filters_and_no_other_word_counts(
    world: World, asked: dict[str, str], found: set[str]
) -> None:
    named = {
        "draft": world.draft().pk,
        "review": arrive(world.draft(), "organiser_review").pk,
        "sector": world.draft(kind="sector", sector=world.sector).pk,
    }
    page = page_of(world.seats["preparer"], asked)
    assert {row["pk"] for row in page.rows} == {named[name] for name in found}
    assert page.count == len(found)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("organiser_officer", "organiser_review"),
        ("recommender_officer", "recommender_review"),
        ("sac_officer", "received"),
        ("sac_approver", "received"),
        ("preparer", ""),
    ],
)
def test_a_queue_opens_with_what_is_its_roles_turn(world: World, name: str, state: str) -> None:
    assert page_of(world.seats[name], {}).chosen == {"state": state, "kind": ""}


def test_counts_stop_where_nobody_counts_any_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNTED", 3)
    for number in range(3):
        world.draft(inner_name=f"光伏{number}")
    assert page_of(world.seats["preparer"], {}).count_words == "3 件"
    for number in range(3, 6):
        world.draft(inner_name=f"光伏{number}")
    assert page_of(world.seats["preparer"], {}).count_words == "3 件以上"
    assert [stage["count"] for stage in listing.counts_by_state(world.seats["preparer"])] == [3]


def test_the_bars_count_what_the_seat_sees_by_state(world: World) -> None:
    arrive(world.draft(), "organiser_review")
    world.draft()
    world.draft()
    world.other_draft()
    bars = [(stage["state"], stage["count"]) for stage in listing.counts_by_state(world.seats["preparer"])]
    assert bars == [("draft", 2), ("organiser_review", 1)]
    assert listing.counts_by_state(world.seats["expert"]) == []


def test_a_name_with_markup_is_shown_and_not_run(world: World) -> None:
    hostile = "<script>alert(1)</script>"
    world.draft(inner_name=hostile)
    page = text_of(client_of(world.seats["preparer"]).get("/applications/"))
    assert (hostile in page, escape(hostile) in page) == (False, True)
