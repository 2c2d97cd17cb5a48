"""Who sees what: the sets of design.md 3, for every role, on one's own and somebody else's."""

from datetime import date

import pytest

from applications.models import Application
from applications.queries import attachments_visible_to, drafts_writable_by, prints_visible_to, visible_to, waiting_for
from applications.saving import matters_base
from procedure.perform import perform
from tests.applications.asking import client_of
from tests.applications.building import SEATS, World
from tests.arriving import arrive, endorsement
from tests.ground import shared

STATES = ("draft", "organiser_review", "recommender_review", "received", "not_recommended", "withdrawn")
EVERY = set(STATES)
ENDORSED = {"recommender_review", "received", "returned"}
SUBMITTED = {*EVERY, "returned"} - {"draft", "withdrawn"}
# Own unit always; the organiser from the start; the recommender from endorsement; SAC from the first submission.
# "withdrawn" was withdrawn as a draft, "returned" is a draft again after having been endorsed.
SEES = {
    "preparer": {*EVERY, "returned"},
    "submitter": {*EVERY, "returned"},
    "unit_admin": {*EVERY, "returned"},
    "organiser_officer": {*EVERY, "returned"},
    "recommender_officer": ENDORSED,
    "sac_officer": SUBMITTED,
    "sac_approver": SUBMITTED,
}
WAITS = {
    "preparer": {"draft", "returned"},
    "submitter": {"draft", "returned"},
    "organiser_officer": {"organiser_review"},
    "recommender_officer": {"recommender_review"},
    "sac_officer": {"received"},
}
WRITES = {"preparer": {"draft", "returned"}, "submitter": {"draft", "returned"}}


@shared
def cases(world: World) -> dict[str, Application]:
    found = {state: arrive(world.draft(inner_name=f"光伏{state}"), state) for state in STATES}
    found["returned"] = arrive(world.draft(inner_name="退回"), "recommender_review", "organiser_review", "draft")
    return found


def names(rows: object, cases: dict[str, Application]) -> set[str]:
    keys = {case.pk: name for name, case in cases.items()}
    return {keys[row.pk] for row in rows}  # type: ignore[attr-defined]


@pytest.mark.rule("B06")
@pytest.mark.parametrize("name", SEATS)
def test_a_seat_sees_what_its_role_and_unit_say(world: World, cases: dict[str, Application], name: str) -> None:
    seat = world.seats[name]
    assert names(visible_to(seat), cases) == SEES.get(name, set())
    assert names(waiting_for(seat), cases) == WAITS.get(name, set())
    assert names(drafts_writable_by(seat), cases) == WRITES.get(name, set())


def test_without_a_seat_nothing_is_seen(cases: dict[str, Application]) -> None:
    assert not visible_to(None).exists()
    assert not drafts_writable_by(None).exists()
    assert not waiting_for(None).exists()
    assert not attachments_visible_to(None).exists()
    assert not prints_visible_to(None).exists()


@pytest.mark.parametrize("name", SEATS)
def test_papers_and_prints_go_with_what_was_filed(world: World, cases: dict[str, Application], name: str) -> None:
    seat, mine = world.seats[name], name in {"preparer", "submitter", "unit_admin"}
    papers = {row.application_id for row in attachments_visible_to(seat)}
    filed = {state for state in SEES.get(name, set()) if cases[state].versions.exists()}
    assert papers == {cases[state].pk for state in filed}
    draft = world.draft(filled=True, inner_name="未报送")
    assert attachments_visible_to(seat).filter(application=draft).exists() is mine
    prints = {row.application_id for row in prints_visible_to(seat)}
    assert prints == {cases[state].pk for state in filed}


def test_the_wrong_house_sees_nothing_by_the_same_role(world: World, cases: dict[str, Application]) -> None:
    for name in ("preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer"):
        assert not visible_to(world.seats[f"other_{name}"]).exists()


def test_a_plan_given_another_recommender_is_not_seen_there_before_its_endorsement(world: World) -> None:
    case = arrive(world.draft(), "recommender_review", "organiser_review", "draft")
    facts = {"kind": case.kind, "inner_name": case.inner_name, "base": matters_base(case)}
    organiser = world.units["other_organiser"]
    answer = client_of(world.seats["preparer"]).post(
        f"/applications/{case.pk}/write/matters/",
        facts | {"organiser": organiser.pk, "region": organiser.region_id},
    )
    assert answer.status_code == 302
    recommender = world.seats["other_recommender_officer"]
    assert not visible_to(recommender).exists()
    case.refresh_from_db()
    perform(case, "submit_plan", seat=world.seats["submitter"])
    assert not visible_to(recommender).exists()
    perform(case, "endorse_plan", seat=world.seats["other_organiser_officer"], data=endorsement(case))
    assert visible_to(recommender).get() == case


def test_who_moves_to_another_unit_loses_the_old_ones_cases_at_the_next_request(world: World) -> None:
    application, seat = world.draft(), world.seats["preparer"]
    client = client_of(seat)
    assert client.get(f"/applications/{application.pk}/write/").status_code == 200
    seat.ends = date(2026, 6, 14)
    seat.save()
    assert client.get(f"/applications/{application.pk}/write/").status_code == 404
    world.seat("moved", "other_host", "preparer", person=seat.person)
    assert client.get(f"/applications/{application.pk}/write/").status_code == 404
    assert client.get(world.other_draft().get_absolute_url()).status_code == 200
