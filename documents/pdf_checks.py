"""Opening an uploaded PDF: whole, without password, without anything that acts or hides inside it."""

from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import pikepdf
from django.core.exceptions import ValidationError

from documents.store import Upload

MOST_OBJECTS = 300_000
DEEPEST = 60
TAIL = 2048

AS_PRINTED = "请用“打印为 PDF”重新生成后再上传。"
ACTIONS = {
    "/JavaScript": "脚本（JavaScript）",
    "/Launch": "启动其他程序的动作",
    "/ImportData": "导入数据的动作",
    "/SubmitForm": "提交数据的动作",
    "/Rendition": "多媒体动作",
    "/GoToE": "打开内嵌文件的动作",
}
PARTS = {
    "/JS": "脚本（JavaScript）",
    "/JavaScript": "脚本（JavaScript）",
    "/EmbeddedFiles": "内嵌文件",
    "/EF": "内嵌文件",
    "/XFA": "XFA 动态表单",
    "/RichMediaContent": "多媒体内容",
}

# A stream of 50 MB can unpack to 50 GB. These hold for the process and are set before any thread reads a PDF.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=256 * 1024 * 1024,
    run_length_max_memory=256 * 1024 * 1024,
    png_max_memory=256 * 1024 * 1024,
    tiff_max_memory=256 * 1024 * 1024,
)


def check(upload: Upload) -> list[str]:
    _check_end(upload)
    upload.seek(0)
    try:
        with pikepdf.open(cast(BinaryIO, upload.file or upload)) as pdf:
            _check_document(pdf)
    except pikepdf.PasswordError as error:
        raise ValidationError("PDF 设有打开密码，请去掉密码后再上传。", code="encrypted") from error
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError) as error:
        raise ValidationError(f"PDF 已损坏，无法打开，{AS_PRINTED}", code="broken_pdf") from error
    return []


def _check_end(upload: Upload) -> None:
    upload.seek(max(0, (upload.size or 0) - TAIL))
    if b"%%EOF" not in upload.read(TAIL):
        raise ValidationError("PDF 不完整（结尾缺失），可能没有传输完，请重新取得文件后再上传。", code="truncated")


def _check_document(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise ValidationError("PDF 设有密码或权限限制，请去掉限制后再上传。", code="encrypted")
    if not len(pdf.pages):
        raise ValidationError(f"PDF 里没有一页，{AS_PRINTED}", code="no_pages")
    if len(pdf.objects) > MOST_OBJECTS:
        raise ValidationError(f"PDF 过于复杂（超过 {MOST_OBJECTS} 个对象），{AS_PRINTED}", code="too_complex")
    for found in _active(pdf):
        raise ValidationError(f"PDF 里含有{found}，{AS_PRINTED}", code="active_content")


def _active(pdf: pikepdf.Pdf) -> Iterator[str]:
    yield from _within(pdf.trailer, DEEPEST)
    for item in pdf.objects:
        yield from _within(item, DEEPEST)


def _within(item: Any, depth: int) -> Iterator[str]:
    """What acts or hides in one object and the direct objects in it; the others are objects of the file themselves."""
    if depth == 0:
        yield "嵌套过深的内容"
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        yield from _named(item)
        for key in item.keys():  # noqa: SIM118 - a stream has keys but iterates over nothing
            yield from _inside(item.get(key), depth)
    elif isinstance(item, pikepdf.Array):
        for part in item:
            yield from _inside(part, depth)


def _inside(part: Any, depth: int) -> Iterator[str]:
    if isinstance(part, pikepdf.Object) and not part.is_indirect:
        yield from _within(part, depth - 1)


def _named(item: Any) -> Iterator[str]:
    yield from (word for key, word in PARTS.items() if key in item)
    action = item.get("/S")
    if isinstance(action, pikepdf.Name) and str(action) in ACTIONS:
        yield ACTIONS[str(action)]
    if item.get("/Type") == pikepdf.Name.EmbeddedFile:
        yield "内嵌文件"
