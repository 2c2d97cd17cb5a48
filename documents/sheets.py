"""The codes on one scanned sheet, tried in the order that costs least: most sheets are read at the first look."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import zxingcpp
from PIL import Image, ImageFilter

from documents.codes import PageMark
from documents.codes import read as read_payload

Marks: TypeAlias = tuple[PageMark, ...]
# The same sheet at so many dots an inch.
Sheet: TypeAlias = Callable[[int], Image.Image]

FIRST_DPI, SECOND_DPI = 200, 300
# The code with its quiet zone ends 33 mm from the corner of a sheet 210 mm wide; on a skewed one it lies further in.
CORNER = 0.25
AVERAGE, WHOLE = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram
ENLARGED = ((2, AVERAGE), (2, WHOLE), (3, AVERAGE))
RED = 0
QR_CODE = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
# A scanner's dust and paper grain vanish when eight dots each way are taken together; what is still this dark is ink.
GRAIN = 8
INK = 185
LEAST_INK = 0.0004


def marks(sheet: Sheet) -> Marks:
    """Every code of ours on it; none if it could not be read."""
    return next((found for found in _looks(sheet) if found), ())


def is_blank(picture: Image.Image) -> bool:
    """The empty back of a sheet: hardly anything on it that is not paper."""
    levels = picture.convert("L").reduce(GRAIN).histogram()
    return sum(levels[:INK]) <= LEAST_INK * sum(levels)


def _looks(sheet: Sheet) -> Iterator[Marks]:
    first = sheet(FIRST_DPI)
    yield from map(_decoded, _channels(first))
    if is_blank(first):
        return
    second = sheet(SECOND_DPI)
    yield from map(_decoded, _channels(second))
    for corner in _corners(second):
        yield from _hard_looks(corner)


def _channels(picture: Image.Image) -> Iterator[Image.Image]:
    """Brightness, then red alone, in which the red ink of a seal is as light as paper."""
    yield picture.convert("L")
    yield picture.getchannel(RED)


def _corners(picture: Image.Image) -> Iterator[Image.Image]:
    """Upside down is as good, and a picture may lie on its side: any of the four."""
    width, height = picture.size
    side = round(CORNER * min(width, height))
    for left in (width - side, 0):
        for top in (0, height - side):
            yield picture.crop((left, top, left + side, top + side))


def _hard_looks(corner: Image.Image) -> Iterator[Marks]:
    clean = corner.getchannel(RED).filter(ImageFilter.MedianFilter(3))
    for times, binarizer in ENLARGED:
        larger = clean.resize((clean.width * times, clean.height * times), Image.Resampling.BICUBIC)
        yield _decoded(larger, binarizer)


def _decoded(picture: Image.Image, binarizer: zxingcpp.Binarizer = AVERAGE) -> Marks:
    found = zxingcpp.read_barcodes(picture, formats=QR_CODE, try_invert=False, binarizer=binarizer)
    return tuple(mark for mark in (read_payload(code.text) for code in found) if mark)
