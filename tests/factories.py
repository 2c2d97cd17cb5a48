"""Units, people and their seats, with no surprises; the personas by name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import factory

from accounts.models import Person
from organisations.models import Membership, Region, Role, Unit, UnitKind


class RegionFactory(factory.django.DjangoModelFactory[Region]):
    code = factory.Sequence(lambda n: f"{990001 + n}")
    name = factory.Sequence(lambda n: f"第{n}省")
    short_name = factory.Sequence(lambda n: f"省{n}")
    kind = Region.Kind.PROVINCE

    class Meta:
        model = Region


class UnitFactory(factory.django.DjangoModelFactory[Unit]):
    name = factory.Sequence(lambda n: f"第{n}研究院")
    kind = UnitKind.INSTITUTION
    region = factory.SubFactory(RegionFactory)
    address = "试验路1号"

    class Meta:
        model = Unit


class PersonFactory(factory.django.DjangoModelFactory[Person]):
    email = factory.Sequence(lambda n: f"person{n}@example.test")
    name = factory.Sequence(lambda n: f"某{n}")
    # No test signs these people in by password, and hashing one takes time.
    password = "!"

    class Meta:
        model = Person


def seat(role: str, unit: Unit | None = None, *, person: Person | None = None, **facts: Any) -> Membership:
    """A seat held since long ago, by somebody new in a new unit unless they are given."""
    return Membership.objects.create(
        person=person or PersonFactory(), unit=unit or UnitFactory(), role=role, **{"starts": date(2020, 1, 1), **facts}
    )


@dataclass(frozen=True)
class Personas:
    """One seat of each kind; the outsider has the applicant's role in a unit that has nothing to do with it."""

    applicant: Membership
    organiser: Membership
    recommender: Membership
    officer: Membership
    approver: Membership
    outsider: Membership


def personas() -> Personas:
    sac = UnitFactory(kind=UnitKind.SAC)
    recommender = UnitFactory(kind=UnitKind.PROVINCIAL_GOVERNMENT)
    organiser = UnitFactory(kind=UnitKind.LOCAL_DEPARTMENT, reports_to=recommender)
    return Personas(
        applicant=seat(Role.SUBMITTER),
        organiser=seat(Role.ORGANISER_OFFICER, organiser),
        recommender=seat(Role.RECOMMENDER_OFFICER, recommender),
        officer=seat(Role.SAC_OFFICER, sac),
        approver=seat(Role.SAC_APPROVER, sac),
        outsider=seat(Role.SUBMITTER),
    )
