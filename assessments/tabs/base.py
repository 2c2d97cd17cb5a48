"""What the case page shows of a base: what its own room knows, every report and paper under it, and its decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from applications import approval_tab
from assessments import registry
from assessments.entry import Entry, Files, Turns
from bases import queries as bases
from bases import tabs as base_tabs
from bases.models import Base
from bases.procedure import BaseState
from organisations.models import Membership, Role
from organisations.tabs import Tab

from . import kept, promises, years

_REPORTS, _PAPERS = Tab("报告", "assessments/tab_base_reports.html"), Tab("文件", "assessments/tab_base_papers.html")


@dataclass(frozen=True)
class Group:
    """The rows of one machine under a base, the newest first."""

    entry: Entry
    rows: list[Any]

    @property
    def label(self) -> str:
        return self.entry.label


@dataclass(frozen=True)
class FileRow:
    """One file of a row, with the address that serves it."""

    link: Any
    owner: Any
    url: str


def shown_to(base: Base, seat: Membership) -> dict[str, Tab]:
    """As its room has it, with the reports before the papers; whoever reads no papers reads no reports."""
    own = base_tabs.shown_to(base, seat)
    if "papers" not in own:
        return own | {"promises": promises.TAB}
    first = {name: tab for name, tab in own.items() if name != "papers"} | {"promises": promises.TAB}
    return {**first, "reports": _REPORTS, **years.TABS, **kept.TABS, "papers": _PAPERS}


def context(name: str, base: Base, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    if name == "promises":
        return promises.context(base, seat)
    if name == "reports":
        return {"base": base, "groups": groups(base, seat)}
    if name == "papers":
        approved = approval_tab.papers_visible_to(seat).filter(approval__application__base=base.pk)
        papers = list(approved.select_related("file").order_by("form", "-format"))
        return base_tabs.context(name, base, seat, asked) | {"files": files(base, seat), "approval_papers": papers}
    for room in (years, kept):
        if name in room.TABS:
            return room.context(name, base, seat, asked)
    return base_tabs.context(name, base, seat, asked)


def groups(base: Base, seat: Membership) -> list[Group]:
    """By machine in the order of a base's life; a query for each machine, however many rows."""
    found = [Group(entry, _rows(entry, base, seat)) for entry in registry.of_bases()]
    return [group for group in found if group.rows]


def _rows(entry: Entry, base: Base, seat: Membership) -> list[Any]:
    rows = list(entry.visible(seat).filter(root=base.pk).order_by("-since", "pk"))
    for row in rows:
        # Its page is named after the base, which is here already.
        row.base = base
        row.told_apart = getattr(row, entry.about) if entry.about else ""
    return rows


def files(base: Base, seat: Membership) -> list[FileRow]:
    """Every file of every row under the base that the seat may read, by machine."""
    found: list[FileRow] = []
    for entry in registry.of_bases():
        for each in entry.files:
            links = _links(each, base, seat)
            found += [FileRow(link, _owner(link, each), reverse(each.url, args=[link.pk])) for link in links]
    return found


def _links(each: Files, base: Base, seat: Membership) -> Any:
    rows = each.visible(seat).filter(**{f"{each.owner}__root": base.pk})
    return rows.select_related("file", each.owner).order_by("-pk")


def _owner(link: Any, each: Files) -> Any:
    for name in each.owner.split("__"):
        link = getattr(link, name)
    return link


# What SAC does next on the base itself; everything else waits on a row of its own, or is a date.
_TURNS: Turns = {
    BaseState.PASSED: {Role.SAC_OFFICER: "办理批准成立"},
}

ENTRY = Entry(
    "base", bases.visible_to,
    turns=_TURNS, rests=tuple(state for state in BaseState if state not in _TURNS), related=(),
)  # fmt: skip
