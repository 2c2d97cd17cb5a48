"""A laid-out flow chart as SVG: shapes, words and classes; every colour and font is in chart.css."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .chart_graph import LEFT, STRAIGHT, Arrow, Graph, Node
from .chart_layout import Box, Label, Layout, Route
from .chart_words import Words

TONES = ("onward", "return", "aside", "end")
CURVE = 8


def draw(graph: Graph, layout: Layout, name: str, title: str, description: str) -> SafeString:
    """``name`` keeps the ids of several charts on one page apart."""
    tones = _tones(graph)
    return format_html(
        '<svg class="flow-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{rem_w}rem"'
        ' height="{rem_h}rem" role="img" aria-labelledby="flow-{name}-title flow-{name}-desc">'
        '<title id="flow-{name}-title">{title}</title><desc id="flow-{name}-desc">{description}</desc>'
        "<defs>{markers}</defs><g>{lines}</g><g>{states}</g><g>{steps}</g></svg>",
        w=layout.width,
        h=layout.height,
        # In rem, so that the large-text mode enlarges the chart too.
        rem_w=layout.width / 16,
        rem_h=layout.height / 16,
        name=name,
        title=title,
        description=description,
        markers=_joined(_marker(name, tone) for tone in TONES),
        lines=_joined(_line(route, name, tones[route.arrow]) for route in layout.routes),
        states=_joined(_state(node, layout.boxes[node.key], node.key in graph.rows) for node in graph.nodes),
        steps=_joined(_step(label, tones[label.arrow]) for label in layout.labels),
    )


def _tones(graph: Graph) -> dict[Arrow, str]:
    """By target and channel, so that lines that gather look alike."""
    ends = {node.key for node in graph.side if node.kind == "end"}
    plain = {STRAIGHT: "onward", LEFT: "return"}
    return {
        arrow: "end" if arrow.target in ends else plain.get(graph.channel_of(arrow), "aside") for arrow in graph.arrows
    }


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _marker(name: str, tone: str) -> SafeString:
    return format_html(
        '<marker id="flow-{}-{}" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="9" markerHeight="9"'
        ' markerUnits="userSpaceOnUse" orient="auto"><path class="flow-head is-{}" d="M0 1L10 5L0 9Z"/></marker>',
        name,
        tone,
        tone,
    )


def _line(route: Route, name: str, tone: str) -> SafeString:
    return format_html(
        '<path class="flow-line is-{}" data-from="{}" data-to="{}" d="{}" marker-end="url(#flow-{}-{})"/>',
        tone,
        route.arrow.source,
        route.arrow.target,
        rounded(route.points),
        name,
        tone,
    )


def rounded(points: tuple[tuple[int, int], ...]) -> str:
    """A path through the points, its corners cut by curves as large as the strokes allow."""
    path = "M{} {}".format(*points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path += "L{} {}Q{} {} {} {}".format(*_towards(corner, before), *corner, *_towards(corner, after))
    return path + "L{} {}".format(*points[-1])


def _towards(corner: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    (x, y), (dx, dy) = corner, (other[0] - corner[0], other[1] - corner[1])
    length = abs(dx) + abs(dy)
    reach = min(CURVE, length // 2)
    return x + dx * reach // length, y + dy * reach // length


def _state(node: Node, box: Box, on_road: bool) -> SafeString:
    return format_html(
        '<g class="flow-state is-{} {}" data-state="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>{}</g>',
        node.kind,
        "on-road" if on_road else "off-road",
        node.key,
        box.x,
        box.y,
        box.width,
        box.height,
        6 if node.kind == "state" else min(box.height // 2, 22),
        _text(node.words, "flow-name", box.centre, box.middle - node.words.height // 2),
    )


def _step(label: Label, tone: str) -> SafeString:
    box, (label_words, article_words) = label.box, label.caption.words
    x = box.right if label.anchor == "end" else box.x
    return format_html(
        '<g class="flow-step is-{} at-{}" data-step="{}" data-from="{}" data-to="{}"><title>{}</title>{}{}</g>',
        tone,
        label.anchor,
        label.caption.name,
        label.arrow.source,
        label.arrow.target,
        label.caption.story,
        _text(label_words, "flow-label", x, box.y),
        _text(article_words, "flow-article", x, box.y + label_words.height),
    )


def _text(words: Words, css: str, x: int, top: int) -> SafeString:
    # A baseline lies about a third of the type size below the middle of its line.
    baseline = top + words.leading // 2 + round(words.size * 0.36)
    lines = ((x, baseline + number * words.leading, line) for number, line in enumerate(words.lines))
    spans = format_html_join("", '<tspan x="{}" y="{}">{}</tspan>', lines)
    return format_html('<text class="{}">{}</text>', css, spans)
