"""The structure that PDF/A-2u asks for, as far as it can be told without a validator."""

import io
import json
import re
import subprocess
import sys
from typing import Any

import pikepdf
import pypdf
import pytest

from documents import fonts, printing
from documents.codes import Code
from tests.documents import plans


@pytest.fixture(params=["frozen", "draft"])
def pdf(request: pytest.FixtureRequest) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(request.getfixturevalue(request.param)))


def streams(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == kind]


def test_the_syntax_has_no_fault(pdf: pikepdf.Pdf) -> None:
    assert pdf.check_pdf_syntax() == []


def test_it_says_which_part_of_pdf_a_it_keeps(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "U")


def test_it_has_identity_profile_language_and_no_encryption(pdf: pikepdf.Pdf) -> None:
    assert len(pdf.trailer.ID) == 2
    assert "/Encrypt" not in pdf.trailer
    (intent,) = pdf.Root.OutputIntents
    assert (str(intent.S), int(intent.DestOutputProfile.N)) == ("/GTS_PDFA1", 3)
    assert str(pdf.Root.Lang) == "zh-CN"


def test_it_has_no_form_no_script_no_attachment(pdf: pikepdf.Pdf) -> None:
    assert "/AcroForm" not in pdf.Root
    assert "/OpenAction" not in pdf.Root
    assert "/EmbeddedFiles" not in pdf.Root.get("/Names", pikepdf.Dictionary())
    assert [page for page in pdf.pages if "/Annots" in page] == []


def test_it_has_no_smoothed_picture_and_no_printing_inks(pdf: pikepdf.Pdf) -> None:
    assert [image for image in streams(pdf, "/Image") if image.get("/Interpolate")] == []
    colours = {str(step.operator) for page in pdf.pages for step in pikepdf.parse_content_stream(page)}
    assert colours & {"k", "K"} == set()


def test_only_the_declared_faces_are_embedded_and_each_can_be_read_back(pdf: pikepdf.Pdf) -> None:
    found = {str(o.BaseFont).split("+")[1]: o for o in pdf.objects if is_font(o)}
    assert set(found) == {"ST", "HT"}
    for font in found.values():
        assert isinstance(font.ToUnicode, pikepdf.Stream)
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def is_font(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0"


def test_no_character_is_set_as_the_missing_glyph(pdf: pikepdf.Pdf) -> None:
    glyphs = [glyph for page in pdf.pages for glyph in shown(page)]
    assert len(glyphs) > 5_000
    assert 0 not in glyphs


def shown(page: pikepdf.Page) -> list[int]:
    """Glyph numbers; both faces are written with two bytes for each."""
    found: list[int] = []
    for step in pikepdf.parse_content_stream(page, "Tj TJ"):
        parts = step.operands[0] if str(step.operator) == "TJ" else step.operands
        for part in parts:
            if isinstance(part, pikepdf.String):
                raw = bytes(part)
                found += [int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2)]
    return found


def test_the_words_of_the_form_are_in_both_faces() -> None:
    from django.template.loader import render_to_string

    from documents.plan import laid_out

    words = re.sub(r"<[^>]*>", "", render_to_string("documents/plan.html", laid_out({})))
    for face in fonts.FACES.values():
        known = fonts._characters(fonts.path(face))
        assert {sign for sign in words if ord(sign) not in known} - fonts.UNSEEN == set()


def test_title_author_and_date_come_from_the_plan(frozen: bytes) -> None:
    info = pypdf.PdfReader(io.BytesIO(frozen)).metadata
    assert info is not None
    assert info.title == "国家技术标准创新基地（光伏）申报方案"
    assert info.author == "江苏省光伏科学技术研究院有限公司"
    assert info.creation_date is not None
    assert info.creation_date.isoformat() == "2026-06-01T00:00:00+08:00"


def test_the_bookmarks_are_the_headings(frozen: bytes) -> None:
    outline = pypdf.PdfReader(io.BytesIO(frozen)).outline
    assert [entry["/Title"] for entry in outline if not isinstance(entry, list)] == [
        "封面",
        "填写说明",
        "一、基本信息",
        "二、创新基地建设的意义和必要性",
        "三、创新基地建设的可行性",
        "四、目标和任务",
        "五、保障措施",
        "六、附件",
        "七、申报意见",
    ]
    inner = [[entry["/Title"] for entry in entries] for entries in outline if isinstance(entries, list)]
    assert inner[3] == ["（一）目标", "（二）重点任务", "（三）考核指标", "（四）进度计划"]


def test_every_page_is_a4(pdf: pikepdf.Pdf) -> None:
    sizes = {tuple(round(float(side) / 72 * 25.4) for side in page.mediabox) for page in pdf.pages}
    assert sizes == {(0, 0, 210, 297)}


def test_the_same_plan_gives_the_same_bytes(content: dict[str, Any], code: Code, frozen: bytes, draft: bytes) -> None:
    assert printing.render_plan(json.loads(json.dumps(content)), code=code) == frozen
    assert printing.render_plan(content, code=None) == draft


def test_another_process_gives_the_same_bytes(content: dict[str, Any], code: Code, frozen: bytes) -> None:
    script = (
        "import django, json, sys; django.setup()\n"
        "from documents.codes import Code; from documents.printing import render_plan\n"
        "content, digest, text = json.load(sys.stdin)\n"
        "sys.stdout.buffer.write(render_plan(content, code=Code(digest, text)))"
    )
    asked = json.dumps([content, code.digest, code.text]).encode()
    done = subprocess.run([sys.executable, "-c", script], input=asked, capture_output=True, check=True, timeout=60)
    assert done.stdout == frozen
    assert done.stderr == b""


def test_another_plan_gives_other_bytes(content: dict[str, Any], frozen: bytes) -> None:
    other = plans.plan(name="国家技术标准创新基地（氢能）")
    assert printing.render_plan(other, code=Code.of(other)) != frozen
