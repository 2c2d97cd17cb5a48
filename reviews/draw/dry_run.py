"""Whether a pool can fill a panel, said before anything is frozen."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .frozen import VERSION, Entry, Frozen, Rule
from .seating import Seating, capped, fitting

_HEX = re.compile(r"[0-9a-f]+")


@dataclass(frozen=True)
class Need:
    """One kind of seat: how many are asked for, how many people fit, and how many of those the cap lets in at once."""

    label: str
    need: int
    fitting: int
    supply: int


@dataclass(frozen=True)
class DryRun:
    """Supply and need; ``lacking`` is a sentence for each want, and empty where the draw can be frozen."""

    pool: int
    excluded: int
    needs: tuple[Need, ...]
    spare: int
    lacking: tuple[str, ...]

    @property
    def feasible(self) -> bool:
        return not self.lacking


def dry_run(pool: Sequence[Entry], rule: Rule) -> DryRun:
    """``spare`` is how many remain for alternates: whoever is drawn, it is the same number."""
    by_seat = fitting(rule, pool)
    needs = []
    for seat, count in Counter(rule.seats).items():
        people = by_seat[rule.seats.index(seat)]
        needs.append(Need(seat.label, count, len(people), capped(people, rule.per_unit)))
    spare = max(0, capped({one.id: one for people in by_seat for one in people}.values(), rule.per_unit) - len(by_seat))
    lacking = _lacking_seats(rule, by_seat) or _lacking_alternates(rule, spare)
    return DryRun(len(pool), sum(bool(entry.excluded) for entry in pool), tuple(needs), spare, tuple(lacking))


def refusals(frozen: Frozen) -> list[str]:
    """Why this must not be frozen, nor drawn."""
    faults = [*_rule_faults(frozen.rule), *_pool_faults(frozen.pool)]
    if not frozen.panel or not frozen.panel.isprintable() or frozen.ordinal < 1:
        faults.append("专家组编号或抽取次序不正确，请从专家组页面重新发起。")
    if len(frozen.nonce) != 64 or not _HEX.fullmatch(frozen.nonce):
        faults.append("系统随机数应为 32 字节，请重新发起抽取。")
    return faults or list(dry_run(frozen.pool, frozen.rule).lacking)


def _rule_faults(rule: Rule) -> list[str]:
    faults = []
    if rule.version != VERSION:
        faults.append(f"抽取规则的版本是“{rule.version}”，这里只能按 {VERSION} 抽取。")
    if not rule.seats:
        faults.append("请至少设一个席位。")
    if rule.alternates < 0:
        faults.append("候补人数不能少于 0。")
    if rule.per_unit < 1:
        faults.append("每个单位至多入选人数不能少于 1。")
    return faults


def _pool_faults(pool: Sequence[Entry]) -> list[str]:
    faults = []
    twice = [key for key, count in Counter(entry.id for entry in pool).items() if count > 1]
    if twice:
        faults.append(f"有 {len(twice)} 人在备选名单中出现不止一次，请每人只留一行。")
    if any(len(entry.salt) < 32 or not _HEX.fullmatch(entry.salt) for entry in pool):
        faults.append("有人的盐值不足 16 字节，请重新生成备选名单。")
    if any(list(entry.fields) != sorted(set(entry.fields)) for entry in pool):
        faults.append("有人的专业领域没有按代码排列或有重复，请重新生成备选名单。")
    return faults


def _lacking_seats(rule: Rule, by_seat: Sequence[Sequence[Entry]]) -> list[str]:
    """Each group of seats that compete for too few people, once."""
    seating = Seating(by_seat, rule.per_unit, (), Counter())
    unfilled = {seat for seat in range(len(by_seat)) if seating.blocked(seat) is not None}
    groups: list[set[int]] = []
    for seat in sorted(unfilled):
        group = seating.blocked(seat) or set()
        for other in [other for other in groups if other & group]:
            groups.remove(other)
            group |= other
        groups.append(group)
    return [_want(rule, group, len(group & unfilled)) for group in groups]


def _want(rule: Rule, group: set[int], missing: int) -> str:
    kinds = Counter(rule.seats[seat].label for seat in sorted(group))
    if len(kinds) == 1:
        asked = f"“{next(iter(kinds))}”席位需要 {len(group)} 人"
    else:
        asked = "、".join(f"“{label}”{count} 人" for label, count in kinds.items()) + f"，合计需要 {len(group)} 人"
    return (
        f"{asked}，除去应回避者并按每个单位至多 {rule.per_unit} 人计，符合要求的只有 {len(group) - missing} 人，"
        f"缺 {missing} 人：请放宽要求、减少席位或补充专家。"
    )


def _lacking_alternates(rule: Rule, spare: int) -> list[str]:
    missing = rule.alternates - spare
    if missing <= 0:
        return []
    counted = f"抽满席位后按每个单位至多 {rule.per_unit} 人计只剩 {spare} 人"
    return [f"候补需要 {rule.alternates} 人，{counted}，缺 {missing} 人：请减少候补或补充专家。"]
