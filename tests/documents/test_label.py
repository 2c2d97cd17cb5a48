"""The envelope label: where it goes, who sends it, and 创新基地申报材料 on it."""

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from documents import label, printing
from tests.documents import pages

FACTS: dict[str, Any] = {
    "recipient": {
        "name": "国家标准化管理委员会",
        "office": "综合业务管理部科技管理处",
        "address": "北京市海淀区马甸东路 9 号",
        "postcode": "100088",
        "phone": "010-82261094",
    },
    "sender": {
        "name": "江苏省光伏科学技术研究院有限公司",
        "address": "江苏省南京市玄武区科技创新大道 88 号",
        "postcode": "210008",
        "contact": "䶮小〇",
        "phone": "025-83200001",
    },
    "note": "国家技术标准创新基地（光伏）",
}


@pytest.fixture(scope="module")
def made() -> bytes:
    return label.render_label(FACTS)


def text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return pages.squeezed("".join(page.get_textpage().get_text_range() for page in document))


@pytest.mark.rule("Z51")
def test_the_label_says_where_to_what_and_from_whom(made: bytes) -> None:
    assert text(made) == (
        "100088北京市海淀区马甸东路9号国家标准化管理委员会综合业务管理部科技管理处（收）电话：010-82261094"
        "创新基地申报材料国家技术标准创新基地（光伏）"
        "寄件单位：江苏省光伏科学技术研究院有限公司地址：江苏省南京市玄武区科技创新大道88号"
        "联系人：䶮小〇025-83200001邮编：210008"
    )


def test_it_is_one_dl_envelope_with_its_faces_in_it(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        (page,) = pdf.pages
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox] == [0, 0, 220, 110]
        assert {str(font.BaseFont).split("+")[1] for font in page.Resources.Font.values()} == {"ST", "HT"}
    assert zxingcpp.read_barcodes(pages.raster(made, 1)) == []


def test_long_names_stay_on_the_one_envelope() -> None:
    long = {
        key: {**FACTS[key], "name": "很长的单位名称" * 8, "address": "很长的地址" * 12}
        for key in ("recipient", "sender")
    }
    pdf = label.render_label(long)
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
    assert text(pdf).count("很长的地址" * 12) == 2
    assert text(pdf).count("很长的单位名称" * 8) == 2


def test_markup_in_a_name_is_printed_and_not_obeyed() -> None:
    nasty = "<b>甲</b>&amp;{{x}}"
    assert f"寄件单位：{nasty}" in text(label.render_label({"sender": {"name": nasty}}))


def test_nothing_known_leaves_empty_boxes_and_the_words() -> None:
    assert text(label.render_label({})).startswith("（收）创新基地申报材料")


def test_what_no_face_has_is_refused_with_its_code_point() -> None:
    with pytest.raises(printing.UnprintableError, match=r"U\+1F600"):
        label.render_label({"recipient": {"name": "😀"}})
