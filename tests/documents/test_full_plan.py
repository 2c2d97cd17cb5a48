"""A whole plan with rich text, read back page by page against annex 2 of the guide (Z62, Z63)."""

import io
import re
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest

from documents import rich
from documents.codes import Code
from documents.printing import render_plan
from tests.documents import pages, plans
from tests.documents.test_plan_text import NOTES, OPINIONS, basics, cover, indicators, milestones

PATH = pypdfium2.raw.FPDF_PAGEOBJ_PATH
NAMES = {"leader": "欧阳喆", "contact": "䶮小〇"}


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    return plans.rich_plan(
        build_years=3, english_name="Innovation Base", conditions={"a": "条件"}, exceptions=["例外：副省级城市"]
    )


@pytest.fixture(scope="module")
def pdf(plan: dict[str, Any]) -> bytes:
    return render_plan(plan, code=Code.of(plan, 1))


@pytest.fixture(scope="module")
def read(pdf: bytes) -> list[pages.Page]:
    return pages.read(pdf)


def numbered(html: str) -> str:
    """The text of a section whose one list has the numbers that the print gives it."""
    numbers = iter("123")
    return rich.plain(re.sub("<li><p>", lambda item: f"{item[0]}{next(numbers)}.", html))


def whole(plan: dict[str, Any]) -> str:
    """All that annex 2 asks for in its order, with rich text without its marks and the numbers of its lists."""
    said = {key: numbered(section["text"]) for key, section in plan["sections"].items()}
    tasks = "".join(f"{n}.{row['title']}{row['content']}" for n, row in enumerate(plan["tasks"], start=1))
    files = "".join(f"{n}.{row['name']}" for n, row in enumerate(plan["attachments"], start=1))
    return pages.squeezed(
        f"{cover(plan)}{NOTES}{basics(plan)}"
        f"二、创新基地建设的意义和必要性（一）意义{said['meaning']}（二）必要性{said['necessity']}"
        f"三、创新基地建设的可行性（一）工作基础{said['groundwork']}（二）资质条件{said['qualifications']}"
        f"（三）优势分析{said['advantages']}四、目标和任务（一）目标{said['goals']}（二）重点任务{said['tasks']}{tasks}"
        f"（三）考核指标{said['indicators']}{indicators(plan)}（四）进度计划{said['schedule']}{milestones(plan)}"
        f"五、保障措施（一）组织机制{said['organisation']}（二）政策支持{said['policy']}（三）资金人才{said['funding']}"
        f"六、附件{files}{OPINIONS}"
    )


HEAD = "序号标准名称级别完成时间"


@pytest.mark.rule("Z62")
def test_every_field_of_annex_2_is_at_its_place_and_nothing_else(plan: dict[str, Any], read: list[pages.Page]) -> None:
    text = "".join(page.body for page in read)
    # A table that goes on over a page says its head again.
    assert text.replace(HEAD, "") == whole(plan).replace(HEAD, "")
    assert text.count(HEAD) >= 4
    assert len(read) == 30


@pytest.mark.rule("Z62")
def test_there_is_no_contents_page_and_no_period_of_the_guide(read: list[pages.Page]) -> None:
    assert [page.number for page in read if "目录" in page.body] == []
    assert [page.number for page in read if re.search("[23]年建设期", page.body)] == []
    assert read[2].body.startswith("一、基本信息")


@pytest.mark.rule("Z62")
def test_both_opinion_boxes_are_empty_but_for_the_forms_own_words(pdf: bytes, read: list[pages.Page]) -> None:
    assert read[-1].body == OPINIONS
    picture = pages.raster(pdf, len(read), 100)
    for top in (48, 162):
        box = picture.crop(tuple(round(mm * 100 / 25.4) for mm in (58, top, 180, top + 45)))  # type: ignore[arg-type]
        assert min(level for level, count in enumerate(box.histogram()) if count) > 200


@pytest.mark.rule("Z62")
def test_the_organisers_part_is_its_own_record(plan: dict[str, Any], read: list[pages.Page]) -> None:
    other = plan["organiser"] | {"name": "江苏省能源局", "contact": "李四", "fax": ""}
    made = render_plan(plan | {"sections": {}, "organiser": other}, code=None)
    body = "".join(page.body for page in pages.read(made)).replace("草稿", "")
    part = body[body.index("（三）申报组织单位") : body.index("（四）推荐单位")]
    assert "单位名称江苏省能源局联系人李四" in part
    assert plan["applicant"]["phone"] not in part
    assert f"单位名称{plan['organiser']['name']}联系人王珺" in read[2].body


@pytest.mark.rule("Z63")
def test_attachments_are_named_in_part_six(plan: dict[str, Any], read: list[pages.Page]) -> None:
    text = "".join(page.body for page in read)
    part = text[text.index("六、附件") : text.index("七、申报意见")]
    assert [row["name"] for row in plan["attachments"] if row["name"] not in part] == []
    assert "proof" not in part


def test_names_with_rare_characters_are_in_one_face(pdf: bytes) -> None:
    """The face of every character of the two names, as pypdf finds it drawn."""
    drawn: list[tuple[str, str]] = []

    def seen(text: str, _matrix: Any, _place: Any, font: Any, _size: Any) -> None:
        if font and text.strip():
            drawn.extend((sign, str(font["/BaseFont"]).split("+")[1]) for sign in text if sign.strip())

    pypdf.PdfReader(io.BytesIO(pdf)).pages[2].extract_text(visitor_text=seen)
    text = "".join(sign for sign, _ in drawn)
    for name in NAMES.values():
        at = text.index(name)
        assert {face for _, face in drawn[at : at + len(name)]} == {"ST"}


def test_margins_are_mirrored_and_every_page_says_its_number(read: list[pages.Page]) -> None:
    assert [page.text.count(f"第{page.number}页共{len(read)}页") for page in read] == [1] * len(read)
    for page in read[3:-2]:
        binding, outer = (28, 23) if page.number % 2 else (23, 28)
        assert binding - 0.1 <= page.left < binding + 6
        assert 210 - outer - 6 < page.right <= 210 - outer + 0.1


def test_every_page_of_the_narratives_has_its_frame(pdf: bytes, read: list[pages.Page]) -> None:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in read[4:-3]:
            drawn = [item.get_bounds() for item in document[page.number - 1].get_objects(filter=[PATH])]
            frames = [box for box in drawn if (box[2] - box[0]) / pages.MM > 158]
            assert frames
            assert min(box[1] for box in frames) / pages.MM >= pages.FOOT - 0.5
            assert max(box[3] for box in frames) / pages.MM <= 297 - pages.HEAD + 0.5


def test_it_is_still_an_archive_file(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as made:
        assert made.check_pdf_syntax() == []
        faces = {str(o.BaseFont).split("+")[1] for o in made.objects if _is_font(o)}
    assert faces == {"ST", "HT"}


def _is_font(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0"
