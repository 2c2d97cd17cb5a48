"""Where everything in a flow chart stands: computed from states and steps alone, nothing is placed by hand.

The road is a column of boxes, the other states are a second one at its right. Lines run in three channels: left of the
road (back), between the columns, and right of both. Each face of a box has a slot of its own for every line that leaves
it, with the words above the line, and one for all lines that arrive; lines with the same target gather in one lane.
So words stand only beside their own box, lanes beyond all words, and boxes outside every channel.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .chart_graph import CHANNELS, LEFT, MIDDLE, RIGHT, STRAIGHT, Arrow, Caption, Graph, Node

MARGIN = 12
LANE = 18  # between two lanes
APART = 14  # between the ends of two lines, so that each can be followed
BESIDE = 10  # between words and their box or line
PADDING = 10
ROOM = 28  # for an arrow head before a box
START_WIDTH = 88


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def centre(self) -> int:
        return self.x + self.width // 2

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    def overlaps(self, other: "Box") -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True)
class Label:
    caption: Caption
    arrow: Arrow
    box: Box
    anchor: str  # start, end: the side at which the words are flush


@dataclass(frozen=True)
class Route:
    arrow: Arrow
    channel: str
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Layout:
    width: int
    height: int
    boxes: dict[str, Box]
    routes: tuple[Route, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Face:
    """One side of a box: its slots from top to bottom, ``None`` being the one where lines arrive."""

    slots: tuple[Arrow | None, ...]

    @property
    def height(self) -> int:
        return sum(_slot_height(slot) for slot in self.slots)

    def offsets(self, height: int) -> dict[Arrow | None, int]:
        """How far below the top of a box of this height each slot has its line."""
        top = (height - self.height) // 2
        found: dict[Arrow | None, int] = {}
        for slot in self.slots:
            found[slot] = top + (_slot_height(slot) - 2 if slot else APART)
            top += _slot_height(slot)
        return found


def _slot_height(slot: Arrow | None) -> int:
    return slot.height + BESIDE + 2 if slot else 2 * APART


def lay_out(graph: Graph) -> Layout:
    heights = _heights(graph)
    tops = _road_tops(graph, heights)
    guess = _guessed_middles(graph, tops, heights)
    offsets = {
        (node.key, channel): Face(_sorted_slots(graph, node.key, channel, guess)).offsets(heights[node.key])
        for node in graph.nodes
        for channel in CHANNELS
    }
    tops |= _side_tops(graph, tops, heights, guess, offsets)
    ports = {
        (key, channel, slot): tops[key] + offset
        for (key, channel), slots in offsets.items()
        for slot, offset in slots.items()
    }
    return _drawn(graph, tops, heights, ports)


Ports = dict[tuple[str, str, Arrow | None], int]
Offsets = dict[tuple[str, str], dict[Arrow | None, int]]


def _slots(graph: Graph, key: str, channel: str) -> list[Arrow | None]:
    arrows = graph.by_channel[channel]
    leaving: list[Arrow | None] = [arrow for arrow in arrows if arrow.source == key]
    return [*leaving, None] if any(arrow.target == key for arrow in arrows) else leaving


def _sorted_slots(graph: Graph, key: str, channel: str, guess: dict[str, int]) -> tuple[Arrow | None, ...]:
    """Lines that go up on top, the nearest first; then what arrives; then lines that go down, the farthest first."""

    def rank(slot: Arrow | None) -> tuple[int, int]:
        way = guess[slot.target] - guess[key] if slot else 0
        if slot is None:
            return (1, 0)
        return (0, -way) if way <= 0 else (2, -way)

    return tuple(sorted(_slots(graph, key, channel), key=rank))


def _heights(graph: Graph) -> dict[str, int]:
    return {
        node.key: max(
            44,
            node.words.height + 2 * PADDING,
            *(Face(tuple(_slots(graph, node.key, channel))).height + PADDING for channel in CHANNELS),
        )
        for node in graph.nodes
    }


def _road_tops(graph: Graph, heights: dict[str, int]) -> dict[str, int]:
    gaps = {arrow.source: arrow.height + ROOM for arrow in graph.by_channel[STRAIGHT]}
    tops, top = {}, MARGIN
    for node in graph.road:
        tops[node.key] = top
        top += heights[node.key] + max(40, gaps.get(node.key, 0))
    return tops


def _guessed_middles(graph: Graph, tops: dict[str, int], heights: dict[str, int]) -> dict[str, int]:
    """The road's are known; a state beside it would best stand level with the states that it is joined to."""
    known = {key: top + heights[key] // 2 for key, top in tops.items()}
    waiting = [node.key for node in graph.side]
    while waiting:
        joined = {key: _neighbours(graph, key) & known.keys() for key in waiting}
        key = max(waiting, key=lambda key: len(joined[key]))
        levels = [known[other] for other in joined[key]] or [max(known.values(), default=0)]
        known[key] = sum(levels) // len(levels)
        waiting.remove(key)
    return known


def _neighbours(graph: Graph, key: str) -> set[str]:
    ends = {
        end for arrow in graph.arrows if key in (arrow.source, arrow.target) for end in (arrow.source, arrow.target)
    }
    return ends - {key}


def _side_tops(
    graph: Graph, tops: dict[str, int], heights: dict[str, int], guess: dict[str, int], offsets: Offsets
) -> dict[str, int]:
    taken = {
        (key, slot): tops[key] + offset for key in tops for slot, offset in offsets[key, MIDDLE].items()
    }  # where the road's lines begin and end
    found, lowest = {}, MARGIN
    for node in sorted(graph.side, key=lambda node: guess[node.key]):
        top = _free_top(node.key, guess[node.key] - heights[node.key] // 2, lowest, offsets[node.key, MIDDLE], taken)
        found[node.key] = top
        lowest = top + heights[node.key] + 24
    return found


def _free_top(
    key: str, wanted: int, lowest: int, slots: dict[Arrow | None, int], taken: dict[tuple[str, Arrow | None], int]
) -> int:
    """Near where it is wanted, its lines apart from the road's; a line that can run on level is worth some way."""
    level = {y - offset for slot, offset in slots.items() for y in _partners(key, slot, taken)}
    beyond = max([wanted, lowest, *taken.values()]) + 2 * APART
    tops = [top for top in {*level, *range(lowest, beyond + 8, 4)} if top >= lowest and _clear(key, top, slots, taken)]
    return min(tops, key=lambda top: (abs(top - wanted) - (90 if top in level else 0), top))


def _partners(key: str, slot: Arrow | None, taken: dict[tuple[str, Arrow | None], int]) -> Iterator[int]:
    """Where the other ends of the slot's lines are, on the road."""
    for (other, end), y in taken.items():
        if (end.target == key if end else False) if slot is None else (end is None and other == slot.target):
            yield y


def _clear(key: str, top: int, slots: dict[Arrow | None, int], taken: dict[tuple[str, Arrow | None], int]) -> bool:
    return all(
        abs(top + offset - y) >= APART
        for slot, offset in slots.items()
        for y in set(taken.values()) - ({top + offset} & set(_partners(key, slot, taken)))
    )


def _drawn(graph: Graph, tops: dict[str, int], heights: dict[str, int], ports: Ports) -> Layout:
    lanes = {channel: _lanes(graph.by_channel[channel], channel, ports) for channel in CHANNELS}
    columns = _Columns(graph, {channel: max(found.values(), default=-1) + 1 for channel, found in lanes.items()})
    boxes = {node.key: columns.box(node, tops[node.key], heights[node.key]) for node in graph.nodes}
    routes = [
        *(_straight(arrow, boxes) for arrow in graph.by_channel[STRAIGHT]),
        *(
            _bent(arrow, channel, boxes, ports, columns.lane(channel, lanes[channel].get(arrow.target, 0)))
            for channel in CHANNELS
            for arrow in graph.by_channel[channel]
        ),
    ]
    labels = [label for route in routes for label in _labels(route, boxes[route.arrow.source])]
    edges = [*boxes.values(), *(label.box for label in labels)]
    return Layout(
        width=max([columns.right, *(box.right for box in edges)]) + MARGIN,
        height=max(box.bottom for box in edges) + MARGIN,
        boxes=boxes,
        routes=tuple(routes),
        labels=tuple(labels),
    )


def _lanes(arrows: Sequence[Arrow], channel: str, ports: Ports) -> dict[str, int]:
    """A lane for every target whose lines do not all run level; short ones near the road, no two over the same rows."""
    spans = {arrow.target: [ports[arrow.target, channel, None]] for arrow in arrows}
    for arrow in arrows:
        spans[arrow.target].append(ports[arrow.source, channel, arrow])
    busy: list[list[tuple[int, int]]] = []
    found = {}
    for low, high, target in sorted(((min(s), max(s), t) for t, s in spans.items()), key=lambda s: (s[1] - s[0], s[0])):
        if low == high:
            continue
        lane = next((n for n, taken in enumerate(busy) if _apart(low, high, taken)), len(busy))
        busy[lane:] = busy[lane:] or [[]]
        busy[lane].append((low, high))
        found[target] = lane
    return found


def _apart(low: int, high: int, taken: Iterable[tuple[int, int]]) -> bool:
    return all(high + APART <= other_low or other_high + APART <= low for other_low, other_high in taken)


def _straight(arrow: Arrow, boxes: dict[str, Box]) -> Route:
    source, target = boxes[arrow.source], boxes[arrow.target]
    return Route(arrow, STRAIGHT, ((source.centre, source.bottom), (target.centre, target.y)))


def _bent(arrow: Arrow, channel: str, boxes: dict[str, Box], ports: Ports, lane: int) -> Route:
    """Out of the box, along the lane, into the box; where both ends are level, one stroke."""
    start, end = ports[arrow.source, channel, arrow], ports[arrow.target, channel, None]
    first, last = (_face(boxes[key], channel, lane) for key in (arrow.source, arrow.target))
    bends = ((lane, start), (lane, end)) if start != end else ()
    return Route(arrow, channel, ((first, start), *bends, (last, end)))


def _face(box: Box, channel: str, lane: int) -> int:
    """The edge of the box that looks at the channel."""
    return box.x if channel == LEFT or (channel == MIDDLE and lane < box.x) else box.right


def _labels(route: Route, box: Box) -> Iterator[Label]:
    (x, y), arrow = route.points[0], route.arrow
    straight = route.channel == STRAIGHT
    top = y + (route.points[-1][1] - y - arrow.height - 6) // 2 if straight else y - 5 - arrow.height
    leftwards = x == box.x and not straight
    for caption in arrow.captions:
        left = x - BESIDE - caption.width if leftwards else x + BESIDE
        place = Box(left, top, caption.width, caption.height)
        yield Label(caption, arrow, place, "end" if leftwards else "start")
        top = place.bottom + 4


class _Columns:
    """From left to right: lanes, words, the road, words, lanes, words, the other states, words, lanes."""

    def __init__(self, graph: Graph, lanes: dict[str, int]) -> None:
        self.graph = graph
        self.road_width, self.side_width = _column_width(graph.road), _column_width(graph.side)
        self.road_x = MARGIN + lanes[LEFT] * LANE + self._words(LEFT, graph.road)
        self.road_right = self.road_x + self.road_width
        self.middle_x = self.road_right + max(self._words(MIDDLE, graph.road), self._beside_road())
        self.middle_right = self.middle_x + max(lanes[MIDDLE] - 1, 0) * LANE
        self.side_x = self.middle_right + self._words(MIDDLE, graph.side)
        self.right_x = self.side_x + self.side_width + self._words(RIGHT, graph.side)
        self.right = max(
            self.middle_right if lanes[MIDDLE] else 0,
            self.right_x + (lanes[RIGHT] - 1) * LANE if lanes[RIGHT] else 0,
        )

    def lane(self, channel: str, number: int) -> int:
        if channel == LEFT:
            return self.road_x - self._words(LEFT, self.graph.road) - number * LANE
        return (self.middle_x if channel == MIDDLE else self.right_x) + number * LANE

    def box(self, node: Node, top: int, height: int) -> Box:
        if node.key not in self.graph.rows:
            return Box(self.side_x, top, self.side_width, height)
        width = START_WIDTH if node.kind == "start" else self.road_width
        return Box(self.road_x + (self.road_width - width) // 2, top, width, height)

    def _words(self, channel: str, column: Sequence[Node]) -> int:
        """The room that a column's words need in a channel, or its arrow heads."""
        keys = {node.key for node in column}
        arrows = self.graph.by_channel[channel]
        widths = [arrow.width + BESIDE for arrow in arrows if arrow.source in keys]
        return max(widths, default=0) + ROOM - BESIDE if any({a.source, a.target} & keys for a in arrows) else 0

    def _beside_road(self) -> int:
        """How far the words of the straight lines reach out of the column."""
        if not self.graph.by_channel[MIDDLE] and not self.graph.side:
            return 0
        widths = [arrow.width for arrow in self.graph.by_channel[STRAIGHT]]
        return max(widths, default=0) + 2 * BESIDE - self.road_width // 2


def _column_width(column: Sequence[Node]) -> int:
    return max((START_WIDTH, *(node.words.width + 3 * PADDING for node in column))) if column else 0
