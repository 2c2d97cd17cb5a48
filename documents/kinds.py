"""The kinds of file that are accepted and made here, each told by its first bytes and not by its name."""

from dataclasses import dataclass
from typing import BinaryIO

from documents import names

OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    """One accepted kind: its type, its word for people, the endings it may have."""

    content_type: str
    word: str
    endings: tuple[str, ...]

    @property
    def short(self) -> str:
        """As people call it: PDF, JPG."""
        return self.endings[0].upper()


PDF = Kind("application/pdf", "PDF", ("pdf",))
JPEG = Kind("image/jpeg", "JPEG 图片", ("jpg", "jpeg"))
PNG = Kind("image/png", "PNG 图片", ("png",))
DOCX = Kind(OFFICE + "wordprocessingml.document", "Word 文档（docx）", ("docx",))
XLSX = Kind(OFFICE + "spreadsheetml.sheet", "Excel 工作簿（xlsx）", ("xlsx",))
ACCEPTED = (PDF, JPEG, PNG, DOCX, XLSX)
# What scanners make, and what the worker can read codes from.
SCANNED = (PDF, JPEG, PNG)
UNKNOWN = "application/octet-stream"

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))


def by_signature(head: bytes) -> Kind | None:
    """PDF, JPEG or PNG; an office file is a zip and needs to be opened to be told."""
    return next((kind for start, kind in SIGNATURES if head.startswith(start)), None)


def guess(content: BinaryIO, name: str) -> str:
    """The type of bytes made here, for the header they are served with; they are opened no further."""
    with content:
        head = content.read(16)
    if kind := by_signature(head):
        return kind.content_type
    if head.startswith(ZIP):
        return next((k.content_type for k in (DOCX, XLSX) if names.ending(name) in k.endings), "application/zip")
    return UNKNOWN


def words(accepted: tuple[Kind, ...]) -> str:
    """PDF、JPG、PNG."""
    return "、".join(kind.short for kind in accepted)


def accept(accepted: tuple[Kind, ...]) -> str:
    """For the `accept` attribute of a file field."""
    return ",".join(f".{ending}" for kind in accepted for ending in kind.endings)
