import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from organisations import codes
from reviews import pool_import
from reviews.conflicts import UnitName
from reviews.pool_import import COLUMNS, Report, read, template

REGIONS = {"北京市": "110000", "110000": "110000", "上海市": "310000"}
FIELDS = {"E01": "E01", "新能源": "E01", "M02": "M02", "新材料": "M02"}
HEADS = [column.head for column in COLUMNS]


def credit_code(body: str = "1211000040000") -> str:
    """A credit code of which both check signs fit."""
    subject = body[8:] + "000"
    whole = body[:8] + subject[:8] + codes.organisation_check_sign(subject)
    return whole + codes.credit_check_sign(whole)


CODE = credit_code()
GOOD = {
    "姓名": "欧阳敏",
    "单位全称": "北方材料大学",
    "统一社会信用代码": CODE,
    "职称/职务": "教授",
    "专业领域": "新能源、M02",
    "所在地": "北京市",
    "手机": "138 0013 8000",
    "电子邮箱": "Min@bf.example",
    "回避关系": f"华东光伏研究院有限公司；{CODE}",
}


def workbook(*rows: dict[str, Any], heads: list[str] = HEADS, change: Callable[[Any], None] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(heads)
    for row in rows:
        sheet.append([row.get(head) for head in heads])
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def report(content: bytes) -> Report:
    return read(ContentFile(content, "experts.xlsx"), REGIONS.get, FIELDS.get)


def problems_of(**changes: Any) -> tuple[str, ...]:
    (line,) = report(workbook({**GOOD, **changes})).lines
    assert line.ok is (line.expert is not None)
    return line.problems


def with_part(content: bytes, name: str, text: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return out.getvalue()


def with_sheet(content: bytes, change: Callable[[str], str]) -> bytes:
    """The same workbook with its first sheet's XML written anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part, change(data.decode()).encode() if part.filename.endswith("sheet1.xml") else data)
    return out.getvalue()


def test_a_good_line_becomes_an_expert_with_codes() -> None:
    told = report(workbook(GOOD))
    assert told.ok
    (expert,) = told.experts
    assert (expert.name, expert.unit_name, expert.unit_code, expert.title) == ("欧阳敏", "北方材料大学", CODE, "教授")
    assert (expert.fields, expert.region) == (("E01", "M02"), "110000")
    assert (expert.phone, expert.email) == ("13800138000", "min@bf.example")
    assert expert.relations == (UnitName("华东光伏研究院有限公司"), UnitName("", CODE))
    assert told.lines[0].number == 2


class TestTemplate:
    def test_the_template_reads_as_empty_and_filled_it_reads_as_it_should(self) -> None:
        assert report(template()).problems == ("表中没有专家，请从第三行起每人填写一行。",)
        book = load_workbook(io.BytesIO(template()))
        book.active.append([GOOD[head] for head in HEADS])
        out = io.BytesIO()
        book.save(out)
        told = report(out.getvalue())
        assert told.ok
        assert [line.number for line in told.lines] == [3]

    def test_every_cell_is_text(self) -> None:
        sheet = load_workbook(io.BytesIO(template())).active
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert [cell.value for cell in cells[: len(HEADS)]] == HEADS
        assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
        assert {sheet.column_dimensions[letter].number_format for letter in "ABCDEFGHI"} == {"@"}


class TestLines:
    @pytest.mark.parametrize("head", [head for head in HEADS if head != "回避关系"])
    def test_what_is_missing_is_asked_for(self, head: str) -> None:
        assert problems_of(**{head: "  "}) == (f"请填写“{head}”。",)

    def test_relations_may_be_left_out(self) -> None:
        assert problems_of(回避关系=None) == ()
        assert report(workbook(GOOD, heads=HEADS[:-1])).ok

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"统一社会信用代码": CODE[:17]}, "共 17 位，位数不对"),
            ({"统一社会信用代码": CODE[:17] + ("0" if CODE[17] != "0" else "1")}, "第 18 位校验码与前 17 位不符"),
            ({"统一社会信用代码": 911100001234567890}, "末几位已丢失"),
            ({"专业领域": "新能源、炼金术"}, "“炼金术”不在领域目录里"),
            ({"所在地": "亚特兰蒂斯"}, "“亚特兰蒂斯”不是"),
            ({"手机": "010-82620000"}, "不是 11 位手机号码"),
            ({"手机": "1380013800"}, "不是 11 位手机号码"),
            ({"电子邮箱": "min@"}, "不是有效的地址"),
            ({"姓名": "长" * 61}, "“姓名”不能超过 60 个字，现有 61 个"),
            ({"姓名": "=HYPERLINK(1)"}, "“姓名”是公式"),
            ({"职称/职务": "=1+1"}, "“职称/职务”是公式"),
            ({"职称/职务": True}, "不是文字"),
            ({"回避关系": "某公司；12345678X"}, "“回避关系”12345678X：第 9 位与前 8 位不符"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_column(self, changes: dict[str, Any], sentence: str) -> None:
        (problem,) = problems_of(**changes)
        assert sentence in problem

    @pytest.mark.parametrize("typed", [13800138000, 13800138000.0, "+86 13800138000", "86-138-0013-8000"])
    def test_a_number_may_be_typed_in_the_usual_ways(self, typed: Any) -> None:
        (expert,) = report(workbook({**GOOD, "手机": typed})).experts
        assert expert.phone == "13800138000"

    def test_invisible_signs_are_dropped_and_line_ends_are_blanks(self) -> None:
        (expert,) = report(workbook({**GOOD, "姓名": "\u200b欧阳敏\u202e ", "职称/职务": "教授\n博导"})).experts
        assert (expert.name, expert.title) == ("欧阳敏", "教授 博导")

    def test_an_address_may_stand_in_the_file_once(self) -> None:
        told = report(workbook(GOOD, {}, {**GOOD, "电子邮箱": "MIN@BF.example"}))
        assert [(line.number, line.problems) for line in told.lines] == [
            (2, ()),
            (4, ("“电子邮箱”MIN@BF.example与第 2 行重复，请只保留一行或改正。",)),
        ]
        assert not told.ok
        assert len(told.experts) == 1

    def test_all_problems_of_a_line_are_told_at_once(self) -> None:
        assert len(problems_of(姓名="", 所在地="月球", 手机="1")) == 3


class TestHeads:
    def test_columns_may_stand_in_any_order_and_others_are_left_aside(self) -> None:
        told = report(workbook({**GOOD, "备注": "x"}, heads=["备注", *reversed(HEADS)]))
        assert told.ok
        assert told.ignored == ("备注",)

    def test_a_head_may_be_typed_with_stars_blanks_and_wide_signs(self) -> None:
        heads = ["姓 名*", *HEADS[1:3], "职称／职务", *HEADS[4:]]
        assert report(workbook({**GOOD, "姓 名*": "敏", "职称／职务": "教授"}, heads=heads)).ok

    def test_a_missing_or_doubled_column_is_named(self) -> None:
        assert report(workbook(GOOD, heads=HEADS[2:])).problems == ("第一行缺少列：姓名、单位全称。请按模板填写表头。",)
        assert report(workbook(GOOD, heads=[*HEADS, "手机"])).problems == ("第一行的列重复：手机。请每列只留一个。",)


class TestFiles:
    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "不完整或已损坏"),
            (b"PK\x03\x04", "不完整或已损坏"),
            ("姓名,单位\n".encode(), "不完整或已损坏"),
            (b"\0" * (5 * 1024 * 1024 + 1), "超过 5 MB"),
            (with_part(workbook(GOOD), "xl/externalLinks/externalLink1.xml", b"<a/>"), "引用了其他文件"),
            (with_part(workbook(GOOD), "xl/vbaProject.bin", b"x"), "宏"),
            (with_part(workbook(GOOD), "xl/media/big.bin", b"\0" * (60 << 20)), "炸弹"),
            (with_part(workbook(GOOD), "xl/a.xml", b"<!DOCTYPE a>"), "外部实体"),
            (with_sheet(workbook(GOOD), lambda xml: xml[: len(xml) // 2]), "无法读取"),
            (with_sheet(workbook(GOOD), lambda xml: xml.replace('r="2"', 'r="99999999999"')), "行号不正常"),
            (workbook(heads=[]), "是空的"),
        ],
    )
    def test_a_file_that_cannot_be_taken_is_refused_with_a_reason(self, content: bytes, sentence: str) -> None:
        told = report(content)
        assert (told.lines, told.ok) == ((), False)
        assert sentence in told.problems[0]

    def test_little_that_unpacks_to_much_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pool_import, "MOST_UNPACKED", 1000)
        assert report(workbook(GOOD)).problems == ("文件解压后过大，请只保留专家名单、重新保存后再上传。",)

    def test_rows_are_counted_and_not_believed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The size that a sheet states of itself may be too small; rows below it are read all the same."""
        rows = [{**GOOD, "电子邮箱": f"a{number}@bf.example"} for number in range(4)]
        content = with_sheet(workbook(*rows), lambda xml: xml.replace('ref="A1:I5"', 'ref="A1:I2"'))
        assert len(report(content).lines) == 4
        monkeypatch.setattr(pool_import, "MOST_ROWS", 2)
        assert report(content).problems == ("超过 2 行，请分成几个文件导入。",)

    def test_blank_rows_do_not_count_and_keep_their_numbers(self) -> None:
        def lower(book: Any) -> None:
            book.active.move_range("A2:I2", rows=20_000)

        assert [line.number for line in report(workbook(GOOD, change=lower)).lines] == [20_002]

    def test_the_first_sheet_that_shows_is_read(self) -> None:
        def hide(book: Any) -> None:
            book.create_sheet("隐藏", 0).sheet_state = "hidden"
            book.active = 1

        assert report(workbook(GOOD, change=hide)).ok

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.sampled_from([None, "", "x", 3, 2.5, "=A1", "新能源", CODE]), min_size=9, max_size=9))
    def test_whatever_stands_in_the_cells_every_line_is_answered(self, cells: list[Any]) -> None:
        told = report(workbook(dict(zip(HEADS, cells, strict=True))))
        assert told.problems or all(line.ok == (line.expert is not None) for line in told.lines)
