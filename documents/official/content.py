"""What an official document says: frozen values without any layout. Equal values give equal files."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from itertools import accumulate
from typing import TypeAlias

NUMERALS = "一二三四五六七八九十"
BLANK_DAY = "　　年　月　日"


class Form(StrEnum):
    """红头文件, 信函格式, and a plain sheet in the same measures, as 专家评审意见."""

    RED_HEAD = "red_head"
    LETTER = "letter"
    SHEET = "sheet"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `plain` has no indent, as 经研究： in a sheet."""

    text: str
    plain: bool = False


@dataclass(frozen=True)
class Heading:
    """Level 1 一、 2 （一） 3 1. 4 （1）; the number is counted here and is not part of the text."""

    level: int
    text: str


@dataclass(frozen=True)
class Table:
    """The head is repeated on every page and no row is cut. `widths` are shares; by the longest text if not given."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    caption: str = ""


@dataclass(frozen=True)
class Facts:
    """Label beside value, for the head of a sheet."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Signatures:
    """A grid to sign in by hand: named people, and blank cells under the heads that follow 姓名."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


Block: TypeAlias = Paragraph | Heading | Table | Facts | Signatures


@dataclass(frozen=True)
class Annex:
    """附件: named in 附件说明 after the body; if it has blocks it is printed too, on pages of its own."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Document:
    """All that is printed. What is empty is left out, but a missing number or day leaves its place blank.

    `names` are never broken over two title lines and never set in two faces: of bases, units, people.
    """

    form: Form
    title: str
    issuer: str = ""
    number: str = ""
    addressee: str = ""
    body: tuple[Block, ...] = ()
    attachments: tuple[Annex, ...] = ()
    # Whose names stand above the day; one for each seal.
    signed_by: tuple[str, ...] = ()
    dated: datetime.date | None = None
    # With a seal the name is centred over the day and room is left; without, both stand further right.
    sealed: bool = True
    # 附注 in brackets below the day: （此件公开发布）, （联系人：……）.
    note: str = ""
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: datetime.date | None = None
    # A word at the top left of the first page, as 代拟稿; an issued document has none.
    mark: str = ""
    names: tuple[str, ...] = ()
    # Title lines that an officer broke by hand.
    title_lines: tuple[str, ...] = ()

    @property
    def ends_with_day(self) -> bool:
        """Below the names; a sheet has its day at the end also where nobody's name stands above it."""
        return bool(self.signed_by) or (self.form == Form.SHEET and self.dated is not None)

    def texts(self) -> Iterator[str]:
        yield from _strings(self)


@dataclass(frozen=True)
class Numbered:
    """A heading with its number."""

    level: int
    number: str
    text: str


def chinese_date(day: datetime.date | None) -> str:
    """2024年3月5日, or the blanks to be filled by hand."""
    return f"{day.year}年{day.month}月{day.day}日" if day else BLANK_DAY


def numbered(blocks: tuple[Block, ...]) -> Iterator[Block | Numbered]:
    """Each level counts from one below the level above it."""
    start: tuple[int, ...] = (0, 0, 0, 0)
    counts = accumulate(blocks, _counted, initial=start)
    for block, count in zip(blocks, list(counts)[1:], strict=True):
        if isinstance(block, Heading):
            yield Numbered(block.level, _number(block.level, count[block.level - 1]), block.text)
        else:
            yield block


def _counted(counts: tuple[int, ...], block: Block) -> tuple[int, ...]:
    if not isinstance(block, Heading):
        return counts
    above, own = counts[: block.level - 1], counts[block.level - 1]
    return (*above, own + 1, *(0 for _ in counts[block.level :]))


def _number(level: int, count: int) -> str:
    return (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}. ", f"（{count}）")[level - 1]


def chinese(count: int) -> str:
    """1 to 99: 一, 十, 十二, 二十一."""
    tens, ones = divmod(count, 10)
    head = "" if not tens else ("十" if tens == 1 else NUMERALS[tens - 1] + "十")
    return head + (NUMERALS[ones - 1] if ones else "")


def attachment_notes(attachments: tuple[Annex, ...]) -> list[tuple[str, str]]:
    """附件：with the title, or numbered 1. 2.; the first stands behind 附件：, the others below it."""
    if len(attachments) == 1:
        return [("附件：", attachments[0].title)]
    return [("附件：1. " if n == 1 else f"{n}. ", annex.title) for n, annex in enumerate(attachments, start=1)]


def annex_label(document: Document, annex: Annex) -> str:
    number = document.attachments.index(annex) + 1 if len(document.attachments) > 1 else ""
    return f"附件{number}"


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _strings(inner)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
