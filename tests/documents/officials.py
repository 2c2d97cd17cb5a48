"""Official documents to set, and what a reader of the PDF finds in them, in millimetres from the top left corner."""

import ctypes
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import ImageChops

from documents.official import Annex, Document, Facts, Form, Heading, Paragraph, Signatures, Table

MM = 72 / 25.4
HEIGHT = 297
BASE = "国家技术标准创新基地（光伏）"
LONG_BASE = "国家技术标准创新基地（船舶与海洋工程装备）"
COMMISSION = "国家标准化管理委员会"
SAID = (
    "你单位报送的《关于推荐筹建国家技术标准创新基地的函》收悉。经形式审查、专家评审、会议审议并向社会公示，"
    f"现同意由王喆负责的七〇四所承担{BASE}的筹建工作，落实“一带一路”倡议，建设期自2024年3月5日起至2027年3月5日止。"
)
BODY = (
    Paragraph(SAID),
    Heading(1, "总体要求"),
    Paragraph(SAID),
    Heading(2, "建设目标"),
    Paragraph("请张䶮、欧阳㑇〇同志配合，减排CO₂合10⁻⁶吨。"),
    Heading(3, "组织领导"),
    Heading(4, "落实责任"),
    Paragraph(SAID),
    Heading(1, "工作要求"),
    Paragraph(SAID),
)
ROWS = tuple(
    (str(n), f"国家技术标准创新基地（第{n}）", "中国科学院沈阳自动化研究所", "辽宁省市场监督管理局")
    for n in range(1, 31)
)
TABLE = Table(("序号", "基地名称", "承担单位", "推荐单位"), ROWS)
RED_HEAD = Document(
    form=Form.RED_HEAD,
    issuer=COMMISSION,
    number="国标委综合函〔2018〕6号",
    title=f"{COMMISSION}关于同意筹建{BASE}的批复",
    addressee="江苏省市场监督管理局",
    body=BODY,
    attachments=(Annex(f"{BASE}建设任务清单", (TABLE,)), Annex("考核指标")),
    signed_by=(COMMISSION,),
    dated=datetime.date(2024, 3, 5),
    note="此件公开发布",
    copies_to=("江苏省光伏科学技术研究院有限公司", "中国标准化研究院"),
    printed_by="国家标准化管理委员会办公室",
    printed_on=datetime.date(2024, 3, 6),
    names=(BASE, "王喆", "张䶮", "欧阳㑇〇"),
)
LETTER = replace(RED_HEAD, form=Form.LETTER, title=f"关于{BASE}有关事项的函", attachments=(Annex("考核指标"),))
SHEET = Document(
    form=Form.SHEET,
    title=f"{LONG_BASE}筹建申报专家评审意见",
    body=(
        Facts((("创新基地名称", LONG_BASE), ("评审时间", "2024年3月5日"))),
        Heading(1, "结论"),
        Paragraph(SAID),
        Signatures(("姓名", "工作单位", "签字"), (("王喆", "清华大学", ""), ("欧阳㑇〇", "复旦大学", "")), "签字表"),
    ),
    names=(LONG_BASE, BASE),
)


@dataclass(frozen=True)
class Glyph:
    sign: str
    x: float
    y: float
    size: float
    face: str


def glyphs(pdf: bytes, number: int) -> list[Glyph]:
    """Each character with its origin on the baseline."""
    with pypdfium2.PdfDocument(pdf) as document:
        words = document[number - 1].get_textpage()
        return [_glyph(words, at) for at in range(words.count_chars()) if _sign(words, at).strip()]


def lines(pdf: bytes, number: int) -> list[list[Glyph]]:
    """Lines of the body by baseline, page number left out."""
    body = [glyph for glyph in glyphs(pdf, number) if glyph.y < HEIGHT - 35]
    rows = groupby(sorted(body, key=lambda glyph: round(glyph.y, 1)), key=lambda glyph: round(glyph.y, 1))
    return [sorted(row, key=lambda glyph: glyph.x) for _, row in rows]


def count(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def red(pdf: bytes, number: int) -> list[tuple[float, float, float, float]]:
    """Top, bottom, left and right of each strip of red ink, to a tenth of a millimetre."""
    with pypdfium2.PdfDocument(pdf) as document:
        bands = document[number - 1].render(scale=254 / 72).to_pil().convert("RGB").split()
    ink = ImageChops.darker(bands[0].point(lambda v: 255 * (v > 200)), bands[1].point(lambda v: 255 * (v < 90)))
    found = []
    for top, bottom in _runs(ink.getprojection()[1]):
        left, _, right, _ = ink.crop((0, top, ink.width, bottom)).getbbox() or (0, 0, 0, 0)
        found.append((top / 10, bottom / 10, left / 10, right / 10))
    return found


def _runs(marks: Sequence[int]) -> list[tuple[int, int]]:
    edges = [at for at in range(len(marks) + 1) if (at > 0 and marks[at - 1]) != (at < len(marks) and marks[at])]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _sign(words: pypdfium2.PdfTextPage, at: int) -> str:
    return chr(pdfium.FPDFText_GetUnicode(words.raw, at))


def _glyph(words: pypdfium2.PdfTextPage, at: int) -> Glyph:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(words.raw, at, x, y)
    name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(words.raw, at, name, 80, flags)
    size = pdfium.FPDFText_GetFontSize(words.raw, at)
    return Glyph(_sign(words, at), x.value / MM, HEIGHT - y.value / MM, size, name.value.decode().split("+")[-1])
