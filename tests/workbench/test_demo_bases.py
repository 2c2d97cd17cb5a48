"""The demo's bases: every state and age, brought there by acts that an authority could have done on those days."""

import json
from collections import Counter
from itertools import pairwise

import pytest
from chinese_calendar import is_workday

from bases.procedure import IN_BUILD, BaseState
from tests.product import Product
from workbench.demo.cases import DEMO_NOW, FOUNDED, GRANTS
from workbench.demo.founding import CALENDARS
from workbench.demo.stories import STORIES, Story
from workbench.demo.stories.acts import ACTS

TODAY = DEMO_NOW.date()
by_key = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
# Where a base stands only on its way, or where history alone begins.
_PASSING = {BaseState.RECORDED, BaseState.UNQUALIFIED}
UNDER_CONSTRUCTION = {*IN_BUILD, BaseState.FAILED}


def test_there_is_a_story_for_each_base_and_a_base_for_each_story() -> None:
    assert sorted(story.key for story in STORIES) == sorted(GRANTS) == sorted(case.key for case in FOUNDED)


def test_every_state_is_aimed_at_and_thirty_are_under_construction() -> None:
    states = Counter(story.state for story in STORIES)
    assert set(states) == {*BaseState} - _PASSING
    # With the one of 2025 that ``decisions`` tells.
    assert sum(states[state] for state in UNDER_CONSTRUCTION) + 1 >= 30
    assert states["operating"] >= 8


def test_every_act_that_there_is_is_told_of_some_base() -> None:
    ordinary = {"receive", "plan", "report", "review"}
    assert {act.name for story in STORIES for act in story.acts} | ordinary == set(ACTS)


@by_key
def test_acts_rise_on_working_days_after_the_approval(story: Story) -> None:
    days = [act.day for act in story.acts]
    assert all(earlier < later for earlier, later in pairwise([GRANTS[story.key].approved, *days]))
    assert not [day for day in days if not is_workday(day)]
    assert not days or days[-1] <= TODAY


def test_calls_were_decided_on_working_days() -> None:
    for calendar in CALENDARS.values():
        days = [day for day in vars(calendar).values() if day]
        assert days == sorted(days)
        assert all(is_workday(day) for day in days)
    assert all(is_workday(grant.approved) and grant.approved < TODAY for grant in GRANTS.values())


def test_what_is_told_otherwise_is_an_act_of_the_ordinary_build() -> None:
    ways = {way for story in STORIES for way in story.otherwise}
    assert ways <= {"plan", "review", "receive", *(f"report-{year}" for year in range(2020, 2026))}


_STAND = """
import json
import json
from applications.models import Application
from bases.models import Base
from procedure.models import DueDate, Outbox, Record
from workbench.demo.cases import DEMO_NOW
own = Base.objects.filter(is_history=False)
due = DueDate.objects.filter(due_at__lte=DEMO_NOW, fired_at=None, closed_at=None)
print(json.dumps({
    "states": dict(Application.objects.filter(base__isnull=False).values_list("inner_name", "base__state")),
    "all": Base.objects.count(), "undone": Outbox.objects.filter(done_at=None).count(), "unsaid": due.count(),
    "ahead": Record.objects.filter(at__gt=DEMO_NOW).count(), "oldest": min(own.values_list("approved", flat=True)),
}))
"""


@pytest.mark.long
def test_the_whole_seed_leaves_every_base_where_its_story_says(product: Product) -> None:
    told = json.loads(product.tell(_STAND))
    names = {case.key: case.name for case in FOUNDED}
    states = {names[story.key]: story.state for story in STORIES}
    assert {name: told["states"][name] for name in states} == states
    assert told["all"] >= 60
    # What was due has been said, and nobody has done anything that lies ahead.
    assert (told["undone"], told["unsaid"], told["ahead"], told["oldest"]) == (0, 0, 0, "2019-12-18")
