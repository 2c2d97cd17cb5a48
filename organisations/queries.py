"""Reads of units and seats."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from . import models
from .models import Membership, Role, Unit


def _held(day: date, seat: str = "") -> Q:
    """That a seat is held on a day by an active account; ``seat`` is the way to it."""
    facts = {"starts__lte": day, "ended_at__isnull": True, "person__is_active": True}
    open_end = Q(**{f"{seat}ends__isnull": True}) | Q(**{f"{seat}ends__gte": day})
    return open_end & Q(**{f"{seat}{name}": value for name, value in facts.items()})


def current_seats(day: date) -> QuerySet[Membership]:
    """Seats held on a day by active accounts, with person and unit; a stand-in's only while the other one's is held."""
    return (
        Membership.objects.filter(_held(day), Q(standing_in_for__isnull=True) | _held(day, "standing_in_for__"))
        .select_related("person", "unit", "standing_in_for__person")
        .order_by("pk")
    )


def seats_of(person: Any, day: date) -> QuerySet[Membership]:
    return current_seats(day).filter(person=person)


def people_in(unit_id: Any, *roles: Role, day: date) -> list[Any]:
    """Keys of the people who hold one of the roles in a unit on a day."""
    seats = current_seats(day).filter(unit_id=unit_id, role__in=roles)
    return list(seats.order_by("person_id").values_list("person_id", flat=True).distinct())


def people_with(*roles: Role, day: date) -> list[Any]:
    seats = current_seats(day).filter(role__in=roles)
    return list(seats.order_by("person_id").values_list("person_id", flat=True).distinct())


def units_of_kinds(kinds: tuple[str, ...]) -> QuerySet[Unit]:
    return models.Unit.objects.filter(kind__in=kinds).select_related("region").order_by("region__code", "name")


def sectors_in_use() -> QuerySet[models.Sector]:
    """The catalogue without what has been retired."""
    return models.Sector.objects.filter(retired_at__isnull=True)
