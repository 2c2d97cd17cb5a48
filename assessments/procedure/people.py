"""Whom SAC has entrusted with a part of its work on a base: they record what they found, in its name (办法7)."""

from typing import TYPE_CHECKING, Any

from django.db import models as db

from assessments.queries import entrusted
from bases.procedure.people import base_of
from organisations.deciding import ISSUER, SAC_OFFICER
from organisations.models import Role
from organisations.queries import people_in
from procedure import clock
from procedure.steps import Audience, Permission, Seat

if TYPE_CHECKING:
    from assessments.models import Delegation


class Task(db.TextChoices):
    """What can be entrusted: findings, never a conclusion."""

    MATERIALS = "materials", "材料核实"
    ON_SITE = "on_site", "现场核查"
    INSPECTION = "inspection", "监督检查走访"


def _commissioned(subject: Any, seat: Seat) -> str:
    return ISSUER if _is_delegate(seat) else ""


def _is_delegate(seat: Any) -> bool:
    return bool(seat.role == Role.ORGANISER_OFFICER)


def _acts_under(delegation: "Delegation", seat: Any) -> bool:
    own = _is_delegate(seat) and seat.unit_id == delegation.delegate_id
    return own and clock.today() <= delegation.until


def _entrusted(subject: Any, seat: Any, task: Task) -> bool:
    return _is_delegate(seat) and entrusted.holds(base_of(subject).pk, seat.unit_id, task)


def DELEGATE_FOR(task: Task) -> Permission:  # noqa: N802  (a permission, as its fellows are)
    """The provincial department entrusted with this task on the base, in its name as long as it lasts."""
    return Permission(
        f"delegate_{task.value}", f"受托的地方标准化主管部门（{task.label}）",
        lambda subject, seat: _entrusted(subject, seat, task), on_behalf=_commissioned,
    )  # fmt: skip


def SAC_OR_DELEGATE(task: Task) -> Permission:  # noqa: N802
    """An officer of SAC, or who was entrusted with this task; only the latter's act is 受托."""
    delegate = DELEGATE_FOR(task)
    return Permission(
        f"sac_or_{delegate.name}", f"国家标准委经办或者{delegate.label}",
        lambda subject, seat: SAC_OFFICER.holds(subject, seat) or delegate.holds(subject, seat),
        audience=SAC_OFFICER.audience, on_behalf=_commissioned,
    )  # fmt: skip


def _delegates(delegation: "Delegation") -> list[Any]:
    return people_in(delegation.delegate_id, Role.ORGANISER_OFFICER, day=clock.today())


DELEGATES = Audience("delegates", "受托的地方标准化主管部门", _delegates)
# Whoever records a finding under this delegation itself.
DELEGATE = Permission("delegate", "受托的地方标准化主管部门", _acts_under, audience=DELEGATES, on_behalf=_commissioned)
