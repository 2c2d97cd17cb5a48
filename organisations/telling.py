"""Who is told when something happens to a unit or to somebody's seats."""

from django.conf import settings
from django.urls import reverse

from accounts.models import Person
from procedure import clock
from procedure.notifying import tell_of

from .models import Role, Unit
from .queries import people_in, people_with


def tell_admins(unit: Unit, title: str, body: str, *, url: str) -> None:
    """The unit's administrators; where it has none left, the security administrators, who can seat one."""
    day = clock.today()
    persons = people_in(unit.pk, Role.UNIT_ADMIN, day=day) or people_with(Role.SECURITY_ADMIN, day=day)
    tell_of(url, set(persons), title, body, at=clock.now())


def tell_unit(unit: Unit, title: str, body: str) -> None:
    tell_admins(unit, title, body, url=reverse("organisations:unit"))


def tell_person(person: Person, title: str, body: str, *, url: str = "") -> None:
    tell_of(url or reverse(settings.LOGIN_REDIRECT_URL), {person.pk}, title, body, at=clock.now())
