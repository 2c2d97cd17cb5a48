"""常用筛选: a filter of the queue under a name, for the person who named it, in the role in which it was named."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404

from organisations.models import Membership

from . import models
from .listing import chosen_filters
from .searching import cleaned

if TYPE_CHECKING:
    from .models import NamedFilter

LONGEST, MOST = 20, 12


class NotKept(Exception):
    """Why a filter was not kept; the text is a sentence for the person."""


def of(seat: Membership) -> "list[NamedFilter]":
    return list(models.NamedFilter.objects.filter(person=seat.person_id, role=seat.role))


def query_of(seat: Membership, asked: Mapping[str, str]) -> str:
    """The address of a filter, with what the queue knows and nothing else; an empty state is said: it means all."""
    known = chosen_filters(seat, asked) | {"q": cleaned(asked.get("q", ""))}
    return urlencode({name: value for name, value in known.items() if value or name == "state"})


def keep(seat: Membership, name: str, asked: Mapping[str, str]) -> "NamedFilter":
    """Keep it under the name, in the place of what had the name before. Raises NotKept."""
    if not name:
        raise NotKept("请给这个筛选起个名字。")
    if len(name) > LONGEST:
        raise NotKept(f"名字最多 {LONGEST} 个字。")
    if len([each for each in of(seat) if each.name != name]) >= MOST:
        raise NotKept(f"常用筛选最多 {MOST} 个，请先删除不用的。")
    kept, _ = models.NamedFilter.objects.update_or_create(
        person=seat.person, role=seat.role, name=name, defaults={"query": query_of(seat, asked)}
    )
    return kept


def drop(seat: Membership, key: int) -> None:
    get_object_or_404(models.NamedFilter, pk=key, person=seat.person_id, role=seat.role).delete()
