"""名录: the bases that are, by name, host, type, area and state, and how many there are of each."""

from collections.abc import Iterable, Mapping
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
from .told import state_words

SIZE = 25
LONGEST = 60
# How far a count goes; there will not be so many bases in a province, and a count has an end.
MOST = 200
TONES = {
    BaseState.BUILDING: "doing",
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

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        kind, state = query.get("kind", ""), query.get("state", "")
        return cls(
            words=cleaned(query.get("q", "")),
            kind=kind if kind in BaseKind.values else "",
            state=state if state in STATES else "",
            region=_entry(Region, query.get("region", "")),
            sector=_entry(Sector, query.get("sector", "")),
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
        cursor.execute(_BY_STATE, [MOST + 1, [str(state) for state in STATES]])
        found = dict(cursor.fetchall())
    return [Count(state, str(state.label), found[state]) for state in STATES]


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
    plain = {"kind": asked.kind, "state": asked.state, "sector": asked.sector}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    return rows.filter(region__in=_with_cities(asked.region)) if asked.region else rows


def _with_cities(region: Region) -> list[int]:
    cities = Region.objects.filter(parent=region).exclude(kind=Region.Kind.CORPS)
    return [region.pk, *cities.values_list("pk", flat=True)]


def _entry(model: type[Any], code: str) -> Any:
    """An entry of a catalogue by its code; what no code can be is not looked for."""
    return model.objects.filter(code=code).first() if code.isalnum() and len(code) <= 10 else None


def _is_common(words: str) -> bool:
    bases = in_order(public()).values_list("inner_name", flat=True)[:_SAMPLE]
    hosts = HostSpell.objects.order_by("-pk").values_list("name", flat=True)[:_SAMPLE]
    return any(_met(texts, words) >= _COMMON for texts in (bases, hosts))


def _met(texts: Iterable[str], words: str) -> int:
    sought = words.lower()
    return sum(sought in text.lower() for text in texts)


def _place(column: str, words: str) -> StrIndex:
    return StrIndex(Lower(column), Lower(Value(words)))


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return row | {
        "name": names.shown(row["inner_name"], planned=is_planned(row["state"], row["gaps"])),
        "kind_label": BaseKind(row["kind"]).label,
        "state_label": state_words(row["state"], row["gaps"]),
        "tone": TONES[row["state"]],
        "approved_words": dates.words(row["approved"]),
    }
