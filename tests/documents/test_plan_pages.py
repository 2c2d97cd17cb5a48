"""Each sheet: its number, its code, its margins, and nothing where the code is."""

from typing import Any

import pytest
import zxingcpp
from PIL import ImageChops

from documents import stamping
from documents.codes import Code
from documents.printing import render_plan
from tests.documents import pages


def test_every_page_says_which_of_how_many_it_is(printed: list[pages.Page]) -> None:
    total = len(printed)
    assert [page.text.count(f"第{page.number}页共{total}页") for page in printed] == [1] * total


def test_the_code_on_every_page_is_read_from_its_picture(frozen: bytes, code: Code, printed: list[pages.Page]) -> None:
    total = len(printed)
    read = [[found.text for found in zxingcpp.read_barcodes(pages.raster(frozen, page.number))] for page in printed]
    assert read == [[code.payload(number, total)] for number in range(1, total + 1)]


def test_the_same_text_stands_beside_the_code(printed: list[pages.Page], code: Code) -> None:
    total = len(printed)
    wanted = [f"核验码{code.text}{code.payload(number, total)}" for number in range(1, total + 1)]
    assert [page.text.count(line) for page, line in zip(printed, wanted, strict=True)] == [1] * total


def test_the_code_is_twenty_millimetres_at_the_top_outer_corner(frozen: bytes, printed: list[pages.Page]) -> None:
    dpi = 300
    for page in printed:
        (found,) = zxingcpp.read_barcodes(pages.raster(frozen, page.number, dpi))
        corners = (found.position.top_left, found.position.bottom_right)
        (left, top), (right, bottom) = ((corner.x * 25.4 / dpi, corner.y * 25.4 / dpi) for corner in corners)
        assert (right - left, bottom - top, top) == pytest.approx((20, 20, 7), abs=0.4)
        assert (210 - right if page.number % 2 else left) == pytest.approx(7, abs=0.4)


@pytest.mark.parametrize("origin", ["https://jd.cn", "https://standard-innovation-base.sac.gov.cn"])
def test_nothing_else_is_printed_under_the_code_or_in_its_quiet_zone(
    content: dict[str, Any], settings: Any, origin: str
) -> None:
    settings.PUBLIC_ORIGIN = origin
    plan = content | {"name": "国家技术标准创新基地（" + "很长的名称" * 12 + "）", "sections": {}}
    code = Code.of(plan)
    pdf, total = render_plan(plan, code=code), 0
    total = len(pages.read(pdf))
    for number in range(1, total + 1):
        side = len(list(stamping.symbol(code.payload(number, total)).matrix))
        module = max(20, side * 0.68) / side
        picture = pages.raster(pdf, number, 254)  # ten dots a millimetre
        zone = round((7 + side * module + 4 * module) * 10)
        area = picture.crop((2100 - zone, 0, 2100, zone) if number % 2 else (0, 0, zone, zone))
        dark = ImageChops.invert(area).point(lambda value: 255 if value > 60 else 0).getbbox()
        assert dark is not None
        assert (dark[3] - dark[1], dark[2] - dark[0]) == pytest.approx([round(side * module * 10)] * 2, abs=3)


def test_a_draft_says_so_on_every_page_and_has_no_code(draft: bytes) -> None:
    read = pages.read(draft)
    assert [page.text.count("草稿") for page in read] == [2] * len(read)
    assert [page.text.count("核验码") for page in read] == [0] * len(read)
    assert zxingcpp.read_barcodes(pages.raster(draft, 1)) == []


def test_a_frozen_version_says_nowhere_that_it_is_a_draft(printed: list[pages.Page]) -> None:
    assert [page.number for page in printed if "草稿" in page.text] == []


def test_the_text_under_the_mark_of_a_draft_is_as_black_as_elsewhere(draft: bytes) -> None:
    levels = pages.raster(draft, 5).crop((250, 450, 1000, 1400)).histogram()
    assert min(level for level, count in enumerate(levels) if count) < 10
    # The mark itself is lighter than 0xe0; nothing large lies between it and the ink.
    assert sum(levels[0xE4:0xF4]) > sum(levels[0xA0:0xE0])


def test_the_binding_side_is_wider_on_both_sides_of_a_sheet(printed: list[pages.Page]) -> None:
    for page in printed[3:18]:
        binding, outer = (28, 23) if page.number % 2 else (23, 28)
        assert page.left == pytest.approx(binding + (3 if "二、" not in page.body else 0), abs=4)
        assert page.left >= binding - 0.1
        assert page.right <= 210 - outer + 0.1


def test_both_opinion_boxes_are_whole_on_the_last_page(printed: list[pages.Page]) -> None:
    assert printed[-1].body == (
        "七、申报意见申报单位意见单位（公章）：负责人（签字）：年月日申报组织单位意见单位（公章）：负责人（签字）：年月日"
    )


def test_no_heading_is_left_alone_at_the_foot_of_a_page(printed: list[pages.Page]) -> None:
    headings = (
        "意义",
        "必要性",
        "工作基础",
        "资质条件",
        "优势分析",
        "目标",
        "重点任务",
        "考核指标",
        "进度计划",
        "组织机制",
    )
    assert [page.number for page in printed if page.body.endswith(headings)] == []


def test_an_address_too_long_for_a_readable_code_is_refused(content: dict[str, Any], settings: Any) -> None:
    settings.PUBLIC_ORIGIN = "https://" + "a-very-long-name." * 5 + "cn"
    with pytest.raises(stamping.AddressTooLongError):
        render_plan({}, code=Code.of(content))
