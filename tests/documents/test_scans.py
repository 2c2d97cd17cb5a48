"""Scans of sealed plans: first what is not the version, then what scanners and people do to one that is."""

import io
from typing import Any

import pikepdf
import pytest
from PIL import Image

from documents import scans, sheets
from documents.codes import Code, PageMark
from documents.printing import render_plan
from documents.scans import Reading
from tests.documents import plans, scanned

PLAN: dict[str, Any] = plans.plan(sections={}, tasks=[])
CODE = Code.of(PLAN, "an application", 1)
OTHER = Code.of(PLAN, "an application", 2)
CHANGED = Code(Code.of(plans.plan(name="国家技术标准创新基地（氢能）")).digest, CODE.text)


@pytest.fixture(scope="module")
def pages() -> list[Image.Image]:
    """The plan's seven pages, as a scanner sees them at 200 dpi."""
    return scanned.sheets(render_plan(PLAN, code=CODE))


@pytest.fixture(scope="module")
def others() -> list[Image.Image]:
    return scanned.sheets(render_plan(PLAN, code=OTHER))


def judged(content: io.BytesIO, code: Code = CODE) -> scans.Verdict:
    return scans.judge(scans.read(content), code.text, code.short_digest)


def reading(*pages: int, of: int = 7, code: Code = CODE, unread: int = 0) -> Reading:
    marks = [(PageMark(code.text, page, of, code.short_digest),) for page in pages]
    return Reading((*marks, *[()] * unread))


def test_one_page_of_another_version_refuses_the_whole_with_both_codes(
    pages: list[Image.Image], others: list[Image.Image]
) -> None:
    verdict = judged(scanned.bound([*pages[:3], others[3], *pages[4:]]))
    assert not verdict.ok
    assert verdict.sentence == (
        f"扫描件中有另一版本的页：第 4 页的核验码是 {OTHER.text}，本版本是 {CODE.text}，请换成本版本的盖章扫描件。"
    )
    assert [mark.page for mark in verdict.wrong] == [4]


def test_the_right_code_over_another_content_is_refused_with_both_digests() -> None:
    verdict = scans.judge(reading(1, 2, code=CHANGED), CODE.text, CODE.short_digest)
    assert not verdict.ok
    assert CHANGED.short_digest in verdict.sentence
    assert CODE.short_digest in verdict.sentence


def test_a_scan_without_any_code_is_not_taken_for_the_plan(pages: list[Image.Image]) -> None:
    bare = pages[4].copy()
    bare.paste("white", (0, 0, bare.width, 400))
    verdict = judged(scanned.bound([bare, bare]))
    assert not verdict.ok
    assert not verdict.complete
    assert verdict.sentence.startswith("扫描件共 2 页，没有读到核验码，请用彩色")
    assert verdict.unread == (1, 2)


def test_a_code_that_is_not_ours_is_not_read(pages: list[Image.Image]) -> None:
    import segno

    out = io.BytesIO()
    segno.make("https://example.cn/").save(out, kind="png", scale=6)
    strange = pages[4].copy()
    strange.paste("white", (0, 0, strange.width, 400))
    strange.paste(Image.open(out).convert("RGB"), (100, 100))
    assert scans.read(scanned.bound([strange])).unread == (1,)


def test_missing_double_and_unread_pages_are_named() -> None:
    verdict = scans.judge(reading(1, 2, 2, 5, 6, 4, 4, unread=2), CODE.text, CODE.short_digest)
    assert verdict.ok
    assert not verdict.complete
    assert (verdict.missing, verdict.doubles, verdict.unread) == ((3, 7), (2, 4), (8, 9))
    assert verdict.sentence == (
        f"扫描件是本版本（核验码 {CODE.text}），共 7 页，第 3、7 页没有找到，第 2、4 页重复，"
        "另有 2 页读不出核验码，请人工核对。"
    )


def test_shuffled_missing_and_double_sheets_are_found_in_the_scan(pages: list[Image.Image]) -> None:
    verdict = judged(scanned.bound([pages[n - 1] for n in (7, 1, 6, 2, 2, 4)]))
    assert (verdict.ok, verdict.missing, verdict.doubles, verdict.unread) == (True, (3, 5), (2,), ())


def test_a_whole_scan_is_said_to_be_whole(pages: list[Image.Image]) -> None:
    verdict = judged(scanned.bound(pages))
    assert verdict == scans.Verdict(True, f"扫描件是本版本（核验码 {CODE.text}），共 7 页，各页齐全。")
    assert verdict.complete


def test_empty_backs_are_not_counted_as_unread(pages: list[Image.Image]) -> None:
    back = scanned.salted(Image.new("RGB", pages[0].size, (250, 249, 244)), False)
    read = scans.read(scanned.bound([pages[0], back, pages[6], Image.new("RGB", pages[0].size, "white")]))
    assert read.blank == {2, 4}
    assert read.unread == ()


def test_no_printed_page_is_taken_for_an_empty_back(pages: list[Image.Image]) -> None:
    for page in pages:
        bare = page.copy()
        bare.paste("white", (0, 0, bare.width, 270))
        assert not sheets.is_blank(bare)


CHANGES: dict[str, tuple[scanned.Change, int]] = {
    "skewed": (scanned.skewed, 75),
    "salt": (scanned.salted, 75),
    "red seal over the code": (scanned.stamped, 75),
    "upside down": (scanned.upside_down, 75),
    "on its side": (scanned.on_its_side, 75),
    "grey": (scanned.grey, 75),
    "hundred dots an inch": (scanned.blurred, 75),
    "saved small": (scanned.skewed, 40),
    "all of them": (scanned.everything, 40),
}


@pytest.mark.parametrize(("change", "quality"), CHANGES.values(), ids=CHANGES)
def test_every_page_is_read_whatever_happened_to_the_paper(
    pages: list[Image.Image], change: scanned.Change, quality: int
) -> None:
    pictures = [change(pages[number - 1], number % 2 == 1) for number in (1, 2, 7)]
    read = scans.read(scanned.bound(pictures, quality))
    assert [mark.page for mark in read.marks] == [1, 2, 7]
    assert scans.judge(read, CODE.text, CODE.short_digest).ok


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_of_one_page_is_read(pages: list[Image.Image], kind: str) -> None:
    verdict = judged(scanned.as_picture(pages[0], kind))
    assert (verdict.ok, verdict.missing) == (True, (2, 3, 4, 5, 6, 7))


def test_two_pages_on_one_sheet_are_both_found(pages: list[Image.Image]) -> None:
    wide = Image.new("RGB", (2 * pages[0].width, pages[0].height), "white")
    wide.paste(pages[1], (0, 0))
    wide.paste(pages[2], (pages[0].width, 0))
    assert {mark.page for mark in scans.read(scanned.bound([wide])).marks} == {2, 3}


def test_a_picture_of_any_size_is_read_within_bounds(pages: list[Image.Image], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MOST_PIXELS", 2_000_000)
    assert judged(scanned.as_picture(pages[0], "PNG")).ok
    assert judged(scanned.bound([pages[0]])).ok


def test_a_page_that_would_not_fit_in_memory_is_left_unread(
    pages: list[Image.Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "MOST_PICTURE_PIXELS", 1_000_000)
    assert scans.read(scanned.bound([pages[0]])).unread == (1,)


def test_too_many_sheets_are_refused(pages: list[Image.Image], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MOST_SHEETS", 2)
    with pytest.raises(scans.UnreadableScanError, match="扫描件有 3 页，超过 2 页的上限，请"):
        scans.read(scanned.bound(pages[:3]))


@pytest.mark.parametrize("content", [b"hello", b"%PDF-1.7\nnothing\n%%EOF", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_what_cannot_be_opened_is_refused_with_what_to_do(content: bytes) -> None:
    with pytest.raises(scans.UnreadableScanError, match="请重新扫描"):
        scans.read(io.BytesIO(content))


def test_a_page_that_cannot_be_drawn_is_unread_and_stops_no_other(pages: list[Image.Image]) -> None:
    out = io.BytesIO()
    with pikepdf.open(scanned.bound([pages[0], pages[1]])) as pdf:
        del pdf.pages[0].obj.MediaBox
        pdf.pages[0].obj.Contents = pdf.make_stream(b"q BT ( Q Do")
        pdf.save(out)
    assert [mark.page for mark in scans.read(out).marks] == [2]
