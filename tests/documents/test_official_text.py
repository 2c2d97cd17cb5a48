"""What is read back from an official document is what was given; every character in a face that has it."""

import io
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest

from documents import fonts, printing
from documents.official import (
    Document,
    Form,
    Heading,
    NumberError,
    Paragraph,
    chinese_title_lines,
    docx,
    number_ok,
    number_read,
    pdf,
)
from documents.official.content import chinese, chinese_date
from tests.documents import pages
from tests.documents.officials import BASE, COMMISSION, LETTER, LONG_BASE, RED_HEAD, SHEET, Glyph, count, glyphs
from tests.documents.test_plan_archive import is_font, shown, streams

FACES = {"FS", "KT", "XBS", "HTI", "STI"}
EVERY = pytest.mark.parametrize("document", [RED_HEAD, LETTER, SHEET], ids=lambda document: document.form)


def text(made: bytes) -> str:
    with pypdfium2.PdfDocument(made) as read:
        return pages.squeezed("".join(page.get_textpage().get_text_range() for page in read))


def test_the_text_of_a_red_head_in_its_order() -> None:
    made = pdf(replace(RED_HEAD, body=(Paragraph("请张䶮、欧阳㑇〇和王喆办理“一带一路”事项。"),), attachments=()))
    assert text(made) == pages.squeezed(
        f"{COMMISSION}文件 国标委综合函〔2018〕6号 {RED_HEAD.title} 江苏省市场监督管理局："
        f"请张䶮、欧阳㑇〇和王喆办理“一带一路”事项。 {COMMISSION} 2024年3月5日 （此件公开发布） —1— "
        "抄送：江苏省光伏科学技术研究院有限公司，中国标准化研究院。国家标准化管理委员会办公室 2024年3月6日印发"
    )


@EVERY
def test_every_text_given_is_found(document: Document) -> None:
    """In any order; page numbers fall into long texts, so these are cut to what stands on one page."""
    short = replace(document, body=tuple(map(_short, document.body)))
    found = text(pdf(short))
    given = [pages.squeezed(said).replace("₂", "2").replace("⁻⁶", "−6") for said in replace(short, names=()).texts()]
    left_out = {document.form.value, "" if document.form == Form.RED_HEAD else document.printed_by}
    assert {said for said in given if said not in found} <= left_out
    assert len(given) > 12


def _short(block: Any) -> Any:
    return replace(block, text=block.text[:30]) if isinstance(block, Paragraph) else block


def test_headings_are_numbered_by_their_level() -> None:
    body = tuple(Heading(level, "题") for level in (1, 2, 2, 3, 4, 4, 3, 1, 2))
    found = text(pdf(replace(SHEET, body=body)))
    assert found.endswith("一、题（一）题（二）题1.题（1）题（2）题2.题二、题（一）题—1—")


@pytest.mark.parametrize(("count", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
def test_chinese_numerals(count: int, said: str) -> None:
    assert chinese(count) == said


def test_a_missing_day_leaves_its_blanks() -> None:
    assert chinese_date(None) == "　　年　月　日"
    assert "年月日" in text(pdf(replace(LETTER, dated=None)))


def of(made: bytes, said: str) -> list[Glyph]:
    """The glyphs of a text, wherever it stands first."""
    for number in range(1, count(made) + 1):
        found = glyphs(made, number)
        at = "".join(glyph.sign for glyph in found).find(said)
        if at >= 0:
            return found[at : at + len(said)]
    raise AssertionError(f"{said} is not printed")


@pytest.mark.parametrize("name", ["王喆", "张䶮", "欧阳㑇〇"])
def test_a_name_stands_in_one_face(name: str) -> None:
    faces = {glyph.face for glyph in of(pdf(RED_HEAD), name)}
    assert len(faces) == 1
    if fonts.lacking(name, fonts.FANG):
        assert faces == {"STI"}


def test_a_line_with_another_face_is_no_higher() -> None:
    made = pdf(
        replace(SHEET, names=("王喆",), body=(Paragraph("基" * 40), Paragraph("王喆" * 20), Paragraph("基" * 40)))
    )
    baselines = sorted({round(glyph.y, 2) for glyph in glyphs(made, 1) if glyph.sign in "基王喆"})[1:]
    steps = [after - before for before, after in pairwise(baselines)]
    assert steps[1:] == pytest.approx([10.227] * len(steps[1:]), abs=0.02)


@EVERY
@pytest.mark.parametrize("make", [pdf, docx])
def test_the_same_document_gives_the_same_bytes(document: Document, make: Any) -> None:
    assert make(document) == make(replace(document))
    assert make(document) != make(replace(document, title="关于另一件事的函"))


@pytest.mark.parametrize("make", [pdf, docx])
def test_what_cannot_be_printed_is_refused_in_chinese(make: Any) -> None:
    with pytest.raises(printing.UnprintableError, match=r"没有字体能打印：「😀」（U\+1F600）"):
        make(replace(LETTER, body=(Paragraph("好😀"),)))


@pytest.fixture(params=[RED_HEAD, LETTER, SHEET], ids=lambda document: document.form)
def file(request: pytest.FixtureRequest) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf(request.param)))


def test_the_file_keeps_pdf_a_2u(file: pikepdf.Pdf) -> None:
    assert file.check_pdf_syntax() == []
    with file.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "U")
    (intent,) = file.Root.OutputIntents
    assert (len(file.trailer.ID), str(file.Root.Lang), int(intent.DestOutputProfile.N)) == (2, "zh-CN", 3)
    assert {"/Encrypt", "/AcroForm"} & {*file.trailer.keys(), *file.Root.keys()} == set()
    assert [image for image in streams(file, "/Image") if image.get("/Interpolate")] == []


def test_only_our_five_faces_are_embedded_and_each_can_be_read_back(file: pikepdf.Pdf) -> None:
    found = {str(item.BaseFont).split("+")[1]: item for item in file.objects if is_font(item)}
    assert set(found) <= FACES
    assert {"FS", "XBS"} <= set(found)
    for font in found.values():
        assert isinstance(font.ToUnicode, pikepdf.Stream)
        assert {"/FontFile2", "/FontFile3"} & set(font.DescendantFonts[0].FontDescriptor.keys())


def test_no_character_is_set_as_the_missing_glyph(file: pikepdf.Pdf) -> None:
    found = [glyph for page in file.pages for glyph in shown(page)]
    assert len(found) > 200
    assert 0 not in found


def test_title_author_and_day_are_the_documents() -> None:
    info = pypdf.PdfReader(io.BytesIO(pdf(RED_HEAD))).metadata
    assert info is not None
    assert (info.title, info.author) == (RED_HEAD.title, COMMISSION)
    assert str(info.creation_date) == "2024-03-05 00:00:00+08:00"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("国标委综合函〔2018〕6号", "国标委综合函〔2018〕6号"),
        ("国标委综合函[2018]6号", "国标委综合函〔2018〕6号"),
        ("国标委发（2023）第066 号", "国标委发〔2023〕66号"),
        (" 国标委发(２０２３)６６号", "国标委发〔2023〕66号"),  # noqa: RUF001
        ("苏市监标【2020】247号", "苏市监标〔2020〕247号"),
    ],
)
def test_a_number_is_read_whatever_its_brackets(typed: str, read: str) -> None:
    assert number_read(typed) == read
    assert number_ok(read)


@pytest.mark.parametrize(
    "typed", ["", "6号", "国标委发〔23〕6号", "国标委发〔2023〕6", "国标委发〔2023〕0号", "国标委发2023-6号"]
)
def test_another_form_is_refused_with_the_form_that_is_wanted(typed: str) -> None:
    with pytest.raises(NumberError, match="国标委综合函〔2018〕6号"):
        number_read(typed)
    assert not number_ok(typed)


@pytest.mark.parametrize("typed", ["国标委发[2018]6号", "国标委发〔2018〕06号", "国标委发〔2018〕第6号"])
def test_a_number_is_right_only_as_it_is_printed(typed: str) -> None:
    assert not number_ok(typed)


TITLES = {
    "关于有关事项的函": ("关于有关事项的函",),
    f"{COMMISSION}关于同意筹建{BASE}的批复": (f"{COMMISSION}关于同意筹建", f"{BASE}的批复"),
    f"{COMMISSION}关于拟筹建国家技术标准创新基地名单的公示": (
        f"{COMMISSION}关于拟筹建",
        "国家技术标准创新基地名单的公示",
    ),
    f"{LONG_BASE}筹建申报专家评审意见": (LONG_BASE, "筹建申报专家评审意见"),
    f"{COMMISSION}关于{BASE}通过验收并正式成立的通知": (
        f"{COMMISSION}关于",
        BASE,
        "通过验收并正式成立的通知",
    ),
}


@pytest.mark.parametrize(("title", "wanted"), TITLES.items())
def test_titles_are_broken_where_a_clerk_would(title: str, wanted: tuple[str, ...]) -> None:
    assert chinese_title_lines(title, (BASE, LONG_BASE)) == wanted


@pytest.mark.parametrize("action", ["筹建", "延长建设期限", "撤销", "变更承担单位和基地名称", "中期评估结果"])
@pytest.mark.parametrize("name", [BASE, LONG_BASE, "国家技术标准创新基地（粤港澳大湾区国际标准化）"])
def test_no_title_breaks_a_name_or_begins_a_line_with_a_particle(action: str, name: str) -> None:
    title = f"{COMMISSION}关于同意{action}{name}的批复"
    lines = chinese_title_lines(title, (name,))
    assert "".join(lines) == title
    assert 2 <= len(lines) <= 4
    assert max(map(len, lines)) <= 24
    assert sum(name in line for line in lines) == 1
    assert not any(line[0] in "的和及、）" or line.endswith("（") for line in lines)


def test_a_title_broken_by_hand_stays_so() -> None:
    assert chinese_title_lines("关于\n筹建") == ("关于", "筹建")
    made = pdf(replace(LETTER, title_lines=("关于基地", "有关事项的函")))
    assert of(made, "有关事项的函")[0].y > of(made, "关于基地")[0].y


@pytest.mark.parametrize("length", [61, 120, 400])
def test_a_title_of_any_length_is_set(length: int) -> None:
    lines = chinese_title_lines("字" * length, ("字" * 40,))
    assert "".join(lines) == "字" * length
    assert max(map(len, lines)) <= 24
