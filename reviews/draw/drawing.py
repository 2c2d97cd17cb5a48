"""The draw itself, its results as they are recorded, and its export."""

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
    """Everything that follows from a draw; recorded as it came about, and compared by a replay."""

    leaves: tuple[str, ...]
    pool_digest: str
    rule_digest: str
    nonce_digest: str
    commits: tuple[str, ...]
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
    pool, rule = pool_digest(frozen.leaves), frozen.rule.digest
    made = seed(
        version=frozen.rule.version,
        panel=frozen.panel,
        ordinal=frozen.ordinal,
        pool_digest=pool,
        rule_digest=rule,
        nonce=frozen.nonce,
        numbers=[contribution.number for contribution in draw.contributions],
        public=draw.public,
    )
    return Results(
        leaves=frozen.leaves,
        pool_digest=pool,
        rule_digest=rule,
        nonce_digest=frozen.nonce_digest,
        commits=tuple(contribution.commit for contribution in draw.contributions),
        seed=made,
        rows=walk(frozen.pool, frozen.rule, made),
    )


def export(draw: Draw, recorded: Results) -> dict[str, Any]:
    """The whole draw for a replay elsewhere: what went in, beside what was *recorded* and not what would come now."""
    frozen = draw.frozen
    pool = zip(frozen.pool, recorded.leaves, strict=True)
    contributions = zip(draw.contributions, recorded.commits, strict=True)
    return {
        "contributions": [
            {"commit": commit, "number": one.number, "random": one.random} for one, commit in contributions
        ],
        "nonce": frozen.nonce,
        "nonce_digest": recorded.nonce_digest,
        "ordinal": frozen.ordinal,
        "panel": frozen.panel,
        "pool": [{"facts": one.facts, "id": one.id, "leaf": leaf, "salt": one.salt} for one, leaf in pool],
        "pool_digest": recorded.pool_digest,
        "public": draw.public,
        "rule": frozen.rule.facts,
        "rule_digest": recorded.rule_digest,
        "seed": recorded.seed,
        "walk": [_line(row) for row in recorded.rows],
    }


def for_outsiders(exported: dict[str, Any]) -> dict[str, Any]:
    """The same without people: leaves in their own order, and tickets without whose they are."""
    shown = {key: value for key, value in exported.items() if key != "pool"}
    shown["leaves"] = sorted(one["leaf"] for one in exported["pool"])
    shown["walk"] = [{key: value for key, value in row.items() if key != "id"} for row in exported["walk"]]
    return shown


def read(exported: dict[str, Any]) -> tuple[Draw, Results]:
    """What an export holds; KeyError, TypeError or ValueError where it is none."""
    frozen = Frozen(
        panel=exported["panel"],
        ordinal=exported["ordinal"],
        pool=tuple(_entry(one) for one in exported["pool"]),
        rule=_rule(exported["rule"]),
        nonce=exported["nonce"],
    )
    pairs = exported["contributions"]
    contributions = tuple(Contribution(one["number"], one["random"]) for one in pairs)
    recorded = Results(
        leaves=tuple(one["leaf"] for one in exported["pool"]),
        commits=tuple(one["commit"] for one in pairs),
        rows=tuple(Row(**one) for one in exported["walk"]),
        **{key: exported[key] for key in ("pool_digest", "rule_digest", "nonce_digest", "seed")},
    )
    return Draw(frozen, contributions, exported["public"]), recorded


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
