"""Tables as the page sets them: how wide each column is, how small the text, which cells are heads."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from documents import fonts
from documents.official.content import Facts, Signatures, Table
from documents.official.setting import field, line

# In characters: no column is narrower, and no text makes one wider.
NARROWEST, WIDEST = 3, 18
# A cell as short as this is a name or a number: in one face, and centred.
SHORT = 30
CENTRED = 6
FACT_WIDTHS = (7, 21)


@dataclass(frozen=True)
class Cell:
    text: SafeString
    kind: str = ""


@dataclass(frozen=True)
class Grid:
    kind: str
    caption: SafeString
    widths: list[str]
    header: list[Cell]
    rows: list[list[Cell]]


def table_grid(table: Table, names: Sequence[str]) -> Grid:
    widths = table.widths or _widths([table.header, *table.rows])
    return _grid("many" if len(table.header) > 5 else "few", table, widths, names)


def signatures_grid(block: Signatures, names: Sequence[str]) -> Grid:
    """Blank cells are there to be written in, so they have the width of a signature."""
    columns = list(zip(block.header, *block.rows, strict=True))
    widths = tuple(max(NARROWEST, _longest(column), 8 if not all(column) else 0) for column in columns)
    return _grid("signatures", block, widths, names)


def facts_grid(block: Facts, names: Sequence[str]) -> Grid:
    rows = [[_head(label), _cell(value, names, left=True)] for label, value in block.rows]
    return Grid("facts", SafeString(""), _shares(FACT_WIDTHS), [], rows)


def _grid(kind: str, table: Table | Signatures, widths: Sequence[int], names: Sequence[str]) -> Grid:
    header = [_head(text) for text in table.header]
    left = [_longest(column) > CENTRED for column in zip(*table.rows, strict=True)] or [False] * len(header)
    rows = [[_cell(text, names, left=side) for text, side in zip(row, left, strict=True)] for row in table.rows]
    return Grid(kind, line(table.caption, names, fonts.BLACK), _shares(widths), header, rows)


def _head(text: str) -> Cell:
    return Cell(field(text, fonts.BLACK), "centred")


def _cell(text: str, names: Sequence[str], *, left: bool) -> Cell:
    made = field(text) if len(text) <= SHORT else line(text, names)
    return Cell(made, "" if left else "centred")


def _widths(rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    return tuple(min(max(NARROWEST, _longest(column)), WIDEST) for column in zip(*rows, strict=True))


def _longest(column: Sequence[str]) -> int:
    return max(map(len, column), default=0)


def _shares(widths: Sequence[int]) -> list[str]:
    return [f"{100 * width / sum(widths):.2f}" for width in widths]
