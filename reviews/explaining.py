"""A draw in plain words: how it is done, by which rule, and what became of everybody on the list."""

from typing import Any

from . import models
from .draw.drawing import read_frozen
from .draw.walk import Row
from .exporting import frozen_facts

_FIRST = (
    "先固定：专家名单和每人的情况（单位、领域、地区、须否回避）、席位要求、候补人数，各算出一个摘要；"
    "系统另取一个 32 字节的随机数，也只记摘要。此后任何一项都不能再改。"
)
_SECOND = (
    "再承诺：经办和监督人各想一个 6 至 32 位的数字。系统给每人加上 16 字节随机码，只记下两者的摘要，数字本身不保存。"
)
_THIRD = (
    "两人都承诺之后才公布：各自输入数字和随机码。与先前的摘要不符的，或者 30 分钟内没有公布的，"
    "这次抽取作废，记在本人名下。"
)
_FOURTH = (
    "最后一人公布的同时抽取：由名单摘要、规则摘要、系统随机数和两个数字算出种子；"
    "每位专家的票号是种子和本人编号的 SHA-256 摘要。没有人按“抽取”。"
)
STEPS = (
    _FIRST,
    _SECOND,
    _THIRD,
    _FOURTH,
    "按票号从小到大，逐个席位取第一位符合要求、且其余席位仍有人可填的专家；席位满后按同样次序取候补。",
    "任何人拿到导出的记录，用 replay_draw 都能重新算出同样的结果；改动一个字节就会指出从哪一步起不一致。",
)


def rule_words(draw: "models.Draw") -> list[tuple[str, str]]:
    seats = [f"席位 {number}：{seat['label']}" for number, seat in enumerate(draw.rule["seats"], 1)]
    return [
        ("席位", "；".join(seats)),
        ("候补", f"{draw.rule['alternates']} 人"),
        ("同一单位", f"最多 {draw.rule['per_unit']} 人"),
        ("规则版本", str(draw.rule["version"])),
    ]


def walk_of(draw: "models.Draw") -> list[dict[str, Any]]:
    """Everybody in the order of tickets with what became of him; before the draw nothing."""
    if draw.drawn_at is None:
        return []
    entries = {entry.id: entry for entry in read_frozen(frozen_facts(draw)).pool}
    people = {str(each.pk): each for each in models.Expert.objects.filter(pk__in=list(entries))}
    rows = [Row(**each) for each in draw.result["walk"]]
    return [
        {
            "rank": row.rank,
            "ticket": row.ticket,
            "expert": people.get(row.id),
            "outcome": row.outcome,
            "words": row.words(entries[row.id]),
        }
        for row in rows
    ]
