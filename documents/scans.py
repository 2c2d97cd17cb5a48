"""Reading the scan of a sealed plan: which printed pages of which version are on its sheets.

For the worker and for files that `uploads.check` has let through: a sheet takes some 0.1 s, one that cannot be read a
second.
"""

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

import pypdfium2
from PIL import Image
from pypdfium2 import raw as pdfium

from documents import kinds, sheets
from documents.codes import PageMark
from documents.image_checks import PLUGINS
from documents.sheets import Marks

MOST_SHEETS = 400
# A3 at 300 dpi. A larger sheet is made smaller, so that one takes 60 MB as colours and no more.
MOST_PIXELS = 18_000_000
# A picture inside a PDF is unpacked as it is, before it can be made smaller; A3 at 600 dpi has 70 million.
MOST_PICTURE_PIXELS = 80_000_000
# A4 at 300 dpi: a photograph may be unpacked to a half or a quarter as long as this is left.
LEAST_WIDTH = 2_400


class UnreadableScanError(ValueError):
    """The file cannot be read as a scan; the message says what to do."""


@dataclass(frozen=True)
class Reading:
    """The marks on each sheet in the order of the scan, and which sheets are empty backs."""

    found: tuple[Marks, ...]
    blank: frozenset[int] = frozenset()

    @property
    def sheets(self) -> int:
        return len(self.found)

    @property
    def marks(self) -> list[PageMark]:
        return [mark for marks in self.found for mark in marks]

    @property
    def unread(self) -> tuple[int, ...]:
        """Sheets, counted from one, that have something on them but no mark that could be read."""
        return tuple(n for n, marks in enumerate(self.found, 1) if not marks and n not in self.blank)


@dataclass(frozen=True)
class Verdict:
    """Whether the scan is of this version, and the sentence that says so."""

    ok: bool
    sentence: str
    missing: tuple[int, ...] = ()
    doubles: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    wrong: tuple[PageMark, ...] = ()

    @property
    def complete(self) -> bool:
        """This version, and every page of it was read."""
        return self.ok and not self.missing


def read(content: BinaryIO) -> Reading:
    """Every sheet of a PDF, or the one of a picture."""
    content.seek(0)
    kind = kinds.by_signature(content.read(16))
    content.seek(0)
    if kind is None:
        raise UnreadableScanError("扫描件应为 PDF、JPG 或 PNG，请重新扫描后上传。")
    return _read_pdf(content) if kind is kinds.PDF else _read_picture(content, kind)


def judge(reading: Reading, code_text: str, short_digest: str) -> Verdict:
    """Against the check code of a frozen version and the first eight figures of its digest."""
    wrong = tuple(mark for mark in reading.marks if (mark.code, mark.short_digest) != (code_text, short_digest))
    if wrong:
        return Verdict(False, _another(wrong[0], code_text, short_digest), unread=reading.unread, wrong=wrong)
    if not reading.marks:
        said = f"扫描件共 {reading.sheets} 页，没有读到核验码，请用彩色、200 dpi 以上重新扫描，或由人工核对后说明。"
        return Verdict(False, said, unread=reading.unread)
    return _matching(reading, code_text)


def _another(mark: PageMark, code_text: str, short_digest: str) -> str:
    if mark.code != code_text:
        return (
            f"扫描件中有另一版本的页：第 {mark.page} 页的核验码是 {mark.code}，本版本是 {code_text}，"
            "请换成本版本的盖章扫描件。"
        )
    return (
        f"扫描件的内容与本版本不同：第 {mark.page} 页的摘要是 {mark.short_digest}，本版本是 {short_digest}，"
        "请重新打印本版本，盖章后扫描。"
    )


def _matching(reading: Reading, code_text: str) -> Verdict:
    times = Counter(mark.page for mark in reading.marks)
    pages = max(mark.pages for mark in reading.marks)
    missing = tuple(page for page in range(1, pages + 1) if page not in times)
    doubles = tuple(sorted(page for page, count in times.items() if count > 1))
    said = [
        f"扫描件是本版本（核验码 {code_text}），共 {pages} 页",
        f"第 {_listed(missing)} 页没有找到" if missing else "各页齐全",
        *([f"第 {_listed(doubles)} 页重复"] if doubles else []),
        *([f"另有 {len(reading.unread)} 页读不出核验码，请人工核对"] if reading.unread else []),
    ]
    return Verdict(True, "，".join(said) + "。", missing, doubles, reading.unread)


def _listed(pages: tuple[int, ...]) -> str:
    return "、".join(map(str, pages))


def _read_pdf(content: BinaryIO) -> Reading:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableScanError("扫描件无法打开，请重新扫描，存为 PDF 后上传。") from error
    with document:
        if len(document) > MOST_SHEETS:
            raise UnreadableScanError(
                f"扫描件有 {len(document)} 页，超过 {MOST_SHEETS} 页的上限，请只上传本方案的盖章扫描件。"
            )
        return _reading(_pages(document))


def _read_picture(content: BinaryIO, kind: kinds.Kind) -> Reading:
    try:
        with PLUGINS[kind](content) as opened:
            opened.draft("RGB", (LEAST_WIDTH, LEAST_WIDTH))
            picture = _bounded(opened).convert("RGB")
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableScanError("扫描件图片无法打开，请重新扫描后上传。") from error
    return _reading(iter([lambda _: picture]))


def _reading(each: Iterator[sheets.Sheet]) -> Reading:
    found: list[Marks] = []
    blank: set[int] = set()
    for number, sheet in enumerate(each, start=1):
        found.append(sheets.marks(sheet))
        if not found[-1] and sheets.is_blank(sheet(sheets.FIRST_DPI)):
            blank.add(number)
    return Reading(tuple(found), frozenset(blank))


def _pages(document: pypdfium2.PdfDocument) -> Iterator[sheets.Sheet]:
    for number in range(len(document)):
        yield partial(_rendered, document, number)


def _rendered(document: pypdfium2.PdfDocument, number: int, dpi: int) -> Image.Image:
    """A page as a picture; grey if it cannot be drawn within the memory that there is for it."""
    try:
        with closing(document[number]) as page:
            width, height = page.get_size()
            if _unpacks_too_much(page):
                return _nothing()
            scale = min(dpi / 72, math.sqrt(MOST_PIXELS / max(1, width * height)))
            with closing(page.render(scale=scale, may_draw_forms=False)) as bitmap:
                return bitmap.to_pil().convert("RGB")
    except pypdfium2.PdfiumError:
        return _nothing()


def _unpacks_too_much(page: pypdfium2.PdfPage) -> bool:
    pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
    return sum(math.prod(picture.get_px_size()) for picture in pictures) > MOST_PICTURE_PIXELS


def _nothing() -> Image.Image:
    """Grey, so that it counts as unread and not as an empty back."""
    return Image.new("RGB", (64, 64), "grey")


def _bounded(picture: Image.Image) -> Image.Image:
    pixels = picture.width * picture.height
    if pixels <= MOST_PIXELS:
        return picture
    factor = math.sqrt(MOST_PIXELS / pixels)
    return picture.resize((int(picture.width * factor), int(picture.height * factor)))
