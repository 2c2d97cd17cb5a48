"""What may be uploaded as an attachment: told by its bytes, opened, measured, and refused in words that say what to do.

Reads only; keeping the file is `File.store`. The applications room asks for the sum of all attachments itself.
"""

import hashlib
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from documents import fonts, image_checks, kinds, names, office_checks, pdf_checks
from documents.kinds import Kind
from documents.store import Upload

LARGEST = 50 * 1024 * 1024
CHUNK = 1024 * 1024
ACCEPTED_WORDS = kinds.words(kinds.ACCEPTED)
ACCEPT = kinds.accept(kinds.ACCEPTED)


@dataclass(frozen=True)
class Checked:
    """An upload that may be kept."""

    content_type: str
    name: str
    size: int
    sha256: str
    # For the person, where something was accepted but will print differently.
    notes: list[str] = field(default_factory=list)


def check(upload: Upload, only: tuple[Kind, ...] = kinds.ACCEPTED) -> Checked:
    """The facts of an acceptable upload; a ValidationError in Chinese for any other.

    `only` is for places that take fewer kinds, as `kinds.SCANNED` for what was sealed on paper.
    """
    size = upload.size or 0
    name = _checked_name(upload.name or "")
    _check_size(size)
    kind = _kind(upload, only)
    _check_ending(name, kind)
    _check_kind(kind, only)
    notes = _open(upload, kind)
    return Checked(kind.content_type, name, size, _digest(upload), notes)


def _checked_name(raw: str) -> str:
    name = names.cleaned(raw)
    if hidden := names.hidden_ending(name):
        raise ValidationError(
            f"文件名“{name}”中夹有扩展名 .{hidden}，容易被误认，请改名后再上传。", code="double_extension"
        )
    if fonts.installed() and (missing := fonts.missing_characters(name)):
        raise ValidationError(
            f"文件名含有无法打印的字符：{fonts.code_points(missing)}，请改名后再上传。", code="unprintable_name"
        )
    return name


def _check_size(size: int) -> None:
    if size == 0:
        raise ValidationError("文件是空的（0 字节），请检查后重新上传。", code="empty")
    if size > LARGEST:
        raise ValidationError(
            f"文件为 {size / 1024 / 1024:.1f} MB，超过单个附件 50 MB 的上限，请压缩或拆分后再上传。", code="too_large"
        )


def _kind(upload: Upload, only: tuple[Kind, ...]) -> Kind:
    upload.seek(0)
    head = upload.read(1024)
    if kind := kinds.by_signature(head):
        return kind
    if head.startswith(kinds.ZIP):
        return office_checks.kind(upload)
    if head.startswith(kinds.OLE):
        raise ValidationError(
            "这是旧版 Office 文件（.doc、.xls）或设有密码的文件，请去掉密码，另存为 .docx 或 .xlsx 后再上传。",
            code="old_office",
        )
    if b"%PDF-" in head:
        raise ValidationError("PDF 文件开头夹有其他内容，请重新导出（打印为 PDF）后再上传。", code="pdf_prefix")
    raise ValidationError(
        f"这个文件的内容不是 {kinds.words(only)} 中的任何一种（看内容，不看扩展名），请换成其中一种再上传。",
        code="kind",
    )


def _check_ending(name: str, kind: Kind) -> None:
    ending = names.ending(name)
    if ending not in kind.endings:
        shown = f"扩展名是 .{ending}" if ending else "没有扩展名"
        raise ValidationError(
            f"文件内容是{kind.word}，文件名“{name}”却{shown}，请改为 .{kind.endings[0]} 后再上传。",
            code="extension_mismatch",
        )


def _check_kind(kind: Kind, only: tuple[Kind, ...]) -> None:
    if kind not in only:
        raise ValidationError(
            f"这里只能上传 {kinds.words(only)}，这个文件是{kind.word}，请打印盖章后扫描，或另存为其中一种再上传。",
            code="kind_here",
        )


def _open(upload: Upload, kind: Kind) -> list[str]:
    if kind in (kinds.DOCX, kinds.XLSX):
        return office_checks.check(upload)
    office_checks.refuse_hidden_archive(upload, kind)
    return pdf_checks.check(upload) if kind is kinds.PDF else image_checks.check(upload, kind)


def _digest(upload: Upload) -> str:
    sha256 = hashlib.sha256()
    upload.seek(0)
    while part := upload.read(CHUNK):
        sha256.update(part)
    upload.seek(0)
    return sha256.hexdigest()
