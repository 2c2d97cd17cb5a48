"""What no page of the portal sends: every answer is an ordinary one."""

import pytest

from tests.applications.asking import client_of
from tests.applications.building import World
from tests.applications.conftest import noon, world

__all__ = ["noon", "world"]

DIGITS = "9" * 5000


@pytest.mark.parametrize(
    ("seat", "address", "field", "status"),
    [
        ("preparer", "/organisations/seat/", "seat", 404),
        ("preparer", "/accounts/people/sign-in/", "person", 404),
        ("system_admin", "/incidents/", "outbox", 302),
    ],
)
def test_a_key_of_thousands_of_digits_is_nobodys(
    world: World, seat: str, address: str, field: str, status: int
) -> None:
    assert client_of(world.seats[seat]).post(address, {field: DIGITS}).status_code == status


def test_messages_before_such_a_key_are_all(world: World) -> None:
    assert client_of(world.seats["preparer"]).get("/messages/", {"before": DIGITS}).status_code == 200


def test_a_step_seen_in_such_a_version_is_refused_as_stale(world: World) -> None:
    draft = world.draft(filled=True)
    data = {"note": "另有安排", "seen": DIGITS, "key": "\x00"}
    answer = client_of(world.seats["submitter"]).post(f"{draft.get_absolute_url()}steps/withdraw/", data)
    assert answer.status_code == 409
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize(
    "back", ["x", "0001-01-01", "甲", "a\x00b", "https://elsewhere.example/", "//elsewhere.example"]
)
@pytest.mark.parametrize("address", ["/sandbox/clock/", "/organisations/seat/"])
def test_the_way_on_leads_into_this_house_alone(world: World, address: str, back: str) -> None:
    seat = world.seats["preparer"]
    answer = client_of(seat).post(address, {"seat": str(seat.pk), "next": back})
    assert answer.status_code == 302
    assert "elsewhere" not in answer["Location"]
