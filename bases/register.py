"""名录: the bases that are, by name, host, type, area and state, and how many there are of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q

from organisations.models import Region, Sector

from . import dates, finding, names
from .procedure import BaseKind, BaseState, is_planned
from .queries import key_in, key_of
from .told import UNKNOWN, public_state, state_words, states_behind

SIZE = 25
LONGEST = 60
# How far a count goes; there will not be so many bases in a province, and a count has an end.
MOST = 200
TONES = {
    BaseState.BUILDING: "doing",
    BaseState.AWAITING_ACCEPTANCE: "waiting",
    BaseState.RECTIFYING: "waiting",
    BaseState.FAILED: "final",
    BaseState.PASSED: "waiting",
    BaseState.OPERATING: "done",
    BaseState.TERMINATED: "final",
    BaseState.REVOKED: "final",
}
STATES = tuple(TONES)
FILTERS = ("q", "kind", "state", "region", "sector")


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it cannot mean is left out."""

    words: str = ""
    kind: str = ""
    state: str = ""
    region: Region | None = None
    sector: Sector | None = None
    # The area and its cities, of which 兵团 is none.
    areas: tuple[int, ...] = ()

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        kind, state = query.get("kind", ""), query.get("state", "")
        region, *cities = _area(query.get("region", ""))
        return cls(
            words=cleaned(query.get("q", "")),
            kind=kind if kind in BaseKind.values else "",
            state=state if state in STATES else "",
            region=region,
            sector=_sector(query.get("sector", "")),
            areas=tuple(each.pk for each in (region, *cities) if each),
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.kind or self.state or self.region or self.sector)


@dataclass(frozen=True)
class Page:
    """Rows as dicts; ``following`` is the key of the next page, empty at the end."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    following: str = ""


@dataclass(frozen=True)
class Count:
    """How many, as far as is counted."""

    value: str
    label: str
    count: int

    @property
    def words(self) -> str:
        return f"{MOST} 以上" if self.count > MOST else str(self.count)

    def shown(self) -> dict[str, Any]:
        """For a template, which reads a dict three times as fast."""
        return {"value": self.value, "label": self.label, "count": self.count, "words": self.words}


def cleaned(typed: str) -> str:
    """What is looked for: without blanks around it, NUL, and the frame that every base's name has."""
    words = typed.replace("\0", "").strip().removesuffix(names.PLANNED)
    return words.removeprefix(names.PREFIX).strip("（()）")[:LONGEST]


def page_of(asked: Asked, after: str = "") -> Page:
    found = finding.public_rows(_wanted(asked, after), asked.words, SIZE + 1)
    last = found[SIZE - 1] if len(found) > SIZE else None
    return Page([_shown(row) for row in found[:SIZE]], key_of(last["approved"], last["pk"]) if last else "")


def by_state() -> list[Count]:
    with connection.cursor() as cursor:
        cursor.execute(_BY_STATE, [MOST + 1, [str(each) for state in STATES for each in states_behind(state)]])
        found = dict(cursor.fetchall())
    return [Count(state, str(state.label), sum(found[each] for each in states_behind(state))) for state in STATES]


def by_area() -> list[Count]:
    """Provinces with the cities in them, and 兵团 by itself, in the order of their codes."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_REGION, [MOST + 1])
        rows = cursor.fetchall()
    counts = {pk: count for pk, *_, city, count in rows if not city}
    for _, _, _, parent, city, count in rows:
        if city:
            counts[parent] += count
    return [Count(code, label, counts[pk]) for pk, code, label, *_ in rows if pk in counts]


_BY_STATE = """SELECT asked, (SELECT count(*) FROM (
        SELECT 1 FROM bases_base WHERE state = asked ORDER BY approved DESC, id LIMIT %s) few)
    FROM unnest(%s::text[]) asked"""
_BY_REGION = """SELECT id, code, short_name, parent_id, parent_id IS NOT NULL AND kind <> 'corps', (
        SELECT count(*) FROM (
            SELECT 1 FROM bases_base WHERE region_id = area.id AND state <> 'recorded' LIMIT %s) few)
    FROM organisations_region area ORDER BY code"""


def _wanted(asked: Asked, after: str) -> dict[str, Any]:
    """What was asked for, by the names of ``finding``'s conditions."""
    states = states_behind(asked.state) if asked.state else []
    wanted = {
        "kind": asked.kind,
        "state": states[0] if len(states) == 1 else "",
        "states": [str(state) for state in states] if len(states) > 1 else [],
        "areas": list(asked.areas),
        "sector": asked.sector.pk if asked.sector else None,
    }
    key = key_in(after)
    return {name: value for name, value in wanted.items() if value} | ({"day": key[0], "after": key[1]} if key else {})


def _area(code: str) -> list[Region | None]:
    """An area of the catalogue by its code, with the cities in it behind it."""
    if not _may_be_code(code):
        return [None]
    met = Region.objects.filter(Q(code=code) | Q(parent__code=code) & ~Q(kind=Region.Kind.CORPS))
    found = sorted(met, key=lambda region: region.code != code)
    return [*found] if found and found[0].code == code else [None]


def _sector(code: str) -> Sector | None:
    return Sector.objects.filter(code=code).first() if _may_be_code(code) else None


def _may_be_code(code: str) -> bool:
    return code.isalnum() and len(code) <= 10


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """The row as it is read; put together here, where it costs a fraction of what it costs in a template."""
    kind = str(BaseKind(row["kind"]).label)
    return row | {
        "name": names.shown(row["inner_name"], planned=is_planned(row["state"], row["gaps"])),
        "kind_label": kind,
        "about": f"{kind} · {row['area']}" if row["area"] else kind,
        "state_label": state_words(public_state(row["state"]), row["gaps"]),
        "host_words": row["host"] or UNKNOWN,
        "recommender_words": row["recommender_name"] or UNKNOWN,
        "tone": TONES[public_state(row["state"])],
        "approved_words": dates.words(row["approved"]),
    }
