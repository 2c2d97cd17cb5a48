"""Reads stories of bases.

A story begins with a line `key|state|what of the ordinary build went another way`: `plan:how`, `review:how`,
`report-YEAR:how` with a stage of ``building`` or `none`, parted by blanks. Below it, indented, stand
`day act words`, in the order of the days.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Act:
    day: date
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """``state`` is the one in which the base stands at the end."""

    key: str
    state: str
    otherwise: Mapping[str, str]
    acts: tuple[Act, ...]


def read_stories(diary: str) -> Iterator[Story]:
    for block in diary.strip().split("\n\n"):
        head, *lines = block.splitlines()
        key, state, otherwise = head.split("|")
        ways = dict(way.split(":") for way in otherwise.split())
        yield Story(key, state, ways, tuple(_act(line) for line in lines))


def _act(line: str) -> Act:
    day, name, *words = line.split()
    return Act(date.fromisoformat(day), name, tuple(words))
