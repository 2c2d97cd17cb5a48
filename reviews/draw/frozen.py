"""What is fixed before anyone can know the outcome: the pool, the rule, and the server's nonce by its digest."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .canonical import digest, digest_of_text

VERSION = "draw-v1"


def new_salt() -> str:
    return secrets.token_hex(16)


def new_nonce() -> str:
    return secrets.token_hex(32)


@dataclass(frozen=True)
class Entry:
    """A person of the pool with all facts that are used; ``excluded`` says why he is passed over, in words.

    ``unit`` is the credit code, or the name where there is none; without either the cap on a unit does not hold.
    """

    id: str
    salt: str
    unit: str
    region: str
    fields: tuple[str, ...]
    title: str = ""
    excluded: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "excluded": self.excluded,
            "fields": list(self.fields),
            "region": self.region,
            "title": self.title,
            "unit": self.unit,
        }

    @property
    def leaf(self) -> str:
        return leaf(self.salt, self.id, self.facts)


@dataclass(frozen=True)
class Seat:
    """A place in the panel and whom it asks for: one of the fields and one of the regions; empty asks nothing."""

    label: str = "不限"
    fields: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    def fits(self, entry: Entry) -> bool:
        in_field = not self.fields or not set(self.fields).isdisjoint(entry.fields)
        return in_field and (not self.regions or entry.region in self.regions)

    @property
    def facts(self) -> dict[str, Any]:
        return {"fields": list(self.fields), "label": self.label, "regions": list(self.regions)}


@dataclass(frozen=True)
class PublicSource:
    """A number that the world will publish, named before: whose, which issue, when, how written, and what instead."""

    name: str
    issue: str
    due: str
    form: str
    substitute: str

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "due": self.due,
            "form": self.form,
            "issue": self.issue,
            "name": self.name,
            "substitute": self.substitute,
        }


@dataclass(frozen=True)
class Rule:
    """Seats in the order in which they are filled, alternates, and how many of one unit may be drawn."""

    seats: tuple[Seat, ...]
    alternates: int = 3
    per_unit: int = 1
    public: PublicSource | None = None
    version: str = VERSION

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "alternates": self.alternates,
            "per_unit": self.per_unit,
            "public": self.public.facts if self.public else None,
            "seats": [seat.facts for seat in self.seats],
            "size": len(self.seats),
            "version": self.version,
        }

    @property
    def digest(self) -> str:
        return digest(self.facts)


@dataclass(frozen=True)
class Frozen:
    """A draw before its numbers: nothing of it changes afterwards. ``ordinal`` counts the draws of the panel."""

    panel: str
    ordinal: int
    pool: tuple[Entry, ...]
    rule: Rule
    nonce: str

    @property
    def leaves(self) -> tuple[str, ...]:
        """In the order of the pool."""
        return tuple(entry.leaf for entry in self.pool)

    @property
    def nonce_digest(self) -> str:
        return digest_of_text(self.nonce)


def leaf(salt: str, key: str, facts: dict[str, Any]) -> str:
    """Binds a person's facts, and says nothing to whoever does not know the salt."""
    return digest([salt, key, facts])


def pool_digest(leaves: Sequence[str]) -> str:
    """Of the sorted leaves, so that it can be checked by whoever sees the leaves and nothing else."""
    return digest(sorted(leaves))
