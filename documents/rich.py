"""Rich text of the narrative sections: what may stand in it, and the same text without its marks.

The editor and the cleaning are ruled by `EXTENSIONS` alone:
`ProseEditorFormField(extensions=rich.EXTENSIONS, sanitize=rich.clean)`.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

import nh3
from django_prose_editor.config import allowlist_from_extensions

from documents.structure import LEAVES, Node, parsed, structured

# 小标题 is the only heading: it stands below （一）意义 and the like, which are the form's own.
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Heading": {"levels": [4]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}
TAGS = frozenset(allowlist_from_extensions(EXTENSIONS)["tags"])
# Each is a number; what is beyond its bound is cut to it.
ATTRIBUTES = {"ol": {"start"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
MOST = {"start": 9999, "colspan": 100, "rowspan": 1000}
DROPPED_WITH_CONTENT = {"script", "style"}
# What other programs write instead of a tag of ours.
RENAMED = {"b": "strong", "i": "em", "ins": "u", "h1": "h4", "h2": "h4", "h3": "h4", "h5": "h4", "h6": "h4"}
# Their text is a paragraph of its own, whether or not they are kept.
SEPARATING = frozenset(
    re.findall(
        r"\w+",
        "div section article header footer main aside nav center address pre figure figcaption caption dl dt dd "
        "fieldset form details summary hr",
    )
)
PASSES = 5

LINE_ENDS = re.compile(r"\r\n|[\r\n\u2028\u2029]")
BLANKS = " \t\u3000\u00a0"
_EMPTY = r"(?:<(?:p|h4)>(?:\s|&nbsp;|<br>)*</(?:p|h4)>)+"
_EMPTY_ENDS = re.compile(rf"\A{_EMPTY}|{_EMPTY}\Z")
_UNCOUNTED = re.compile("[\\s\u200b-\u200d\u2060\ufeff]")


def clean(html: str) -> str:
    """The allowed tags alone, every text in a paragraph or 小标题; cleaned text is returned as it is."""
    for _ in range(PASSES):
        cleaned = _EMPTY_ENDS.sub("", _STRICT.clean(structured(_WIDE.clean(html), RENAMED, TAGS)))
        if cleaned == html:
            return html
        html = cleaned
    # A parser that never comes to rest over some markup must not keep the text from being saved.
    return from_text("\n".join(_blocks(html)))


def blocks(html: str) -> list[str]:
    """Paragraphs, 小标题, list items and table rows, each as its text; a row's cells stand apart by tabs."""
    return _blocks(clean(html))


def plain(html: str) -> str:
    """The text, one line a block."""
    return "\n".join(blocks(html))


def from_text(text: str) -> str:
    """Each line that says something as a paragraph."""
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines(text))


def lines(text: str) -> list[str]:
    """Non-empty lines without the blanks typed as indent."""
    stripped = (line.strip(BLANKS) for line in LINE_ENDS.split(text))
    return [line for line in stripped if line]


def is_empty(html: str) -> bool:
    """Whether nothing is said, however many empty paragraphs or cells say it."""
    return characters(html) == 0


def characters(html: str) -> int:
    """汉字、标点、字母、数字各计一字，空格和换行不计。"""
    return counted(plain(html))


def counted(text: str) -> int:
    """The same rule for text without marks."""
    return len(_UNCOUNTED.sub("", text))


def _number(tag: str, attribute: str, value: str) -> str | None:
    """A whole number within its bound, or no attribute; one column is what a cell has without being told."""
    # Asked also about tags that are then dropped.
    if attribute not in MOST or not re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return None
    number = min(int(value), MOST[attribute])
    return str(number) if number > 1 or (attribute == "start" and number == 0) else None


def _cleaner(tags: set[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes=ATTRIBUTES,
        attribute_filter=_number,
        clean_content_tags=DROPPED_WITH_CONTENT,
        link_rel=None,
    )


_STRICT = _cleaner(set(TAGS))
_WIDE = _cleaner({*TAGS, *RENAMED, *SEPARATING})


def _blocks(cleaned: str) -> list[str]:
    return [text for text in (block.strip() for block in _within(parsed(cleaned))) if text]


def _within(node: Node) -> Iterator[str]:
    for child in node.nodes:
        if child.tag in LEAVES:
            yield child.text()
        elif child.tag == "tr":
            yield "\t".join(map(_cell, child.nodes))
        else:
            yield from _within(child)


def _cell(node: Node) -> str:
    texts = (leaf.text().replace("\n", " ").strip() for leaf in node.leaves())
    return " ".join(filter(None, texts))
