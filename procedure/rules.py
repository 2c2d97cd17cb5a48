"""The rules that the portal keeps, one by one: which declarations rest on each, found by the articles they cite."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .articles import Reference, parse
from .machines import Procedure, machine_rows, steps_of
from .steps import Birth, Step

TABLE = Path(__file__).parent / "rules.tsv"


@dataclass(frozen=True)
class Rule:
    """One line of the table: its articles as the house writes them, and a short title."""

    id: str
    article: str
    title: str

    def covers(self, article: str) -> bool:
        """Whether what is cited lies in one of this rule's places: 办法12 takes in 办法12第二款."""
        return any(_lies_in(cited, place) for cited in parse(article) for place in parse(self.article))


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its id, in the order of the texts."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: Rule(**row) for row in csv.DictReader(file, delimiter="\t")}


def rows(proofs: dict[str, int]) -> list[dict[str, Any]]:
    """Every rule with what was declared under it and how many tests prove it."""
    return [
        {
            "id": rule.id,
            "article": rule.article,
            "title": rule.title,
            **declared_under(rule),
            "tests": proofs.get(rule.id, 0),
        }
        for rule in rules().values()
    ]


def declared_under(rule: Rule) -> dict[str, list[str]]:
    """Names of steps, guards, dates and births whose article the rule covers, each once."""
    found: dict[str, dict[str, None]] = {"steps": {}, "guards": {}, "dues": {}, "births": {}}
    for kind, name, article in _declarations():
        if rule.covers(article):
            found[kind][name] = None
    return {kind: list(names) for kind, names in found.items()}


def _declarations() -> Iterator[tuple[str, str, str]]:
    """Kind, name and article of everything declared, machine by machine."""
    for model in machine_rows().values():
        for birth in model.births:
            yield "births", f"{model.machine}.{birth.name}", birth.article
        for step in steps_of(model).values():
            yield "steps", f"{model.machine}.{step.name}", step.article
        yield from _with_them(model)


def _with_them(model: type[Procedure]) -> Iterator[tuple[str, str, str]]:
    declared: Iterable[Birth | Step] = (*model.births, *steps_of(model).values())
    for each in declared:
        yield from (("guards", guard.name, guard.article) for guard in each.guards)
        yield from (("dues", due.kind, due.article) for due in each.opens)


def _lies_in(cited: Reference, place: Reference) -> bool:
    """The place itself, or a paragraph, clause, subsection or number of it."""
    if cited.text is not place.text or not cited.place.startswith(place.place):
        return False
    return cited.place.removeprefix(place.place)[:1] in ("", "第", "（")
