"""SAC's own number (编号): by year of the call and type, the next free one offered, another one possible."""

import re
from itertools import count
from typing import TYPE_CHECKING

from django.db import connection

from . import models
from .procedure.states import BaseKind

if TYPE_CHECKING:
    from .models import Application

LETTERS = {BaseKind.REGIONAL: "Q", BaseKind.SECTOR: "L", BaseKind.INTERNATIONAL: "G"}
_NUMBER = r"[0-9]{3,6}"
# Any word will do, as long as nothing else waits at it.
_LOCK = "applications.sac_number"


def prefix_of(application: "Application") -> str:
    return f"{application.call.year}-{LETTERS[BaseKind(application.kind)]}-"


def next_number(application: "Application") -> str:
    """The first number of this year and type that no case has."""
    prefix = prefix_of(application)
    rows = models.Application.objects.filter(sac_number__startswith=prefix).values_list("sac_number", flat=True)
    taken = set(rows)
    return next(number for each in count(1) if (number := f"{prefix}{each:03d}") not in taken)


def pattern_words(application: "Application") -> str:
    return f"形如 {prefix_of(application)}001：申报年度、类型（区域 Q、领域 L、国际 G）、三至六位顺序号"


def fits(application: "Application", number: str) -> bool:
    return bool(re.fullmatch(re.escape(prefix_of(application)) + _NUMBER, number))


def holder_of(number: str, *, but: "Application") -> "models.Application | None":
    """Which other case has the number."""
    return models.Application.objects.filter(sac_number=number).exclude(pk=but.pk).first()


def one_after_another() -> None:
    """Two officers who give numbers in the same second wait for one another here, until the step is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_LOCK])
