"""Rich text in the print: read back as it was written, in tables that keep to the frame."""

import io
import re
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings

from documents import printing
from documents.codes import Code
from documents.templatetags.composed import composed
from tests.documents import pages
from tests.documents.markup import MARKUP
from tests.documents.test_plan_text import body
from tests.documents.test_rich import Seen

RICH = (
    "<h4>总体思路</h4>"
    "<p>落实“一带一路”建设‘走出去’，减排 CO<sub>2</sub> 10<sup>-6</sup> 与 CO₂ 10⁻⁶；<strong>重点突破</strong>、"
    "<em>强调</em>及<u>下划线</u>，A&lt;B&amp;C，由欧阳喆、䶮小〇负责。</p>"
    "<ol><li><p>第一项</p><ol><li><p>分项甲</p></li><li><p>分项乙</p><ul><li><p>要点</p></li></ul></li></ol></li>"
    "<li><p>第二项</p><p>第二段</p></li></ol><ol start='7'><li><p>从七开始</p></li></ol>"
    "<ul><li><p>一点</p></li><li><p>两点</p></li></ul><blockquote><p>引文</p></blockquote>"
)
READ = (
    "总体思路落实“一带一路”建设‘走出去’，减排CO210-6与CO210−6；重点突破、强调及下划线，A<B&C，由欧阳喆、䶮小〇负责。"
    "1.第一项（1）分项甲（2）分项乙–要点2.第二项第二段7.从七开始•一点•两点引文"
)


def printed(html: str) -> bytes:
    content = {"sections": {"goals": {"format": "html", "text": html}}}
    return printing.render_plan(content, code=Code.of(content))


def goals(pdf: bytes) -> str:
    text = body(pdf)
    return text[text.index("（一）目标") + len("（一）目标") : text.index("（二）重点任务")]


def table(rows: int, columns: int, cell: str = "行{row}列{column}", head: bool = True) -> str:
    made = ""
    for row in range(rows):
        tag = "th" if head and row == 0 else "td"
        cells = (f"<{tag}><p>{cell.format(row=row, column=column)}</p></{tag}>" for column in range(columns))
        made += f"<tr>{''.join(cells)}</tr>"
    return f"<table><tbody>{made}</tbody></table>"


def test_rich_text_is_read_back_in_its_order_with_its_numbers() -> None:
    assert goals(printed(RICH)) == READ


def test_a_heading_of_the_writer_is_none_of_the_form() -> None:
    outline = pypdf.PdfReader(io.BytesIO(printed("<h1>写者的题</h1><p>文</p>"))).outline
    titles = [entry["/Title"] for level in outline for entry in (level if isinstance(level, list) else [level])]
    assert "（一）目标" in titles
    assert "写者的题" not in titles


def test_a_long_table_repeats_its_head_and_breaks_between_rows_only() -> None:
    pdf = printed("<p>表前</p>" + table(60, 4) + "<p>表后</p>")
    head = "".join(f"行0列{column}" for column in range(4))
    found = [page.body for page in pages.read(pdf) if "行" in page.body]
    assert len(found) > 1
    assert [text.count(head) for text in found] == [1] * len(found)
    rows = "".join(f"行{row}列{column}" for row in range(1, 60) for column in range(4))
    assert goals(pdf).replace(head, "") == f"表前{rows}表后"
    ends = [re.search(r"列(\d+)$", text) for text in found[:-1]]
    assert [end[1] for end in ends if end] == ["3"] * (len(found) - 1)


NESTED = (
    "<table><tr><td>外<table><tr><th>甲</th><th>乙</th></tr><tr><td>内</td><td><table><tr><td>更内</td></tr></table></td></tr>"
    "</table></td><td rowspan='999'>右<ul><li>项</li></ul></td></tr><tr><td>下</td></tr></table>"
)
ROW = "<p>很高的一格，比一页还要高。</p>" * 90
HARD = {
    "thirty columns": (table(3, 30), "".join(f"行{row}列{column}" for row in range(3) for column in range(30))),
    "hundred columns": (table(2, 100), "".join(f"行{row}列{column}" for row in range(2) for column in range(100))),
    "nested": (NESTED, "外甲乙内更内右•项下"),
    "wide in wide": (table(1, 8, table(1, 8, "格", head=False), head=False), "格" * 64),
    "a span of a hundred": ("<table><tr><td colspan='100'>宽</td></tr><tr><td>窄</td></tr></table>", "宽窄"),
    "a long address in a cell": (table(1, 4, "https://example.cn/" + "a" * 60), ("https://example.cn/" + "a" * 60) * 4),
    "nothing in it": ("<table><tr></tr></table><table></table><ul></ul><p>后</p>", "后"),
    "an item that begins with a table": (f"<ol><li>{table(1, 1, '格')}</li></ol>", "1.格"),
    "items without a list": ("<li>甲</li><li>乙</li>", "甲乙"),
    "deep": ("<blockquote><ul><li>" * 40 + "底", "底"),
}


@pytest.mark.parametrize(("html", "text"), HARD.values(), ids=HARD)
def test_what_is_hard_to_set_is_set_within_the_frame(html: str, text: str) -> None:
    pdf = printed(html)
    assert re.sub("^[–•]+", "", goals(pdf)) == text
    assert max(page.right for page in pages.read(pdf)) < 210 - 22


def test_a_row_higher_than_a_page_is_set_whole() -> None:
    html = f"<table><tr><th>题甲</th><th>题乙</th></tr><tr><td>{ROW}</td><td>乙</td></tr></table>"
    text = goals(printed(html)).replace("题甲题乙", "")
    assert text.replace("乙", "", 1) == "很高的一格，比一页还要高。" * 90


@given(MARKUP)
@settings(max_examples=60, deadline=None)
def test_any_markup_is_composed_of_what_the_print_knows(html: str) -> None:
    seen = Seen(re.sub(r"<col [^>]*>", "", composed(html)))
    known = [
        "p",
        "h4",
        "div",
        "blockquote",
        "table",
        "colgroup",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "br",
        "strong",
        "em",
        "u",
        "sub",
        "sup",
    ]
    assert seen.tags <= set(known)
    assert {name for _, name, _ in seen.attributes} <= {"class", "colspan", "rowspan"}


def test_markup_frozen_under_an_older_rule_is_cleaned_again() -> None:
    html = composed(
        '<p onclick="x">甲</p><img src="file:///etc/passwd"><style>@page{size:A3}</style><a href="/">乙</a>'
    )
    assert html == '<div class="rich"><p class="text">甲</p><p class="text">乙</p></div>'


def test_what_no_face_has_is_refused_also_where_it_is_written_as_an_entity() -> None:
    with pytest.raises(printing.UnprintableError, match=r"U\+1F600"):
        printed("<p>&#x1F600;</p>")


def test_what_is_no_part_of_annex_2_is_not_printed_and_refuses_nothing(content: dict[str, Any]) -> None:
    more = {
        "english_name": "National Technical Standard Innovation Base of Photovoltaics 😀",
        "conditions": {"legal_person": "条件说明"},
        "exceptions": ["例外说明：推荐单位为副省级城市"],
    }
    short = content | {"sections": {}, "tasks": [], "indicators": []}
    assert body(printing.render_plan(short | more, code=None)) == body(printing.render_plan(short, code=None))
