"""Random people pressing random steps for months, against a model that knows only the table of the regulation."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from applications.models import Application
from applications.procedure import State
from organisations.models import Membership
from procedure import clock, outbox, sealing
from procedure.machines import steps_of
from procedure.models import DueDate, Outbox, Record
from procedure.perform import NotPermitted, Refused, perform
from procedure.sweep import sweep
from tests.applications.building import CLOSES, OPENS, World, seal
from tests.arriving import data_for

pytestmark = pytest.mark.django_db

# The road up to SAC's desk. What is done behind it hangs on panels, notices and papers: the stories walk there.
BEFORE_THE_DESK = {"draft", "organiser_review", "recommender_review", "received"}
# From where to where, and who: typed from 办法 11 to 13 and the guide, not read from the declaration.
MODEL = {
    "submit_plan": ({"draft"}, "organiser_review", "unit", {"submitter"}),
    "return_plan": ({"organiser_review"}, "draft", "organiser", {"organiser_officer"}),
    "endorse_plan": ({"organiser_review"}, "recommender_review", "organiser", {"organiser_officer"}),
    "decline_endorsement": ({"organiser_review"}, "not_recommended", "organiser", {"organiser_officer"}),
    "return_endorsement": ({"recommender_review"}, "organiser_review", "recommender", {"recommender_officer"}),
    "recommend": ({"recommender_review"}, "received", "recommender", {"recommender_officer"}),
    "decline_recommendation": ({"recommender_review"}, "not_recommended", "recommender", {"recommender_officer"}),
    "withdraw": ({"draft", "organiser_review", "recommender_review"}, "withdrawn", "unit", {"submitter"}),
    "withdraw_recommendation": ({"received", "form_check"}, "withdrawn", "recommender", {"recommender_officer"}),
    "start_form_check": ({"received"}, "form_check", None, {"sac_officer"}),
}
IN_TIME = {"submit_plan", "endorse_plan", "recommend"}


# A few with every run, so that the model does not fall behind unseen.
@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(4, 40))])
def test_a_walk_agrees_with_the_model(world: World, seed: int) -> None:
    dice = random.Random(seed)
    now = OPENS + timedelta(days=dice.randrange(60))
    with clock.at(now), outbox.unhurried():
        cases = [world.draft(filled=True), world.other_draft(filled=True)]
    states = {case.pk: "draft" for case in cases}
    for _ in range(120):
        now += timedelta(hours=dice.randrange(1, 30))
        case, step = dice.choice(cases), dice.choice(list(MODEL))
        seat = dice.choice(list(world.seats.values()))
        with clock.at(now), outbox.unhurried():
            expected = after(case, step, seat, states[case.pk], now)
            assert press(case, step, seat) is (expected is not None), (seed, step, seat, states[case.pk], now)
            states[case.pk] = expected or states[case.pk]
            if dice.random() < 0.1:
                sweep()
    check(cases, states)


def after(case: Application, step: str, seat: Membership, state: str, now: Any) -> str | None:
    """Where the model goes, or None where it refuses."""
    sources, target, side, roles = MODEL[step]
    entitled = seat.role in roles and (side is None or seat.unit_id == getattr(case, f"{side}_id"))
    timely = step not in IN_TIME or now < CLOSES
    return target if entitled and timely and state in sources else None


def press(case: Application, step: str, seat: Membership) -> bool:
    fresh = Application.objects.get(pk=case.pk)
    if step == "recommend" and fresh.current_id:
        seal(fresh)
    before = Record.objects.count()
    try:
        perform(fresh, step, seat=seat, data=data_for(fresh, step), seen=fresh.version)
    except (NotPermitted, Refused):
        assert Record.objects.count() == before
        return False
    return True


def check(cases: list[Application], states: dict[Any, str]) -> None:
    """State equals replay, every act has its record and history, dates of ended cases are closed, the chain holds."""
    sealing.seal()
    assert sealing.verify().fault == ""
    for case in cases:
        stored = Application.objects.get(pk=case.pk)
        records = Record.objects.filter(subject_id=case.pk)
        assert stored.state == states[case.pk]
        assert records.count() == stored.version + 1 == stored.history.count()
        assert stored.versions.count() == Counter(records.values_list("step", flat=True))["submit_plan"]
        if stored.state in (State.NOT_RECOMMENDED, State.WITHDRAWN):
            assert not DueDate.objects.filter(root=case.pk, closed_at__isnull=True).exists()
    assert set(MODEL) == {
        name for name, step in steps_of(Application).items() if step.permission and BEFORE_THE_DESK & set(step.source)
    }
    assert Outbox.objects.filter(failed_at__isnull=False).count() == 0
