"""Brings practice rows where a test wants them: through start() and perform(), as everybody must."""

from datetime import datetime
from typing import Any

from procedure.clock import BEIJING
from procedure.perform import perform, start
from tests.factories import Personas

from .models import Errand, Parcel, Round

NOON = datetime(2024, 3, 5, 12, 0, tzinfo=BEIJING)
PAUSE = {"note": "等材料", "until": "2024-04-01"}
FINISH = {"note": "同意办结", "ways": ["post", "hand"]}
WAY = {"draft": [], "working": ["begin"], "waiting": ["begin", "pause"], "dropped": ["drop"]}


def errand(cast: Personas, state: str = "draft", **facts: Any) -> Errand:
    """An errand of the applicant's unit, in the state."""
    row = start(Errand(**{"title": "差事", "unit": cast.applicant.unit, **facts}), seat=cast.applicant)
    assert isinstance(row, Errand)
    for name in WAY[state]:
        perform(row, name, seat=cast.applicant, data=PAUSE)
    return row


def parcel(cast: Personas, of: Errand) -> Parcel:
    row = start(Parcel(errand=of, unit=of.unit, state="open"), seat=cast.applicant)
    assert isinstance(row, Parcel)
    return row


def batch(cast: Personas, *errands: Errand) -> Round:
    row = start(Round(name="第一批"), seat=cast.officer)
    assert isinstance(row, Round)
    Errand.objects.filter(pk__in=[errand.pk for errand in errands]).update(round=row)
    return row
