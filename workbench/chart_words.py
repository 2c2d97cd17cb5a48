"""How much room words take in a flow chart, and how they are broken into lines; the fonts are those of chart.css."""

import unicodedata
from dataclasses import dataclass
from math import ceil

# No line begins with one of these.
CLOSING = "，。、；：！？）》”’"
# Latin letters stand at half the width of a Chinese character and a bit, so that no font makes them overflow.
NARROW = 0.65


@dataclass(frozen=True)
class Words:
    """A text in lines that together are the text again."""

    lines: tuple[str, ...]
    size: int
    leading: int

    @property
    def width(self) -> int:
        return max(width_of(line, self.size) for line in self.lines)

    @property
    def height(self) -> int:
        return self.leading * len(self.lines)


def state_words(text: str) -> Words:
    return Words(wrap(text, 15, 165), size=15, leading=21)


def label_words(text: str) -> Words:
    return Words(wrap(text, 13, 169), size=13, leading=18)


def article_words(text: str) -> Words:
    return Words(wrap(text, 12, 169), size=12, leading=17)


def width_of(text: str, size: int) -> int:
    return ceil(sum(1 if unicodedata.east_asian_width(sign) in "WFA" else NARROW for sign in text) * size)


def wrap(text: str, size: int, limit: int) -> tuple[str, ...]:
    """Filled line by line up to the limit, which only closing punctuation may pass."""
    lines = [""]
    for sign in text:
        if lines[-1] and sign not in CLOSING and width_of(lines[-1] + sign, size) > limit:
            lines.append("")
        lines[-1] += sign
    return tuple(lines)
