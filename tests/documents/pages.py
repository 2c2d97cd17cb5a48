"""A printed page as a reader of the PDF sees it, in millimetres from the top left corner."""

import re
from dataclasses import dataclass

import pypdfium2
from PIL import Image

MM = 72 / 25.4
# plan.css: what lies between is the form; the rest is codes, names and page numbers.
HEAD, FOOT = 34, 24


@dataclass(frozen=True)
class Page:
    number: int
    text: str
    body: str
    # The left edge of the leftmost and the right edge of the rightmost character of the body.
    left: float
    right: float


def read(pdf: bytes) -> list[Page]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [_page(document[number], number + 1) for number in range(len(document))]


def squeezed(text: str) -> str:
    """Without blanks and line ends; a hyphen at a line's end comes back from pdfium as a mark of its own."""
    return re.sub(r"\s", "", text.replace("\x02", "-").replace("\ufffe", "-"))


def raster(pdf: bytes, number: int, dpi: int = 150) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[number - 1].render(scale=dpi / 72, grayscale=True).to_pil()


def _page(page: pypdfium2.PdfPage, number: int) -> Page:
    words = page.get_textpage()
    width, height = page.get_size()
    body = words.get_text_bounded(0, FOOT * MM, width, height - HEAD * MM)
    boxes = [words.get_charbox(n) for n in range(words.count_chars())]
    inside = [b for b in boxes if b[1] > FOOT * MM and b[3] < height - HEAD * MM and b[2] - b[0] > 1]
    left, right = min(b[0] for b in inside), max(b[2] for b in inside)
    return Page(number, squeezed(words.get_text_range()), squeezed(body), left / MM, right / MM)
