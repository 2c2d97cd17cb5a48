"""When the plan is written: as a draft, in a revision, and while a supplement asks for another plan."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from . import models
from .models import Application, SupplementItem
from .procedure import State


@dataclass(frozen=True)
class Phase:
    """What writing is called while a case stands in one state, and by which step the plan is filed then."""

    heading: str
    step: str
    verb: str
    # What follows, where it is not the whole road of a first submission.
    then: str = ""

    @property
    def is_first(self) -> bool:
        return not self.then


PHASES = {
    State.DRAFT: Phase("填报申报方案", "submit_plan", "报送申报方案"),
    State.SUPPLEMENTING: Phase(
        "按补充要求修改申报方案", "file_amended_plan", "报送补充后的方案",
        "直接送国家标准委，作为对补充要求的答复；组织单位和推荐单位会收到通知。",
    ),
    State.REVISING: Phase(
        "修改完善申报方案", "submit_revision", "报送修改稿",
        "连同逐条答复送国家标准委，与专家评审的版本逐处对照核对；未落实的限期再改。",
    ),
}  # fmt: skip


def written_now() -> Q:
    """Of an application: that its plan is written now."""
    return Q(state__in=(State.DRAFT, State.REVISING)) | Q(
        Exists(_plans_wanted().filter(supplement__application=OuterRef("pk"))), state=State.SUPPLEMENTING
    )


def is_written(application: Application) -> bool:
    """The same of one case as it stands; asked under its lock, nothing is filed in between."""
    if application.state == State.SUPPLEMENTING:
        return plans_wanted(application).exists()
    return application.state in (State.DRAFT, State.REVISING)


def is_draft(application: Application) -> bool:
    """Whether also that may be changed by which it was filed: name, type, organiser, place."""
    return application.state == State.DRAFT


def plans_wanted(application: Application) -> QuerySet[SupplementItem]:
    """The items of the running supplement that wait for another plan."""
    return _plans_wanted().filter(supplement__application=application.pk).select_related("supplement")


def _plans_wanted() -> QuerySet[SupplementItem]:
    return models.SupplementItem.objects.filter(
        supplement__closed_at__isnull=True, wants_plan=True, answered_at__isnull=True
    )
