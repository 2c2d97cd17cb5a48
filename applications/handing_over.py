"""A leaver's applications passed to colleagues of the same unit, by its administrator and nobody else."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Person
from organisations.members import leave
from organisations.models import Membership, Role, Unit
from organisations.queries import current_seats
from organisations.telling import tell_person
from procedure import clock

from . import models
from .holding import held
from .models import Application
from .procedure import ENDED


def kept_by(person: Person, unit: Unit) -> QuerySet[Application]:
    """What somebody looks after for a unit and has not ended."""
    keeps = Q(keeper=person) | Q(keeper__isnull=True, started_by=person)
    rows = models.Application.objects.filter(keeps, unit=unit).exclude(state__in=ENDED)
    return rows.select_related("call").order_by("since", "id")


def colleagues_for(person: Person, unit: Unit) -> QuerySet[Person]:
    """Who can go on with it: who fills in or submits for the unit today."""
    seats = current_seats(clock.today()).filter(unit=unit, role__in=(Role.PREPARER, Role.SUBMITTER))
    return Person.objects.filter(pk__in=seats.order_by().values("person")).exclude(pk=person.pk).order_by("name", "pk")


def belongs(person: Person, unit: Unit) -> bool:
    """Whether somebody has, or had, anything to do with a unit."""
    return person.memberships.filter(unit=unit).exists() or kept_by(person, unit).exists()


def hand_over(
    person: Person, passed: Mapping[Application, Person], reason: str, *, leaving: bool, admin: Membership
) -> int:
    """Pass each case to its colleague, and end the leaver's seats in the unit if so wished; all of it or nothing.

    How many were passed: one that a colleague took over meanwhile is left as it is. Raises SeatRefused.
    """
    with transaction.atomic():
        # In the order of their keys, as every act locks several roots.
        done = [
            (case, passed[case])
            for case in sorted(passed, key=lambda each: each.pk)
            if _pass(case, person, passed[case], reason, admin)
        ]
        for taker in {taker for _, taker in done}:
            _tell(taker, person, [case for case, to in done if to == taker], reason)
        if leaving:
            leave(admin.unit, person, by=admin.person)
    return len(done)


def _pass(case: Application, person: Person, taker: Person, reason: str, admin: Membership) -> bool:
    with held(case) as locked:
        if (locked.keeper_id or locked.started_by_id) != person.pk:
            return False
        models.HandOver.objects.create(
            application=locked, before=person, after=taker, reason=reason, at=clock.now(),
            by=admin.person, by_name=admin.name_shown,
        )  # fmt: skip
        row: Any = locked
        row._history_user = admin.person
        row._change_reason = f"由{person.name}交接给{taker.name}"
        row.keeper = taker
        row.save(update_fields=["keeper"])
    return True


def _tell(taker: Person, person: Person, cases: list[Application], reason: str) -> None:
    names = "、".join(case.inner_name for case in cases)
    why = f"说明：{reason}" if reason else ""
    tell_person(
        taker,
        f"{person.name}的申报交给您接着办",
        f"共 {len(cases)} 件：{names}。{why}",
        url=cases[0].get_absolute_url(),
    )
