"""Bytes on disk under their SHA-256, outside the web root: the same bytes lie there once and are never overwritten."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

from django.conf import settings
from django.core.files.base import File as DjangoFile

CHUNK = 1024 * 1024

# In quotes: only the type checker knows that Django's File is generic.
Upload: TypeAlias = "DjangoFile[bytes]"
Content: TypeAlias = "bytes | BinaryIO | DjangoFile[bytes]"


class DamagedFileError(Exception):
    """The bytes on disk are no longer those that were stored."""


def where(sha256: str) -> Path:
    """Where the bytes of this digest lie."""
    return Path(settings.MEDIA_ROOT) / "files" / sha256[:2] / sha256[2:4] / sha256


def put(content: Content) -> tuple[str, int]:
    """Store the bytes, answer their digest and size.

    The digest is known only at the end, so they go to a temporary file that is then renamed: a crash leaves no half
    file under a digest, and a damaged file is healed by storing it again.
    """
    root = Path(settings.MEDIA_ROOT) / "files"
    root.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=root, prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as out:
            sha256, size = _copy(chunks(content), out)
        _settle(Path(temporary), where(sha256))
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return sha256, size


def open_stored(sha256: str) -> BinaryIO:
    return where(sha256).open("rb")


def open_verified(sha256: str) -> BinaryIO:
    """The bytes, read once and compared with their digest before anyone sees them."""
    try:
        stored = open_stored(sha256)
    except FileNotFoundError as error:
        raise DamagedFileError(f"文件 {sha256[:12]} 不在存储中，请联系系统管理员。") from error
    if digest_of(chunks(stored)) != sha256:
        stored.close()
        raise DamagedFileError(f"文件 {sha256[:12]} 与登记的摘要不一致，请联系系统管理员。")
    stored.seek(0)
    return stored


def digest_of(parts: Iterable[bytes]) -> str:
    sha256 = hashlib.sha256()
    for part in parts:
        sha256.update(part)
    return sha256.hexdigest()


def chunks(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    content.seek(0)
    while part := content.read(CHUNK):
        yield part


def _copy(parts: Iterable[bytes], out: BinaryIO) -> tuple[str, int]:
    sha256, size = hashlib.sha256(), 0
    for part in parts:
        sha256.update(part)
        size += len(part)
        out.write(part)
    out.flush()
    os.fsync(out.fileno())
    return sha256.hexdigest(), size


def _settle(temporary: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.chmod(0o440)
    temporary.replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
