"""A list as a workbook is the whole of it, page after page, and ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import load_workbook

from documents import spreadsheets


@dataclass(frozen=True)
class Page:
    rows: Sequence[str]
    following: str


def test_every_page_is_read_in_order() -> None:
    pages = {"": Page("ab", "b"), "b": Page("cd", "d"), "d": Page("e", "")}
    assert list(spreadsheets.rows_of(pages.__getitem__)) == list("abcde")


def test_a_key_that_leads_nowhere_does_not_begin_anew_for_ever() -> None:
    assert list(spreadsheets.rows_of(lambda after: Page("ab", "b"))) == list("abab")


def test_what_looks_like_a_formula_or_a_number_is_text() -> None:
    file = BytesIO()
    spreadsheets.write(file, "名单", ("代码", "名称"), [("007", "=1+1")])
    sheet = load_workbook(file).active
    assert sheet is not None
    _, row = sheet.iter_rows()
    assert [(cell.value, cell.data_type) for cell in row] == [("007", "s"), ("=1+1", "s")]
