"""A plan of an earlier call: as few rows as a plan may have, inside the build that was approved."""

import datetime as dt
from dataclasses import replace

from workbench.demo.plans import frames_rows
from workbench.demo.plans.builder import TOPICS, Dice, Words, milestones, plan, words
from workbench.demo.plans.content import Milestone, PlanContent
from workbench.demo.units import Unit

_FEWEST = 4


def short_plan(
    seed_key: str, name: str, kind: str, topic: str, applicant: Unit, approved: dt.date, years: int
) -> PlanContent:
    # What is approved in spring begins its first whole year in the next.
    dice, year = Dice(seed_key), approved.year + (approved.month >= 3)
    whole = plan(seed_key, name, kind, topic, applicant, start_year=year)
    spoken = words(dice, name, TOPICS[topic], applicant, year)
    sections = (
        whole.sections if years == 3 else {key: _in_two_years(text, year) for key, text in whole.sections.items()}
    )
    return replace(
        whole, build_years=years, sections=sections, tasks=whole.tasks[:_FEWEST], indicators=whole.indicators[:7],
        milestones=_milestones(dice, spoken, year, approved.replace(year=approved.year + years)),
        attachments=whole.attachments[:3],
    )  # fmt: skip


def _milestones(dice: Dice, spoken: Words, year: int, ends: dt.date) -> tuple[Milestone, ...]:
    """The first, and others that fall due before the build ends."""
    fits = [row.due <= ends for row in milestones(spoken, year, range(len(frames_rows.MILESTONES)))]
    free = [place for place, fit in enumerate(fits) if fit and place]
    return milestones(spoken, year, sorted((0, *dice.turned("milestone", free)[: _FEWEST - 1])))


def _in_two_years(text: str, year: int) -> str:
    for long, short in (("建设期三年", "建设期两年"), ("三年时间", "两年时间"), ("承诺三年", "承诺两年")):
        text = text.replace(long, short)
    return text.replace(str(year + 2), str(year + 1))
