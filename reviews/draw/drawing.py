"""The draw itself, its results as they are recorded, and its export."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .dry_run import refusals
from .frozen import Entry, Frozen, PublicSource, Rule, Seat, pool_digest
from .numbers import NO_PUBLIC_NUMBER, Contribution, Draw, seed
from .walk import Row, walk


class DrawFault(ValueError):
    """A draw that cannot be, a Chinese sentence for each reason."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("；".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Results:
    """The seed, and everybody in the order of tickets."""

    seed: str
    rows: tuple[Row, ...]


def faults(draw: Draw) -> list[str]:
    """Why nothing may be drawn by these numbers."""
    found = refusals(draw.frozen)
    if len(draw.contributions) != 2:
        found.append("抽取须由两人各提供一个数字。")
    found += [fault for contribution in draw.contributions for fault in contribution.faults]
    if len({contribution.commit for contribution in draw.contributions}) < len(draw.contributions):
        found.append("两人的数字和随机码完全相同，请各自重新提供。")
    announced = draw.frozen.rule.public is not None
    if announced != (draw.public != NO_PUBLIC_NUMBER) or not draw.public or not draw.public.isprintable():
        found.append("公开号码须与冻结时的约定一致：约定了才填，未约定的不填。")
    return found


def results(draw: Draw) -> Results:
    """Draw. The same draw has the same results, wherever and whenever it is computed."""
    if found := faults(draw):
        raise DrawFault(found)
    frozen = draw.frozen
    made = seed(
        version=frozen.rule.version,
        panel=frozen.panel,
        ordinal=frozen.ordinal,
        pool_digest=pool_digest(frozen.leaves),
        rule_digest=frozen.rule.digest,
        nonce=frozen.nonce,
        numbers=[contribution.number for contribution in draw.contributions],
        public=draw.public,
    )
    return Results(made, walk(frozen.pool, frozen.rule, made))


def export(draw: Draw, drawn: Results) -> dict[str, Any]:
    """The whole draw for a replay elsewhere.

    Of a draw that lies in the database it is put together from what was *recorded*: ``frozen_part`` as it was stored
    at the freeze, and ``drawn_part`` as it was stored by the last reveal.
    """
    return {**frozen_part(draw.frozen), **drawn_part(draw, drawn)}


def frozen_part(frozen: Frozen) -> dict[str, Any]:
    """What is stored at the freeze."""
    return {
        "nonce": frozen.nonce,
        "nonce_digest": frozen.nonce_digest,
        "ordinal": frozen.ordinal,
        "panel": frozen.panel,
        "pool": [{"facts": one.facts, "id": one.id, "leaf": one.leaf, "salt": one.salt} for one in frozen.pool],
        "pool_digest": pool_digest(frozen.leaves),
        "rule": frozen.rule.facts,
        "rule_digest": frozen.rule.digest,
    }


def drawn_part(draw: Draw, drawn: Results) -> dict[str, Any]:
    """What comes to be known with the last reveal."""
    return {
        "contributions": [
            {"commit": one.commit, "number": one.number, "random": one.random} for one in draw.contributions
        ],
        "public": draw.public,
        "seed": drawn.seed,
        "walk": [_line(row) for row in drawn.rows],
    }


def for_outsiders(exported: dict[str, Any]) -> dict[str, Any]:
    """The same without people: leaves in their own order, and tickets without whose they are."""
    shown = {key: value for key, value in exported.items() if key != "pool"}
    shown["leaves"] = sorted(one["leaf"] for one in exported["pool"])
    shown["walk"] = [{key: value for key, value in row.items() if key != "id"} for row in exported["walk"]]
    return shown


def read(exported: Mapping[str, Any]) -> tuple[Draw, tuple[Row, ...]]:
    """The draw that an export holds, and the rows recorded of it; KeyError, TypeError or ValueError if it is none."""
    contributions = tuple(Contribution(one["number"], one["random"]) for one in exported["contributions"])
    rows = tuple(Row(**one) for one in exported["walk"])
    return Draw(read_frozen(exported), contributions, exported["public"]), rows


def read_frozen(stored: Mapping[str, Any]) -> Frozen:
    """``frozen_part`` read back."""
    return Frozen(
        panel=stored["panel"],
        ordinal=stored["ordinal"],
        pool=tuple(_entry(one) for one in stored["pool"]),
        rule=_rule(stored["rule"]),
        nonce=stored["nonce"],
    )


def _line(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "outcome": str(row.outcome),
        "rank": row.rank,
        "ticket": row.ticket,
    }


def _entry(one: dict[str, Any]) -> Entry:
    facts = {**one["facts"], "fields": tuple(one["facts"]["fields"])}
    return Entry(id=one["id"], salt=one["salt"], **facts)


def _rule(facts: dict[str, Any]) -> Rule:
    seats = tuple(Seat(one["label"], tuple(one["fields"]), tuple(one["regions"])) for one in facts["seats"])
    public = PublicSource(**facts["public"]) if facts["public"] is not None else None
    return Rule(seats, facts["alternates"], facts["per_unit"], public, facts["version"])
