"""Kept files: bytes once, rows for ever, and how they leave the house."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction

from documents import serving, store
from documents.models import File

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def stored_paths(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root / "files")) for path in (root / "files").rglob("*") if path.is_file())


def test_the_same_bytes_lie_once_under_their_digest(tmp_path: Path) -> None:
    one, other = File.store(b"%PDF-1.7 a", "方案.pdf"), File.store(ContentFile(b"%PDF-1.7 a"), "副本.pdf")
    assert one.sha256 == other.sha256
    assert one.pk != other.pk
    assert stored_paths(tmp_path) == [f"{one.sha256[:2]}/{one.sha256[2:4]}/{one.sha256}"]
    assert (one.name, other.name, one.size) == ("方案.pdf", "副本.pdf", 10)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7", "a.png", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "a", "image/png"),
        (b"PK\x03\x04", "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"PK\x03\x04", "a.xyz", "application/zip"),
        (b"<html>", "a.html", "application/octet-stream"),
    ],
)
def test_the_type_is_read_from_the_bytes(content: bytes, name: str, kind: str) -> None:
    assert File.store(content, name).content_type == kind


def test_an_upload_that_was_read_before_is_stored_whole() -> None:
    content = ContentFile(b"x" * 3_000_000)
    content.read(1000)
    kept = File.store(content, "a.bin")
    with kept.open() as stored:
        assert stored.read() == b"x" * 3_000_000


def test_a_name_is_cleaned_before_it_is_kept() -> None:
    assert File.store(b"a", "../../方\u202e案.pdf").name == "方案.pdf"


def test_a_row_can_be_neither_changed_nor_deleted() -> None:
    kept = File.store(b"a", "a.pdf")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        File.objects.filter(pk=kept.pk).update(name="b.pdf")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        kept.delete()
    assert File.objects.get(pk=kept.pk).name == "a.pdf"


def test_damaged_or_missing_evidence_is_not_handed_out() -> None:
    kept = File.store(b"evidence", "a.pdf")
    place = store.where(kept.sha256)
    place.chmod(0o640)
    place.write_bytes(b"evidencf")
    with pytest.raises(store.DamagedFileError, match="与登记的摘要不一致"):
        kept.open_verified()
    place.unlink()
    with pytest.raises(store.DamagedFileError, match="不在存储中"):
        kept.open_verified()


def test_storing_the_bytes_again_heals_a_damaged_file() -> None:
    kept = File.store(b"evidence", "a.pdf")
    store.where(kept.sha256).chmod(0o640)
    store.where(kept.sha256).write_bytes(b"")
    File.store(b"evidence", "b.pdf")
    with kept.open_verified() as stored:
        assert stored.read() == b"evidence"


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    class Torn(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("the line went dead")

    with pytest.raises(OSError, match="the line went dead"):
        File.store(Torn(), "a.pdf")
    assert stored_paths(tmp_path) == []
    assert File.objects.count() == 0


def test_a_download_can_do_nothing_in_the_browser() -> None:
    response = serving.respond(File.store(b"<script>", "方案“一”.html"))
    assert response.headers == {
        "Content-Type": "application/octet-stream",
        "Content-Length": "8",
        "Content-Disposition": "attachment; filename*=utf-8''%E6%96%B9%E6%A1%88%E2%80%9C%E4%B8%80%E2%80%9D.html",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    response.close()


def test_only_a_pdf_is_shown_on_the_page() -> None:
    shown = serving.respond(File.store(b"%PDF-1.7", "a.pdf"), inline=True, verify=True)
    assert shown.headers["Content-Disposition"] == 'inline; filename="a.pdf"'
    assert "sandbox" not in shown.headers["Content-Security-Policy"]
    kept = serving.respond(File.store(b"PK\x03\x04", "a.docx"), inline=True)
    assert kept.headers["Content-Disposition"] == 'attachment; filename="a.docx"'
    shown.close()
    kept.close()
