"""One definition of rich text: what is let through, and that nothing said is lost."""

import re
from html.parser import HTMLParser

import pytest
from django_prose_editor.config import allowlist_from_extensions
from django_prose_editor.fields import ProseEditorFormField
from hypothesis import given
from hypothesis import strategies as st

from documents import rich
from tests.documents.markup import ATTACKS, MARKUP

LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r"))
WORD = (
    "<html><head><style>p.MsoNormal{color:red}</style></head><body lang=ZH-CN><!--StartFragment-->"
    "<p class=MsoNormal style='text-indent:24pt'><b><span lang=EN-US>1.</span>目标<o:p></o:p></b></p>"
    "<div><h2>小标题</h2>正文<i>斜体</i></div>"
    "<table class=MsoTableGrid border=1><colgroup><col width=99></colgroup><tr style='height:9pt'>"
    "<td width=99 colspan=2 style='width:1cm'><p class=MsoNormal>甲</p></td><td>乙</td></tr></table>"
    "<!--EndFragment--></body></html>"
)


class Seen(HTMLParser):
    """Every tag and attribute of a piece of markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str, str | None]] = set()
        self.open: list[str] = []
        self.deepest = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name, value) for name, value in attrs}
        if tag != "br":
            self.open.append(tag)
            self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_allowed_tags_are_these_and_come_from_the_editors_own_extensions() -> None:
    tags = "p br strong em u sub sup ol ul li h4 blockquote table thead tbody tr th td"
    assert sorted(rich.TAGS) == sorted(tags.split())
    offered = allowlist_from_extensions(rich.EXTENSIONS)
    assert offered["tags"] == rich.TAGS
    assert {tag: names - {"type", "data-type"} for tag, names in offered["attributes"].items()} == rich.ATTRIBUTES


def test_a_field_with_the_editor_cleans_by_the_same_rule() -> None:
    field = ProseEditorFormField(extensions=rich.EXTENSIONS, sanitize=rich.clean)
    assert field.clean("<p>甲<script>alert(1)</script></p><p></p>") == "<p>甲</p>"
    assert set(field.widget.get_config()["extensions"]) >= set(rich.EXTENSIONS)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_acts_or_fetches_comes_through(attack: str) -> None:
    cleaned = rich.clean(f"<p>甲</p>{attack}")
    seen = Seen(cleaned)
    assert seen.tags <= rich.TAGS
    assert seen.attributes == set()
    assert rich.plain(cleaned).startswith("甲")


@given(MARKUP)
def test_cleaning_twice_changes_nothing_more(html: str) -> None:
    cleaned = rich.clean(html)
    assert rich.clean(cleaned) == cleaned


@given(MARKUP)
def test_only_allowed_tags_and_numbers_are_left_and_all_are_closed(html: str) -> None:
    seen = Seen(rich.clean(html))
    assert seen.tags <= rich.TAGS
    assert seen.open == []
    for tag, name, value in seen.attributes:
        assert name in rich.ATTRIBUTES[tag]
        assert value is not None
        assert re.fullmatch(r"[0-9]{1,4}", value)


@given(MARKUP)
def test_every_text_stands_in_a_paragraph_or_heading(html: str) -> None:
    cleaned = re.sub(r"<br>|</?(?:strong|em|u|sub|sup)>", "", rich.clean(html))
    outside = re.sub(r"<(p|h4)>[^<]*</\1>", "", cleaned)
    assert re.sub(r"<[^>]*>", "", outside) == ""


@given(LETTERS)
def test_plain_text_comes_back_line_by_line(text: str) -> None:
    cleaned = rich.clean(rich.from_text(text))
    wanted = [line for line in (line.strip() for line in rich.lines(text)) if line]
    assert rich.plain(cleaned) == "\n".join(wanted)


@given(st.lists(st.text("创新基地<>&“”喆〇a1²", min_size=1, max_size=9), min_size=1))
def test_no_text_in_tags_of_any_kind_is_lost(texts: list[str]) -> None:
    tags = ("p", "div", "span", "h1", "font", "center", "o:p", "li", "blockquote", "section")
    html = "".join(f"<{tags[n % 10]}>{rich.from_text(text)[3:-4]}</{tags[n % 10]}>" for n, text in enumerate(texts))
    assert re.sub(r"\s", "", rich.plain(html)) == "".join(texts)


def test_what_word_leaves_becomes_paragraphs_headings_and_a_table() -> None:
    assert rich.clean(WORD) == (
        "<p><strong>1.目标</strong></p><h4>小标题</h4><p>正文<em>斜体</em></p>"
        '<table><tbody><tr><td colspan="2"><p>甲</p></td><td><p>乙</p></td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p></p><p>甲</p><p></p><p>乙</p><p><br></p><p> &nbsp;</p>", "<p>甲</p><p></p><p>乙</p>"),
        ("甲<br>乙", "<p>甲<br>乙</p>"),
        ("<ol start='3' type='a'><li>甲</li></ol>", '<ol start="3"><li><p>甲</p></li></ol>'),
        ("<ol start='-1'><li>甲</li></ol>", "<ol><li><p>甲</p></li></ol>"),
        (
            "<table><td colspan='99999'>甲</table>",
            '<table><tbody><tr><td colspan="100"><p>甲</p></td></tr></tbody></table>',
        ),
        ("<b>粗<b>更粗</b></b>", "<p><strong>粗更粗</strong></p>"),
        ("<p>CO<sub>2</sub> 10<sup>-6</sup></p>", "<p>CO<sub>2</sub> 10<sup>-6</sup></p>"),
    ],
)
def test_the_shape_of_what_is_kept(html: str, cleaned: str) -> None:
    assert rich.clean(html) == cleaned


@pytest.mark.parametrize("tag", ["blockquote", "ul><li", "table><tr><td", "strong", "sup", "div"])
def test_nothing_is_nested_without_end(tag: str) -> None:
    cleaned = rich.clean(f"<{tag}>" * 2_000 + "底")
    assert rich.plain(cleaned) == "底"
    assert Seen(cleaned).deepest < 25


def test_a_table_is_compared_row_by_row() -> None:
    html = (
        "<p>前</p><table><thead><tr><th>指标</th><th>目标</th></tr></thead>"
        "<tbody><tr><td><p>标准</p><p>数量</p></td><td>12<br>项</td></tr>"
        "<tr><td>嵌套</td><td><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></tbody></table><p>后<br>文</p>"
    )
    assert rich.blocks(html) == ["前", "指标\t目标", "标准 数量\t12 项", "嵌套\t甲 乙", "后\n文"]


@pytest.mark.parametrize("html", ["", "<p></p>", "<p> &nbsp;\u3000</p>", "<ul><li></li></ul>", "<table><td></table>"])
def test_markup_that_says_nothing_is_empty(html: str) -> None:
    assert rich.is_empty(html)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("国家技术标准创新基地（光伏）", 14),
        ("ISO 9001:2015 标准", 14),
        ("2年内完成12项标准。", 11),
        ("𠮷喆䶮〇", 4),
        ("甲\u200b乙\ufeff\u3000丙\n\n丁", 4),
        ("", 0),
    ],
)
def test_characters_are_counted_by_the_rule_that_is_printed_beside_every_limit(text: str, count: int) -> None:
    assert rich.counted(text) == count
    assert rich.characters(rich.from_text(text)) == count
    assert rich.characters("<table><td><strong>" + rich.from_text(text) + "</table>") == count
