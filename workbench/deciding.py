"""What two persons decide: the open proposal on a case, for those of SAC who may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, DateField, Form

from organisations.deciding import SAC
from organisations.models import Membership, Role
from procedure.forms import StepForm
from procedure.holding import open_on, proposed_step
from procedure.machines import MACHINES, Procedure
from procedure.models import Proposal
from procedure.proposals import form_data
from procedure.reckoning import chinese_date
from procedure.steps import Step
from procedure.taking import form_of

# The latest that its proposer got back, in whatever way; what he typed fills the form again.
_CAME_BACK = (Proposal.Outcome.DECLINED, Proposal.Outcome.VOIDED, Proposal.Outcome.TAKEN_BACK)
SHOWN = 50


def waiting_signature(subject: Procedure, seat: Membership) -> Proposal | None:
    """The open proposal on the case's root, for SAC's people only."""
    return open_on(subject.root) if seat.role in SAC else None


def to_sign(seat: Membership) -> list[tuple[Proposal, Procedure, Step]]:
    """The oldest open proposals that this seat may sign, each with its row; a query for each machine among them."""
    if seat.role != Role.SAC_APPROVER:
        return []
    rows = Proposal.objects.filter(outcome=Proposal.Outcome.OPEN, part_of__isnull=True)
    waiting = list(rows.exclude(proposed_by=seat.person_id).order_by("proposed_at")[:SHOWN])
    subjects = _subjects(waiting)
    found = ((proposal, subjects[proposal.subject_id], proposed_step(proposal)) for proposal in waiting)
    return [(p, s, step) for p, s, step in found if step.two_person and step.two_person.allows(s, seat)]


def _subjects(waiting: Iterable[Proposal]) -> dict[Any, Procedure]:
    keys: dict[str, list[Any]] = {}
    for proposal in waiting:
        keys.setdefault(proposal.machine, []).append(proposal.subject_id)
    return {
        row.pk: row
        for machine, found in keys.items()
        for row in MACHINES[machine]._default_manager.filter(pk__in=found)
    }


def came_back(subject: Procedure, step: Step, seat: Membership) -> Proposal | None:
    """What this person proposed last for this step, if it was not signed."""
    rows = Proposal.objects.filter(subject_id=subject.pk, step=step.name, proposed_by=seat.person_id, part_of=None)
    last = rows.order_by("-proposed_at").first()
    return last if last and last.outcome in _CAME_BACK else None


def filled(proposal: Proposal, subject: Procedure, seat: Membership) -> StepForm | None:
    """The step's form with what was proposed."""
    form_class = form_of(subject, proposed_step(proposal))
    return form_class(form_data(proposal), subject=subject, seat=seat) if form_class else None


@dataclass(frozen=True)
class Shown:
    label: str
    words: str


def shown_values(form: Form | None) -> list[Shown]:
    """What was proposed, to be read: a choice by its label, a day as it is written, a tick as 是 or 否."""
    if form is None:
        return []
    return [Shown(str(field.label), _words(field)) for field in form.visible_fields()]


def _words(field: BoundField) -> str:
    value = field.value()
    choices = dict(_flat(getattr(field.field, "choices", [])))
    if isinstance(field.field, DateField):
        day = field.field.to_python(value)
        return chinese_date(day) if day else ""
    if isinstance(value, bool) or value == "on":
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(str(choices.get(str(each), each)) for each in value)
    return str(choices.get(str(value), "" if value is None else value))


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield str(key), label
