"""名录: the bases that are, by name, host, type, area and state, and how many there are of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Lower, StrIndex

from organisations.models import Region, Sector
from organisations.searching import named_like

from . import dates, models, names
from .models import Base, HostSpell
from .procedure import BaseKind, BaseState, is_planned
from .queries import behind, in_order, key_of, public, with_host
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
_COLUMNS = ("pk", "inner_name", "kind", "state", "recommender_name", "approved", "host", "is_history", "gaps")
# How far is looked for a word that many names have: then the register is walked in its order.
_SAMPLE, _COMMON = 100, 6


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
    rows = _filtered(public(), asked)
    rows = matching(rows, asked.words) if asked.words else rows
    ordered = in_order(behind(with_host(rows), after))
    found = list(
        ordered.values(*_COLUMNS, area=F("region__short_name"), field=F("sector__name"), code=F("sector__code"))[
            : SIZE + 1
        ]
    )
    last = found[SIZE - 1] if len(found) > SIZE else None
    return Page([_shown(row) for row in found[:SIZE]], key_of(last["approved"], last["pk"]) if last else "")


def matching(rows: QuerySet[Base], words: str) -> QuerySet[Base]:
    """Those whose name, or one of whose hosts' names, has the words."""
    if _is_common(words):
        # Row by row: asked for as a set, all hosts would be read first.
        of_base = HostSpell.objects.filter(base=OuterRef("pk")).order_by().values("base")
        hosts = Subquery(of_base.annotate(names=StringAgg("name", "\n")).values("names"))
        met = rows.alias(_hosts=hosts).alias(_met=_place("inner_name", words), _at=_place("_hosts", words))
        return met.filter(Q(_met__gt=0) | Q(_at__gt=0))
    named = named_like(models.Base.objects.order_by(), "inner_name", words).values("pk")
    hosted_keys = named_like(models.HostSpell.objects.order_by(), "name", words).values("base")
    # One set after the other, each by its own index.
    return rows.filter(pk__in=named.union(hosted_keys, all=True))


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


def _filtered(rows: QuerySet[Base], asked: Asked) -> QuerySet[Base]:
    states = states_behind(asked.state) if asked.state else []
    plain: dict[str, Any] = {"kind": asked.kind, "sector": asked.sector}
    plain |= {"state": states[0]} if len(states) == 1 else {"state__in": states}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    return rows.filter(region__in=asked.areas) if asked.areas else rows


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


def _is_common(words: str) -> bool:
    """Whether the newest names of bases and hosts have the words more than now and then."""
    bases = in_order(public()).values_list("inner_name")[:_SAMPLE]
    hosts = HostSpell.objects.order_by("-pk").values_list("name")[:_SAMPLE]
    sought = words.lower()
    return sum(sought in text.lower() for (text,) in bases.union(hosts, all=True)) >= _COMMON


def _place(column: str, words: str) -> StrIndex:
    return StrIndex(Lower(column), Lower(Value(words)))


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
