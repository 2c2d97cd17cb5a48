"""Builds a plan's content from its topic: the same seed gives the same plan, word for word."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import TypeVar

from workbench.demo.plans import (
    frames_industry,
    frames_regional,
    topics_digital,
    topics_energy,
    topics_equipment,
    topics_founded_energy,
    topics_founded_life,
    topics_life,
    topics_regional,
)  # fmt: skip
from workbench.demo.plans import frames_rows as rows
from workbench.demo.plans.conditions import answers
from workbench.demo.plans.content import SECTIONS, Attachment, Indicator, Milestone, PlanContent, Task
from workbench.demo.plans.topics import Topic
from workbench.demo.units import Unit

_MODULES = (
    topics_energy, topics_digital, topics_equipment, topics_life, topics_regional, topics_founded_energy,
    topics_founded_life,
)  # fmt: skip
TOPICS: dict[str, Topic] = {item.key: item for module in _MODULES for item in module.TOPICS}
REGIONAL: frozenset[str] = frozenset(item.key for item in topics_regional.TOPICS) | topics_founded_life.REGIONAL
_SHORTEST = 150
Words = dict[str, str]
Item = TypeVar("Item")


class Dice:
    """Choices that follow from a key alone, alike on every machine and every run."""

    def __init__(self, key: str) -> None:
        self._key = key

    def number(self, purpose: str, low: int, high: int) -> int:
        digest = hashlib.sha256(f"{self._key}/{purpose}".encode()).digest()
        return low + int.from_bytes(digest[:8]) % (high - low + 1)

    def turned(self, purpose: str, items: Sequence[Item]) -> tuple[Item, ...]:
        """The items in an order of their own."""
        places = range(len(items))
        return tuple(items[place] for place in sorted(places, key=lambda n: self.number(f"{purpose}{n}", 0, 10**9)))


def full_name(inner: str) -> str:
    """Name of a base as the form wants it."""
    return f"国家技术标准创新基地（{inner}）"


def plan(seed_key: str, name: str, kind: str, topic: str, applicant: Unit, start_year: int = 2027) -> PlanContent:
    """A whole plan for `name` (the inner name); `topic` is a key of TOPICS."""
    dice = Dice(seed_key)
    subject = TOPICS[topic]
    spoken = words(dice, name, subject, applicant, start_year)
    tasks = _tasks(dice, subject, spoken, 4 + dice.number("tasks", 0, 4))
    return PlanContent(
        name=full_name(name), kind=kind, build_years=3,
        sections={section: _section(dice, section, kind, subject, spoken) for section in SECTIONS},
        tasks=tasks,
        indicators=_indicators(dice, subject, spoken),
        milestones=_milestones(dice, spoken, start_year, 4 + dice.number("milestones", 0, 4)),
        attachments=attachments(spoken, 3 + dice.number("attachments", 0, 3)),
        answers=answers(spoken),
    )  # fmt: skip


def words(dice: Dice, name: str, subject: Topic, applicant: Unit, start_year: int) -> Words:
    """Everything the wordings may name in braces."""
    named = {
        "name": full_name(name), "host": applicant.name, "short": subject.short, "need": subject.need,
        "gap": subject.gap, "chain": subject.chain,
        "domestic": subject.domestic, "international": subject.international,
        **{f"y{n}": str(start_year + n - 1) for n in (1, 2, 3)},
    }  # fmt: skip
    lists = {"t": subject.techs, "o": subject.objects, "p": subject.platforms, "s": subject.scenes}
    for letter, items in lists.items():
        named |= {f"{letter}{n}": item for n, item in enumerate(dice.turned(letter, items))}
    return named | _host_numbers(applicant.key) | _plan_numbers(dice)


def _host_numbers(key: str) -> Words:
    """Figures a host gives about itself: the same in all its plans."""
    dice = Dice(key)
    numbers = {
        "n_staff": dice.number("staff", 12, 46), "n_senior": dice.number("senior", 6, 11),
        "n_expert": dice.number("expert", 2, 7), "n_member": dice.number("member", 2, 8),
        "n_std": dice.number("std", 24, 96), "n_proj": dice.number("proj", 6, 28),
        "n_patent": dice.number("patent", 35, 260), "n_plat": dice.number("plat", 2, 5),
        "n_iso_past": dice.number("iso", 2, 6), "n_served": 10 * dice.number("served", 9, 48),
        "area": 100 * dice.number("area", 18, 120), "office": 10 * dice.number("office", 60, 220),
        "equip": 100 * dice.number("equip", 16, 140), "n_train": dice.number("train", 12, 40),
    }  # fmt: skip
    return {name: str(value) for name, value in numbers.items()}


def _plan_numbers(dice: Dice) -> Words:
    fund = 50 * dice.number("fund", 28, 96)
    people = 50 * dice.number("people", 12, 48)
    numbers = {
        "fund": fund, "own": 10 * (fund * dice.number("own", 42, 55) // 1000),
        "partner": 10 * (fund * dice.number("partner", 20, 30) // 1000),
        "n_iso": dice.number("iso", 3, 8), "n_goal": dice.number("goal", 15, 32),
        "n_need": dice.number("need", 60, 180),
        "n_report": dice.number("report", 6, 14), "n_group": dice.number("group", 8, 24),
        "n_verify": dice.number("verify", 10, 30), "n_roadmap": dice.number("roadmap", 3, 9),
        "n_grant": dice.number("grant", 12, 40), "n_sample": dice.number("sample", 3, 12),
        "n_partner": dice.number("allies", 9, 26),
        "n_committee": 2 * dice.number("committee", 5, 9) + 1, "n_expert_goal": dice.number("experts", 4, 12),
        "n_people": people, "n_people_mid": people * 2 // 5,
    }  # fmt: skip
    return {name: str(value) for name, value in numbers.items()}


def frames(subject: Topic) -> tuple[frames_industry.Pools, frames_industry.Pools]:
    """Openings and bodies that suit a topic."""
    module = frames_regional if subject.key in REGIONAL else frames_industry
    return module.OPENINGS, module.BODIES


def _section(dice: Dice, section: str, kind: str, subject: Topic, spoken: Words) -> str:
    openings, bodies = frames(subject)
    opening = dice.turned(f"{section}/opening", openings[section])[0]
    paragraphs = [opening]
    if kind == "international" and section in frames_industry.INTERNATIONAL:
        paragraphs.append(frames_industry.INTERNATIONAL[section])
    first, *more = dice.turned(f"{section}/body", bodies[section])
    paragraphs.append(first)
    if dice.number(f"{section}/length", 0, 2) == 0 or _length(paragraphs, spoken) < _SHORTEST:
        paragraphs.append(more[0])
    return "\n".join(paragraphs).format_map(spoken)


def _length(paragraphs: list[str], spoken: Words) -> int:
    return len("".join(paragraphs).format_map(spoken))


def _tasks(dice: Dice, subject: Topic, spoken: Words, count: int) -> tuple[Task, ...]:
    wordings = rows.TASKS_REGIONAL if subject.key in REGIONAL else rows.TASKS_INDUSTRY[:10]
    chosen = (*wordings[:4], *dice.turned("task", wordings[4:]))[:count]
    return tuple(Task(title.format_map(spoken), content.format_map(spoken)) for title, content in chosen)


def quantities(dice: Dice, spoken: Words, count: int) -> tuple[Indicator, ...]:
    """Numbers of results, each with a mid-term target of about four tenths."""
    chosen = sorted(dice.turned("quantity", rows.QUANTITY)[:count], key=rows.QUANTITY.index)
    targets = [(name, unit, int(target.format_map(spoken))) for name, unit, target in chosen]
    return tuple(
        Indicator("quantity", name, unit, str(target), str(max(1, target * 2 // 5))) for name, unit, target in targets
    )


def others(dice: Dice, spoken: Words, count: int) -> tuple[Indicator, ...]:
    """Results that are neither counted nor measured on a product, some of them in words."""
    chosen = dice.turned("other", rows.OTHER)[:count]
    return tuple(
        Indicator("other", name, unit, target.format_map(spoken), midterm.format_map(spoken))
        for name, unit, target, midterm in chosen
    )


def measured(subject: Topic) -> tuple[Indicator, ...]:
    """Technical and industrial indicators of the topic."""
    return (
        *(Indicator("technology", *row) for row in subject.metrics),
        *(Indicator("industry", *row) for row in subject.market),
    )


def _indicators(dice: Dice, subject: Topic, spoken: Words) -> tuple[Indicator, ...]:
    counted = quantities(dice, spoken, 2 + dice.number("quantities", 0, 2))
    return (*counted, *measured(subject), *others(dice, spoken, 1 + dice.number("others", 0, 1)))


def _milestones(dice: Dice, spoken: Words, start_year: int, count: int) -> tuple[Milestone, ...]:
    fixed = (3, 7)  # the middle and the end of the build
    free = [place for place in range(len(rows.MILESTONES)) if place not in fixed]
    return milestones(spoken, start_year, sorted((*fixed, *dice.turned("milestone", free)[: count - len(fixed)])))


def milestones(spoken: Words, start_year: int, places: Sequence[int]) -> tuple[Milestone, ...]:
    """Milestones at these places of the wordings, in order of their dates."""
    chosen = [rows.MILESTONES[place] for place in places]
    return tuple(
        Milestone(dt.date(start_year + year - 1, month, day), text.format_map(spoken), task)
        for year, month, day, text, task in chosen
    )


def attachments(spoken: Words, count: int) -> tuple[Attachment, ...]:
    """The first supporting documents a plan of this topic comes with."""
    return tuple(Attachment(name.format_map(spoken), kind) for name, kind in rows.ATTACHMENTS[:count])
