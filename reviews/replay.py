"""Recompute a draw from its export and name the first step that differs. The standard library is all it needs:

python -m reviews.replay FILE.json
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from .draw.canonical import canonical, digest, digest_of_text
from .draw.drawing import export, faults, read, results
from .draw.frozen import leaf, pool_digest
from .draw.numbers import Contribution, seed
from .draw.walk import Outcome, Row, drawn

FORM = "form"
REFUSALS = "refusals"
_BROKEN = (KeyError, TypeError, ValueError, AttributeError, RecursionError)
_NO_EXPORT = "文件不是抽取记录的规范导出（缺项、多项、改写过格式或已损坏），无法复核：请重新导出。"


@dataclass(frozen=True)
class Replay:
    """Whether everything comes out as recorded; else the first step that does not, and a sentence about it."""

    ok: bool
    first_unequal_step: str
    sentence: str


@dataclass(frozen=True)
class _Step:
    """Something computed beside what is recorded of it."""

    name: str
    label: str
    computed: Any
    recorded: Any

    @property
    def equal(self) -> bool:
        """As it is written: to Python True is 1."""
        return canonical(self.computed) == canonical(self.recorded)


def replay(exported: dict[str, Any]) -> Replay:
    """Check an export, the whole one or that for outsiders."""
    try:
        steps = _outsiders_steps if "leaves" in exported else _whole_steps
        first = next((step for step in steps(exported) if not step.equal), None)
    except _BROKEN:
        return Replay(False, FORM, _NO_EXPORT)
    if first is None:
        return Replay(True, "", _success(exported))
    if first.name == FORM:
        return Replay(False, FORM, _NO_EXPORT)
    return Replay(False, first.name, f"从“{first.label}”起不一致：{_difference(first)}")


def replay_bytes(content: bytes) -> Replay:
    """Check a file: every byte counts, so another spelling of the same content is refused too."""
    try:
        exported = json.loads(content)
        unchanged = isinstance(exported, dict) and canonical(exported) == content
    except _BROKEN:
        unchanged = False
    return replay(exported) if unchanged else Replay(False, FORM, _NO_EXPORT)


def _whole_steps(exported: dict[str, Any]) -> Iterator[_Step]:
    for number, one in enumerate(exported["pool"], 1):
        computed = leaf(one["salt"], one["id"], one["facts"])
        yield _Step(f"pool leaf {number}", f"备选名单第 {number} 行", computed, one["leaf"])
    yield from _bound([one["leaf"] for one in exported["pool"]], exported)
    draw, recorded = read(exported)
    yield _Step(REFUSALS, "抽取条件", faults(draw), [])
    drawn_again = results(draw)
    yield from _walk_steps(drawn_again.rows, recorded)
    # Last, for whatever no step above looks at.
    yield _Step(FORM, "格式", export(draw, drawn_again), exported)


def _outsiders_steps(exported: dict[str, Any]) -> Iterator[_Step]:
    """Without names the tickets cannot be computed, only that they stand in order."""
    yield from _bound(exported["leaves"], exported)
    tickets = [row["ticket"] for row in exported["walk"]]
    for rank, (ordered, row) in enumerate(zip(sorted(tickets), exported["walk"], strict=True), 1):
        yield _Step(f"ticket {rank}", f"第 {rank} 位的票号", [rank, ordered], [row["rank"], row["ticket"]])
    yield _Step("walk length", "名单长度", len(exported["leaves"]), len(tickets))


def _bound(leaves: Sequence[str], exported: dict[str, Any]) -> Iterator[_Step]:
    """What was fixed at the freeze, what the two persons brought, and the seed of it all."""
    yield _Step("pool digest", "备选名单摘要", pool_digest(leaves), exported["pool_digest"])
    yield _Step("rule digest", "规则摘要", digest(exported["rule"]), exported["rule_digest"])
    yield _Step("nonce digest", "系统随机数摘要", digest_of_text(exported["nonce"]), exported["nonce_digest"])
    brought = [Contribution(one["number"], one["random"]) for one in exported["contributions"]]
    for number, contribution in enumerate(brought, 1):
        recorded = exported["contributions"][number - 1]["commit"]
        yield _Step(f"commit {number}", f"第 {number} 人的承诺摘要", contribution.commit, recorded)
    as_written = {key: exported[key] for key in ("panel", "ordinal", "pool_digest", "rule_digest", "nonce", "public")}
    numbers = [contribution.number for contribution in brought]
    made = seed(version=exported["rule"]["version"], numbers=numbers, **as_written)
    yield _Step("seed", "种子", made, exported["seed"])


def _walk_steps(computed: Sequence[Row], recorded: Sequence[Row]) -> Iterator[_Step]:
    """Tickets first, then who sits where, then why everybody else does not."""
    for rank, (should, was) in enumerate(zip_longest(computed, recorded), 1):
        tickets = [row and [row.rank, row.ticket, row.id] for row in (should, was)]
        yield _Step(f"ticket {rank}", f"第 {rank} 位的票号", *tickets)
    for outcome, label in ((Outcome.SEAT, "席位"), (Outcome.ALTERNATE, "候补")):
        for number in range(1, len(drawn(computed, outcome)) + 1):
            people = [_holders(rows, outcome, number) for rows in (computed, recorded)]
            yield _Step(f"{outcome} {number}", f"{label} {number}", *people)
    for should, was in zip(computed, recorded, strict=True):
        why = [[row.outcome, row.number] for row in (should, was)]
        yield _Step(f"row {should.rank}", f"第 {should.rank} 位的结果", *why)


def _holders(rows: Sequence[Row], outcome: Outcome, number: int) -> list[str]:
    return [row.id for row in rows if (row.outcome, row.number) == (outcome, number)]


def _difference(step: _Step) -> str:
    if step.name == REFUSALS:
        return "".join(step.computed)
    return f"由记录的材料算得 {_shown(step.computed)}，记录为 {_shown(step.recorded)}。"


def _shown(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return "、".join(str(one) for one in values) or "无"


def _success(exported: dict[str, Any]) -> str:
    if "leaves" in exported:
        return "复核一致：名单摘要、规则、两人的数字、种子和票号次序均相符。席位由谁入选，须凭完整记录复核。"
    counts = Counter(row["outcome"] for row in exported["walk"])
    return (
        f"复核一致：备选 {len(exported['pool'])} 人，入选 {counts[Outcome.SEAT]} 人，"
        f"候补 {counts[Outcome.ALTERNATE]} 人，全部由记录的材料重新算出。"
    )


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("用法：python -m reviews.replay 文件.json\n")
        return 2
    try:
        content = Path(arguments[0]).read_bytes()
    except OSError as error:
        sys.stderr.write(f"读不到文件：{error}\n")
        return 2
    found = replay_bytes(content)
    sys.stdout.write(f"{found.sentence}\n")
    return 0 if found.ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
