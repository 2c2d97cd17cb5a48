"""One line of a file of history: read, made even, and judged by itself."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError

from documents.official import NumberError, number_read
from organisations.models import Region, Sector, Unit
from procedure import clock

from . import dates, names
from .models import Base, HostSpell
from .procedure import BaseKind, BaseState

COLUMNS = (
    *("名称", "类型", "区域", "领域", "承担单位", "推荐单位", "组织单位", "批准文号"),
    *("批准日期", "验收日期", "成立日期", "终止日期", "状态", "来源"),
)
DAYS = {"approved": "批准日期", "passed": "验收日期", "established": "成立日期", "ended": "终止日期"}
_ENDED = (BaseState.TERMINATED, BaseState.REVOKED)
# What must have a day before a state, or is a gap; and what may have none in it.
_EXPECTED = {
    BaseState.BUILDING: ("approved",),
    BaseState.PASSED: ("approved", "passed"),
    BaseState.OPERATING: ("approved", "passed", "established"),
    BaseState.TERMINATED: ("approved", "ended"),
    BaseState.REVOKED: ("approved", "established", "ended"),
}
_BARRED = {
    BaseState.BUILDING: ("passed", "established", "ended"),
    BaseState.PASSED: ("established", "ended"),
    BaseState.OPERATING: ("ended",),
    BaseState.TERMINATED: ("established",),
    BaseState.REVOKED: (),
}
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line, and in which column."""

    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        where = f"第 {self.line} 行" + (f" {self.column}" if self.column else "")
        return f"{where}：{self.sentence}"


@dataclass(frozen=True)
class Entry:
    """A line that can be taken over: the columns of ``Base``, its host, and the state that it has come to."""

    line: int
    facts: dict[str, Any]
    host: str
    state: str

    @property
    def name(self) -> str:
        return str(self.facts["inner_name"])


class _Refused(ValueError):
    """A cell that cannot be taken over; the text says what to do."""


def read(line: int, cells: dict[str, str]) -> Entry | list[Fault]:
    """The entry, or every fault of the line."""
    found, faults = _cells_read(line, cells)
    if faults:
        return faults
    if wrong := list(_contradictions(found)):
        return [Fault(line, column, sentence) for column, sentence in wrong]
    facts = {name: value for name, value in found.items() if name not in ("host", "state")}
    facts["gaps"] = _gaps(found)
    return Entry(line, facts, found["host"], _state(found))


def _cells_read(line: int, cells: dict[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    found: dict[str, Any] = {}
    faults = []
    for name, (column, reader) in _READERS.items():
        try:
            found[name] = reader(cells[column].strip())
        except (_Refused, ValidationError) as refused:
            sentence = " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
            faults.append(Fault(line, column, sentence))
    return found, faults


def _state(found: dict[str, Any]) -> str:
    """As the file has it, or the last that the days tell of."""
    if found["state"]:
        return str(found["state"])
    if found["established"]:
        return BaseState.OPERATING
    return BaseState.PASSED if found["passed"] else BaseState.BUILDING


def _gaps(found: dict[str, Any]) -> list[str]:
    places = {BaseKind.REGIONAL: ("region",), BaseKind.SECTOR: ("sector",)}.get(found["kind"], ())
    wanted = [
        *places,
        "host",
        "recommender_name",
        "organiser",
        "approval_number",
        *_EXPECTED[BaseState(_state(found))],
        "state",
    ]
    return [name.removesuffix("_name") for name in wanted if not found[name]]


def _contradictions(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    state = _state(found)
    if found["ended"] and not found["state"]:
        yield "状态", "有终止日期的，请写明是“已终止”还是“已撤销”。"
    for name in _BARRED[BaseState(state)] if found["state"] else ():
        if found[name]:
            yield DAYS[name], f"状态是“{BaseState(state).label}”，不应有{DAYS[name]}；请核对状态和日期。"
    known = [(name, found[name]) for name in DAYS if found[name]]
    for (former, before), (later, after) in pairwise(known):
        shared = min(len(before), len(after))
        if after[:shared] < before[:shared]:
            yield DAYS[later], f"早于{DAYS[former]}（{dates.words(before)}），请核对。"


def _name(typed: str) -> str:
    try:
        name = names.inner_name(typed)
    except names.NameRefused as refused:
        raise _Refused(str(refused)) from None
    return _short(name, Base, "inner_name")


def _text(model: type[Any], column: str) -> Callable[[str], str]:
    return lambda typed: _short(typed, model, column)


def _short(text: str, model: type[Any], column: str) -> str:
    longest = model._meta.get_field(column).max_length
    if longest and len(text) > longest:
        raise _Refused(f"最多 {longest} 个字，现有 {len(text)} 个，请缩短。")
    if any(ord(sign) < 32 for sign in text):
        raise _Refused("含有换行或者看不见的控制字符，请删去。")
    return text


def _choice(choices: type[Any], allowed: tuple[str, ...], *, required: bool) -> Callable[[str], str]:
    labels = {str(each.label): str(each) for each in choices if each in allowed}

    def read_choice(typed: str) -> str:
        if not typed and not required:
            return ""
        if typed not in labels:
            raise _Refused(f"请写“{'”、“'.join(labels)}”之一{'' if required else '，不详的留空'}。")
        return labels[typed]

    return read_choice


def _day(typed: str) -> str:
    if not typed:
        return ""
    match = _DAY.fullmatch(typed.replace(" ", ""))
    day = "-".join(part if len(part) == 4 else part.zfill(2) for part in match.groups() if part) if match else typed
    dates.validate(day)
    if day > clock.today().isoformat()[: len(day)]:
        raise _Refused("日期在今天之后，请核对。")
    return day


def _number(typed: str) -> str:
    if not typed:
        return ""
    try:
        return number_read(typed)
    except NumberError as error:
        raise _Refused(str(error)) from None


def _region(typed: str) -> Region | None:
    found = Region.objects.filter(name=typed).first() or Region.objects.filter(short_name=typed).first()
    if typed and found is None:
        raise _Refused(f"行政区划中没有“{typed}”，请写省、自治区、直辖市、计划单列市或者副省级城市的名称。")
    return found


def _sector(typed: str) -> Sector | None:
    found = Sector.objects.filter(name=typed).first()
    if typed and found is None:
        raise _Refused(f"领域目录中没有“{typed}”，请照目录写，或者先在目录中增加。")
    return found


def _organiser(typed: str) -> Unit | None:
    found = Unit.objects.filter(name=typed).first()
    if typed and found is None:
        raise _Refused(f"目录中没有“{typed}”，请写单位全称，或者先在目录中登记；不详的留空。")
    return found


_READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "inner_name": ("名称", _name),
    "kind": ("类型", _choice(BaseKind, tuple(BaseKind), required=True)),
    "region": ("区域", _region),
    "sector": ("领域", _sector),
    "host": ("承担单位", _text(HostSpell, "name")),
    "recommender_name": ("推荐单位", _text(Base, "recommender_name")),
    "organiser": ("组织单位", _organiser),
    "approval_number": ("批准文号", _number),
    **{name: (column, _day) for name, column in DAYS.items()},
    "state": ("状态", _choice(BaseState, tuple(_EXPECTED), required=False)),
    "source": ("来源", _text(Base, "source")),
}
