"""Scans made by program: a printed plan as pictures, and what scanners, seals and people do to them."""

import io
import random
from collections.abc import Callable, Iterable

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

DPI = 200
MM = DPI / 25.4
Change = Callable[[Image.Image, bool], Image.Image]


def sheets(pdf: bytes, dpi: int = DPI) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def bound(pictures: Iterable[Image.Image], quality: int = 75, dpi: int = DPI) -> io.BytesIO:
    """Pictures as a scanner's PDF."""
    # Saving leaves its options on the picture, also those it was appended with.
    first, *rest = (picture.copy() for picture in pictures)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=dpi, quality=quality)
    return out


def as_picture(picture: Image.Image, kind: str) -> io.BytesIO:
    out = io.BytesIO()
    picture.save(out, kind)
    return out


def skewed(picture: Image.Image, _: bool) -> Image.Image:
    return picture.rotate(3, Image.Resampling.BICUBIC, fillcolor="white")


def upside_down(picture: Image.Image, _: bool) -> Image.Image:
    return picture.rotate(180)


def on_its_side(picture: Image.Image, _: bool) -> Image.Image:
    return picture.transpose(Image.Transpose.ROTATE_90)


def salted(picture: Image.Image, _: bool) -> Image.Image:
    """Two dots in a hundred black or white."""
    noise = random.Random(3).randbytes(picture.width * picture.height)
    field = Image.frombytes("L", picture.size, noise)
    for ink, first in (("black", 0), ("white", 253)):
        dots = field.point([255 if first <= level < first + 3 else 0 for level in range(256)])
        picture = Image.composite(Image.new("RGB", picture.size, ink), picture, dots)
    return picture


def blurred(picture: Image.Image, _: bool) -> Image.Image:
    """As a fax at 100 dpi leaves it."""
    small = picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.BILINEAR)
    return small.resize(picture.size, Image.Resampling.BILINEAR)


def grey(picture: Image.Image, _: bool) -> Image.Image:
    return picture.convert("L").convert("RGB")


def stamped(picture: Image.Image, recto: bool) -> Image.Image:
    """A red seal of 42 mm whose ring runs through the code and whose middle lies on its lower inner corner."""
    seal = Image.new("RGB", picture.size, "white")
    drawing = ImageDraw.Draw(seal)
    x, y = (picture.width - 27 * MM if recto else 27 * MM), 27 * MM
    for radius, width in ((21, 1.4), (7, 7)):
        box = (x - radius * MM, y - radius * MM, x + radius * MM, y + radius * MM)
        drawing.ellipse(box, outline=(205, 30, 45), width=round(width * MM))
    return ImageChops.multiply(picture, seal)


def everything(picture: Image.Image, recto: bool) -> Image.Image:
    changed = salted(skewed(stamped(picture, recto), recto), recto)
    return changed if recto else upside_down(changed, recto)
