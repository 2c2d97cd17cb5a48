"""Opening an uploaded docx or xlsx: every part is unpacked within a budget, and nothing in it may run or be fetched."""

import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NoReturn, cast

from django.core.exceptions import ValidationError

from documents import kinds
from documents.kinds import Kind
from documents.store import Upload

MOST_PARTS = 5_000
MOST_BYTES = 300 * 1024 * 1024
# Sheets pack well, a hundredfold at most; below the floor a ratio says nothing.
MOST_RATIO = 150
RATIO_FLOOR = 10 * 1024 * 1024
CHUNK = 256 * 1024
OVERLAP = 64
DEEPEST = 1

MAIN_PARTS = {"word/document.xml": kinds.DOCX, "xl/workbook.xml": kinds.XLSX}
MACROS = re.compile(r"vbaproject|vbadata|/macrosheets/|/activex/", re.IGNORECASE)
MACRO_TYPES = (b"macroenabled", b"vnd.ms-office.vbaproject")
ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"MZ")
# A template or an object fetched from elsewhere when the document is opened.
FETCHED = ("attachedtemplate", "oleobject", "frame", "subdocument")
LONGEST_RELATIONS = 8 * 1024 * 1024


@dataclass
class Budget:
    """What may still be unpacked, shared with the files inside the file."""

    unpacked: int = MOST_BYTES
    parts: int = MOST_PARTS


def kind(upload: Upload) -> Kind:
    """Word or Excel by the main part; any other zip is refused."""
    with _opened(upload) as archive:
        found = {MAIN_PARTS[name] for name in archive.namelist() if name in MAIN_PARTS}
    if len(found) != 1:
        _refuse("不接受压缩包，附件只能是 PDF、JPG、PNG、DOCX、XLSX，请解压后逐个上传。", "kind")
    return found.pop()


def check(upload: Upload) -> list[str]:
    with _opened(upload) as archive:
        _check_archive(archive, Budget(), depth=0)
    return []


def refuse_hidden_archive(upload: Upload, kind: Kind) -> None:
    """A PDF or picture that is a zip as well shows one thing to a person and another to a program."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(cast(BinaryIO, upload.file or upload)) as archive:
            hidden = bool(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return
    if hidden:
        _refuse(f"这个{kind.word}文件里还藏有一个压缩包，请重新导出后再上传。", "polyglot")


def _opened(upload: "Upload | BinaryIO") -> zipfile.ZipFile:
    upload.seek(0)
    try:
        return zipfile.ZipFile(cast(BinaryIO, getattr(upload, "file", None) or upload))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        _refuse("Office 文件不完整或已损坏，请重新保存后再上传。", "broken_office")


def _check_archive(archive: zipfile.ZipFile, budget: Budget, depth: int) -> None:
    parts = archive.infolist()
    budget.parts -= len(parts)
    if budget.parts < 0:
        _refuse(f"文件内部部件过多（超过 {MOST_PARTS} 个），请重新保存后再上传。", "bomb")
    _check_declared(parts)
    for part in parts:
        _check_name(part)
        _check_part(archive, part, budget, depth)


def _check_declared(parts: list[zipfile.ZipInfo]) -> None:
    packed, unpacked = sum(p.compress_size for p in parts), sum(p.file_size for p in parts)
    if unpacked > MOST_BYTES or (unpacked > RATIO_FLOOR and unpacked > MOST_RATIO * max(packed, 1)):
        _refuse("文件解压后过大，疑似压缩炸弹，请删去不必要的内容、重新保存后再上传。", "bomb")


def _check_name(part: zipfile.ZipInfo) -> None:
    name = part.filename
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        _refuse("文件内部的路径不正常，请用 Office 或 WPS 重新保存后再上传。", "part_path")
    if MACROS.search(name):
        _refuse("文件里含有宏或控件，请另存为不带宏的 .docx 或 .xlsx 后再上传。", "macros")
    if part.flag_bits & 1:
        _refuse("文件设有密码，请去掉密码后再上传。", "encrypted")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: Budget, depth: int) -> None:
    try:
        with archive.open(part) as stream:
            _check_content(part.filename.lower(), _windows(cast(BinaryIO, stream), budget))
        if part.filename.lower().endswith(".rels"):
            _check_relations(archive.read(part))
        if part.filename.lower().endswith((".docx", ".xlsx", ".pptx")):
            _check_nested(archive, part, budget, depth)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ET.ParseError):
        _refuse("Office 文件不完整或已损坏，请重新保存后再上传。", "broken_office")


def _check_nested(archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: Budget, depth: int) -> None:
    if depth >= DEEPEST:
        _refuse("文件里的嵌入文件层数过多，请删去嵌入的文件后再上传。", "nested")
    with archive.open(part) as stream, _opened(cast(BinaryIO, stream)) as inner:
        _check_archive(inner, budget, depth + 1)


def _windows(stream: BinaryIO, budget: Budget) -> Iterator[bytes]:
    """The unpacked bytes piece by piece, each with the end of the one before, so that nothing is missed at a seam."""
    end = b""
    while piece := stream.read(CHUNK):
        budget.unpacked -= len(piece)
        if budget.unpacked < 0:
            _refuse("文件解压后过大，疑似压缩炸弹，请删去不必要的内容、重新保存后再上传。", "bomb")
        yield end + piece
        end = piece[-OVERLAP:]


def _check_content(name: str, windows: Iterator[bytes]) -> None:
    text = name.endswith((".xml", ".rels", ".vml"))
    office = name.endswith((".docx", ".xlsx", ".pptx"))
    for number, window in enumerate(windows):
        if number == 0 and not office and window.startswith(ARCHIVES):
            _refuse("文件里嵌有压缩包或程序，请删去嵌入的对象后再上传。", "nested")
        if text:
            _check_xml(name, window.replace(b"\0", b""))  # without the zeros UTF-16 reads like UTF-8


def _check_xml(name: str, window: bytes) -> None:
    if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
        _refuse("文件内部含有外部实体定义，请用 Office 或 WPS 重新保存后再上传。", "entities")
    if name == "[content_types].xml" and any(kind in window.lower() for kind in MACRO_TYPES):
        _refuse("文件里含有宏，请另存为不带宏的 .docx 或 .xlsx 后再上传。", "macros")


def _check_relations(content: bytes) -> None:
    """Parsed and not searched: an attribute can be spelled with character references. A DTD was refused before."""
    if len(content) > LONGEST_RELATIONS:
        _refuse("文件内部的关系表过大，请用 Office 或 WPS 重新保存后再上传。", "bomb")
    for relation in ET.fromstring(content):  # noqa: S314 - no part with a DTD comes here
        outside = relation.get("TargetMode", "").lower() == "external"
        if outside and relation.get("Type", "").rsplit("/", 1)[-1].lower() in FETCHED:
            _refuse("文件会从外部地址取模板或对象，请断开外部链接、重新保存后再上传。", "external")


def _refuse(sentence: str, code: str) -> NoReturn:
    raise ValidationError(sentence, code=code)
