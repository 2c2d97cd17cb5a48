"""Up to four candidates side by side: the same rows of their frozen versions, differences said in a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from documents import rich
from procedure.reckoning import chinese_date

from .appraising import Finding, claim_of
from .models import Application, Appraisal, Comment, Indicator
from .ranking import places_of

MOST = 4


@dataclass(frozen=True)
class Cell:
    """What one candidate has in a row: a text, or a list."""

    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]
    # What differs by its nature, a name say, is not marked; of a list only how long it is.
    marked: bool = True
    by_text: bool = False

    @property
    def differs(self) -> bool:
        told = {cell.text if self.by_text else cell for cell in self.cells}
        return self.marked and len(told) > 1

    @property
    def alike(self) -> bool:
        return self.marked and len(self.cells) > 1 and not self.differs


@dataclass(frozen=True)
class Candidate:
    """A case with all that is compared of it."""

    application: Application
    content: dict[str, Any]
    appraisal: Appraisal | None
    comments: int
    place: int | None

    def finding(self, key: str) -> dict[str, str]:
        items = self.appraisal.items if self.appraisal else []
        return next((item for item in items if item["key"] == key), {})

    def answer(self, key: str) -> dict[str, Any]:
        return next((each for each in self.content.get("conditions", []) if each["key"] == key), {})


def chosen(candidates: Sequence[Application], asked: Sequence[str]) -> list[Application]:
    """The asked ones in the order of the list; without any, the first."""
    found = [candidate for candidate in candidates if str(candidate.pk) in asked]
    return (found or list(candidates))[:MOST]


def side_by_side(applications: Sequence[Application], seat: Any) -> tuple[list[Candidate], list[Row]]:
    """The candidates with their versions, appraisals and comments read at once, and the rows to compare."""
    versions = [each.current_id for each in applications]
    appraisals: dict[Any, Appraisal] = {row.version_id: row for row in Appraisal.objects.filter(version__in=versions)}
    counted = Comment.objects.filter(version__in=versions).order_by().values_list("version")
    comments = dict(counted.annotate(count=Count("pk")))
    places = places_of(seat, [each.pk for each in applications])
    found = [
        Candidate(
            each, each.current.content, appraisals.get(each.current_id), comments.get(each.current_id, 0),
            places.get(each.pk),
        )
        for each in applications if each.current
    ]  # fmt: skip
    return found, _rows(found)


def _rows(found: Sequence[Candidate]) -> list[Row]:
    if not found:
        return []
    return [
        _row("申报单位", [each.application.unit.name for each in found], marked=False),
        _row("申报组织单位", [each.application.organiser.name for each in found]),
        _row("所在地", [each.application.region.name for each in found]),
        _row("领域", [str(each.application.sector or "—") for each in found]),
        _row("现在的状态", [each.application.state_label for each in found]),
        _row("本单位排序", [f"第 {each.place} 位" if each.place else "未排序" for each in found], marked=False),
        _row("申报条件合计", [_met(each) for each in found]),
        *_conditions(found),
        _row("论证意见", [each.appraisal.opinion if each.appraisal else "—" for each in found], marked=False),
        _row("意见条数", [f"{each.comments} 条" for each in found]),
        _row("目标", [_narrative(each, "goals") for each in found], marked=False),
        *(_listed(label, key, found) for label, key in _LISTS),
        _row("资金人才", [_narrative(each, "funding") for each in found], marked=False),
    ]


def _row(label: str, texts: Sequence[str], *, marked: bool = True) -> Row:
    return Row(label, tuple(Cell(text) for text in texts), marked)


def _met(candidate: Candidate) -> str:
    items = candidate.appraisal.items if candidate.appraisal else []
    unmet = sum(item["finding"] == Finding.UNMET for item in items)
    return f"组织单位认为符合 {len(items) - unmet} 条，不符合 {unmet} 条"


def _conditions(found: Sequence[Candidate]) -> list[Row]:
    one = found[0].application
    return [
        Row(f"条件 {number}：{each.text}", tuple(_judged(candidate, each.key) for candidate in found))
        for number, each in enumerate(one.call.conditions(one.kind), start=1)
    ]


def _judged(candidate: Candidate, key: str) -> Cell:
    claim = claim_of(candidate.answer(key).get("met", ""))
    finding = candidate.finding(key)
    judged = Finding(finding["finding"]).label if finding else "没有论证"
    reason = finding.get("reason", "")
    return Cell(items=(f"申报单位：{claim}", f"组织单位：{judged}", *([f"理由：{reason}"] if reason else [])))


def _narrative(candidate: Candidate, key: str) -> str:
    section = candidate.content["sections"][key]
    return rich.plain(section["text"]) if section["format"] == "html" else section["text"]


def _task(row: dict[str, Any]) -> str:
    return str(row["title"])


def _indicator(row: dict[str, Any]) -> str:
    midterm = f"（中期 {row['midterm']}）" if row["midterm"] else ""
    return f"{Indicator.Kind(row['kind']).label}：{row['name']} {row['target']}{row['unit']}{midterm}"


def _milestone(row: dict[str, Any]) -> str:
    return f"{chinese_date(date.fromisoformat(row['due']))}：{row['content']}"


_LISTS = (("重点任务", "tasks"), ("考核指标", "indicators"), ("进度节点", "milestones"))
_SAID = {"tasks": _task, "indicators": _indicator, "milestones": _milestone}


def _listed(label: str, key: str, found: Sequence[Candidate]) -> Row:
    cells = [Cell(f"{len(each.content[key])} 条", tuple(map(_SAID[key], each.content[key]))) for each in found]
    return Row(label, tuple(cells), by_text=True)
