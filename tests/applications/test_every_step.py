"""Role × state × step × own or other unit: what is not in the table is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import timedelta

import pytest
from django.db import transaction

from applications import revising
from applications.models import Application, Call, WithdrawalRequest
from applications.procedure import CallState, State
from procedure import clock
from procedure.machines import Procedure, machine_rows, steps_of
from procedure.models import Record
from procedure.offers import offers
from procedure.perform import NotPermitted, Refused, perform, start
from procedure.steps import TIMER, Seat
from tests.applications.building import CLOSES, NOON, World, fill, seal
from tests.arriving import arrive, data_for
from tests.deciding import desk
from tests.ground import shared
from workbench.demo.deciding.desk import reply_to_points

# step: (who, in which states). One's own unit's case, nobody else's.
APPLICATION = {
    "submit_plan": ("submitter", ["draft"]),
    "return_plan": ("organiser_officer", ["organiser_review"]),
    "endorse_plan": ("organiser_officer", ["organiser_review"]),
    "decline_endorsement": ("organiser_officer", ["organiser_review"]),
    "return_endorsement": ("recommender_officer", ["recommender_review"]),
    "recommend": ("recommender_officer", ["recommender_review"]),
    "decline_recommendation": ("recommender_officer", ["recommender_review"]),
    "withdraw": ("submitter", ["draft", "organiser_review", "recommender_review"]),
    "withdraw_recommendation": ("recommender_officer", [
        "received", "form_check", "supplementing", "expert_review", "revising", "revision_check", "deliberation",
    ]),
    "start_form_check": ("sac_officer", ["received"]),
    "pass_form_check": ("sac_officer", ["form_check"]),
    "request_supplement": ("sac_officer", ["form_check"]),
    "file_amended_plan": ("submitter", ["supplementing"]),
    "resume_form_check": ("sac_officer", ["supplementing"]),
    "submit_revision": ("submitter", ["revising"]),
    "accept_revision": ("sac_officer", ["revision_check"]),
    "return_revision": ("sac_officer", ["revision_check"]),
    "reconsider": ("sac_officer", ["decision"]),
    "confirm_withdrawal": ("sac_officer", ["publicity", "decision"]),
    # The measures ask for a publicity: under them nobody goes round it.
    "skip_publicity": ("sac_officer", []),
    # Not before the month is over.
    "close_publicity": ("timer", []),
    # By two persons, so that one alone is refused wherever the case stands.
    "reject_form_check": ("sac_officer", []),
    "reject_deliberation": ("sac_officer", []),
    "approve": ("sac_officer", []),
    "reject_decision": ("sac_officer", []),
    # What follows from an act elsewhere nobody presses.
    **dict.fromkeys(
        ("record_pass", "record_revise", "record_fail", "record_guide_pass", "record_guide_fail", "publish",
         "return_to_deliberation", "reject_violation"),
        ("", []),
    ),
}  # fmt: skip
PAIRS = {
    "reject_form_check": ["form_check"], "reject_deliberation": ["deliberation"], "approve": ["decision"],
    "reject_decision": ["decision"],
}  # fmt: skip
CALL = {
    "publish_call": ("sac_officer", ["draft"]),
    "close_call": ("sac_officer", ["published"]),
}
STARTS_APPLICATION = {"preparer", "submitter"}
STARTS_CALL = {"sac_officer"}
# A role in a unit where it means nothing: the right word in the wrong house.
MISPLACED = {
    "submitter_at_organiser": ("organiser", "submitter"),
    "preparer_at_recommender": ("recommender", "preparer"),
    "organiser_officer_at_host": ("host", "organiser_officer"),
    "organiser_officer_at_recommender": ("recommender", "organiser_officer"),
    "recommender_officer_at_organiser": ("organiser", "recommender_officer"),
    "recommender_officer_at_sac": ("sac", "recommender_officer"),
}


@pytest.fixture
def seats(world: World) -> dict[str, Seat | None]:
    for name, (unit, role) in MISPLACED.items():
        world.seat(name, unit, role)
    return {"nobody": None, "timer": TIMER, **world.seats}


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def outcome(case: Procedure, step: str, seat: Seat | None, data: dict[str, str]) -> str:
    with undone():
        try:
            # A copy, for a step that is taken is shown on the object too.
            record = perform(copy(case), step, seat=seat, data=data)
        except NotPermitted:
            return "not permitted"
        except Refused:
            return "refused"
        assert record == Record.objects.filter(subject_id=case.pk).latest("version")
        return "taken"


def expected(table: dict[str, tuple[str, list[str]]], step: str, state: str, seat: str) -> str:
    who, states = table[step]
    if seat != who:
        return "not permitted"
    return "taken" if state in states else "refused"


def faults(
    cases: dict[str, Procedure], table: dict[str, tuple[str, list[str]]], seats: dict[str, Seat | None]
) -> tuple[int, list[str]]:
    """How many cells were tried, and those that are not as the table says."""
    tried, wrong = 0, []
    for state, case in cases.items():
        assert case.state == state
        for step in table:
            data = data_for(case, step)
            for name, seat in seats.items():
                tried += 1
                found, wanted = outcome(case, step, seat, data), expected(table, step, state, name)
                if found != wanted:
                    wrong.append(f"{step} in {state} by {name}: {found}, not {wanted}")
    return tried, wrong


@shared
def cases_in_every_state(world: World) -> dict[str, Application]:
    """Each with all that any step asks for; of a type without a quota, so that none stands in another's way."""
    cases = {}
    for state in State.values:
        cases[state] = arrive(world.draft(inner_name=f"光伏{state}", kind="international"), *ROADS.get(state, [state]))
        fill(cases[state])
        if cases[state].current:
            seal(cases[state])
        prepare(cases[state], world)
    return cases


# Not the shortest roads: that one would lead to the end by an act elsewhere, or round the publicity.
ROADS = {
    "decision": ["publicity", "decision"],
    "approved": ["publicity", "decision", "approved"],
    "rejected": ["form_check", "rejected"],
}


def prepare(case: Application, world: World) -> None:
    """Everything that a step from this state asks for."""
    officer = world.seats["sac_officer"]
    if case.state == "form_check":
        desk().check(case)
    if case.state == "revising":
        reply_to_points(case, world.seats["submitter"])
    if case.state == "revision_check":
        running = revising.current_round(case)
        running.replies.update(settled=True, words="已落实。", checked_by_name="甲", checked_at=clock.now())
    if case.state in ("publicity", "decision"):
        WithdrawalRequest.objects.create(
            application=case, reason="申报单位情况变化。", by=officer.person, by_name="甲", at=clock.now()
        )


@pytest.mark.parametrize(("machine", "table"), [("application", APPLICATION), ("call", CALL)])
def test_no_step_is_without_its_line_in_the_table(machine: str, table: dict[str, object]) -> None:
    assert set(table) == set(steps_of(machine_rows()[machine]))


def test_only_the_cells_of_the_table_move_an_application(
    cases_in_every_state: dict[str, Application], seats: dict[str, Seat | None]
) -> None:
    tried, wrong = faults(cases_in_every_state, APPLICATION, seats)
    assert wrong == []
    assert tried == 16 * 33 * (16 + 6 + 2)


def test_only_the_cells_of_the_table_move_a_call(world: World, seats: dict[str, Seat | None]) -> None:
    with clock.at(CLOSES):
        cases = {"draft": world.new_call(published=False), "published": world.new_call()}
        cases["closed"] = arrive(world.new_call(), "closed")
        tried, wrong = faults(cases, CALL, seats)
    assert wrong == []
    assert tried == 3 * 2 * (16 + 6 + 2)


def test_only_the_cells_of_the_table_start_an_application(world: World, seats: dict[str, Seat | None]) -> None:
    assert {name for name, seat in seats.items() if starts(world.unborn(), seat)} == STARTS_APPLICATION


def test_only_the_cells_of_the_table_start_a_call(world: World, seats: dict[str, Seat | None]) -> None:
    def new() -> Call:
        return Call(title="新", year=2027, edition_name="办法-2023", opens_at=NOON, closes_at=NOON + timedelta(1))

    assert {name for name, seat in seats.items() if starts(new(), seat)} == STARTS_CALL


def starts(row: Procedure, seat: Seat | None) -> bool:
    with undone():
        try:
            start(row, seat=seat)
        except NotPermitted:
            return False
        return True


def test_a_page_offers_exactly_the_cells_of_the_table(
    cases_in_every_state: dict[str, Application], seats: dict[str, Seat | None]
) -> None:
    for state, case in cases_in_every_state.items():
        for name, seat in seats.items():
            wanted = {step for step, (who, states) in APPLICATION.items() if who == name and state in states}
            if name == "sac_officer":
                wanted |= {step for step, states in PAIRS.items() if state in states and step not in REFUSED_NOW}
            shown = [offer for offer in offers(case, seat) if offer.subject.pk == case.pk]
            assert {offer.step.name for offer in shown if offer.is_open} == wanted, (state, name)
            assert {offer.step.name for offer in shown if not offer.is_open} <= REFUSED_NOW, (state, name)


# Entitled, but with a reason why not now: no point unmet, the measures ask for a publicity, its month runs.
REFUSED_NOW = {"reject_form_check", "skip_publicity", "close_publicity"}


def test_every_state_of_call_and_application_is_walked() -> None:
    assert set(State.values) == {
        "draft", "organiser_review", "recommender_review", "received", "not_recommended", "withdrawn",
        "form_check", "supplementing", "expert_review", "revising", "revision_check", "deliberation", "publicity",
        "decision", "approved", "rejected",
    }  # fmt: skip
    assert set(CallState.values) == {"draft", "published", "closed"}
