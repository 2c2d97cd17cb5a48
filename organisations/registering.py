"""How a unit comes into the house: registered by its own people, confirmed by an officer, changed under its history."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import Person
from documents.models import File
from documents.store import Upload
from documents.uploads import Checked
from procedure import clock

from . import edits, models
from .codes import Code, CodeFault, parse
from .members import give_role
from .models import Membership, Role, Unit, UnitConfirmation, UnitEvidence
from .telling import tell_unit

# Who registers a unit begins with all three, so that drafting is open at once.
FOUNDING = (Role.UNIT_ADMIN, Role.PREPARER, Role.SUBMITTER)
LETTERHEAD = (
    "office", "leader", "leader_title", "contact", "contact_title", "phone", "fax", "postcode", "email", "address",
    "region",
)  # fmt: skip
IDENTITY = ("name", "code")


class AlreadyRegistered(Exception):
    """A unit of this code is there: who has the same code asks to join it."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(str(unit))
        self.unit = unit


def unit_with(code: Code) -> Unit | None:
    """The unit of this code; a credit code has the unit's organisation code in its places 9 to 17."""
    subject = code.text[-10:-1] if len(code.text) > 9 else code.text
    same = Q(code=code.text) | Q(code=subject)
    if subject == code.text:
        same |= Q(code__regex=f"^.{{8}}{subject}.$")
    return models.Unit.objects.filter(same).order_by("pk").first()


def namesake(name: str, *, besides: Unit | None = None) -> Unit | None:
    """A unit of this name, brackets of either width counting as the same."""
    wide = name.replace("(", "（").replace(")", "）")
    narrow = name.replace("（", "(").replace("）", ")")
    others = models.Unit.objects.exclude(pk=besides.pk) if besides else models.Unit.objects.all()
    return others.filter(name__in={name, wide, narrow}).first()


def register_unit(unit: Unit, person: Person, *, evidence: tuple[Upload, Checked] | None) -> Membership:
    """Keep a new unit and seat its founder; the submitter's seat. Raises AlreadyRegistered, ValidationError."""
    try:
        with transaction.atomic():
            unit.registered_at = clock.now()
            edits.save(unit, person, "单位登记")
            if evidence:
                _keep_evidence(unit, person, evidence, "")
            return [give_role(person, unit, role, by=person, why="单位登记") for role in FOUNDING][-1]
    except IntegrityError as error:
        raise _taken(unit, error) from error


def _taken(unit: Unit, error: IntegrityError) -> Exception:
    """What somebody else registered in the same second: the code leads to joining, the name is told at its field."""
    if "unit_code_once" in str(error):
        return AlreadyRegistered(models.Unit.objects.get(code=unit.code))
    if "organisations_unit_name" in str(error):
        return ValidationError({"name": [NAME_TAKEN]})
    return error


NAME_TAKEN = "已有同名单位登记。如就是贵单位，请核对代码后申请加入；确属重名的，请与申报组织单位联系。"


def base_of(unit: Unit, fields: tuple[str, ...]) -> str:
    """What these facts of a unit are, in short: a form that carries another value was opened before a change."""
    facts = [str(getattr(unit, f"{name}_id", getattr(unit, name))) for name in fields]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def save_letterhead(unit: Unit, facts: dict[str, Any], *, base: str, seat: Membership) -> Unit | None:
    """Change the letterhead; the unit as it stands if somebody changed it since it was read."""
    with transaction.atomic():
        locked = _locked(unit)
        if base_of(locked, LETTERHEAD) != base:
            return locked
        for name, value in facts.items():
            setattr(locked, name, value)
        edits.save(locked, seat.person, "修改单位信息")
    return None


def save_identity(unit: Unit, name: str, code: str, *, base: str, seat: Membership) -> Unit | None:
    """Change name or code, which takes the confirmation away; the unit as it stands if it was changed since."""
    try:
        with transaction.atomic():
            locked = _locked(unit)
            if base_of(locked, IDENTITY) != base:
                return locked
            if (locked.name, locked.code) != (name, code):
                locked.name, locked.code, locked.confirmed_at = name, code, None
                edits.save(locked, seat.person, "更改单位名称或代码，须重新确认")
    except IntegrityError as error:
        taken = _taken(Unit(name=name, code=code), error)
        if isinstance(taken, AlreadyRegistered):
            raise ValidationError({"code": [f"这个代码已由“{taken.unit}”登记，请核对。"]}) from error
        raise taken from error
    return None


def add_evidence(unit: Unit, person: Person, evidence: tuple[Upload, Checked], title: str) -> UnitEvidence:
    with transaction.atomic():
        return _keep_evidence(_locked(unit), person, evidence, title)


def _keep_evidence(unit: Unit, person: Person, evidence: tuple[Upload, Checked], title: str) -> UnitEvidence:
    upload, checked = evidence
    file = File.store(upload, checked.name, person, checked.content_type)
    name = title or checked.name.rsplit(".", 1)[0]
    return models.UnitEvidence.objects.create(
        unit=unit, file=file, title=name[:120], added_by=person, added_at=clock.now()
    )


def confirm_unit(unit: Unit, seat: Membership, *, reason: str, odd_code: bool, base: str = "") -> UnitConfirmation:
    """Record an officer's word on name and code. A code that fails its check needs the tick, a reason and evidence."""
    with transaction.atomic():
        locked = _locked(unit)
        if base and base != base_of(locked, IDENTITY):
            raise ValidationError("该单位在您打开本页之后改过名称或代码，请看过现在的内容再确认。", code="changed")
        odd = bool(_checked_code(locked).odd)
        if odd:
            _refuse_odd(locked, reason, odd_code)
        said = models.UnitConfirmation.objects.create(
            unit=locked, name=locked.name, code=locked.code, odd_code=odd, reason=reason, at=clock.now(),
            by=seat.person, by_name=seat.name_shown, by_unit=seat.unit,
        )  # fmt: skip
        locked.confirmed_at = said.at
        edits.save(locked, seat.person, "确认单位名称和代码")
        tell_unit(locked, "本单位已确认", f"{seat.unit}已确认本单位的名称和代码。")
    unit.confirmed_at = said.at
    return said


def _checked_code(unit: Unit) -> Code:
    try:
        return parse(unit.code)
    except CodeFault as fault:
        raise ValidationError(f"代码格式不对，不能确认，请该单位改正：{fault}。", code="code_form") from fault


def _refuse_odd(unit: Unit, reason: str, odd_code: bool) -> None:
    faults: dict[str, list[str]] = {}
    if not odd_code:
        faults["odd_code"] = ["代码的校验码不符。核对证明材料后确属该单位的，请勾选此项。"]
    if not reason.strip():
        faults["reason"] = ["校验码不符仍予确认的，请写明核对了什么材料、为何确认。"]
    if not unit.evidence.exists():
        faults["__all__"] = ["代码的校验码不符，该单位还没有提交证明材料；请该单位先在“本单位”页补充材料。"]
    if faults:
        raise ValidationError(faults)


def _locked(unit: Unit) -> Unit:
    return models.Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
