"""What a flow chart shows: the states, and the steps between them gathered into arrows."""

from dataclasses import dataclass
from functools import cached_property

from .chart_words import Words, article_words, label_words, state_words

LEFT, MIDDLE, RIGHT, STRAIGHT = "left", "middle", "right", "straight"
CHANNELS = (LEFT, MIDDLE, RIGHT)


@dataclass(frozen=True)
class Node:
    """A state; ``kind`` is start, state or end."""

    key: str
    label: str
    kind: str

    @property
    def words(self) -> Words:
        return state_words(self.label)


@dataclass(frozen=True)
class Caption:
    """What is written on a line for one step, and the whole sentence behind it."""

    name: str
    label: str
    article: str
    story: str

    @property
    def words(self) -> tuple[Words, Words]:
        return label_words(self.label), article_words(self.article)

    @property
    def width(self) -> int:
        return max(words.width for words in self.words)

    @property
    def height(self) -> int:
        return sum(words.height for words in self.words)


@dataclass(frozen=True)
class Arrow:
    """All steps from one state to another: one line with their captions in a stack."""

    source: str
    target: str
    captions: tuple[Caption, ...]

    @property
    def width(self) -> int:
        return max(caption.width for caption in self.captions)

    @property
    def height(self) -> int:
        return sum(caption.height + 4 for caption in self.captions) - 4


@dataclass(frozen=True)
class Graph:
    road: tuple[Node, ...]
    side: tuple[Node, ...]
    arrows: tuple[Arrow, ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        return self.road + self.side

    @cached_property
    def rows(self) -> dict[str, int]:
        return {node.key: row for row, node in enumerate(self.road)}

    @cached_property
    def by_channel(self) -> dict[str, list[Arrow]]:
        return {
            channel: [arrow for arrow in self.arrows if self.channel_of(arrow) == channel]
            for channel in (*CHANNELS, STRAIGHT)
        }

    def channel_of(self, arrow: Arrow) -> str:
        source, target = self.rows.get(arrow.source), self.rows.get(arrow.target)
        if source is None and target is None:
            return RIGHT
        if source is None or target is None or target > source + 1:
            return MIDDLE
        return STRAIGHT if target == source + 1 else LEFT
