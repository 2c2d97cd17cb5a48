"""Who gave the code of a unit that is there already asks to be let in, and its administrator answers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Person
from procedure import clock

from . import models
from .members import give_role
from .models import JoinRequest, Membership, Role, Unit, UnitKind
from .queries import seats_of
from .telling import tell_admins, tell_person


def may_be_asked(unit: Unit) -> bool:
    """SAC seats its own people."""
    return unit.kind != UnitKind.SAC


def belongs(person: Person, unit: Unit) -> bool:
    return seats_of(person, clock.today()).filter(unit=unit).exists()


def open_requests(unit: Unit) -> Any:
    return models.JoinRequest.objects.filter(unit=unit, decided_at=None).select_related("person").order_by("pk")


def ask_to_join(person: Person, unit: Unit, note: str) -> bool:
    """Whether this asked anew; who asks twice is in the list once."""
    try:
        with transaction.atomic():
            row = models.JoinRequest.objects.create(unit=unit, person=person, note=note, at=clock.now())
            body = f"{person.name}（{person.email}）申请加入{unit}。" + (f"说明：{note}" if note else "")
            tell_admins(unit, "有人申请加入本单位", body, url=reverse("organisations:join_request", args=[row.pk]))
    except IntegrityError as error:
        if "join_request_once_open" not in str(error):
            raise
        return False
    return True


def decide(request: JoinRequest, *, roles: list[str], answer: str, by: Membership) -> bool:
    """Let somebody in with roles, or not, with an answer; False if a colleague has decided already."""
    with transaction.atomic():
        row = (
            models.JoinRequest.objects.select_for_update(of=("self",))
            .select_related("unit", "person")
            .get(pk=request.pk)
        )
        if row.decided_at is not None:
            return False
        for role in roles:
            give_role(row.person, row.unit, role, by=by.person, why="同意加入")
        row.granted, row.answer, row.decided_at, row.decided_by = bool(roles), answer, clock.now(), by.person
        row.save()
        _tell(row, roles)
    return True


def refuse_empty(granted: bool, roles: list[str], answer: str) -> None:
    """Who lets somebody in says as what; who does not says why."""
    if granted and not roles:
        raise ValidationError({"roles": ["请选择给这位同事的岗位。"]})
    if not granted and not answer.strip():
        raise ValidationError({"answer": ["不同意的，请写明原因，申请人会看到。"]})


def _tell(row: JoinRequest, roles: list[str]) -> None:
    answer = f"答复：{row.answer}" if row.answer else ""
    if row.granted:
        names = "、".join(str(Role(role).label) for role in roles)
        tell_person(row.person, f"已加入{row.unit}", f"您在{row.unit}的岗位：{names}。{answer}")
    else:
        url = reverse("organisations:unit_new")
        tell_person(row.person, f"未能加入{row.unit}", f"{row.unit}没有同意您的加入申请。{answer}", url=url)
