"""What the page of a base shows of its achievements, its rules, and the support that it is given."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from applications.models import Application
from assessments.achievement_kinds import BY_KEY, COUNTED, STORIES
from assessments.keeping import over
from assessments.models import Support
from assessments.queries import kept as queries
from assessments.requesting import may_ask, may_finish
from assessments.sorts import SORTS
from bases.models import Base, plain
from bases.procedure.people import HOST_SUBMITTER, SAC_OFFICER
from bases.queries import carried_until
from documents import rich
from organisations.models import Membership
from organisations.tabs import Tab
from procedure.asked import whole_number
from procedure.reckoning import end_instant

TABS = {sort.tab: Tab(sort.label, f"assessments/tab_{sort.tab}.html") for sort in SORTS.values()}
# Where annex 2 has what the authorities promised.
_PROMISED = {"policy": "五（二）政策支持", "funding": "五（三）资金人才"}


def context(name: str, base: Base, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    sort = next(sort for sort in SORTS.values() if sort.tab == name)
    may = sort.writes(base, seat) and not over(base)
    shown = {"base": base, "seat": seat, "sort": sort, "may_write": may, "over": over(base)}
    return shown | _BUILDERS[name](base, seat, asked)


def _achievements(base: Base, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    tallies = queries.tallies(base)
    years = queries.years_of(tallies)
    kind = asked.get("kind", "")
    year = whole_number(asked.get("year", ""))
    page = queries.page_of(base, kind=kind, year=year if 1900 < year < 3000 else 0, after=asked.get("after", ""))
    asked_for = list(base.material_requests.select_related("unit").order_by("-number"))
    return {
        "tallies": [_tally(each, years) for each in tallies],
        "years": years,
        "rows": page.rows,
        "following": page.following,
        "kinds": [(each.key, each.label) for each in (*COUNTED, *STORIES)],
        "kind": kind if kind in BY_KEY else "",
        "year": str(year) if year else "",
        "requests": [_request(each, seat) for each in asked_for],
        "may_ask": may_ask(base, seat) and not over(base),
    }


def achieved(base: Base, seat: Membership, before: datetime) -> dict[str, Any]:
    """For the base's life: what it had achieved as far as was known before a moment."""
    tallies = queries.tallies(base, before=_own_time(base, seat, before))
    years = queries.years_of(tallies)
    return {"achieved": tallies, "years": years, "tallies": [_tally(each, years) for each in tallies]}


def known_to(base: Base, seat: Membership, before: datetime) -> Any:
    """The same, one by one in the order of their days, stories too."""
    rows = queries.known(base, _own_time(base, seat, before))
    return rows.order_by("happened_on", "pk")


def _own_time(base: Base, seat: Membership, before: datetime) -> datetime:
    """A unit that carried the base once reads no further than the day on which it did."""
    until = carried_until(base, seat)
    return min(before, end_instant(until)) if until else before


def _tally(tally: queries.Tally, years: list[int]) -> dict[str, Any]:
    amount = f"{plain(tally.amount)} {tally.kind.unit}" if tally.amount else ""
    return {"kind": tally.kind, "counts": [tally.years.get(each) for each in years], "total": tally.total,
            "amount": amount}  # fmt: skip


def _request(found: Any, seat: Membership) -> dict[str, Any]:
    waits = found.closed_at is None and found.answered_at is None
    return {
        "row": found,
        "waits": waits,
        "may_answer": waits and HOST_SUBMITTER.allows(found.base, seat),
        "may_finish": found.closed_at is None and may_finish(found, seat),
    }


def _rules(base: Base, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    rows = list(base.houserule_rows.prefetch_related("successors", "files__file").order_by("kind", "-holds_from", "pk"))
    standing = [row for row in rows if row.withdrawn_at is None and row.successor is None]
    return {
        "standing": standing,
        "earlier": [row for row in rows if row not in standing],
        "may_charge": SAC_OFFICER.allows(base, seat) and not over(base),
    }


def _support(base: Base, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    rows = base.support_rows.select_related("unit").order_by("-given_on", "pk")
    counting = [row for row in rows if row.withdrawn_at is None]
    sums = [_sum(kind.label, [row for row in counting if row.kind == kind]) for kind in Support.Kind]
    return {"rows": [(row, plain(row.amount)) for row in rows], "sums": sums, "promised": _promised(base)}


def _sum(label: str, rows: list[Support]) -> tuple[str, int, str]:
    """How many there are of a way, and what they come to."""
    return label, len(rows), plain(sum((row.amount for row in rows if row.amount), Decimal(0)) or None)


def _promised(base: Base) -> list[tuple[str, str]]:
    """What the approved plan says of support, by the headings of annex 2; nothing of imported history."""
    application = Application.objects.filter(base=base).select_related("current").first()
    if application is None or application.current is None:
        return []
    content = application.current.content
    return [(heading, _text(content, key)) for key, heading in _PROMISED.items() if _text(content, key)]


def _text(content: dict[str, Any], key: str) -> str:
    section = content["sections"][key]
    return rich.plain(section["text"]) if section["format"] == "html" else str(section["text"])


_BUILDERS = {"achievements": _achievements, "rules": _rules, "support": _support}
