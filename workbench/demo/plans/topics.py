"""What a plan talks about: the terms of one sector or of one region."""

from dataclasses import dataclass

Row = tuple[str, str, str, str]  # name, unit, target, mid-term target


@dataclass(frozen=True)
class Topic:
    """Terms of one sector or region, each ready to stand inside a sentence."""

    key: str
    short: str
    need: str
    gap: str
    chain: str
    techs: tuple[str, ...]
    objects: tuple[str, ...]
    platforms: tuple[str, ...]
    scenes: tuple[str, ...]
    domestic: str
    international: str
    metrics: tuple[Row, ...]
    market: tuple[Row, ...]


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split("、"))


def rows(text: str) -> tuple[Row, ...]:
    """Rows typed as 名称/单位/目标/中期, one after another with a semicolon."""
    parts = (part.split("|") for part in text.split("；"))
    return tuple((name, unit, target, midterm) for name, unit, target, midterm in parts)


def topic(key: str, short: str, **fields: str) -> Topic:
    """A topic from running text: lists are separated by 、 and rows by ；."""
    lists = {name: words(fields.pop(name)) for name in ("techs", "objects", "platforms", "scenes")}
    tables = {name: rows(fields.pop(name)) for name in ("metrics", "market")}
    return Topic(key=key, short=short, **fields, **lists, **tables)  # type: ignore[arg-type]
