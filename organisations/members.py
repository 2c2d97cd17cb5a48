"""The colleagues of a unit: their seats given and ended by its administrator, who is never the last to go."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from procedure import clock
from procedure.notifying import write_to

from . import letters, models
from .models import ROLES_IN, Invitation, Membership, Role, Unit, UnitKind
from .queries import current_seats
from .seats import SeatRefused, end_seat, seat_person
from .telling import tell_person

INVITATION_DAYS = 7
_LAST_ADMIN = "每个单位至少留一名单位管理员：请先让另一位同事担任单位管理员，再收回这个岗位。"


@dataclass(frozen=True)
class Colleague:
    """Somebody with seats in the unit, standing in or not."""

    person: Person
    seats: list[Membership]

    @property
    def roles(self) -> list[str]:
        return [seat.role for seat in self.seats if seat.standing_in_for_id is None]


def grantable(unit: Unit) -> tuple[Role, ...]:
    """The roles that a unit's own administrator can give; SAC's and experts' seats the security administrator gives."""
    if unit.kind == UnitKind.SAC:
        return ()
    return tuple(role for role in ROLES_IN[unit.kind] if role != Role.EXPERT)


def staff(unit: Unit) -> list[Colleague]:
    seats: dict[Person, list[Membership]] = defaultdict(list)
    for seat in current_seats(clock.today()).filter(unit=unit).order_by("person__name", "person_id", "pk"):
        seats[seat.person].append(seat)
    return [Colleague(person, held) for person, held in seats.items()]


def colleague(unit: Unit, key: int) -> Colleague | None:
    return next((found for found in staff(unit) if found.person.pk == key), None)


def give_role(person: Person, unit: Unit, role: str, *, by: Person, why: str) -> Membership:
    """The person's own open seat of this role, new unless they hold it. Raises SeatRefused for 三员."""
    own = models.Membership.objects.filter(
        person=person, unit=unit, role=role, ends=None, ended_at=None, standing_in_for=None
    )
    held = own.first()
    return held or seat_person(person, unit, Role(role), starts=clock.today(), ends=None, by=by, reason=why)


def end_one(seat: Membership, *, by: Person) -> bool:
    """End a seat at once; False if that was done before. Raises SeatRefused for the last administrator."""
    with transaction.atomic():
        _lock(seat.unit)
        _refuse_last_admin(seat.unit, seat.person, [seat])
        ended = end_seat(seat, by=by, reason="单位管理员收回")
        if ended and seat.person != by:
            tell_person(seat.person, f"您在{seat.unit}的岗位有调整", f"{by.name}已收回您的岗位：{seat.role_label}。")
    return ended


def change_roles(unit: Unit, person: Person, roles: Collection[str], *, by: Person) -> bool:
    """Leave a colleague exactly these roles in the unit, and an expert's seat as it is; whether anything changed."""
    with transaction.atomic():
        _lock(unit)
        found = colleague(unit, person.pk)
        held = [seat for seat in found.seats if seat.standing_in_for_id is None] if found else []
        # Not the unit's to take either: the form does not even show it.
        held = [seat for seat in held if seat.role != Role.EXPERT]
        lost = [seat for seat in held if seat.role not in roles]
        new = [role for role in roles if role not in {seat.role for seat in held}]
        _refuse_last_admin(unit, person, lost)
        for seat in lost:
            end_seat(seat, by=by, reason="单位管理员调整岗位")
        for role in new:
            give_role(person, unit, role, by=by, why="单位管理员调整岗位")
        if lost or new:
            person.end_sessions()
            names = "、".join(str(Role(role).label) for role in roles)
            tell_person(person, f"您在{unit}的岗位有调整", f"{by.name}已将您的岗位调整为：{names}。请重新登录。")
    return bool(lost or new)


def leave(unit: Unit, person: Person, *, by: Person) -> int:
    """End everything that somebody holds in the unit, at once; how many seats that were."""
    with transaction.atomic():
        _lock(unit)
        found = colleague(unit, person.pk)
        seats = found.seats if found else []
        _refuse_last_admin(unit, person, seats)
        for seat in seats:
            end_seat(seat, by=by, reason="离开单位")
    return len(seats)


def invite(unit: Unit, facts: dict[str, Any], *, by: Membership) -> Invitation:
    """Ask a colleague by mail; an open invitation to the same address is replaced."""
    with transaction.atomic():
        now = timezone.now()
        open_invitations(unit).filter(email__iexact=facts["email"]).update(withdrawn_at=now)
        row = models.Invitation.objects.create(
            unit=unit, email=facts["email"].lower(), name=facts["name"], roles=list(facts["roles"]), at=clock.now(),
            invited_by=by.person, invited_by_name=by.name_shown, expires_at=now + timedelta(days=INVITATION_DAYS),
        )  # fmt: skip
        write_to(row.email, *letters.invitation(row))
    return row


def open_invitations(unit: Unit) -> Any:
    """Sent, neither taken up nor withdrawn; past their days too, so that the administrator sees them."""
    return models.Invitation.objects.filter(unit=unit, accepted_at=None, withdrawn_at=None)


def withdraw(invitation: Invitation) -> bool:
    """Whether there was still something to withdraw."""
    return bool(open_invitations(invitation.unit).filter(pk=invitation.pk).update(withdrawn_at=timezone.now()))


def accept(invitation: Invitation, person: Person) -> Membership:
    """Take the invitation up, once; the first seat. Raises SeatRefused, ValidationError if it is no good any more."""
    with transaction.atomic():
        row = models.Invitation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=invitation.pk)
        if refusal := letters.refusal(row):
            raise ValidationError(refusal, code="gone")
        seats = [give_role(person, row.unit, role, by=row.invited_by, why="接受邀请") for role in row.roles]
        row.accepted_at, row.accepted_by = timezone.now(), person
        row.save(update_fields=["accepted_at", "accepted_by"])
        body = f"{person.name}（{person.email}）已接受邀请，加入{row.unit}。"
        tell_person(row.invited_by, "邀请已被接受", body, url=reverse("organisations:members"))
    return seats[0]


def _refuse_last_admin(unit: Unit, person: Person, lost: list[Membership]) -> None:
    if not any(seat.role == Role.UNIT_ADMIN for seat in lost):
        return
    lasting = current_seats(clock.today()).filter(unit=unit, role=Role.UNIT_ADMIN, ends=None, standing_in_for=None)
    if not lasting.exclude(person=person).exists():
        raise SeatRefused(_LAST_ADMIN)


def _lock(unit: Unit) -> None:
    """One at a time, so that two administrators cannot each take the other's seat."""
    models.Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
