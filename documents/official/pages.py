"""A document as PDF/A-2u in the measures of GB/T 9704-2012: 22 lines of 28 characters on every page."""

from dataclasses import dataclass
from functools import cached_property

import pypdfium2
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from documents import fonts, printing
from documents.official import measures
from documents.official.content import (
    Annex,
    Block,
    Document,
    Facts,
    Form,
    Numbered,
    Paragraph,
    Signatures,
    Table,
    annex_label,
    attachment_notes,
    chinese_date,
    numbered,
)
from documents.official.grids import Grid, facts_grid, signatures_grid, table_grid
from documents.official.setting import field, line, paragraph_class

SHEETS = {Form.RED_HEAD: (), Form.LETTER: ("official_letter.css",), Form.SHEET: ("official_sheet.css",)}
FACES = {1: fonts.BLACK, 2: fonts.KAI, 3: fonts.FANG, 4: fonts.FANG}


def pdf(document: Document) -> bytes:
    """The file; 版记 of a red head stands on a back, which it has to itself if the text ends on a front or fills it."""
    printing.check(document.texts())
    if document.form != Form.RED_HEAD or not _has_colophon(document):
        return _set(document, with_colophon=_has_colophon(document))
    length = _pages(_set(document, with_colophon=False))
    if length % 2:
        return _set(document, with_colophon=True, own_pages=1)
    made = _set(document, with_colophon=True)
    return made if _pages(made) == length else _set(document, with_colophon=True, own_pages=2)


def _set(document: Document, *, with_colophon: bool, own_pages: int = 0) -> bytes:
    """On pages of its own 版记 is the last of them; these have no numbers."""
    given = {"page": Laid(document), "with_colophon": with_colophon, "own_pages": range(own_pages)}
    html = render_to_string("documents/official.html", given)
    return printing.to_pdf(html, "official_faces.css", "official.css", *SHEETS[document.form])


def _pages(made: bytes) -> int:
    with pypdfium2.PdfDocument(made) as read:
        return len(read)


def _has_colophon(document: Document) -> bool:
    return bool(document.copies_to or document.printed_by)


@dataclass(frozen=True)
class Item:
    """One block as the template sets it: a kind, its text, or a grid."""

    kind: str
    text: SafeString | str = ""
    grid: Grid | None = None


@dataclass(frozen=True)
class Laid:
    """What the template asks of a document; nothing in it is left to be decided."""

    document: Document

    @property
    def head(self) -> str:
        return measures.head(self.document)

    @property
    def head_size(self) -> str:
        return _written(measures.head_size(self.document))

    @property
    def mark(self) -> SafeString:
        return line(self.document.mark, face=fonts.BLACK)

    @property
    def number(self) -> SafeString:
        return line(self.document.number)

    @cached_property
    def title(self) -> "Title":
        return titled(self.document.title, self.document.title_lines, self.document.names)

    @property
    def addressee(self) -> SafeString:
        return self._line(self.document.addressee)

    @property
    def items(self) -> list[Item]:
        return self._items(self.document.body)

    @property
    def notes(self) -> list[tuple[str, SafeString]]:
        return [(label, self._line(title)) for label, title in attachment_notes(self.document.attachments)]

    @property
    def signers(self) -> list[tuple[SafeString, str]]:
        """Each name, and how far in millimetres it ends from the right edge."""
        return [(field(name), _written(measures.name_edge(self.document, name))) for name in self.document.signed_by]

    @property
    def day(self) -> str:
        return chinese_date(self.document.dated)

    @property
    def day_edge(self) -> str:
        return _written(measures.day_edge(self.document))

    @property
    def note(self) -> SafeString:
        return self._line(self.document.note)

    @property
    def annexes(self) -> list[tuple[str, "Title", list[Item]]]:
        return [self._annex(annex) for annex in self.document.attachments if annex.blocks]

    @property
    def copies(self) -> SafeString:
        return self._line("，".join(self.document.copies_to) + "。") if self.document.copies_to else SafeString("")

    @property
    def printed_by(self) -> SafeString:
        return field(self.document.printed_by)

    @property
    def printed_on(self) -> str:
        return f"{chinese_date(self.document.printed_on)}印发"

    def _annex(self, annex: Annex) -> tuple[str, "Title", list[Item]]:
        title = titled(annex.title, (), self.document.names)
        return annex_label(self.document, annex), title, self._items(annex.blocks)

    def _items(self, blocks: tuple[Block, ...]) -> list[Item]:
        return [self._item(block) for block in numbered(blocks)]

    def _item(self, block: Block | Numbered) -> Item:
        match block:
            case Numbered(level, number, text):
                return Item(f"h{level}", self._line(number + text, FACES[level]))
            case Paragraph(text, plain):
                return Item(paragraph_class(text) + (" plain" if plain else ""), self._line(text))
            case Table():
                return Item("table", grid=table_grid(block, self.document.names))
            case Facts():
                return Item("table", grid=facts_grid(block, self.document.names))
            case Signatures():
                return Item("table", grid=signatures_grid(block, self.document.names))
        raise TypeError(f"no setting for {block!r}")

    def _line(self, text: str, face: str = fonts.FANG) -> SafeString:
        return line(text, self.document.names, face)


@dataclass(frozen=True)
class Title:
    """The lines of a title and the size that its longest line allows."""

    lines: list[SafeString]
    size: str


def titled(text: str, by_hand: tuple[str, ...], names: tuple[str, ...]) -> Title:
    lines = measures.title_lines(text, by_hand, names)
    return Title([line(part, names, fonts.HEAVY) for part in lines], _written(measures.title_size(lines)))


def _written(length: float) -> str:
    return f"{length:.2f}"
