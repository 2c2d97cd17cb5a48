"""领取、转交、放回: which of SAC's officers has a case; a soft claim, and never a gate on a step."""

from typing import TYPE_CHECKING, Any

from accounts.models import Person
from organisations.models import Membership, Role
from organisations.queries import people_with
from procedure import clock
from procedure.notifying import tell_of

from . import models
from .holding import Moved, held
from .procedure.states import WITH_SAC

if TYPE_CHECKING:
    from .models import Application, Assignment


def may_assign(application: "Application", seat: Membership) -> bool:
    return seat.role == Role.SAC_OFFICER and application.state in WITH_SAC


def officers() -> Any:
    """SAC's officers of today."""
    return Person.objects.filter(pk__in=people_with(Role.SAC_OFFICER, day=clock.today())).order_by("name", "pk")


def colleagues(application: "Application") -> Any:
    """Every officer of today but the one who has it."""
    return officers().exclude(pk=application.officer_id or 0)


def take(application: "Application", *, seat: Membership) -> None:
    """Take what nobody has; taken twice by the same officer it is taken once. Raises Moved."""
    with held(application, *WITH_SAC) as locked:
        if locked.officer_id == seat.person_id:
            return
        if locked.officer_id is not None:
            raise Moved(f"本案已由{_officer_name(locked)}领取；需要接办的，请办理转交。")
        _assign(locked, seat.person, seat, "")


def hand_over(application: "Application", to: Person, note: str, *, had: str, seat: Membership) -> None:
    """Give it to a colleague, whoever ``had`` it on the page. Raises Moved."""
    with held(application, *WITH_SAC) as locked:
        if locked.officer_id == to.pk:
            return
        if str(locked.officer_id or "") != had:
            raise Moved(f"本页打开之后，本案的经办已变为{_officer_name(locked)}；请先核对，再决定是否转交。")
        before = locked.officer_id
        _assign(locked, to, seat, note)
        _tell(locked, {to.pk, before} - {None, seat.person_id}, f"转交给{to.name}", note)


def give_back(application: "Application", *, seat: Membership) -> None:
    """Give back what one has oneself. Raises Moved."""
    with held(application, *WITH_SAC) as locked:
        if locked.officer_id is None:
            return
        if locked.officer_id != seat.person_id:
            raise Moved(f"本案现由{_officer_name(locked)}经办，只有本人可以放回；需要调整的，请办理转交。")
        _assign(locked, None, seat, "")


def assignments_of(application: "Application") -> "list[Assignment]":
    """Who had it when, the newest first."""
    return list(models.Assignment.objects.filter(application=application.pk).order_by("-pk"))


def _assign(application: "Application", officer: Person | None, seat: Membership, note: str) -> None:
    models.Assignment.objects.create(
        application=application, officer=officer, officer_name=officer.name if officer else "", note=note,
        by=seat.person, by_name=seat.name_shown, at=clock.now(),
    )  # fmt: skip
    # One column, under the lock of the row: no step, and nothing of the case's own history.
    models.Application.objects.filter(pk=application.pk).update(officer=officer)


def _officer_name(application: "Application") -> str:
    last = models.Assignment.objects.filter(application=application.pk).order_by("-pk").first()
    return (last.officer_name if last else "") or "无人"


def _tell(application: "Application", persons: set[Any], what: str, note: str) -> None:
    body = f"本案已{what}。{note}".strip()
    tell_of(application.get_absolute_url(), persons, f"{application}：{what}", body, at=clock.now())
