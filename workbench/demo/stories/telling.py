"""Tells the stories: the ordinary build in its time, every other act on its day, and the years between."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from bases import periods
from bases.models import Base
from bases.procedure import ESTABLISHED
from reviews.models import Expert
from workbench.demo.cases import DEMO_NOW
from workbench.demo.living import Life
from workbench.demo.stories import STORIES, Act, Story
from workbench.demo.stories.acts import ACTS, Teller
from workbench.demo.turning import turn
from workbench.demo.workdays import after, before, working

TODAY = DEMO_NOW.date()
# What ends the build: nothing ordinary happens after it.
_CLOSING = ("establish", "terminate_failed", "terminate_overdue", "terminate_violation")


def tell(bases: dict[str, Base], experts: list[Expert], meanwhile: Callable[[], None]) -> None:
    for story in STORIES:
        if story.key in bases:
            tell_one(Teller(bases[story.key], bases, experts, Random(story.key)), story)
            meanwhile()


def tell_one(teller: Teller, story: Story) -> None:
    life: Life | None = None
    for act in sorted((*ordinary(teller, story), *story.acts), key=lambda each: each.day):
        if life:
            # What is revoked has lived the days of its last year before.
            life.live_to(act.day.year + (act.day == life.until))
        ACTS[act.name](teller, act.day, *act.words)
        teller.base.refresh_from_db()
        if life is None and teller.base.state in ESTABLISHED:
            life = Life(teller.base, act.day, _last_day(story), teller.luck)
            life.begin()
    if life:
        life.live_to(TODAY.year + 1)
    turn(teller.base.pk, DEMO_NOW)
    teller.base.refresh_from_db()


def _last_day(story: Story) -> date:
    """Until it was revoked, or today."""
    return story.acts[-1].day if story.state == "revoked" else TODAY


def ordinary(teller: Teller, story: Story) -> list[Act]:
    """Receipt, construction plan, yearly reports and mid-term review, each about when it is asked for."""
    closing = next((act.day for act in story.acts if act.name in _CLOSING), TODAY)
    acts = [*_begin(teller, story), *_reports(teller, story), *_middle(teller, story)]
    return [act for act in acts if act.day < closing and act.words[-1:] != ("none",)]


def _begin(teller: Teller, story: Story) -> list[Act]:
    approved = _approved(teller.base)
    received = after(approved, teller.luck.randint(3, 8))
    planned = working(received + timedelta(days=teller.luck.randint(58, 84)))
    how = story.otherwise.get("plan", "accepted")
    acts = [Act(before(TODAY - timedelta(days=2)) if how == "draft" else planned, "plan", (how,))]
    return acts if "receive" in story.otherwise else [Act(received, "receive", ()), *acts]


def _reports(teller: Teller, story: Story) -> list[Act]:
    ends = min(filter(None, (teller.base.build_ends, TODAY)))
    years = periods.report_years(_approved(teller.base), ends)
    return [
        Act(
            working(date(year, 12, teller.luck.randint(5, 24))), "report",
            (str(year), story.otherwise.get(f"report-{year}", "received")),
        )
        for year in years
    ]  # fmt: skip


def _middle(teller: Teller, story: Story) -> list[Act]:
    """Around the middle, or lately where the middle is still to come and it may be held already."""
    base = teller.base
    assert base.build_starts
    assert base.first_end
    middle, opens = (find(base.build_starts, base.first_end) for find in (periods.midpoint, periods.midterm_opens))
    day = working(middle + timedelta(days=teller.luck.randint(-20, 55)))
    lately = TODAY - timedelta(days=teller.luck.randint(17, 30))
    return [
        Act(before(lately) if opens < lately < day else day, "review", (story.otherwise.get("review", "received"),))
    ]


def _approved(base: Base) -> date:
    assert base.approved_on
    return base.approved_on
