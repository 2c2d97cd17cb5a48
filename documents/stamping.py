"""The QR code on each page, drawn after the pages are counted; the file stays PDF/A-2u."""

import io
from collections.abc import Iterator

import pikepdf
import segno

from documents.codes import Code

MM = 72 / 25.4
EDGE = 7 * MM
SIDE = 20 * MM
# Below 0.68 mm a module is lost in scans; a longer address makes the code larger instead of finer.
MODULE = 0.68 * MM
# What plan.css keeps free at the top outer corner is enough for version 4.
LARGEST_VERSION = 4
PREFERRED_VERSION = 3


class AddressTooLongError(ValueError):
    """The portal's own address does not fit a code that can be read from a scan."""


def stamped(pdf: bytes, code: Code) -> bytes:
    """The same PDF with each page's own code at its top outer corner."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
        # Trying all eight masks is most of the work; what suits the first page suits the others but for two figures.
        mask = symbol(code.payload(1, pages)).mask
        for number, page in enumerate(document.pages, start=1):
            _stamp(page, symbol(code.payload(number, pages), mask), recto=number % 2 == 1)
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def symbol(payload: str, mask: int | None = None) -> segno.QRCode:
    """Correction M and the fewest modules from version 3 up: more correction is read worse at the same size."""
    try:
        made = _encoded(payload, PREFERRED_VERSION, mask)
    except segno.DataOverflowError:
        made = _encoded(payload, None, mask)
    if int(made.version) > LARGEST_VERSION:
        raise AddressTooLongError(f"PUBLIC_ORIGIN is too long for a code that can be scanned: {payload}")
    return made


def _encoded(payload: str, version: int | None, mask: int | None) -> segno.QRCode:
    return segno.make_qr(payload, error="m", mode="alphanumeric", version=version, mask=mask, boost_error=False)


def _stamp(page: pikepdf.Page, code: segno.QRCode, *, recto: bool) -> None:
    # The page's own drawing begins with a flip of the axes, so it is closed in before anything is added.
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q " + _drawing(code, page, recto))


def _drawing(code: segno.QRCode, page: pikepdf.Page, recto: bool) -> bytes:
    rows = [list(row) for row in code.matrix]
    side = max(SIDE, len(rows) * MODULE)
    left = float(page.mediabox[2]) - EDGE - side if recto else EDGE
    top = float(page.mediabox[3]) - EDGE
    module = side / len(rows)
    boxes = " ".join(
        f"{left + start * module:.3f} {top - (row + 1) * module:.3f} {length * module:.3f} {module:.3f} re"
        for row, start, length in _runs(rows)
    )
    return f"q 0 g {boxes} f Q".encode()


def _runs(rows: list[list[int]]) -> Iterator[tuple[int, int, int]]:
    """Dark modules side by side as one box: row, start, length."""
    for number, row in enumerate(rows):
        start = None
        for column, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                yield number, start, column - start
                start = None
