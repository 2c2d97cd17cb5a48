"""Tables as the page sets them: how wide each column is, how small the text, which cells are heads."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from documents import fonts
from documents.official.content import Facts, Signatures, Table
from documents.official.setting import cell, field, line

# In characters: no column of long texts is narrower, and no text makes one wider.
NARROWEST, WIDEST = 5, 18
# The white of a cell on both sides, and the room of a line, in characters of the size that the grid is set in.
PADDING = 1.0
ROOM = {"few": 36.8, "many": 42.1, "signatures": 31.6}
SIGNATURE = 7
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


def column_shares(block: Table | Facts | Signatures) -> list[float]:
    """How wide each column is, in hundredths of the line."""
    widths = _columns(block)
    return [100 * width / sum(widths) for width in widths]


def table_grid(table: Table, names: Sequence[str]) -> Grid:
    return _grid(_kind(table), table, names)


def signatures_grid(block: Signatures, names: Sequence[str]) -> Grid:
    return _grid("signatures", block, names)


def facts_grid(block: Facts, names: Sequence[str]) -> Grid:
    rows = [[_head(label), _cell(value, names, left=True)] for label, value in block.rows]
    return Grid("facts", SafeString(""), _shares(block), [], rows)


def _grid(kind: str, table: Table | Signatures, names: Sequence[str]) -> Grid:
    header = [_head(text) for text in table.header]
    left = [_longest(column) > CENTRED for column in zip(*table.rows, strict=True)] or [False] * len(header)
    rows = [[_cell(text, names, left=side) for text, side in zip(row, left, strict=True)] for row in table.rows]
    return Grid(kind, line(table.caption, names, fonts.BLACK), _shares(table), header, rows)


def _head(text: str) -> Cell:
    return Cell(field(text, fonts.BLACK), "centred")


def _cell(text: str, names: Sequence[str], *, left: bool) -> Cell:
    made = cell(text) if len(text) <= SHORT else line(text, names)
    return Cell(made, "" if left else "centred")


def _widths(longest: Sequence[int], room: float) -> list[float]:
    """Short columns as wide as they need to be; long ones share what is left by the length of their texts."""
    needs = [length + PADDING if length <= CENTRED else 0 for length in longest]
    weights = [0 if need else min(length, WIDEST) for need, length in zip(needs, longest, strict=True)]
    left = max(room - sum(needs), NARROWEST * sum(map(bool, weights)))
    shared = left / sum(weights) if any(weights) else 0
    return [need + weight * shared for need, weight in zip(needs, weights, strict=True)]


def _longest(column: Sequence[str]) -> int:
    return max(map(len, column), default=0)


def _shares(block: Table | Facts | Signatures) -> list[str]:
    return [f"{share:.2f}" for share in column_shares(block)]


def _kind(block: Table | Signatures) -> str:
    if isinstance(block, Signatures):
        return "signatures"
    return "many" if len(block.header) > 5 else "few"


def _columns(block: Table | Facts | Signatures) -> Sequence[float]:
    """Blank cells are there to be signed in, so they have the width of a signature."""
    if isinstance(block, Facts):
        return FACT_WIDTHS
    if isinstance(block, Table) and block.widths:
        return block.widths
    columns = zip(block.header, *block.rows, strict=True)
    longest = [_longest(column) if any(column[1:]) else SIGNATURE for column in columns]
    return _widths(longest, ROOM[_kind(block)])
