"""What differs from one kind of review to another; draw, panel, sheets, meeting and signatures are the same for all.

A room that has something reviewed adds its ``Kind`` to ``KINDS`` and opens a ``Case`` of that name.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Aspect:
    """What an opinion is given on, and the part of the material that it is about."""

    key: str
    label: str
    heading: str
    anchor: str


@dataclass(frozen=True)
class Kind:
    """One kind of review, in the words that its experts and officers read."""

    name: str
    # 评审, 验收, 评估: what is done.
    verb: str
    # 专家评审, 专家论证, 验收: what one review of this kind is called.
    label: Callable[[Any], str] = field(repr=False, compare=False)
    # What the experts are asked to judge, in the letter that invites them; the units are named beside it.
    asked: str
    # What they read.
    material: str
    # What a conclusion's text should say.
    advice: str
    # 修改意见, 整改要求: the points of a conclusion, and the conclusions that ask for one at least.
    points: str
    pointed: tuple[str, ...]
    # The parts of the material to which a point can be bound, by key.
    places: Callable[[Any], Mapping[str, str]] = field(repr=False, compare=False)
    # The fields of which experts are sought.
    fields: Callable[[Any], Iterable[str]] = field(repr=False, compare=False)
    # Where SAC's people find what is reviewed.
    page: Callable[[Any], str] = field(repr=False, compare=False)
    # 听取汇报 and the like: the means used, where an opinion names them.
    means: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    KINDS[kind.name] = kind
    return kind
