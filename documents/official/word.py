"""A document as an editable draft for Word and WPS, in the same measures; the PDF is the record.

Lines are exactly 28.9pt high and characters 0.25pt closer, which gives 22 lines of 28 characters in any program;
the faces are named, not embedded: offices have them.
"""

import datetime
import io
import zipfile
from typing import Any

from docx import Document as Word  # type: ignore[import-not-found, unused-ignore]
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT  # type: ignore[import-not-found, unused-ignore]
from docx.shared import Mm, Pt  # type: ignore[import-not-found, unused-ignore]

from documents import printing
from documents.official import word_tables, word_xml
from documents.official.content import (
    Annex,
    Block,
    Document,
    Form,
    Heading,
    Numbered,
    Paragraph,
    annex_label,
    attachment_notes,
    chinese_date,
    numbered,
)
from documents.official.measures import day_edge, head, head_size, name_edge, title_lines, title_size
from documents.official.word_xml import BLACK, FANG, HEAVY, KAI, LINE

INDENT = {"firstLineChars": "200", "firstLine": "630"}
FACES = {1: BLACK, 2: KAI, 3: FANG, 4: FANG}
# Files carry dates of their own; equal content must give equal bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


def made(document: Document) -> bytes:
    """The file, without any trace of when it was made."""
    printing.refuse_unprintable(document.texts())
    word = Word()
    word_xml.prepare(word, has_plain_first=document.form == Form.LETTER)
    _properties(word, document)
    _start(word, document)
    _title(word, title_lines(document.title, document.title_lines, document.names))
    _body(word, document)
    for annex in document.attachments:
        _annex(word, document, annex)
    word_tables.colophon(word, document)
    return _packed(word)


def _properties(word: Any, document: Document) -> None:
    day = document.dated or datetime.date(2000, 1, 1)
    moment = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).replace(tzinfo=None)
    kept = word.core_properties
    kept.title, kept.author, kept.last_modified_by = document.title, document.issuer, document.issuer
    kept.created = kept.modified = moment
    kept.comments, kept.revision, kept.language = "", 1, "zh-CN"


def _start(word: Any, document: Document) -> None:
    """Name, number and red rules above the title."""
    if document.form == Form.LETTER:
        word_xml.letter_head(word, document.issuer, head_size(document))
        _mark_and_number(word, document)
    elif document.mark:
        _paragraph(word, document.mark, face=BLACK)
    if document.form == Form.RED_HEAD:
        _red_head(word, document)
    if document.form != Form.SHEET:
        _blank(word, 2)


def _mark_and_number(word: Any, document: Document) -> None:
    """On one line, at its two ends."""
    paragraph = _paragraph(word, document.mark, face=BLACK)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    word_xml.dress(paragraph.add_run(f"\t{document.number}"), FANG, 16)


def _red_head(word: Any, document: Document) -> None:
    size = head_size(document)
    issuer = _paragraph(word, head(document), face=HEAVY, size=size, align=WD_ALIGN_PARAGRAPH.CENTER, red=True)
    issuer.paragraph_format.line_spacing = Pt(size)
    issuer.paragraph_format.space_before = Mm(35) - (Pt(LINE) if document.mark else 0)
    issuer.paragraph_format.space_after = Pt(2 * LINE - 18)
    number = _paragraph(word, document.number, align=WD_ALIGN_PARAGRAPH.CENTER)
    word_xml.border(number, "bottom", "single", 12, space=8)


def _title(word: Any, lines: tuple[str, ...]) -> None:
    paragraph = _paragraph(word, "\n".join(lines), face=HEAVY, size=title_size(lines), align=WD_ALIGN_PARAGRAPH.CENTER)
    word_xml.spacing(paragraph, 0)
    word_xml.outline(paragraph, 0)
    _blank(word)


def _body(word: Any, document: Document) -> None:
    if document.form == Form.SHEET and document.number:
        _paragraph(word, document.number, align=WD_ALIGN_PARAGRAPH.RIGHT)
    if document.addressee:
        _paragraph(word, f"{document.addressee}：")
    _blocks(word, document.body)
    if document.attachments or document.ends_with_day:
        word.paragraphs[-1].paragraph_format.keep_with_next = True
    _attachments(word, document)
    _signed(word, document)
    if document.note:
        _paragraph(word, f"（{document.note}）", indent=INDENT)


def _blocks(word: Any, blocks: tuple[Block, ...]) -> None:
    for block in numbered(blocks):
        if isinstance(block, Numbered):
            _heading(word, block)
        elif isinstance(block, Paragraph):
            _paragraph(word, block.text, indent={} if block.plain else INDENT)
        elif not isinstance(block, Heading):
            word_tables.add(word, block)


def _heading(word: Any, block: Numbered) -> None:
    paragraph = _paragraph(word, block.number + block.text, face=FACES[block.level], indent=INDENT)
    paragraph.paragraph_format.keep_with_next = True
    word_xml.outline(paragraph, block.level)


def _attachments(word: Any, document: Document) -> None:
    """The title hangs behind its number."""
    if document.attachments:
        _blank(word)
    for n, (label, title) in enumerate(attachment_notes(document.attachments)):
        cells = 5 if len(document.attachments) == 1 else (6.5 if n == 0 else 1.5)
        left = 2 + cells if n == 0 else 6.5
        twips = {"left": str(round(left * 316)), "hanging": str(round(cells * 316))}
        _paragraph(word, label + title, indent=twips).paragraph_format.keep_with_next = bool(document.signed_by)


def _signed(word: Any, document: Document) -> None:
    """Kept with what is before it, so that name and day are never alone."""
    if not document.ends_with_day:
        return
    _blank(word, 2 if document.sealed else 1)
    for name in document.signed_by:
        made = _paragraph(word, name, align=WD_ALIGN_PARAGRAPH.RIGHT)
        made.paragraph_format.right_indent = Mm(name_edge(document, name))
        made.paragraph_format.keep_with_next = True
    day = _paragraph(word, chinese_date(document.dated), align=WD_ALIGN_PARAGRAPH.RIGHT)
    day.paragraph_format.right_indent = Mm(day_edge(document))


def _annex(word: Any, document: Document, annex: Annex) -> None:
    if not annex.blocks:
        return
    label = _paragraph(word, annex_label(document, annex), face=BLACK)
    label.paragraph_format.page_break_before = True
    _blank(word)
    _title(word, title_lines(annex.title, (), document.names))
    _blocks(word, annex.blocks)


def _blank(word: Any, count: int = 1) -> None:
    for _ in range(count):
        word.add_paragraph().paragraph_format.keep_with_next = True


def _paragraph(
    word: Any,
    text: str,
    *,
    face: str = FANG,
    size: float = 16,
    align: WD_ALIGN_PARAGRAPH | None = None,
    indent: dict[str, str] | None = None,
    red: bool = False,
) -> Any:
    paragraph = word.add_paragraph()
    paragraph.alignment = align
    word_xml.dress(paragraph.add_run(text), face, size, red=red)
    if indent:
        word_xml.indent(paragraph, indent)
    return paragraph


def _packed(word: Any) -> bytes:
    """Written again with the time of no clock in it."""
    raw, made = io.BytesIO(), io.BytesIO()
    word.save(raw)
    with zipfile.ZipFile(raw) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in sorted(read.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(entry, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(info, read.read(entry))
    return made.getvalue()
