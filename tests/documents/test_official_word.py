"""The draft for office programs: measures, names of faces, text, and that python-docx opens it."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from docx import Document as Word
from docx.oxml.ns import qn

from documents.official import Document, Paragraph, docx
from tests.documents.officials import COMMISSION, LETTER, RED_HEAD, ROWS, SAID, SHEET

EVERY = pytest.mark.parametrize("document", [RED_HEAD, LETTER, SHEET], ids=lambda document: document.form)


def opened(document: Document) -> Any:
    return Word(io.BytesIO(docx(document)))


def faces(run: Any) -> set[str]:
    return {run._element.rPr.rFonts.get(qn(f"w:{script}")) for script in ("eastAsia", "ascii", "hAnsi")}


def run_with(word: Any, said: str) -> Any:
    return next(run for paragraph in word.paragraphs for run in paragraph.runs if said in run.text)


@EVERY
def test_page_and_grid_are_those_of_the_standard(document: Document) -> None:
    section = opened(document).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    (grid,) = section._sectPr.findall(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "578")


def test_lines_are_exactly_28_9_points_high_and_characters_closer() -> None:
    style = opened(RED_HEAD).styles["Normal"]
    assert (style.paragraph_format.line_spacing.pt, style.font.size.pt) == (28.9, 16)
    assert style.paragraph_format.widow_control is False
    assert style.element.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"


@pytest.mark.parametrize(
    ("said", "face"),
    [
        (SAID, "仿宋_GB2312"),
        ("一、总体要求", "黑体"),
        ("（一）建设目标", "楷体_GB2312"),
        ("1. 组织领导", "仿宋_GB2312"),
        ("（1）落实责任", "仿宋_GB2312"),
        (f"{COMMISSION}文件", "方正小标宋简体"),
        ("的批复", "方正小标宋简体"),
    ],
)
def test_faces_are_named_as_offices_have_them(said: str, face: str) -> None:
    assert faces(run_with(opened(RED_HEAD), said)) == {face}


def test_a_paragraph_is_indented_by_two_characters() -> None:
    word = opened(RED_HEAD)
    paragraph = next(paragraph for paragraph in word.paragraphs if paragraph.text == SAID)
    assert paragraph._p.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_the_text_is_the_text_given() -> None:
    document = replace(RED_HEAD, body=(Paragraph("请欧阳㑇〇和王喆办理。"),), attachments=())
    word = opened(document)
    assert [paragraph.text for paragraph in word.paragraphs if paragraph.text] == [
        f"{COMMISSION}文件",
        "国标委综合函〔2018〕6号",
        f"{COMMISSION}关于同意筹建\n国家技术标准创新基地（光伏）的批复",
        "江苏省市场监督管理局：",
        "请欧阳㑇〇和王喆办理。",
        COMMISSION,
        "2024年3月5日",
        "（此件公开发布）",
    ]
    assert [cell.text for row in word.tables[0].rows for cell in row.cells] == [
        "抄送：江苏省光伏科学技术研究院有限公司，中国标准化研究院。",
        "国家标准化管理委员会办公室\t2024年3月6日印发",
    ]


def test_a_table_repeats_its_head_and_cuts_no_row() -> None:
    table = opened(RED_HEAD).tables[0]
    assert [tuple(cell.text for cell in row.cells) for row in table.rows][1:] == list(ROWS)
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True] + [False] * len(ROWS)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_page_numbers_stand_on_the_outer_side() -> None:
    word = opened(RED_HEAD)
    section = word.sections[0]
    assert word.settings.odd_and_even_pages_header_footer is True
    assert [footer.paragraphs[0].alignment for footer in (section.footer, section.even_page_footer)] == [2, 0]
    assert "PAGE" in section.footer._element.xml


def test_a_letter_has_its_name_and_rules_on_page_1_alone_and_no_number_there() -> None:
    section = opened(LETTER).sections[0]
    assert section.different_first_page_header_footer is True
    head, foot = section.first_page_header, section.first_page_footer
    assert head.paragraphs[0].text == COMMISSION
    assert "thickThinSmallGap" in head._element.xml
    assert "thinThickSmallGap" in foot._element.xml
    assert "PAGE" not in foot._element.xml
    assert round(section.header_distance.mm) == 30


def test_cells_to_sign_in_are_blank() -> None:
    table = opened(SHEET).tables[-1]
    assert [row.cells[-1].text for row in table.rows] == ["签字", "", ""]


@EVERY
def test_the_file_says_nothing_of_when_and_where_it_was_made(document: Document) -> None:
    made = docx(document)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    kept = opened(document).core_properties
    assert (kept.title, kept.author) == (document.title, document.issuer)
    assert kept.created == kept.modified
    assert (kept.created.year, kept.comments) == (document.dated.year if document.dated else 2000, "")
