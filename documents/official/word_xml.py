# ruff: noqa: SLF001 - python-docx names its XML, which is part of what it offers, with an underscore
"""The few lines of WordprocessingML that python-docx has no words for."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FANG, KAI, HEAVY, BLACK, SONG = "仿宋_GB2312", "楷体_GB2312", "方正小标宋简体", "黑体", "宋体"
# Exactly so many points: 29 would give 21 lines in some programs.
LINE = 28.9
PITCH = "578"
CLOSER = -5
RED = RGBColor(0xFF, 0, 0)


def prepare(word: Any, *, has_plain_first: bool) -> None:
    """Page, grid, page numbers on the outer side, and the body's style."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)
    section.different_first_page_header_footer = has_plain_first
    word.settings.odd_and_even_pages_header_footer = True
    _grid(section)
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right")
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left")
    _normal(word.styles["Normal"])


def dress(run: Any, face: str, size: float, *, red: bool = False) -> None:
    """All four scripts in one face, since programs choose among them by their own rules."""
    run.font.size = Pt(round(size * 2) / 2)
    _faces(run._element.get_or_add_rPr(), face)
    if red:
        run.font.color.rgb = RED


def spacing(paragraph: Any, twentieths: int) -> None:
    """Between the characters of a paragraph."""
    for run in paragraph.runs:
        _closer(run._element.get_or_add_rPr(), twentieths)


def outline(paragraph: Any, level: int) -> None:
    paragraph._p.get_or_add_pPr().append(element("w:outlineLvl", val=level))


def indent(paragraph: Any, values: dict[str, str]) -> None:
    made = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)


def border(paragraph: Any, side: str, kind: str, eighths: int, *, space: int = 1) -> None:
    """A red rule on one side of a paragraph."""
    borders = OxmlElement("w:pBdr")
    borders.append(element(f"w:{side}", val=kind, sz=eighths, space=space, color="FF0000"))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )


def letter_head(word: Any, issuer: str, size: float) -> None:
    """信函格式: name and double rule in the head of page 1, the second double rule at its foot."""
    section = word.sections[0]
    section.header_distance, section.footer_distance = Mm(30), Mm(20)
    name = section.first_page_header.paragraphs[0]
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    dress(name.add_run(issuer), HEAVY, size, red=True)
    name.paragraph_format.line_spacing = Pt(size)
    name.paragraph_format.space_after = Pt(5)
    _wide(name)
    border(name, "bottom", "thickThinSmallGap", 24, space=11)
    foot = section.first_page_footer.paragraphs[0]
    foot.paragraph_format.line_spacing = Pt(4)
    _wide(foot)
    border(foot, "bottom", "thinThickSmallGap", 24, space=0)


def _wide(paragraph: Any) -> None:
    """170 mm: beyond the text on either side."""
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = Mm(-8), Mm(-6)


def _normal(style: Any) -> None:
    style.font.size = Pt(16)
    properties = style.element.get_or_add_rPr()
    _faces(properties, FANG)
    _closer(properties, CLOSER)
    for language in style.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    _no_automatic_gaps(style.element.get_or_add_pPr())
    form = style.paragraph_format
    form.line_spacing, form.space_before, form.space_after = Pt(LINE), Pt(0), Pt(0)
    form.widow_control = False


def _closer(properties: Any, twentieths: int) -> None:
    later = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")
    properties.insert_element_before(element("w:spacing", val=twentieths), *later)


def _no_automatic_gaps(properties: Any) -> None:
    """Between Han and digits, which would leave 27 characters in a line."""
    for tag in ("w:autoSpaceDE", "w:autoSpaceDN"):
        later = ("w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")
        properties.insert_element_before(element(tag, val=0), *later)


def _faces(properties: Any, face: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), face)


def _grid(section: Any) -> None:
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(element("w:docGrid", type="lines", linePitch=PITCH))


def _page_number(footer: Any, align: WD_ALIGN_PARAGRAPH, side: str) -> None:
    """— 1 — in 4号, one character in."""
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing = Pt(14)
    indent(paragraph, {side: "280"})
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text)
        dress(run, SONG, 14)
        if text is None:
            _field(run, "PAGE")


def _field(run: Any, code: str) -> None:
    run._element.append(element("w:fldChar", fldCharType="begin"))
    instruction = OxmlElement("w:instrText")
    instruction.text = code
    run._element.append(instruction)
    run._element.append(element("w:fldChar", fldCharType="end"))


def element(tag: str, **values: object) -> Any:
    made = OxmlElement(tag)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    return made
