"""From the frozen content of a plan to what annex 2 of the guide prints: order, numbers and words, no layout."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from documents import rich

Content = dict[str, Any]

KINDS = (("regional", "区域（综合）"), ("sector", "领域（专业）"), ("international", "国际"))
INDICATOR_KINDS = (
    ("quantity", "数量指标"),
    ("technology", "技术指标"),
    ("industry", "产业化指标"),
    ("other", "其他指标"),
)
CHAPTERS = (
    ("二", "创新基地建设的意义和必要性", (("meaning", "意义"), ("necessity", "必要性"))),
    (
        "三",
        "创新基地建设的可行性",
        (("groundwork", "工作基础"), ("qualifications", "资质条件"), ("advantages", "优势分析")),
    ),
    (
        "四",
        "目标和任务",
        (("goals", "目标"), ("tasks", "重点任务"), ("indicators", "考核指标"), ("schedule", "进度计划")),
    ),
    ("五", "保障措施", (("organisation", "组织机制"), ("policy", "政策支持"), ("funding", "资金人才"))),
)
NUMERALS = "一二三四五六七八九"
FORMATS = ("text", "html")
# Frozen with the plan and judged with it, but no part of annex 2.
UNPRINTED = frozenset({"conditions", "english_name", "exceptions"})


@dataclass(frozen=True)
class Item:
    """A numbered row printed under a section: its head, and the paragraphs below it."""

    head: str
    text: str = ""


@dataclass(frozen=True)
class Group:
    """Rows under a sub-heading of their own, numbered from one."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Section:
    """（一）意义 and so on: the narrative, then its rows."""

    number: str
    title: str
    text: str = ""
    html: str = ""
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Chapter:
    number: str
    title: str
    sections: tuple[Section, ...]


def laid_out(content: Content) -> dict[str, Any]:
    """Everything the template needs, and nothing it would have to decide."""
    return {
        "content": content,
        "name": content.get("name") or "",
        "date": chinese_date(content.get("date")),
        "kinds": [(word, key == content.get("kind")) for key, word in KINDS],
        "applicant": content.get("applicant") or {},
        "organiser": content.get("organiser") or {},
        "recommender": content.get("recommender") or {},
        "chapters": [_chapter(content, *chapter) for chapter in CHAPTERS],
        "attachments": [row.get("name") or "" for row in content.get("attachments") or []],
    }


def texts(content: Content) -> Iterator[str]:
    """Every text that annex 2 prints, rich text without its marks."""
    sections = content.get("sections") or {}
    for kept in sections.values():
        said = (kept or {}).get("text") or ""
        yield rich.plain(said) if (kept or {}).get("format") == "html" else said
    yield from _strings({key: value for key, value in content.items() if key not in UNPRINTED | {"sections"}})


def _strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def chinese_date(written: object) -> str:
    """2027年6月30日; nothing for no date."""
    if not written:
        return ""
    day = datetime.date.fromisoformat(str(written)[:10])
    return f"{day.year}年{day.month}月{day.day}日"


def _chapter(content: Content, number: str, title: str, sections: tuple[tuple[str, str], ...]) -> Chapter:
    parts = tuple(_section(content, NUMERALS[n], key, word) for n, (key, word) in enumerate(sections))
    return Chapter(number, title, parts)


def _section(content: Content, number: str, key: str, title: str) -> Section:
    kept = (content.get("sections") or {}).get(key) or {}
    form, said = kept.get("format", "text"), kept.get("text") or ""
    if form not in FORMATS:
        raise ValueError(f"section {key} is kept as {form!r}, which this print cannot set")
    groups = ROWS.get(key, _no_rows)(content)
    return Section(number, title, groups=groups, **{form: said})


def _no_rows(_: Content) -> tuple[Group, ...]:
    return ()


def _tasks(content: Content) -> tuple[Group, ...]:
    return _group("", [Item(row.get("title") or "", row.get("content") or "") for row in content.get("tasks") or []])


def _indicators(content: Content) -> tuple[Group, ...]:
    rows = content.get("indicators") or []
    known = {key for key, _ in INDICATOR_KINDS}
    groups: tuple[Group, ...] = ()
    for key, title in INDICATOR_KINDS:
        mine = [row for row in rows if (row.get("kind") if row.get("kind") in known else "other") == key]
        groups += _group(title, [Item(_indicator(row)) for row in mine])
    return groups


def _indicator(row: Content) -> str:
    line = f"{row.get('name') or ''}：{_amount(row.get('target'), row.get('unit'))}"
    midterm = _amount(row.get("midterm"), row.get("unit"))
    return f"{line}（中期目标：{midterm}）" if midterm else line


def _amount(value: object, unit: object) -> str:
    """A target and its unit; a target in words that ends in the unit does not get it twice."""
    said = "" if value is None else str(value).strip()
    word = str(unit or "").strip()
    return said if not said or said.endswith(word) else said + word


def _milestones(content: Content) -> tuple[Group, ...]:
    tasks = {row.get("id"): number for number, row in enumerate(content.get("tasks") or [], start=1)}
    return _group("", [Item(_milestone(row, tasks)) for row in content.get("milestones") or []])


def _milestone(row: Content, tasks: dict[Any, int]) -> str:
    line = f"{chinese_date(row.get('due'))}：{row.get('content') or ''}"
    number = tasks.get(row.get("task")) if row.get("task") else None
    return f"{line}（重点任务{number}）" if number else line


def _group(title: str, items: list[Item]) -> tuple[Group, ...]:
    return (Group(title, tuple(items)),) if items else ()


ROWS = {"tasks": _tasks, "indicators": _indicators, "schedule": _milestones}
