"""The demo's bases: every state and age, brought there by acts that an authority could have done on those days."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from chinese_calendar import is_workday

from bases.models import Base
from bases.procedure import ESTABLISHED, IN_BUILD, BaseState
from procedure.models import DueDate, Outbox, Record
from workbench.demo import seed
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


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_the_whole_seed_leaves_every_base_where_its_story_says() -> None:
    seed.seed()
    bases = Base.objects.filter(is_history=False)
    found = {base.inner_name: base.state for base in bases}
    names = {case.key: case.name for case in FOUNDED} | {"2019-nanjing": "长江经济带江北新区"}
    assert {story.key: found[names[story.key]] for story in STORIES} == {story.key: story.state for story in STORIES}
    assert Base.objects.count() >= 60
    assert Base.objects.filter(state__in=ESTABLISHED).count() >= 15
    assert not Outbox.objects.filter(failed_at__isnull=False).exists()
    assert not Outbox.objects.filter(done_at__isnull=True).exists()
    assert not Record.objects.filter(at__gt=DEMO_NOW).exists()
    # What was due has been said; only what lies ahead is open.
    assert not DueDate.objects.filter(due_at__lte=DEMO_NOW, fired_at=None, closed_at=None).exists()
    assert {base.approved for base in bases} >= {str(date(2019, 12, 18)), str(date(2026, 4, 28))}
