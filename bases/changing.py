"""What a change does to a base on its day: dated names and hosts, promised rows, region and sector (办法35)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from procedure.acts import Act

from .models import Base, BaseIndicator, BaseMilestone, BaseTask
from .promising import change_promise

Promise = BaseTask | BaseIndicator | BaseMilestone


@dataclass(frozen=True)
class PromiseKind:
    """A kind of promised rows, and which of its columns a change may write."""

    related: str
    label: str
    columns: tuple[str, ...]


PROMISES = {
    "task": PromiseKind("tasks", "重点任务", ("title", "content")),
    "indicator": PromiseKind("indicators", "考核指标", ("target", "midterm")),
    "milestone": PromiseKind("milestones", "进度节点", ("content", "due")),
}


def rename(base: Any, act: Act) -> None:
    """The name from a day on, with the day on which the former one was last in use."""
    if not base.names.exists():
        former = {"inner_name": base.inner_name, "english_name": base.english_name}
        base.names.create(since=base.approved, **former)
    facts = {name: act.data[name] for name in ("inner_name", "english_name")}
    base.inner_name, base.english_name = facts["inner_name"], facts["english_name"]
    _follow_on(base.names, act, **facts)


def hand_over(base: Any, act: Act) -> None:
    """The new host from a day on; what hangs on the base goes with it, for its people are asked of the base."""
    unit = act.data["unit"]
    _follow_on(base.hosts, act, unit=unit, name=unit.name)
    # Read before the change for the guards.
    vars(base).pop("host_unit_id", None)


def change_matter(base: Any, act: Act) -> None:
    """A promised row, the region, the sector, the type, or what only the document says."""
    values: Mapping[str, Any] = act.data["values"]
    if "promise" in values:
        _rewrite(base, values, act)
    for name in ("region_id", "sector_id"):
        if name in values:
            setattr(base, name, values[name])
    if "base_kind" in values:
        base.kind = values["base_kind"]


def find_promise(base: Base, kind: str, key: str) -> Promise | None:
    """A row of the ledger by its kind and key."""
    rows: Any = getattr(base, PROMISES[kind].related)
    found: Promise | None = rows.filter(pk=uuid.UUID(key)).first()
    return found


def _rewrite(base: Base, values: Mapping[str, Any], act: Act) -> None:
    row = find_promise(base, values["kind"], values["promise"])
    assert row is not None
    said = {name: values[name] for name in PROMISES[values["kind"]].columns if name in values}
    if "due" in said:
        said["due"] = date.fromisoformat(said["due"])
    change_promise(row, said, act, reason=act.data["reason"])


def _follow_on(rows: Any, act: Act, **facts: Any) -> None:
    day: date = act.data["day"]
    for spell in rows.filter(until=""):
        spell.until = (day - timedelta(days=1)).isoformat()
        spell.save(update_fields=["until"])
    rows.create(since=day.isoformat(), reason=act.data["reason"], **facts)
