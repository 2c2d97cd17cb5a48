"""Refused uploads first, each by its own sentence; then what is accepted, with its facts."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import ImageFile

from documents import kinds, office_checks, pdf_checks, uploads
from tests.documents import hostile

PDF, DOCX, PNG = hostile.pdf(), hostile.docx(), hostile.picture()
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
USER_LOCK = hostile.pikepdf.Encryption(user="secret", owner="secret")
OWNER_LOCK = hostile.pikepdf.Encryption(user="", owner="secret")

REFUSED = {
    "empty": ("方案.pdf", b"", "empty"),
    "unknown kind": ("方案.pdf", b"hello", "kind"),
    "web page as pdf": ("方案.pdf", b"<html><script>alert(1)</script>", "kind"),
    "svg": ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
    "program": ("方案.pdf", b"MZ" + b"\0" * 600, "kind"),
    "old office": ("方案.doc", OLD_OFFICE, "old_office"),
    "plain zip": ("材料.zip", hostile.zipped({"a.txt": "a"}), "kind"),
    "no ending": ("方案", PDF, "extension_mismatch"),
    "pdf as png": ("方案.png", PDF, "extension_mismatch"),
    "picture as pdf": ("图.pdf", PNG, "extension_mismatch"),
    "excel as word": ("表.docx", hostile.xlsx(), "extension_mismatch"),
    "macro ending": ("方案.docm", DOCX, "extension_mismatch"),
    "double ending": ("方案.exe.pdf", PDF, "double_extension"),
    "turned ending": ("方案\u202efdp.exe", PDF, "extension_mismatch"),
    "unprintable name": ("方案😀.pdf", PDF, "unprintable_name"),
    "pdf: text before it": ("方案.pdf", b"MZ\n" + PDF, "pdf_prefix"),
    "pdf: cut short": ("方案.pdf", PDF[: len(PDF) // 2], "truncated"),
    "pdf: nothing behind its head": ("方案.pdf", b"%PDF-1.7\nnothing\n%%EOF", "broken_pdf"),
    "pdf: password": ("方案.pdf", hostile.pdf(encryption=USER_LOCK), "encrypted"),
    "pdf: restricted": ("方案.pdf", hostile.pdf(encryption=OWNER_LOCK), "encrypted"),
    "pdf: script on opening": ("方案.pdf", hostile.pdf(hostile.scripted), "active_content"),
    "pdf: script by name": ("方案.pdf", hostile.pdf(hostile.scripted_in_names), "active_content"),
    "pdf: starts a program": ("方案.pdf", hostile.pdf(hostile.launching), "active_content"),
    "pdf: file inside": ("方案.pdf", hostile.pdf(hostile.embedding), "active_content"),
    "pdf: dynamic form": ("方案.pdf", hostile.pdf(hostile.dynamic_form), "active_content"),
    "pdf: no page": ("方案.pdf", hostile.pdf(hostile.without_pages), "no_pages"),
    "pdf: a zip as well": ("方案.pdf", PDF + hostile.zipped({"a.txt": "a"}) + b"\n%%EOF", "polyglot"),
    "picture: cut short": ("图.png", PNG[: len(PNG) // 2], "broken_image"),
    "picture: jpeg cut short": ("图.jpg", hostile.picture("JPEG")[:400], "broken_image"),
    "picture: head only": ("图.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 100, "broken_image"),
    "picture: claims 900 million pixels": ("图.png", hostile.huge_png(30_000), "too_many_pixels"),
    "picture: claims but lacks its pixels": ("图.png", hostile.huge_png(3_000), "broken_image"),
    "picture: a zip as well": ("图.png", PNG + hostile.zipped({"a.txt": "a"}), "polyglot"),
    "office: cut short": ("方案.docx", DOCX[:-40], "broken_office"),
    "office: damaged": ("方案.docx", hostile.damaged(DOCX), "broken_office"),
    "office: password": ("方案.docx", hostile.locked(DOCX), "encrypted"),
    "office: macro": ("方案.docx", hostile.docx(word__vbaProject="x"), "macros"),
    "office: macro type": (
        "方案.docx",
        hostile.docx("application/vnd.ms-word.document.macroEnabled.main+xml"),
        "macros",
    ),
    "office: control": ("方案.docx", hostile.docx(word__activeX__activeX1="x"), "macros"),
    "office: bomb": ("方案.docx", hostile.docx(word__media=b"\0" * 40_000_000), "bomb"),
    "office: zip inside": ("方案.docx", hostile.docx(word__media=hostile.zipped({"a": "a"})), "nested"),
    "office: program inside": ("方案.docx", hostile.docx(word__media=b"MZ\x90"), "nested"),
    "office: path out of it": ("方案.docx", hostile.zipped({"word/document.xml": "<a/>", "../a": "a"}), "part_path"),
    "office: entities": (
        "方案.docx",
        hostile.docx(word__a=b"", **{"a.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}),
        "entities",
    ),
    "office: entities in utf-16": (
        "方案.docx",
        hostile.docx(**{"a.xml": "<!DOCTYPE a><a/>".encode("utf-16")}),
        "entities",
    ),
    "office: fetched template": (
        "方案.docx",
        hostile.docx(**{"word___rels__settings.xml.rels": hostile.RELATIONS.format(kind="attachedTemplate")}),
        "external",
    ),
    "office: two main parts": ("方案.docx", hostile.docx(xl__workbook="x", **{"xl/workbook.xml": "x"}), "kind"),
}


@pytest.mark.parametrize(("name", "content", "code"), REFUSED.values(), ids=REFUSED)
def test_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        uploads.check(SimpleUploadedFile(name, content))
    assert refused.value.code == code
    assert "请" in refused.value.message or "只能是" in refused.value.message


def test_a_workbook_in_a_document_in_a_document_is_refused() -> None:
    inner = hostile.docx(word__embeddings__a=b"", **{"word/embeddings/b.xlsx": hostile.xlsx()})
    with pytest.raises(ValidationError) as refused:
        uploads.check(SimpleUploadedFile("方案.docx", hostile.docx(**{"word/embeddings/c.docx": inner})))
    assert refused.value.code == "nested"


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_checks, "_check_declared", lambda parts: None)
    monkeypatch.setattr(office_checks, "Budget", _small)
    with pytest.raises(ValidationError) as refused:
        uploads.check(SimpleUploadedFile("方案.docx", hostile.docx(word__media=b"\0" * 1_000_001)))
    assert refused.value.code == "bomb"


_Budget = office_checks.Budget


def _small() -> office_checks.Budget:
    return _Budget(unpacked=1_000_000)


def test_more_than_fifty_megabytes_are_refused_by_one_byte() -> None:
    upload = SimpleUploadedFile("方案.pdf", PDF)
    upload.size = uploads.LARGEST + 1
    with pytest.raises(ValidationError, match=r"文件为 50\.0 MB，超过单个附件 50 MB 的上限") as refused:
        uploads.check(upload)
    assert refused.value.code == "too_large"


def test_too_many_objects_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_checks, "MOST_OBJECTS", 2)
    with pytest.raises(ValidationError) as refused:
        uploads.check(SimpleUploadedFile("方案.pdf", PDF))
    assert refused.value.code == "too_complex"


def test_a_pdf_may_not_unpack_without_end() -> None:
    assert hostile.pikepdf.settings.get_qpdf_limits()["flate_max_memory"] == 256 * 1024 * 1024


ACCEPTED = {
    "pdf": ("申报方案 v1.2.pdf", PDF, kinds.PDF),
    "jpg": ("照片.JPG", hostile.picture("JPEG"), kinds.JPEG),
    "jpeg": ("照片.jpeg", hostile.picture("JPEG"), kinds.JPEG),
    "png": ("图.png", PNG, kinds.PNG),
    "docx": ("说明.docx", DOCX, kinds.DOCX),
    "docx with a workbook": ("说明.docx", hostile.docx(**{"word/embeddings/a.xlsx": hostile.xlsx()}), kinds.DOCX),
    "xlsx": ("清单.xlsx", hostile.xlsx(), kinds.XLSX),
}


@pytest.mark.parametrize(("name", "content", "kind"), ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(name: str, content: bytes, kind: kinds.Kind) -> None:
    upload = SimpleUploadedFile(name, content)
    found = uploads.check(upload)
    facts = uploads.Checked(kind.content_type, name, len(content), hashlib.sha256(content).hexdigest())
    assert found == facts
    assert upload.read() == content


def test_a_picture_in_printing_inks_is_accepted_with_a_note() -> None:
    found = uploads.check(SimpleUploadedFile("图.jpg", hostile.picture("JPEG", "CMYK")))
    assert found.notes == ["图片为印刷色（CMYK），打印时颜色可能略有不同。"]


@pytest.mark.parametrize(("name", "content"), [("a.pdf", PDF), ("a.docx", DOCX), ("a.png", PNG)])
def test_a_file_that_django_put_on_disk_is_read_the_same_way(name: str, content: bytes) -> None:
    with TemporaryUploadedFile(name, "application/octet-stream", len(content), None) as upload:
        upload.write(content)
        assert uploads.check(upload).sha256 == hashlib.sha256(content).hexdigest()


def test_a_picture_cut_short_is_refused_also_where_weasyprint_is_loaded() -> None:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    with pytest.raises(ValidationError) as refused:
        uploads.check(SimpleUploadedFile("图.png", PNG[: len(PNG) // 2]))
    assert refused.value.code == "broken_image"


@pytest.mark.parametrize(("name", "content"), [("说明.docx", DOCX), ("清单.xlsx", hostile.xlsx())])
def test_a_place_for_scans_takes_nothing_that_was_not_scanned(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        uploads.check(SimpleUploadedFile(name, content), only=kinds.SCANNED)
    assert refused.value.code == "kind_here"
    assert refused.value.message.startswith("这里只能上传 PDF、JPG、PNG，这个文件是")


def test_what_is_of_no_kind_is_told_the_kinds_of_that_place() -> None:
    with pytest.raises(ValidationError, match="内容不是 PDF、JPG、PNG 中的任何一种") as refused:
        uploads.check(SimpleUploadedFile("方案.pdf", b"hello"), only=kinds.SCANNED)
    assert refused.value.code == "kind"


@pytest.mark.parametrize("case", ["pdf", "jpg", "png"])
def test_a_place_for_scans_takes_scans(case: str) -> None:
    name, content, kind = ACCEPTED[case]
    assert uploads.check(SimpleUploadedFile(name, content), only=kinds.SCANNED).content_type == kind.content_type


def test_the_words_and_the_attribute_name_the_same_kinds() -> None:
    assert uploads.ACCEPTED_WORDS == "PDF、JPG、PNG、DOCX、XLSX"
    assert uploads.ACCEPT == ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"
    assert kinds.accept(kinds.SCANNED) == ".pdf,.jpg,.jpeg,.png"
