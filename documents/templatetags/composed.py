"""Rich text as the print sets it: numbers of lists as text, tables that repeat their head and fit the line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape

from django import template
from django.utils.safestring import SafeString, mark_safe

from documents import rich
from documents.structure import LEAVES, Node, parsed
from documents.templatetags.printed import printed, unbroken

register = template.Library()

# 153 mm in forty columns leave one character each; a table with more is set as lines.
MOST_COLUMNS = 40
# Up to so many columns, the class that says how small the table is set.
SIZES = ((6, "few"), (12, "many"), (20, "more"), (MOST_COLUMNS, "most"))
BULLETS = ("• ", "– ")
# 1. below （一）, then （1）: the levels that official writing has left.
NUMBERS = ("{}. ", "（{}）", "{}）")
# In characters: a column is this wide at least, and no text makes it wider than that.
NARROWEST, WIDEST = 4, 16
BETWEEN_CELLS = "\u3000"


@dataclass(frozen=True)
class Place:
    """What lies around a block: lists, and columns of tables multiplied with one another."""

    lists: int = 0
    columns: int = 1


@register.filter
def composed(html: object) -> SafeString:
    """Cleaned again, since it may have been frozen under an older rule; every text goes through `printed`."""
    cleaned = rich.clean(str(html or ""))
    made = _within(parsed(cleaned), Place())
    return mark_safe(f'<div class="rich">{made}</div>')  # noqa: S308 - cleaned and escaped


def _within(node: Node, place: Place) -> str:
    return "".join(_set(child, place) for child in node.nodes)


def _set(node: Node, place: Place, marker: str = "") -> str:
    if node.tag in LEAVES:
        return _leaf(node, marker)
    if node.tag in ("ol", "ul"):
        return _list(node, place)
    if node.tag == "table":
        return _table(node, place)
    if node.tag == "blockquote":
        return f"<blockquote>{_within(node, place)}</blockquote>"
    return _within(node, place)


def _leaf(node: Node, marker: str) -> str:
    """Empty paragraphs, which people make for distance, are left out as in plain text."""
    text = printed(marker) + _inline(node)
    if not text.strip():
        return ""
    return f'<p class="text{unbroken(node.text())}">{text}</p>' if node.tag == "p" else f"<h4>{text}</h4>"


def _inline(node: Node) -> str:
    return "".join(printed(unescape(child)) if isinstance(child, str) else _mark(child) for child in node.children)


def _mark(node: Node) -> str:
    return "<br>" if node.tag == "br" else f"<{node.tag}>{_inline(node)}</{node.tag}>"


def _list(node: Node, place: Place) -> str:
    inner = replace(place, lists=place.lists + 1)
    items = [_item(child, _marker(node, place.lists, n), inner) for n, child in enumerate(node.nodes)]
    return f'<div class="list{" inner" if place.lists else ""}">{"".join(items)}</div>'


def _marker(node: Node, depth: int, index: int) -> str:
    if node.tag == "ul":
        return BULLETS[min(depth, len(BULLETS) - 1)]
    return NUMBERS[min(depth, len(NUMBERS) - 1)].format(node.number("start") + index)


def _item(node: Node, marker: str, place: Place) -> str:
    """The number stands in the first paragraph, or on a line of its own before a table or a list."""
    first, *rest = node.nodes or [Node("p")]
    if first.tag not in LEAVES:
        first, rest = Node("p"), node.nodes
    return _set(first, place, marker) + "".join(_set(child, place) for child in rest)


def _table(node: Node, place: Place) -> str:
    rows = list(_rows(node))
    inner = replace(place, lists=0, columns=place.columns * _columns(rows))
    if inner.columns > MOST_COLUMNS:
        return "".join(map(_as_line, rows))
    size = next(name for most, name in SIZES if inner.columns <= most)
    head = sum(len(part.nodes) for part in node.nodes if part.tag == "thead") or int(_is_head(rows))
    made = _group("thead", rows[:head], inner) + _group("tbody", rows[head:], inner)
    return f'<table class="{size}">{_widths(rows)}{made}</table>'


def _group(tag: str, rows: list[Node], place: Place) -> str:
    """Rows that stay together as head or body; a cell that would reach out of them ends with them."""
    made = "".join(_row(row, place, len(rows) - n) for n, row in enumerate(rows))
    return f"<{tag}>{made}</{tag}>" if rows else ""


def _widths(rows: list[Node]) -> str:
    """By the longest text of each column within bounds, so that 序号 is narrow; equal where cells span."""
    if len({len(row.nodes) for row in rows}) != 1 or any(cell.attributes for row in rows for cell in row.nodes):
        return ""
    columns = zip(*(row.nodes for row in rows), strict=True)
    weights = [min(max(NARROWEST, *map(_length, column)), WIDEST) for column in columns]
    cols = "".join(f'<col style="width: {100 * weight / sum(weights):.1f}%">' for weight in weights)
    return f"<colgroup>{cols}</colgroup>"


def _length(cell: Node) -> int:
    return max((len(leaf.text()) for leaf in cell.leaves()), default=0)


def _rows(table: Node) -> Iterator[Node]:
    return (row for part in table.nodes for row in ([part] if part.tag == "tr" else part.nodes))


def _columns(rows: list[Node]) -> int:
    """The widest row, with the cells that reach into it from above."""
    most, reaching = 1, list[tuple[int, int]]()
    for row in rows:
        cells = [(cell.number("colspan"), cell.number("rowspan")) for cell in row.nodes]
        most = max(most, sum(width for width, _ in cells + reaching))
        reaching = [(width, height - 1) for width, height in cells + reaching if height > 1]
    return most


def _is_head(rows: list[Node]) -> bool:
    """The editor marks no head, so a first row of head cells alone is one, unless it reaches into the next."""
    return len(rows) > 1 and all(cell.tag == "th" and cell.number("rowspan") == 1 for cell in rows[0].nodes)


def _row(row: Node, place: Place, left: int) -> str:
    return f"<tr>{''.join(_cell(cell, place, left) for cell in row.nodes)}</tr>"


def _cell(cell: Node, place: Place, left: int) -> str:
    height = min(cell.number("rowspan"), left)
    spans = f' colspan="{cell.number("colspan")}" rowspan="{height}"' if cell.attributes else ""
    return f"<{cell.tag}{spans}>{_cell_text(cell, place)}</{cell.tag}>"


def _cell_text(cell: Node, place: Place) -> str:
    """The one paragraph that most cells have needs no box of its own: a tenth of the whole run."""
    if [node.tag for node in cell.nodes] == ["p"]:
        return _inline(cell.nodes[0])
    return _within(cell, place)


def _as_line(row: Node) -> str:
    cells = (" ".join(map(_inline, cell.leaves())) for cell in row.nodes)
    return f'<p class="text unbroken">{BETWEEN_CELLS.join(cells)}</p>'
