"""Reads cases from their diaries.

A case begins with a line `key|inner name|kind|applicant|organiser|topic|region|month-day hour:minute|percent`; an
empty region is the applicant's. Below it, indented, stand `month-day hour:minute step note`, under a return its
comments as `# section text`, under a submission what was added before it as `+ section text`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from workbench.demo.cases.model import ACTORS, BEIJING, Case, Event, year_of
from workbench.demo.people import holder
from workbench.demo.sectors import BY_KEY as SECTORS
from workbench.demo.units import BY_KEY as UNITS


def read_cases(call: str, diary: str) -> tuple[Case, ...]:
    """All cases of one diary, in its order."""
    return tuple(_case(call, lines) for lines in _blocks(diary))


def _blocks(diary: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in filter(str.strip, diary.splitlines()):
        if block and not line.startswith(" "):
            yield block
            block = []
        block.append(line)
    yield block


def _case(call: str, lines: list[str]) -> Case:
    key, name, kind, applicant, organiser, topic, region, started, filled = lines[0].split("|")
    # An association without a ministry above it reports to itself.
    recommender = UNITS[organiser].reports_to or organiser
    case = Case(
        key=f"{call}-{key}",
        call=call,
        name=name,
        kind=kind,
        applicant=applicant,
        organiser=organiser,
        recommender=recommender,
        region=region or UNITS[applicant].region,
        sector=None if kind == "regional" else SECTORS[topic].code,
        topic=topic,
        started=_moment(call, started),
        preparer=holder(applicant, "preparer"),
        filled=int(filled),
        timeline=(),
    )
    return replace(case, timeline=_timeline(case, lines[1:]))


def _timeline(case: Case, lines: list[str]) -> tuple[Event, ...]:
    events: list[Event] = []
    for line in lines:
        mark, rest = line.strip().split(" ", 1)
        if mark in {"#", "+"}:
            events[-1] = _added(events[-1], mark, *rest.split(" ", 1))
        else:
            events.append(_event(case, mark, rest))
    return tuple(events)


def _added(event: Event, mark: str, section: str, text: str) -> Event:
    if mark == "+":
        return replace(event, amendments={**event.amendments, section: text})
    comments = event.data.get("comments")
    earlier = comments if isinstance(comments, list) else []
    return replace(event, data={**event.data, "comments": [*earlier, (section, text)]})


def _event(case: Case, day: str, rest: str) -> Event:
    time, step, *note = rest.split(" ", 2)
    place, role = ACTORS[step]
    data: dict[str, object] = {"note": note[0]} if note else {}
    return Event(_moment(case.call, f"{day} {time}"), holder(getattr(case, place), role), step, data, {})


def _moment(call: str, text: str) -> dt.datetime:
    return dt.datetime.strptime(f"{year_of(call)}-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)
