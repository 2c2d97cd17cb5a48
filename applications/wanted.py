"""What a plan is written again for, as those who write it are told."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from procedure.reckoning import end_instant

from . import revising
from .models import Application
from .procedure import State
from .writable import plans_wanted


@dataclass(frozen=True)
class AskedFor:
    """By what SAC asked for another plan, until when, and where that can be read; ``points`` are to be answered."""

    title: str
    due_on: date
    note: str
    label: str
    url: str
    points: bool = False
    waiting: int = 0

    @property
    def ends_at(self) -> datetime:
        return end_instant(self.due_on)


def asked_for(application: Application) -> AskedFor | None:
    """Of a plan that is written again for SAC."""
    if application.state == State.REVISING and (running := revising.current_round(application)):
        url = reverse("applications:revision_replies", args=[application.pk])
        waiting = revising.unanswered(application)
        return AskedFor("请按评审意见修改完善", running.due_on, running.note, "逐条答复评审意见", url, True, waiting)
    if application.state == State.SUPPLEMENTING and (item := plans_wanted(application).first()):
        url = f"{application.get_absolute_url()}?tab=supplements"
        return AskedFor("国家标准委要求修改申报方案", item.supplement.due_on, item.text, "看补充要求", url)
    return None
