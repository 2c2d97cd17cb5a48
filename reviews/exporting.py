"""A draw of the database as its export: what was stored at the freeze and by the last reveal, nothing computed."""

from typing import Any

from . import models
from .draw.canonical import canonical
from .draw.drawing import for_outsiders
from .replay import Replay, replay


def frozen_facts(draw: "models.Draw") -> dict[str, Any]:
    """``frozen_part`` as it was stored."""
    return {
        "nonce": draw.nonce,
        "nonce_digest": draw.nonce_digest,
        "ordinal": draw.ordinal,
        "panel": str(draw.panel_id),
        "pool": draw.pool,
        "pool_digest": draw.pool_digest,
        "rule": draw.rule,
        "rule_digest": draw.rule_digest,
    }


def export_of(draw: "models.Draw") -> dict[str, Any]:
    return {**frozen_facts(draw), **draw.result}


def as_file(draw: "models.Draw", *, outsiders: bool = False) -> bytes:
    """The bytes that ``replay_draw`` reads: canonical, so that every byte counts."""
    exported = export_of(draw)
    return canonical(for_outsiders(exported) if outsiders else exported)


def replayed(draw: "models.Draw") -> Replay:
    """The recorded draw computed again, and then the members that were seated by it."""
    found = replay(export_of(draw))
    if not found.ok:
        return found
    rows = draw.members.filter(origin=models.Member.Origin.DRAWN).values_list("seat", "expert_id")
    seated = {seat: str(expert) for seat, expert in rows}
    for row in draw.result["walk"]:
        if row["outcome"] == "seat" and seated.get(row["number"]) != row["id"]:
            sentence = f"从“席位 {row['number']}”起不一致：抽取结果与评审组登记的成员不同。"
            return Replay(False, f"member {row['number']}", sentence)
    return found
