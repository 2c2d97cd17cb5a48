"""Opening an uploaded picture far enough to know that all of it is there."""

from typing import BinaryIO, cast

from django.core.exceptions import ValidationError
from PIL import ImageFile, JpegImagePlugin, PngImagePlugin

from documents import kinds
from documents.kinds import Kind
from documents.store import Upload

# A4 at 600 dpi has 35 million; a small file can claim thousands of millions.
MOST_PIXELS = 60_000_000
PLUGINS: dict[Kind, type[ImageFile.ImageFile]] = {
    kinds.JPEG: JpegImagePlugin.JpegImageFile,
    kinds.PNG: PngImagePlugin.PngImageFile,
}


def check(upload: Upload, kind: Kind) -> list[str]:
    upload.seek(0)
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # importing WeasyPrint turns it on for the whole process
    # The plugin itself, not Image.open(): that tries every format, and warns of size before it can be asked.
    try:
        with PLUGINS[kind](cast(BinaryIO, upload.file or upload)) as image:
            _check_pixels(*image.size)
            inks = image.mode == "CMYK"
            image.draft(None, (64, 64))  # reads a JPEG to its end at an eighth of its size
            image.load()
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ValidationError("图片不完整或已损坏，请重新导出后再上传。", code="broken_image") from error
    return ["图片为印刷色（CMYK），打印时颜色可能略有不同。"] if inks else []


def _check_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise ValidationError(
            f"图片为 {width}×{height} 像素，超过 6000 万像素的上限，请缩小后再上传。", code="too_many_pixels"
        )
