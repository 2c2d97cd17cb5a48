"""What stands beside a case for one seat: what it should know, and the pages that it may want next."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from organisations.confirming_rights import may_confirm
from organisations.deciding import SAC
from organisations.models import Membership, Role

from . import checking, deliberating
from .calling import own_extension
from .deliberating import may_except
from .desk_tabs import demand, desk_of
from .judged_tabs import seals
from .likeness import Likeness, alike_to
from .models import Admission, Application
from .placing import may_correct
from .procedure import State
from .ranking import COMPARED

_DECIDERS = (Role.RECOMMENDER_OFFICER, *SAC)
Link = tuple[str, str]


@dataclass(frozen=True)
class Notice:
    sentence: str
    link: Link | None = None


def notices(application: Application, seat: Membership) -> list[Notice]:
    """Exceptions, a window extended alone, a unit still to be confirmed, and sectors that may be alike."""
    found = [Notice(admission.sentence()) for admission in exceptions_of(application)]
    if extended := own_extension(application):
        found.append(Notice(extended))
    if application.state == State.ORGANISER_REVIEW and seat.role == Role.ORGANISER_OFFICER:
        found += _unconfirmed(application, seat)
    found += _excepted(application, seat)
    if seat.role in _DECIDERS:
        found += [Notice(each.sentence, ruling_link(each, seat)) for each in alike_to(application, seat)]
    return found


def _excepted(application: Application, seat: Membership) -> list[Notice]:
    """Both who propose and who sign see by which exception a second base may be built here."""
    if seat.role not in deliberating.READERS or application.state not in deliberating.EXCEPTABLE:
        return []
    exception = deliberating.current_exception(application)
    where = ("看例外", reverse("applications:place_exception", args=[application.pk]))
    return [Notice(f"已记录例外（{exception.by_name}）：{exception.reason}", where)] if exception else []


def exceptions_of(application: Application) -> list[Admission]:
    """The exceptions by which this very organiser or recommender has its part in the case."""
    parts = {("organiser", application.organiser_id), ("recommender", application.recommender_id)}
    return [
        admission
        for admission in Admission.for_case(application).select_related("unit", "call")
        if (admission.part, admission.unit_id) in parts
    ]


def ruling_link(likeness: Likeness, seat: Membership) -> Link | None:
    """Where an SAC officer decides, both entries ticked."""
    if seat.role != Role.SAC_OFFICER:
        return None
    asked = "&".join(f"sector={sector.pk}" for sector in likeness.sectors)
    return "认定是否相近", f"{reverse('organisations:rulings')}?{asked}"


def links(application: Application, seat: Membership) -> list[Link]:
    """Pages of this case for this seat, what is to be done first."""
    key, found = [application.pk], []
    if seat.role == Role.RECOMMENDER_OFFICER and application.state in COMPARED:
        asked = f"?call={application.call_id}&kind={application.kind}"
        found.append(("与其他方案比较、排序", f"{reverse('applications:compare')}{asked}"))
    if seat.role in deliberating.READERS and application.state == State.DELIBERATION:
        found.append(("研究审议（全部候选）", f"{reverse('applications:deliberation')}?call={application.call_id}"))
    if may_except(application, seat):
        found.append(("同一区域或者领域的例外", reverse("applications:place_exception", args=key)))
    if may_correct(application, seat):
        found.append(("改正所在地", reverse("applications:region", args=key)))
    if seat.role == Role.SAC_OFFICER and application.submitted_at and not application.is_final:
        # By its name alone: the room above is not to be imported.
        found.append(("违规立案（办法第三十六条）", reverse("assessments:opened", args=key)))
    return [*found, ("案卷首页（可打印）", reverse("applications:case_sheet", args=key))]


def lead(application: Application, seat: Membership) -> Link | None:
    """What goes before the steps: the checklist; a recommender's papers, until they are there and good."""
    if checking.writes(application, seat):
        return "逐项核对申报材料", reverse("applications:form_check", args=[application.pk])
    if found := _of_revision(application, seat):
        return found
    if not seals(application, seat):
        return None
    scan = application.scan
    if scan is not None and scan.is_good and application.letter_id:
        return None
    return "上传推荐材料", reverse("applications:papers", args=[application.pk])


def _of_revision(application: Application, seat: Membership) -> Link | None:
    own = seat.unit_id == application.unit_id and seat.role in (Role.PREPARER, Role.SUBMITTER)
    if own and application.state == State.REVISING:
        return "逐条答复评审意见、修改方案", reverse("applications:revision_replies", args=[application.pk])
    if seat.role == Role.SAC_OFFICER and application.state == State.REVISION_CHECK:
        return "逐条核对修改稿", reverse("applications:revision_check", args=[application.pk])
    return None


def beside(application: Application, seat: Membership) -> dict[str, Any]:
    return {
        "notices": notices(application, seat),
        "links": links(application, seat),
        "lead": lead(application, seat),
        "desk": desk_of(application, seat),
        "demand": demand(application, seat),
    }


def _unconfirmed(application: Application, seat: Membership) -> list[Notice]:
    unit = application.unit
    if unit.is_confirmed:
        return []
    sentence = f"{unit.name}是新登记的单位，全称和代码还没有确认；首次论证时请先核对其证明材料并确认，再办理论证。"
    address = reverse("organisations:unit_confirmed", args=[unit.pk])
    where = ("核对并确认单位", f"{address}?{urlencode({'next': application.get_absolute_url()})}")
    return [Notice(sentence, where if may_confirm(seat, unit) else None)]
