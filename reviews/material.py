"""What the experts of a case read that is no plan: parts with words, facts and tables, frozen as plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One part under its heading; ``key`` is what aspects, points and files refer to."""

    key: str
    heading: str
    blocks: list[Block] = field(default_factory=list)


def words(text: str) -> Block:
    """Text as it was typed."""
    return {"text": text}


def rich(html: str) -> Block:
    """Text with its marks; it is cleaned once more when it is shown."""
    return {"html": html}


def facts(rows: Iterable[tuple[str, str]]) -> Block:
    """Label beside value; what is empty is left out."""
    return {"facts": [[label, value] for label, value in rows if value]}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Block:
    """Rows under their head, each with the label of its column for narrow screens."""
    return {"head": list(head), "rows": [[list(pair) for pair in zip(head, row, strict=True)] for row in rows]}
