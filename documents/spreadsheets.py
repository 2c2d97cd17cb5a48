"""Lists as Excel workbooks: every cell is text or a date, nothing in it computes, and codes keep their zeros."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.http import FileResponse
from django.utils.timezone import is_aware
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from procedure import clock

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST = 32767
_WIDE, _LEAST = 48, 10


def respond(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> FileResponse:
    """The list as a download, sent from a file that vanishes with the answer; ``rows`` are read one at a time."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the answer closes it
    write(file, title, header, rows)
    file.seek(0)
    response = FileResponse(file, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    response["Cache-Control"] = "private, no-store"
    return response


def rows_of(page_of: Callable[[str], Any]) -> Iterator[Any]:
    """Every row of a list that is paged by key, a page at a time; ``page_of`` takes the key to go on behind."""
    following, done = "", False
    while not done:
        page = page_of(following)
        yield from page.rows
        # A key that leads nowhere would begin anew for ever.
        done, following = page.following in ("", following), page.following


def write(file: Any, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A workbook of one sheet, written row by row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for place, label in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(_LEAST, min(_WIDE, 3 * len(label)))
    sheet.append([_head(sheet, label) for label in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    book.save(file)


def _head(sheet: Any, label: str) -> WriteOnlyCell:
    cell = _cell(sheet, label)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    """A date as a date; all else as text, also what looks like a number or begins like a formula."""
    if isinstance(value, datetime):
        value = value.astimezone(clock.BEIJING).replace(tzinfo=None) if is_aware(value) else value
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
        return cell
    text = "" if value is None else ILLEGAL_CHARACTERS_RE.sub("", str(value))[:_LONGEST]
    cell = WriteOnlyCell(sheet, value=text)
    # Said outright: openpyxl takes what begins with = for a formula.
    cell.data_type, cell.number_format = "s", "@"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@", "'")
    return cell
