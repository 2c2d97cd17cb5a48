"""About sixty applications of the demo and the calls they belong to, and those of earlier years that became bases."""

import datetime as dt
from dataclasses import replace

from workbench.demo.cases import closed_2025, guide_2026, open_2026, received, reviewed
from workbench.demo.cases.founded import FOUNDED, GRANTS, Grant
from workbench.demo.cases.model import ACTORS, BEIJING, DEMO_NOW, TARGETS, Call, Case, Event, year_of
from workbench.demo.cases.reading import read_cases
from workbench.demo.plans import SECTIONS, PlanContent, plan, short_plan
from workbench.demo.units import BY_KEY as UNITS
from workbench.demo.workdays import working

__all__ = [
    "ACTORS", "CALLS", "CASES", "DEMO_NOW", "EARLIER", "FOUNDED", "GRANTS", "TARGETS", "Call", "Case", "Event", "Grant",
    "content_of",
]  # fmt: skip

# From how many written sections on the rows and files below are there too.
_TASKS_FROM, _INDICATORS_FROM, _MILESTONES_FROM, _ATTACHMENTS_FROM = 7, 8, 9, 11


def _call(key: str, *, closed: bool, edition: str = "办法-2023", aside: str = "", years: int = 3) -> Call:
    year = year_of(key)
    return Call(
        key=key,
        year=year,
        title=f"{year}年度国家技术标准创新基地申报指南{aside}",
        edition=edition,
        build_years=years,
        published=dt.datetime.combine(working(dt.date(year, 4, 15)), dt.time(9), BEIJING),
        opens=dt.datetime(year, 5, 5, tzinfo=BEIJING),
        closes=dt.datetime(year, 7, 31, tzinfo=BEIJING),  # 30 July, 24:00
        closed=closed,
    )


CALLS: tuple[Call, ...] = (
    _call("2025", closed=True),
    _call("2026", closed=False),
    _call("2026-guide", closed=False, edition="指南-2017", aside="（行业协会和副省级城市）"),
)
# The calls of the years before, of which the demo tells only what became bases.
EARLIER: tuple[Call, ...] = (
    _call("2019", closed=True, edition="指南-2017", years=2),
    _call("2020", closed=True, edition="指南-2017", years=2),
    _call("2022", closed=True, edition="指南-2017", years=3),
    _call("2023", closed=True),
    _call("2024", closed=True),
)
CASES: tuple[Case, ...] = (
    *read_cases("2025", closed_2025.DIARY),
    *read_cases("2026", received.DIARY),
    *read_cases("2026", reviewed.DIARY),
    *read_cases("2026", open_2026.DIARY),
    *read_cases("2026-guide", guide_2026.DIARY),
)


def content_of(case: Case, submission: int | None = None) -> PlanContent:
    """The plan as typed for its nth submission (from 1), or as it stands at the end."""
    submitted = [event for event in case.timeline if event.step == "submit_plan"]
    content = _whole(case)
    for event in submitted[:submission]:
        added = {name: f"{content.sections[name]}\n{text}" for name, text in event.amendments.items()}
        content = replace(content, sections={**content.sections, **added})
    return _partial(content, case.filled)


def _whole(case: Case) -> PlanContent:
    facts = (case.key, case.name, case.kind, case.topic, UNITS[case.applicant])
    if grant := GRANTS.get(case.key):
        return short_plan(*facts, grant.approved, grant.years)
    return plan(*facts, start_year=year_of(case.call) + 1)


def _partial(content: PlanContent, filled: int) -> PlanContent:
    written = SECTIONS[: round(len(SECTIONS) * filled / 100)]
    count = len(written)
    return replace(
        content,
        sections={section: content.sections[section] for section in written},
        tasks=content.tasks if count >= _TASKS_FROM else (),
        indicators=content.indicators if count >= _INDICATORS_FROM else (),
        milestones=content.milestones if count >= _MILESTONES_FROM else (),
        attachments=content.attachments if count >= _ATTACHMENTS_FROM else (),
        answers=content.answers if count >= _ATTACHMENTS_FROM else {},
    )
