"""One page of a queue: rows as plain values, a count that never counts a whole table, a key to go on from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from organisations.deciding import SAC
from organisations.models import Membership, Role
from procedure import clock
from procedure.asked import moment_and_key, uuid_in

from .models import Application
from .procedure import BEFORE_SAC, BaseKind, State
from .queries import ENDS, missed, visible_to
from .ranking import places_of
from .searching import cleaned, matching

_COUNTS = "SELECT state, count(*) FROM ({}) AS part GROUP BY state"

SIZE = 25
COUNTED = 1000
# How far a spreadsheet goes, and how much of it is read at a time.
EXPORTED, _BATCH = 5000, 500
# What a word is met in is found by looking, a row at a time.
COUNTED_WHEN_SEARCHED = 100

# The state that a role's queue opens with.
_FIRST = {
    Role.ORGANISER_OFFICER: State.ORGANISER_REVIEW,
    Role.RECOMMENDER_OFFICER: State.RECOMMENDER_REVIEW,
    Role.SAC_OFFICER: State.RECEIVED,
    Role.SAC_APPROVER: State.RECEIVED,
}
# How a state looks; its word is always said too.
TONES = {
    State.DRAFT: "plain",
    State.ORGANISER_REVIEW: "waiting",
    State.RECOMMENDER_REVIEW: "waiting",
    State.RECEIVED: "doing",
    State.FORM_CHECK: "doing",
    State.SUPPLEMENTING: "waiting",
    State.EXPERT_REVIEW: "doing",
    State.REVISING: "waiting",
    State.REVISION_CHECK: "doing",
    State.DELIBERATION: "doing",
    State.PUBLICITY: "waiting",
    State.DECISION: "doing",
    State.APPROVED: "done",
    State.REJECTED: "final",
    State.NOT_RECOMMENDED: "final",
    State.WITHDRAWN: "plain",
}
# Who has a case is SAC's own affair; everybody else's queue knows nothing of it.
_DESK = SAC
OFFICERS = {"mine": "我经办的", "nobody": "还没有人领取"}
# What the table shows, and no more: a model's row would cost three times as much.
_COLUMNS = ("pk", "serial", "inner_name", "kind", "state", "since")


@dataclass(frozen=True)
class Page:
    """Rows as dicts; ``following`` is the key of the next page, empty at the end."""

    rows: list[dict[str, Any]]
    count: int
    following: str
    chosen: dict[str, str]
    words: str = ""
    most: int = 0
    # The ways to filter by who has it, for those who may know.
    officers: Mapping[str, str] = field(default_factory=dict)

    @property
    def count_words(self) -> str:
        return f"{self.most} 件以上" if self.count > self.most else f"{self.count} 件"


def page_of(seat: Membership, asked: Mapping[str, str]) -> Page:
    """The asked page of the seat's queue, the longest waiting first."""
    chosen, words = chosen_filters(seat, asked), cleaned(asked.get("q", ""))
    rows = _wanted(seat, chosen, words)
    most = COUNTED_WHEN_SEARCHED if words else COUNTED
    # A subquery with its LIMIT inside, and in order: else the planner hopes to meet enough rows in a scan of the table.
    count = rows.values("pk")[: most + 1].count()
    found = _read(seat, after(rows, asked.get("after", "")), SIZE + 1)
    following = _key(found[SIZE - 1]) if len(found) > SIZE else ""
    officers = OFFICERS if seat.role in _DESK else {}
    return Page(_all_shown(seat, found[:SIZE]), count, following, chosen, words, most, officers)


def whole(seat: Membership, asked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Every row that is asked for, some hundreds at a time, as far as a spreadsheet goes."""
    rows, key = _wanted(seat, chosen_filters(seat, asked), cleaned(asked.get("q", ""))), ""
    for _ in range(EXPORTED // _BATCH):
        found = _read(seat, after(rows, key), _BATCH)
        yield from _all_shown(seat, found)
        if len(found) < _BATCH:
            return
        key = _key(found[-1])


def _wanted(seat: Membership, chosen: Mapping[str, str], words: str) -> QuerySet[Application]:
    rows = _of_officer(filtered(visible_to(seat), chosen), chosen, seat)
    return (matching(rows, words) if words else rows).order_by("since", "id")


def _read(seat: Membership, rows: QuerySet[Application], size: int) -> list[dict[str, Any]]:
    desk = {"holder": F("officer__name"), "desk_number": F("sac_number")} if seat.role in _DESK else {}
    # Their keys first: what a search has met would else be joined to everything before it is sorted and cut.
    page = Application.objects.filter(pk__in=rows.values("pk")[:size]).order_by("since", "id")
    return list(
        page.values(
            *_COLUMNS, host=F("unit__name"), organised_by=F("organiser__name"), recommended_by=F("recommender__name"),
            area=F("region__short_name"), year=F("call__year"), ends=ENDS, **desk,
        )
    )  # fmt: skip


def _all_shown(seat: Membership, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    now, places = clock.now(), places_of(seat, [row["pk"] for row in found])
    return [_shown(row, now) | {"place": places.get(row["pk"])} for row in found]


def chosen_filters(seat: Membership, asked: Mapping[str, str]) -> dict[str, str]:
    """The filters of the address; without any, the state in which it is this role's turn. A search looks everywhere."""
    first = "" if asked.get("q") else str(_FIRST.get(Role(seat.role), ""))
    state = asked.get("state", first)
    kind, officer = asked.get("kind", ""), asked.get("officer", "")
    held = {"officer": officer} if seat.role in _DESK and officer in OFFICERS else {}
    held |= {"call": str(call)} if (call := uuid_in(asked.get("call", ""))) else {}
    return {
        "state": state if state in State.values else "",
        "kind": kind if kind in BaseKind.values else "",
    } | held


def filtered(rows: QuerySet[Application], chosen: Mapping[str, str]) -> QuerySet[Application]:
    return rows.filter(**{name: chosen[name] for name in ("state", "kind", "call") if chosen.get(name)})


def _of_officer(rows: QuerySet[Application], chosen: Mapping[str, str], seat: Membership) -> QuerySet[Application]:
    """Mine, or nobody's: the first question of a colleague at the same desk."""
    if not (officer := chosen.get("officer")):
        return rows
    return rows.filter(officer=seat.person_id) if officer == "mine" else rows.filter(officer__isnull=True)


def after(rows: QuerySet[Application], key: str) -> QuerySet[Application]:
    """Go on behind a row; a key that cannot be read begins anew."""
    if (found := moment_and_key(key)) is None:
        return rows
    since, pk = found
    # The first condition says nothing new, but an index can begin there; an alternative it would read from the start.
    return rows.filter(Q(since__gt=since) | Q(id__gt=pk), since__gte=since)


def _key(row: Mapping[str, Any]) -> str:
    return f"{row['since'].isoformat()}~{row['pk']}"


def _shown(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    state = State(row["state"])
    late = missed(state, row["ends"], now)
    return row | {
        "name": f"国家技术标准创新基地（{row['inner_name']}）",
        "number": f"{row['year']}-{row['serial']:06d}",
        "state_label": "未报送" if late else state.label,
        "tone": "final" if late else TONES[state],
        "missed": late,
        "before_end": state in BEFORE_SAC and not late,
        "kind_label": BaseKind(row["kind"]).label,
    }


def counts_by_state(seat: Membership) -> list[dict[str, Any]]:
    """How many of the seat's cases stand in each state, none counted further than COUNTED; one query."""
    ordered = visible_to(seat).order_by("since", "id")
    limited = [ordered.filter(state=state).values_list("state")[:COUNTED] for state in State.values]
    parts = [query.query.sql_with_params() for query in limited if not query.query.is_empty()]
    if not parts:
        return []
    union = " UNION ALL ".join(f"({sql})" for sql, _ in parts)
    with connection.cursor() as cursor:
        # The parts are the ORM's own SQL with its parameters apart.
        cursor.execute(_COUNTS.format(union), [value for _, values in parts for value in values])
        counted = dict(cursor.fetchall())
    return [
        {"state": str(state), "label": state.label, "count": counted[state]} for state in State if counted.get(state)
    ]
