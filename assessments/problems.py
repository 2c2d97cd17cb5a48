"""Reporting a major problem with its files, and answering it (办法17)."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from assessments import models
from assessments.models import MajorProblem, ProblemAnswer
from assessments.procedure.major_problem import MajorProblemState
from bases.models import Base
from bases.procedure.people import ORGANISER, SAC_OFFICER, SUPERVISOR
from documents.models import File
from documents.uploads import Checked
from organisations.models import Membership
from procedure import clock
from procedure.acts import Refused
from procedure.locking import lock_root
from procedure.perform import start
from procedure.steps import Refusal

CLOSED = "该问题已经办结，不能再答复。"
_ANSWERING = (ORGANISER, SUPERVISOR, SAC_OFFICER)


@transaction.atomic
def report(
    base: Base, facts: dict[str, Any], files: Iterable[tuple[Any, Checked]], *, seat: Membership,
    key: uuid.UUID | None = None,
) -> MajorProblem:  # fmt: skip
    """Report it with all its files, or not at all; sent twice it is one. Raises Refused, NotPermitted."""
    row = MajorProblem(base=base, **facts)
    born = start(row, seat=seat, key=key)
    assert isinstance(born, MajorProblem)
    for upload, checked in files if born.pk == row.pk else ():
        stored = File.store(upload, checked.name, seat.person, checked.content_type)
        models.ProblemFile.objects.create(problem=born, file=stored, **_done(seat))
    return born


@transaction.atomic
def answer(problem: MajorProblem, text: str, *, seat: Membership) -> ProblemAnswer:
    """What whoever stands above the host says to it. Raises Refused once it is closed."""
    lock_root(problem)
    problem.refresh_from_db()
    if not may_answer(problem, seat):
        raise Refused([Refusal(CLOSED, "办法17")])
    return models.ProblemAnswer.objects.create(problem=problem, unit=seat.unit, text=text, **_done(seat))


def answers_it(problem: MajorProblem, seat: Membership) -> bool:
    return any(permission.allows(problem, seat) for permission in _ANSWERING)


def may_answer(problem: MajorProblem, seat: Membership) -> bool:
    return problem.state == MajorProblemState.REPORTED and answers_it(problem, seat)


def _done(seat: Membership) -> dict[str, Any]:
    return {"by": seat.person, "by_name": seat.name_shown, "at": clock.now()}
