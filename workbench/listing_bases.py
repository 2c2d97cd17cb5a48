"""Lists of bases for those who have to do with them: where each stands, what comes next, what is late and with whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from bases import finding, names, register
from bases import queries as bases
from bases.dates import words as day_words
from bases.models import Base, DecisionBase, HostSpell, SupervisorSpell
from bases.procedure import BaseKind, BaseState, is_planned
from bases.told import state_words
from organisations.models import Membership, Region, Role, Sector
from organisations.searching import may_be_initials, named_like
from procedure import clock
from procedure.models import DueDate

from . import dates, telling

SIZE = 25
COUNTED = 1000
# A spreadsheet has an end; so many bases there will not be.
EXPORTED = 5000
_EVENT_WORDS = {"approved": "批准建设", "passed": "验收通过", "established": "批准成立", "ended": "终止或者撤销"}
WITHIN = (30, 90, 365)
# The days of a base by whose year it can be found.
EVENTS = ("approved", "passed", "established", "ended")
_COLUMNS = (
    *("pk", "inner_name", "kind", "state", "gaps", "approved", "established", "approval_number"),
    *("build_ends", "recommender_name"),
)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it cannot mean is left out."""

    words: str = ""
    state: str = ""
    kind: str = ""
    region: Region | None = None
    sector: Sector | None = None
    late: bool = False
    whom: str = ""
    within: int = 0
    event: str = ""
    year: int = 0

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        state, kind, within = query.get("state", ""), query.get("kind", ""), query.get("within", "")
        return cls(
            words=register.cleaned(query.get("q", "")),
            state=state if state in BaseState.values else "",
            kind=kind if kind in BaseKind.values else "",
            region=_entry(Region, query.get("region", "")),
            sector=_entry(Sector, query.get("sector", "")),
            late=query.get("late") == "1",
            whom=query.get("whom", "") if query.get("whom", "") in dates.ACTORS else "",
            event=query.get("event", "") if query.get("event", "") in EVENTS else "",
            year=_year(query.get("year", "")),
            within=int(within) if within in map(str, WITHIN) else 0,
        )

    @property
    def is_filtered(self) -> bool:
        plain = any((self.words, self.state, self.kind, self.region, self.sector, self.late, self.within))
        return plain or bool(self.event and self.year)

    @property
    def whom_label(self) -> str:
        return dates.label_of(self.whom)

    @property
    def event_words(self) -> str:
        return f"{self.year}年{_EVENT_WORDS[self.event]}" if self.event and self.year else ""


@dataclass(frozen=True)
class Page:
    """Rows as dicts; ``following`` is the key of the next page, empty at the end."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    following: str = ""

    @property
    def count_words(self) -> str:
        return f"{COUNTED} 个以上" if self.count > COUNTED else f"{self.count} 个"


def page_of(seat: Membership, asked: Asked, after: str = "") -> Page:
    """One page of the bases that the seat may see, the newest approval first."""
    rows = wanted(seat, asked, clock.now())
    count = rows.order_by().values("pk")[: COUNTED + 1].count()
    found = _read(rows, after, SIZE + 1)
    last = found[SIZE - 1] if len(found) > SIZE else None
    following = bases.key_of(last["approved"], last["pk"]) if last else ""
    return Page(shown(seat, found[:SIZE]), count, following)


def whole(seat: Membership, asked: Asked) -> Iterator[dict[str, Any]]:
    """Every row that is asked for, a page at a time, as far as a spreadsheet goes."""
    rows, after = wanted(seat, asked, clock.now()), ""
    for _ in range(EXPORTED // 500):
        found = _read(rows, after, 500)
        yield from shown(seat, found)
        if len(found) < 500:
            return
        after = bases.key_of(found[-1]["approved"], found[-1]["pk"])


def wanted(seat: Membership, asked: Asked, now: datetime) -> QuerySet[Base]:
    rows = bases.visible_to(seat).select_related(None)
    plain = {"state": asked.state, "kind": asked.kind, "sector": asked.sector}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    rows = rows.filter(region__in=_with_cities(asked.region)) if asked.region else rows
    rows = matching(rows, asked.words) if asked.words else rows
    due = DueDate.objects.filter(root=OuterRef("pk"), closed_at__isnull=True)
    if asked.late:
        late = due.filter(due_at__lte=now)
        rows = rows.filter(Exists(late.filter(tells__0=asked.whom) if asked.whom else late))
    if asked.event and asked.year:
        rows = rows.filter(**_in_year(asked.event, asked.year))
    if asked.within:
        rows = rows.filter(Exists(due.filter(due_at__gt=now, due_at__lte=now + timedelta(days=asked.within))))
    return rows


def matching(rows: QuerySet[Base], words: str) -> QuerySet[Base]:
    """By name or host as in the register, and by first letters or the number of a decision, each by its own index."""
    if not may_be_initials(words) and not any(sign.isdigit() for sign in words):
        return finding.matching(rows, words)
    every = Base.objects.order_by()
    named = named_like(every, "inner_name", words).values("pk")
    others = [
        named_like(every, "initials", words.lower()).values("pk"),
        named_like(every, "approval_number", words).values("pk"),
        named_like(HostSpell.objects.order_by(), "name", words).values("base"),
        DecisionBase.objects.filter(decision__number=words).order_by().values("base"),
    ]
    return rows.filter(pk__in=named.union(*others, all=True))


def of_year(event: str, year: int) -> QuerySet[Base]:
    """The bases of which this was in that year."""
    return Base.objects.filter(**_in_year(event, year)).order_by()


def _in_year(event: str, year: int) -> dict[str, str]:
    # A partial date is text that sorts as it should.
    return {f"{event}__gte": f"{year}", f"{event}__lt": f"{year + 1}"}


def _year(typed: str) -> int:
    return int(typed) if len(typed) == 4 and typed.isascii() and typed.isdigit() and typed > "1000" else 0


def _entry(model: type[Any], code: str) -> Any:
    """An entry of a catalogue by its code; what no code can be is not looked for."""
    return model.objects.filter(code=code).first() if code.isalnum() and len(code) <= 10 else None


def _with_cities(region: Region) -> list[int]:
    """A province with its cities; 兵团 stands by itself."""
    cities = Region.objects.filter(parent=region).exclude(kind=Region.Kind.CORPS)
    return [region.pk, *cities.values_list("pk", flat=True)]


def _read(rows: QuerySet[Base], after: str, size: int) -> list[dict[str, Any]]:
    supervisor = SupervisorSpell.objects.filter(base=OuterRef("pk"), until="").values("unit__name")[:1]
    host = HostSpell.objects.filter(base=OuterRef("pk")).order_by("-pk").values("name")[:1]
    ordered = bases.in_order(bases.behind(rows, after))
    return list(
        ordered.values(
            *_COLUMNS, host=Subquery(host), supervisor=Subquery(supervisor), area=F("region__short_name"),
            field=F("sector__name"), organised_by=F("organiser__name"),
        )[:size]
    )  # fmt: skip


def shown(seat: Membership, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with their words and their dates, as many as there are in two queries at most."""
    now, due_of = clock.now(), _dues(seat, [row["pk"] for row in rows])
    return [_shown(row, due_of.get(row["pk"], []), now) for row in rows]


def _dues(seat: Membership, keys: list[Any]) -> dict[Any, list[DueDate]]:
    found: dict[Any, list[DueDate]] = {}
    for due in telling.known_to(seat, list(dates.open_under(keys))):
        found.setdefault(due.root, []).append(due)
    return found


def _shown(row: dict[str, Any], dues: list[DueDate], now: datetime) -> dict[str, Any]:
    late = [due for due in dues if due.due_at <= now]
    ahead = next((due for due in dues if due.due_at > now), None)
    return row | {
        "name": names.shown(row["inner_name"], planned=is_planned(row["state"], row["gaps"])),
        "kind_label": BaseKind(row["kind"]).label,
        "state_label": state_words(row["state"], row["gaps"]),
        "tone": register.TONES.get(row["state"], "plain"),
        "approved_words": day_words(row["approved"]) if row["approved"] else "",
        "late": [(dates.label(due), dates.whom(due), due.due_at) for due in late],
        "next": (dates.label(ahead), dates.whom(ahead), ahead.due_at) if ahead else None,
    }


def is_theirs(seat: Membership) -> bool:
    """Whether lists of bases are a place of this role at all."""
    return seat.role in ROLES


ROLES = (
    *(Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN, Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER),
    *(Role.SAC_OFFICER, Role.SAC_APPROVER),
)
