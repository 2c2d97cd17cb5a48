"""Two frozen versions of one plan compared, part by part: facts, texts, rows by their keys, files by their digests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from procedure.reckoning import chinese_date
from procedure.templatetags.portal import file_size

from . import sections, version_diff
from .appraising import Answer, answers
from .models import Attachment, BaseKind, Indicator
from .version_diff import DELETED, EQUAL, INSERTED, Line, Piece

CHANGED = "changed"
STATES = {EQUAL: "相同", CHANGED: "有改动", INSERTED: "新增", DELETED: "删去"}
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """A named value and what became of it."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        return any(piece.kind != EQUAL for piece in self.pieces)


@dataclass(frozen=True)
class Row:
    """A row of a list with its cells: the same, changed, new, or taken out."""

    state: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return self.state != EQUAL

    @property
    def word(self) -> str:
        return STATES[self.state]


@dataclass(frozen=True)
class Part:
    """One part of the plan with all that stands in it."""

    key: str
    heading: str
    cells: tuple[Cell, ...] = ()
    rows: tuple[Row, ...] = ()
    lines: tuple[Line, ...] = ()

    def differing(self) -> "Part":
        """The same without what is alike."""
        return replace(
            self,
            cells=tuple(each for each in self.cells if each.differs),
            rows=tuple(each for each in self.rows if each.differs),
            lines=tuple(each for each in self.lines if each.differs),
        )

    @property
    def differs(self) -> bool:
        return any(each.differs for each in self._all)

    @property
    def _all(self) -> "Iterator[Cell | Row | Line]":
        yield from self.cells
        yield from self.rows
        yield from self.lines

    @property
    def in_table(self) -> bool:
        """Whether its rows are short enough to stand in columns."""
        return self.key not in ("tasks", sections.CONDITIONS)

    @property
    def labels(self) -> list[str]:
        """The columns of its rows."""
        return [cell.label for cell in self.rows[0].cells] if self.rows else []


def changes(old: Content, new: Content) -> list[Part]:
    """Every part of the form in its order, whether or not it differs."""
    return [
        _part(sections.BASIC, cells=_cells(_facts(old), _facts(new))),
        *(_section(part, old, new) for part in sections.SECTIONS),
        _part(sections.ATTACHMENTS, rows=_files(old["attachments"], new["attachments"])),
        _part(sections.CONDITIONS, rows=_rows(_answered(old), _answered(new))),
    ]


def _part(key: str, **content: Any) -> Part:
    return Part(key, sections.heading_of(key), **content)


def _section(part: sections.Section, old: Content, new: Content) -> Part:
    lines = version_diff.compared(*(version_diff.blocks_of(each["sections"][part.key]) for each in (old, new)))
    rows = _rows(_ROWS[part.rows](old), _ROWS[part.rows](new)) if part.rows else ()
    return _part(part.key, rows=rows, lines=tuple(lines))


# The values, each with its label; what is compared is how they read.

Values = dict[str, str]


def _facts(content: Content) -> Values:
    applicant, organiser = content["applicant"], content["organiser"]
    return {
        "创新基地名称": content["name"],
        "英文名称": content.get("english_name", ""),
        "类型": BaseKind(content["kind"]).label,
        "建设期": f"{content['build_years']} 年",
        "申报单位": applicant["name"],
        "统一社会信用代码": applicant["code"],
        **{label: applicant.get(name, "") for name, label in sections.BASIC_FIELDS.items()},
        "申报组织单位": organiser["name"],
        "组织单位联系人": " ".join(filter(None, (organiser.get("contact"), organiser.get("phone")))),
        "推荐单位": content["recommender"]["name"],
    }


def _tasks(content: Content) -> dict[str, Values]:
    return {row["id"]: {"任务名称": row["title"], "主要内容": row["content"]} for row in content["tasks"]}


def _indicators(content: Content) -> dict[str, Values]:
    kinds = dict(Indicator.Kind.choices)
    return {
        row["id"]: {
            "类别": str(kinds[row["kind"]]),
            "指标名称": row["name"],
            "计量单位": row["unit"],
            "建设期满目标": row["target"],
            "中期目标": row["midterm"],
        }
        for row in content["indicators"]
    }


def _milestones(content: Content) -> dict[str, Values]:
    tasks = {row["id"]: row["title"] for row in content["tasks"]}
    return {
        row["id"]: {
            "完成时间": chinese_date(date.fromisoformat(row["due"])),
            "节点内容": row["content"],
            "重点任务": tasks.get(row["task"], ""),
        }
        for row in content["milestones"]
    }


def _answered(content: Content) -> dict[str, Values]:
    return {key: _answer(answer) for key, answer in answers(content).items()}


def _answer(answer: Answer) -> Values:
    names = "、".join(name for _, name in answer.evidence)
    return {"条件": answer.text, "是否满足": answer.claim, "说明": answer.words, "证明材料": names}


_ROWS = {"tasks": _tasks, "indicators": _indicators, "milestones": _milestones}


def _cells(old: Values, new: Values) -> tuple[Cell, ...]:
    return tuple(Cell(label, version_diff.within(old[label], new[label])) for label in new)


def _rows(old: Mapping[str, Values], new: Mapping[str, Values]) -> tuple[Row, ...]:
    """The newer rows in their order, each taken-out one behind the row that it stood behind."""
    found = []
    for key in _in_order(list(old), list(new)):
        if key not in old:
            found.append(_only(INSERTED, new[key]))
        elif key not in new:
            found.append(_only(DELETED, old[key]))
        else:
            cells = _cells(old[key], new[key])
            found.append(Row(CHANGED if any(cell.differs for cell in cells) else EQUAL, cells))
    return tuple(found)


def _only(state: str, values: Values) -> Row:
    cells = (Cell(label, (Piece(state, value),) if value else ()) for label, value in values.items())
    return Row(state, tuple(cells))


def _in_order(old: Sequence[str], new: Sequence[str]) -> list[str]:
    behind: dict[str, list[str]] = {}
    last, there = "", set(new)
    for key in old:
        if key in there:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    return [*behind.get("", []), *(each for key in new for each in (key, *behind.get(key, [])))]


# Files: two are the same where their bytes are, whatever they are called.


def _files(old: Iterable[Content], new: Iterable[Content]) -> tuple[Row, ...]:
    return _rows(_by_digest(old), _by_digest(new))


def _by_digest(files: Iterable[Content]) -> dict[str, Values]:
    """A file that is there twice counts twice."""
    kinds = dict(Attachment.Kind.choices)
    found: dict[str, Values] = {}
    for file in files:
        number = sum(key.startswith(file["sha256"]) for key in found)
        found[f"{file['sha256']}.{number}"] = {
            "材料名称": file["name"],
            "材料类别": str(kinds.get(file.get("category", ""), "")),
            "大小": file_size(file["size"]),
            "文件摘要": file["sha256"][:12],
        }
    return found
