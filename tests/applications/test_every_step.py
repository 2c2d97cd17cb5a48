"""Role × state × step × own or other unit: what is not in the table is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction

from applications.models import Application, Call
from applications.procedure import CallState, State
from procedure import clock
from procedure.machines import Procedure, machine_rows, steps_of
from procedure.models import Record
from procedure.offers import offers
from procedure.perform import NotPermitted, Refused, perform, start
from procedure.steps import TIMER, Seat
from tests.applications.building import CLOSES, NOON, World, fill, seal
from tests.arriving import arrive, data_for

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
    "withdraw_recommendation": ("recommender_officer", ["received"]),
}
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


def outcome(case: Procedure, step: str, seat: Seat | None) -> str:
    fresh = type(case)._default_manager.get(pk=case.pk)
    with undone():
        try:
            record = perform(fresh, step, seat=seat, data=data_for(fresh, step))
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
            for name, seat in seats.items():
                tried += 1
                found, wanted = outcome(case, step, seat), expected(table, step, state, name)
                if found != wanted:
                    wrong.append(f"{step} in {state} by {name}: {found}, not {wanted}")
    return tried, wrong


def cases_in_every_state(world: World) -> dict[str, Application]:
    """Each with all that any step asks for; of a type without a quota, so that none stands in another's way."""
    cases = {}
    for state in State.values:
        cases[state] = arrive(world.draft(inner_name=f"光伏{state}", kind="international"), state)
        fill(cases[state])
        if cases[state].current:
            seal(cases[state])
    return cases


@pytest.mark.parametrize(("machine", "table"), [("application", APPLICATION), ("call", CALL)])
def test_no_step_is_without_its_line_in_the_table(machine: str, table: dict[str, object]) -> None:
    assert set(table) == set(steps_of(machine_rows()[machine]))


def test_only_the_cells_of_the_table_move_an_application(world: World, seats: dict[str, Seat | None]) -> None:
    tried, wrong = faults(cases_in_every_state(world), APPLICATION, seats)
    assert wrong == []
    assert tried == 6 * 9 * (16 + 6 + 2)


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


def test_a_page_offers_exactly_the_cells_of_the_table(world: World, seats: dict[str, Seat | None]) -> None:
    for state, case in cases_in_every_state(world).items():
        for name, seat in seats.items():
            wanted = [step for step, (who, states) in APPLICATION.items() if who == name and state in states]
            shown = offers(case, seat)
            assert [(offer.step.name, offer.refusals) for offer in shown] == [(step, []) for step in wanted], (
                state,
                name,
            )


def test_every_state_of_call_and_application_is_walked() -> None:
    assert set(State.values) == {
        "draft", "organiser_review", "recommender_review", "received", "not_recommended", "withdrawn",
    }  # fmt: skip
    assert set(CallState.values) == {"draft", "published", "closed"}
