"""A new portal lets in three administrators, once, each by a letter."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import Person
from organisations.models import Membership, Region, Unit, UnitKind

THREE = {
    "system_admin": ("ke@sac.example", "柯某"),
    "security_admin": ("an@sac.example", "安某"),
    "audit_admin": ("jian@sac.example", "简某"),
}

pytestmark = pytest.mark.django_db(transaction=True)


def found(**changes: tuple[str, str]) -> None:
    call_command("found_portal", **{role: list(who) for role, who in (THREE | changes).items()})


def test_three_administrators_are_seated_apart_and_written_to(capsys: pytest.CaptureFixture[str]) -> None:
    found()
    seats = Membership.objects.select_related("person", "unit")
    assert {seat.role: (seat.person.email, seat.person.name) for seat in seats} == THREE
    assert {seat.unit.kind for seat in seats} == {UnitKind.SAC}
    assert not any(person.has_usable_password() for person in Person.objects.all())
    assert Region.objects.filter(code="520000").exists()
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(email for email, _ in THREE.values())
    assert "已建立 3 个管理员账号" in capsys.readouterr().out


def test_a_portal_is_founded_once() -> None:
    found()
    with pytest.raises(CommandError, match="已有管理员"):
        found(system_admin=("other@sac.example", "另一人"))
    assert Unit.objects.count() == 1
    assert Person.objects.count() == 3


@pytest.mark.parametrize("email", ["an@sac.example", "not an address", ""])
def test_nobody_is_two_of_them_and_no_half_is_founded(email: str) -> None:
    with pytest.raises(CommandError):
        found(system_admin=(email, "柯某"))
    assert (Person.objects.count(), Membership.objects.count(), len(mail.outbox)) == (0, 0, 0)
