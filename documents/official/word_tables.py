# ruff: noqa: SLF001 - python-docx names its XML, which is part of what it offers, with an underscore
"""Tables of the draft for office programs: heads repeated, rows whole, 版记 at the foot of the last page."""

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from documents.official.content import Document, Facts, Form, Signatures, Table, chinese_date
from documents.official.grids import CENTRED, column_shares
from documents.official.word_xml import BLACK, FANG, dress, element

WIDTH = 156
SIZES = {Table: 12.0, Facts: 14.0, Signatures: 14.0}


def add(word: Any, block: Table | Facts | Signatures) -> None:
    if not isinstance(block, Facts) and block.caption:
        caption = word.add_paragraph()
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.paragraph_format.keep_with_next = True
        dress(caption.add_run(block.caption), BLACK, 14)
    header = () if isinstance(block, Facts) else block.header
    shares = column_shares(block)
    table = word.add_table(rows=0, cols=len(shares), style="Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(WIDTH * share / 100)
    size = SIZES[type(block)]
    if header:
        _row(table, header, shares, size, heads=len(header))
        table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for row in block.rows:
        _row(table, row, shares, size, heads=0 if header else 1)


def _row(table: Any, texts: Sequence[str], shares: Sequence[float], size: float, *, heads: int) -> None:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))
    row.height = Mm(9)
    for n, (cell, text, share) in enumerate(zip(row.cells, texts, shares, strict=True)):
        cell.width = Mm(WIDTH * share / 100)
        cell.vertical_alignment = 1
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if n < heads or len(text) <= CENTRED else None
        paragraph.paragraph_format.line_spacing = Pt(size * 1.5)
        dress(paragraph.add_run(text), BLACK if n < heads else FANG, size)


def colophon(word: Any, document: Document) -> None:
    """抄送 and 印发 in a table that floats to the foot of the text; a letter has no rules and no 印发."""
    lines = [f"抄送：{'，'.join(document.copies_to)}。"] if document.copies_to else []
    if document.form == Form.RED_HEAD and document.printed_by:
        lines.append(f"{document.printed_by}\t{chinese_date(document.printed_on)}印发")
    if not lines:
        return
    table = word.add_table(rows=0, cols=1)
    table.autofit = False
    for n, text in enumerate(lines):
        _colophon_line(table.add_row().cells[0], text, first=n == 0, last=n == len(lines) - 1)
    _float(table, ruled=document.form == Form.RED_HEAD)
    end = word.add_paragraph()
    end.paragraph_format.line_spacing = Pt(1)


def _colophon_line(cell: Any, text: str, *, first: bool, last: bool) -> None:
    cell.width = Mm(WIDTH)
    paragraph = cell.paragraphs[0]
    form = paragraph.paragraph_format
    form.line_spacing, form.right_indent = Pt(25), Pt(14)
    hanging = 42 if text.startswith("抄送：") else 0
    form.left_indent, form.first_line_indent = Pt(9 + hanging), Pt(-hanging)
    form.tab_stops.add_tab_stop(Mm(WIDTH) - Pt(24), WD_TAB_ALIGNMENT.RIGHT)
    dress(paragraph.add_run(text), FANG, 14)


def _float(table: Any, *, ruled: bool) -> None:
    properties = table._tbl.tblPr
    place = element("w:tblpPr", horzAnchor="margin", vertAnchor="margin", tblpXSpec="center", tblpYSpec="bottom")
    style = properties.find(element("w:tblStyle").tag)
    properties.insert(0 if style is None else 1, place)
    if ruled:
        borders = element("w:tblBorders")
        for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 6)):
            borders.append(element(f"w:{side}", val="single", sz=eighths, space=0, color="000000"))
        properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
