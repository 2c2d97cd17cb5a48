"""GB/T 9704-2012 as measured in the PDF: 版心, 22 lines of 28 characters, red heads, rules, page numbers, 版记."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from documents import fonts, printing
from documents.official import Document, Form, Paragraph, pdf
from tests.documents import officials
from tests.documents.officials import COMMISSION, HEIGHT, LETTER, RED_HEAD, SHEET, Glyph, count, glyphs, lines, red

CELL = 156 / 28
POINT = 72 / 96


@pytest.fixture(scope="module", params=["as set up", "宋体 alone"])
def _faces(request: pytest.FixtureRequest) -> Iterator[None]:
    """With 仿宋, where set-up could have it, and without."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "宋体 alone":
            patch.setattr(fonts, "FANDOL", dict.fromkeys(fonts.FANDOL, "none.otf"))
        _forget()
        yield
    _forget()


def _forget() -> None:
    printing.close()
    fonts.width.cache_clear()


@pytest.fixture(scope="module")
def full(_faces: None) -> bytes:
    """Three pages of text and nothing else."""
    return pdf(replace(RED_HEAD, body=(Paragraph("基" * 28 * 50),)))


@pytest.fixture(scope="module")
def red_head(_faces: None) -> bytes:
    return pdf(RED_HEAD)


@pytest.fixture(scope="module")
def letter(_faces: None) -> bytes:
    return pdf(LETTER)


def said(row: list[Glyph]) -> str:
    return "".join(glyph.sign for glyph in row)


def row_with(pdf: bytes, number: int, start: str) -> list[Glyph]:
    return next(row for row in lines(pdf, number) if said(row).startswith(start))


def test_a_page_has_22_lines_of_28_characters(full: bytes) -> None:
    assert [len(row) for row in lines(full, 2)] == [28] * 22


def test_the_first_and_the_last_line_stand_where_the_standard_has_them(full: bytes) -> None:
    rows = lines(full, 2)
    assert (rows[0][0].y, rows[-1][0].y) == (pytest.approx(44.27, abs=0.3), pytest.approx(259.04, abs=0.3))
    pitches = {round(after[0].y - row[0].y, 1) for row, after in pairwise(rows)}
    assert pitches == {10.2}


def test_the_margins_are_28_and_26(full: bytes) -> None:
    for row in lines(full, 2):
        assert row[0].x == pytest.approx(28, abs=0.1)
        assert row[-1].x + CELL == pytest.approx(210 - 26, abs=0.15)
        assert {round(glyph.size * POINT) for glyph in row} == {16}


def test_a_paragraph_begins_two_cells_in(full: bytes) -> None:
    first = row_with(full, 1, "基")
    assert (first[0].x, len(first)) == (pytest.approx(28 + 2 * CELL, abs=0.1), 26)


def test_lines_before_a_long_word_are_spread_to_the_edge(red_head: bytes) -> None:
    row = row_with(red_head, 1, "收悉。")
    assert row[-1].x + CELL == pytest.approx(184, abs=0.2)


def test_the_red_head_begins_72_mm_below_the_edge_and_the_rule_is_156_mm_long(red_head: bytes) -> None:
    head, rule = red(red_head, 1)
    assert head[0] == pytest.approx(72, abs=0.3)
    assert head[2] >= 28
    assert head[3] <= 184
    assert rule == pytest.approx((110.6, 111.1, 28, 184), abs=0.2)
    assert red(red_head, 2) == []


def test_the_rule_is_four_millimetres_below_the_number(red_head: bytes) -> None:
    number = row_with(red_head, 1, "国标委综合函〔2018〕6号")
    # 仿宋 stands 0.12 of its size below the baseline.
    assert red(red_head, 1)[1][0] - number[0].y - 0.12 * 16 / officials.MM == pytest.approx(4, abs=0.5)
    middle = (number[0].x + number[-1].x + CELL) / 2
    assert middle == pytest.approx(28 + 78, abs=1.5)


def test_the_letter_has_its_name_at_30_mm_and_two_pairs_of_rules_of_170_mm(letter: bytes) -> None:
    name, thick, thin, lower_thin, lower_thick = red(letter, 1)
    assert name[0] == pytest.approx(30, abs=0.3)
    assert thick[0] - name[1] == pytest.approx(4, abs=0.4)
    for rule in (thick, thin, lower_thin, lower_thick):
        assert rule[2:] == pytest.approx((20, 190), abs=0.2)
    assert thick[1] - thick[0] > thin[1] - thin[0]
    assert lower_thin[1] - lower_thin[0] < lower_thick[1] - lower_thick[0]
    assert lower_thick[1] == pytest.approx(HEIGHT - 20, abs=0.2)
    assert red(letter, 2) == []


def test_the_letters_number_ends_at_the_right_edge(letter: bytes) -> None:
    number = row_with(letter, 1, "国标委综合函〔2018〕6号")
    assert number[-1].x + CELL == pytest.approx(184, abs=0.3)


def numbers(pdf: bytes) -> list[list[Glyph]]:
    return [[g for g in glyphs(pdf, n) if g.y > HEIGHT - 35] for n in range(1, count(pdf) + 1)]


def test_page_numbers_stand_outside_seven_millimetres_below(red_head: bytes) -> None:
    found = numbers(red_head)
    for number, row in enumerate(found, start=1):
        assert said(row) == f"—{number}—"
        assert {round(glyph.size * POINT) for glyph in row} == {14}
        # The dash is 0.28 of its size above the baseline.
        assert row[0].y - 0.284 * 14 / officials.MM == pytest.approx(HEIGHT - 35 + 7, abs=0.3)
        # and 0.894 of it wide.
        outer = 184 - row[-1].x - 0.894 * 14 / officials.MM if number % 2 else row[0].x - 28
        assert outer == pytest.approx(14 / officials.MM, abs=0.3)


def test_the_first_page_of_a_letter_has_no_number(letter: bytes) -> None:
    assert [said(row) for row in numbers(letter)][:2] == ["", "—2—"]


@pytest.mark.usefixtures("_faces")
def test_the_colophon_stands_at_the_foot_of_the_last_back() -> None:
    made = pdf(replace(RED_HEAD, body=(Paragraph("基" * 28 * 30),), attachments=()))
    last = count(made)
    assert last == 4
    rows = [said(row) for row in lines(made, last)]
    assert rows == [
        "抄送：江苏省光伏科学技术研究院有限公司，中国标准化研究院。",
        "国家标准化管理委员会办公室2024年3月6日印发",
    ]
    assert lines(made, last)[-1][0].y == pytest.approx(258, abs=2)
    assert [said(row) for row in numbers(made)] == ["—1—", "—2—", "—3—", ""]


@pytest.mark.usefixtures("_faces")
def test_a_text_that_ends_on_a_back_has_its_colophon_there() -> None:
    made = pdf(replace(RED_HEAD, body=(Paragraph("基" * 28 * 20),), attachments=()))
    assert count(made) == 2
    assert said(numbers(made)[1]) == "—2—"
    assert "抄送" in said([glyph for row in lines(made, 2) for glyph in row])


@pytest.mark.parametrize("length", range(24, 40))
def test_the_colophon_is_on_a_back_whatever_the_length_of_the_text(length: int) -> None:
    made = pdf(replace(RED_HEAD, body=(Paragraph("基" * 28 * length),), attachments=()))
    last = [said(row) for row in lines(made, count(made))]
    assert count(made) % 2 == 0
    assert last[-1] == "国家标准化管理委员会办公室2024年3月6日印发"
    # With text above it the page has its number; without, neither it nor an empty page before it.
    numbered = [bool(row) for row in numbers(made)]
    assert numbered == [bool(lines(made, n)) and (n < count(made) or len(last) > 2) for n in range(1, count(made) + 1)]


@pytest.mark.usefixtures("_faces")
def test_a_sealed_day_ends_four_cells_from_the_edge_with_the_name_over_it() -> None:
    made = pdf(replace(RED_HEAD, body=(Paragraph("同意。"),), attachments=()))
    day = row_with(made, 1, "2024年3月5日")
    name = [row for row in lines(made, 1) if said(row) == COMMISSION][-1]
    assert 184 - day[-1].x - CELL == pytest.approx(4 * CELL, abs=0.2)
    assert name[0].x + name[-1].x == pytest.approx(day[0].x + day[-1].x, abs=0.4)


@pytest.mark.usefixtures("_faces")
def test_without_a_seal_the_day_begins_two_cells_right_of_the_name() -> None:
    made = pdf(replace(RED_HEAD, body=(Paragraph("同意。"),), attachments=(), sealed=False))
    name, day = [row for row in lines(made, 1) if said(row) == COMMISSION][-1], row_with(made, 1, "2024年3月5日")
    assert day[0].x - name[0].x == pytest.approx(2 * CELL, abs=0.2)
    assert 184 - day[-1].x - CELL >= 2 * CELL - 0.2


@pytest.mark.parametrize("length", [8, 9, 10, 11, 12, 13, 14])
def test_name_and_day_are_never_alone_on_a_page(length: int) -> None:
    made = pdf(replace(LETTER, body=(Paragraph("首"), Paragraph("基" * 28 * length)), copies_to=(), note=""))
    page = next(n for n in range(1, count(made) + 1) if any(said(row) == "2024年3月5日" for row in lines(made, n)))
    assert any("基" in said(row) for row in lines(made, page))


@pytest.mark.parametrize("document", [RED_HEAD, LETTER, SHEET], ids=lambda document: document.form)
def test_nothing_is_printed_outside_the_text_but_name_rules_and_numbers(document: Document) -> None:
    made = pdf(document)
    for number in range(1, count(made) + 1):
        body = [glyph for row in lines(made, number) for glyph in row if glyph.face != "XBS"]
        assert min(glyph.x for glyph in body) >= 28 - 0.1
        assert max(glyph.x for glyph in body) <= 184 - 1


def test_a_table_repeats_its_head_and_cuts_no_row(red_head: bytes) -> None:
    begun = [
        n for n in range(1, count(red_head) + 1) if any(said(row).startswith("序号") for row in lines(red_head, n))
    ]
    assert len(begun) >= 3
    for number in begun:
        ends = [glyph.sign for glyph in glyphs(red_head, number)]
        assert "".join(ends).count("管理局") == sum(map("".join(ends).count, ["（第"]))


@pytest.mark.usefixtures("_faces")
def test_the_title_is_smaller_only_if_a_name_needs_it() -> None:
    usual, long = lines(pdf(RED_HEAD), 1), lines(pdf(SHEET), 1)
    assert {round(g.size * POINT) for row in usual for g in row if "批复" in said(row)} == {22}
    title = next(row for row in long if said(row) == officials.LONG_BASE)
    assert 20 < title[0].size * POINT < 22
    assert title[-1].x + title[0].size * POINT / officials.MM <= 184.1


def test_a_machine_without_the_faces_takes_song(
    settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FANDOL_PLACES", ())
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    assert fonts.official_path(fonts.FANG) == fonts.path(fonts.SERIF)
    (tmp_path / "var" / "fonts").mkdir(parents=True)
    mine = tmp_path / "var" / "fonts" / fonts.FANDOL[fonts.FANG]
    mine.touch()
    assert fonts.official_path(fonts.FANG) == mine


@pytest.mark.usefixtures("_faces")
def test_a_draft_says_so_at_the_top_left() -> None:
    for form in Form:
        made = pdf(replace(RED_HEAD, form=form, mark="代拟稿", attachments=(), copies_to=(), printed_by=""))
        mark = next(row for row in lines(made, 1) if said(row).startswith("代拟稿"))
        assert mark[0].x == pytest.approx(28, abs=0.2)
        assert mark[0].face == "HTI"
    assert red(pdf(replace(RED_HEAD, mark="代拟稿")), 1)[0][0] == pytest.approx(72, abs=0.3)
