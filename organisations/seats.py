"""Seats: given, taken away at once, and sat in by a colleague for some days (甲代乙)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, InternalError, transaction
from django.db.models import Q, QuerySet

from accounts import events
from accounts.models import EventKind, Person
from procedure import clock

from . import edits
from .models import ADMINISTRATORS, DEPUTABLE, ROLES_IN, Membership, Role, Unit
from .queries import current_seats
from .telling import tell_person

_APART = "系统、安全、审计管理员的岗位互相分开，也不与其他岗位兼任；请先收回此人现有的岗位，或者另选一人。"
_TWICE = "此人在这些日子里已经有这个岗位。"


class SeatRefused(Exception):
    """Why a seat cannot be given; ``field`` is the one to mend, empty for the whole."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def give_seat(
    person: Person, unit: Unit, role: Role, *, starts: date, ends: date | None, by: Person, reason: str
) -> Membership:
    """Seat a person; SeatRefused where rules on roles and administrators forbid it."""
    if person == by:
        raise SeatRefused("不能给自己授予岗位；请由另一名安全管理员办理。")
    if role not in ROLES_IN[unit.kind]:
        raise SeatRefused(f"{unit.get_kind_display()}没有“{role.label}”这个岗位。", "role")
    with transaction.atomic():
        seat = seat_person(person, unit, role, starts=starts, ends=ends, by=by, reason=reason or "授予岗位")
        person.end_sessions()
        tell_person(person, "您有了新的岗位", f"{unit}：{role.label}，自{starts:%Y-%m-%d}起。")
    return seat


def seat_person(
    person: Person, unit: Unit, role: Role, *, starts: date, ends: date | None, by: Person, reason: str
) -> Membership:
    """Seat a person, be it the one who registers a unit; SeatRefused where administrators are to be kept apart."""
    seat = Membership(person=person, unit=unit, role=role, starts=starts, ends=ends)
    with _guarded(person):
        _refuse_a_second(seat)
        _refuse_mixing(seat)
        edits.save(seat, by, reason)
        _note(EventKind.SEAT_GIVEN, seat, by, reason)
    return seat


@transaction.atomic
def end_seat(seat: Membership, *, by: Person, reason: str) -> bool:
    """Take a seat away at once, and with it those of its stand-ins; False if it had been taken away before."""
    ended = Membership.objects.select_for_update(no_key=True, of=("self",)).select_related("person").get(pk=seat.pk)
    if ended.ended_at is not None:
        return False
    _end(ended, by, reason)
    for stand_in in ended.stand_ins.filter(ended_at__isnull=True).select_related("person"):
        _end(stand_in, by, f"所代岗位已收回：{reason}")
    return True


def name_stand_in(seat: Membership, person: Person, *, starts: date, ends: date, by: Person) -> Membership:
    """Let a colleague of the unit sit in somebody's seat for some days; SeatRefused where that cannot be."""
    stand_in = Membership(person=person, unit=seat.unit, role=seat.role, starts=starts, ends=ends, standing_in_for=seat)
    with _guarded(person):
        Membership.objects.select_for_update(no_key=True).get(pk=seat.pk)
        _refuse_stand_in(stand_in, seat)
        _refuse_a_second(stand_in)
        _refuse_mixing(stand_in)
        edits.save(stand_in, by, f"代{seat.person.name}")
        _note(EventKind.SEAT_GIVEN, stand_in, by, "")
        days = f"{starts:%Y-%m-%d}至{ends:%Y-%m-%d}"
        tell_person(person, f"请您代{seat.person.name}办理", f"{seat.unit} {seat.role_label}，{days}。")
        if by != seat.person:
            tell_person(seat.person, f"{person.name}代您办理", f"{seat.unit} {seat.role_label}，{days}。")
    return stand_in


def replaceable_by(seat: Membership) -> QuerySet[Membership]:
    """The seats for which this one may name stand-ins: its holder's own, for an administrator the unit's."""
    found = current_seats(clock.today()).filter(unit_id=seat.unit_id, role__in=DEPUTABLE, standing_in_for__isnull=True)
    if not seat.names_stand_ins:
        return found.none()
    return found if seat.role == Role.UNIT_ADMIN else found.filter(person_id=seat.person_id)


def colleagues(unit: Unit) -> QuerySet[Person]:
    """Who can stand in: people with a seat in the unit, but for administrators, who are kept apart."""
    seats = current_seats(clock.today()).filter(unit=unit, standing_in_for__isnull=True)
    kept_apart = Membership.objects.filter(role__in=ADMINISTRATORS, ended_at__isnull=True)
    return (
        Person.objects.filter(pk__in=seats.values("person_id"))
        .exclude(pk__in=kept_apart.values("person_id"))
        .order_by("name", "pk")
    )


def _end(seat: Membership, by: Person, reason: str) -> None:
    seat.ended_at = clock.now()
    edits.save(seat, by, reason)
    _note(EventKind.SEAT_ENDED, seat, by, reason)
    seat.person.end_sessions()


def _note(kind: EventKind, seat: Membership, by: Person, reason: str) -> None:
    events.record(kind, person=seat.person, by=by, detail=f"{seat}{f'：{reason}' if reason else ''}")


@contextmanager
def _guarded(person: Person) -> Iterator[None]:
    """One seat of a person after another; what the database refuses is said in the same words."""
    try:
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).get(pk=person.pk)
            yield
    except InternalError as error:
        if "administrators_apart" not in str(error):
            raise
        raise SeatRefused(_APART) from error
    except IntegrityError as error:
        if "membership_once_open" not in str(error):
            raise
        raise SeatRefused(_TWICE) from error


def _overlapping(seat: Membership) -> QuerySet[Membership]:
    """The person's other seats that are held on one of the same days."""
    others = Membership.objects.filter(person=seat.person, ended_at__isnull=True)
    others = others.filter(Q(ends__isnull=True) | Q(ends__gte=seat.starts))
    return others.filter(starts__lte=seat.ends) if seat.ends else others


def _refuse_a_second(seat: Membership) -> None:
    same = _overlapping(seat).filter(unit=seat.unit, role=seat.role, standing_in_for=seat.standing_in_for)
    if same.exists():
        raise SeatRefused(_TWICE)


def _refuse_mixing(seat: Membership) -> None:
    others = _overlapping(seat).exclude(role=seat.role)
    if seat.role not in ADMINISTRATORS:
        others = others.filter(role__in=ADMINISTRATORS)
    if others.exists():
        raise SeatRefused(_APART)


def _refuse_stand_in(stand_in: Membership, seat: Membership) -> None:
    assert stand_in.ends is not None
    if seat.standing_in_for_id is not None:
        raise SeatRefused("代办的岗位不能再请人代办。", "seat")
    if seat.role not in DEPUTABLE or not seat.is_current():
        raise SeatRefused("这个岗位今天没有人担任，不能请人代办。", "seat")
    if stand_in.person_id == seat.person_id:
        raise SeatRefused("代办人不能是本人，请另选一位同事。", "person")
    if not colleagues(seat.unit).filter(pk=stand_in.person_id).exists():
        raise SeatRefused("代办人须是本单位现有岗位的人员，且不是管理员。", "person")
    if stand_in.starts < clock.today():
        raise SeatRefused("代办不能从过去的日子开始。", "starts")
    longest = timedelta(days=settings.STAND_IN_LONGEST_DAYS)
    if not stand_in.starts <= stand_in.ends < stand_in.starts + longest:
        raise SeatRefused(f"止日不能早于起日，代办最长 {longest.days} 天。", "ends")
    if seat.ends is not None and stand_in.ends > seat.ends:
        raise SeatRefused(f"止日不能晚于所代岗位的止日（{seat.ends:%Y-%m-%d}）。", "ends")
