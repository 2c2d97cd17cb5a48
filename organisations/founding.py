"""The first people of a new portal: SAC's unit, and administrators kept apart, who let in everybody else."""

from collections.abc import Mapping
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.administering import send_password_letter
from accounts.models import Person
from procedure import clock

from . import models
from .models import ADMINISTRATORS, Role, Unit, UnitKind
from .seats import seat_person

SAC = "国家标准化管理委员会"
CAPITAL = "110000"


class FoundedAlready(Exception):
    """There are administrators: from then on seats are given on the portal's own pages."""


@transaction.atomic
def found(people: Mapping[Role, tuple[str, str]]) -> list[Person]:
    """Make the administrators (role → mail address, name) with a letter to set their passwords each.

    Raises FoundedAlready, ValidationError.
    """
    if models.Membership.objects.filter(role__in=ADMINISTRATORS).exists():
        raise FoundedAlready
    unit = _sac()
    return [_seated(unit, role, *people[role]) for role in ADMINISTRATORS]


def _sac() -> Unit:
    capital = models.Region.objects.get(code=CAPITAL)
    facts = {"name": SAC, "region": capital}
    unit, _ = models.Unit.objects.get_or_create(kind=UnitKind.SAC, defaults=facts)
    return unit


def _seated(unit: Unit, role: Role, email: str, name: str) -> Person:
    validate_email(email)
    if Person.objects.filter(email__iexact=email).exists():
        raise ValidationError(f"{email} 已有账号；三员须各用一个新账号。")
    person = Person.objects.create_user(email, name=name)
    seat_person(person, unit, role, starts=clock.today(), ends=None, by=person, reason="系统启用")
    transaction.on_commit(partial(send_password_letter, person))
    return person
