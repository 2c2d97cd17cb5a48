"""监督检查: opened on a ground, visited, found, followed up until all is met (办法31)."""

from typing import TYPE_CHECKING, Any, cast

from django.db import models as db

from assessments import inspecting
from bases.procedure.people import HOST_SUBMITTER, HOSTS, ORGANISERS, SAC_OFFICER, SAC_OFFICERS, SUPERVISORS
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.reckoning import chinese_date, end_instant
from procedure.steps import STAYS, Birth, Due, Fixed, guard, step

from .annual_assessment import is_established
from .people import SAC_OR_DELEGATE, Task

if TYPE_CHECKING:
    from assessments.models import Inspection

_ARTICLE = "办法31"
# Visits are also made in SAC's commission (办法7); findings and conclusions are its own.
INSPECTOR = SAC_OR_DELEGATE(Task.INSPECTION)
base_is_established = guard(_ARTICLE)(is_established)
_CONCERNED = (HOSTS, ORGANISERS, SUPERVISORS)


class InspectionState(db.TextChoices):
    OPENED = "opened", "检查中"
    FOLLOWING = "following", "落实整改"
    CLOSED = "closed", "已办结"


S = InspectionState
RUNNING = (S.OPENED, S.FOLLOWING)


@guard(_ARTICLE)
def has_ground(row: "Inspection", act: Act) -> str | None:
    if row.assessment is not None or row.ground.strip():
        return None
    return "监督检查须有依据：请选择作为依据的年度考核，或者写明其他依据。"


@guard(_ARTICLE)
def ground_is_its_own(row: "Inspection", act: Act) -> str | None:
    found = row.assessment
    if found is None or (found.base_id == row.base.pk and found.is_standing):
        return None
    return "作为依据的年度考核不是该创新基地的，或者已经撤回，请重新选择。"


@guard(_ARTICLE)
def was_visited(row: "Inspection", act: Act) -> str | None:
    return None if row.visits.exists() else "还没有检查记录，请先记录检查。"


@guard(_ARTICLE)
def all_are_met(row: "Inspection", act: Act) -> str | None:
    left = [str(item.number) for item in row.follow_ups.all() if item.met_at is None]
    return f"第 {'、'.join(left)} 项整改要求还没有认定落实，不能办结。" if left else None


def _ends(row: "Inspection", act: Act) -> dict[int, Fixed]:
    """Each follow-up has a day of its own, by its number."""
    return {
        item.cycle: Fixed(
            end_instant(item.due_on),
            f"第 {item.number} 项整改要求，国家标准委要求在{chinese_date(item.due_on)}前落实；条文没有规定期限。",
        )
        for item in inspecting.opened_now(row)
    }


FOLLOW_UP_DUE = Due(
    inspecting.FOLLOW_UP, "落实监督检查整改要求", _ARTICLE, _ends, reminders=(7, 1), tells=(HOSTS, SAC_OFFICERS)
)


class InspectionProcedure(Procedure):
    """监督检查."""

    machine = "inspection"
    machine_label = "监督检查"
    end_label = "办结"
    States = S
    roots = ("base",)
    births = (
        Birth("启动监督检查", _ARTICLE, S.OPENED, SAC_OFFICER,
              guards=(base_is_established, has_ground, ground_is_its_own), notifies=_CONCERNED),
    )  # fmt: skip

    base: Any
    assessment: Any
    ground: Any
    findings: Any
    found_at: Any
    visits: Any
    follow_ups: Any

    class Meta:
        abstract = True

    @step("记录检查", article=_ARTICLE, source=RUNNING, target=STAYS, permission=INSPECTOR,
          form="InspectionVisitForm", notifies=[SAC_OFFICERS])  # fmt: skip
    def record_visit(self, act: Act) -> None:
        """记录一次检查的时间、地点、人员和所见；可以多次，记录不能修改，有误的另记一条。"""
        inspecting.keep_visit(cast("Inspection", self), act)

    @step("形成检查意见", article=_ARTICLE, source=S.OPENED, target=S.FOLLOWING, permission=SAC_OFFICER,
          guards=[was_visited], form="InspectionFindingsForm", opens=[FOLLOW_UP_DUE],
          notifies=_CONCERNED)  # fmt: skip
    def record_findings(self, act: Act) -> None:
        """写明检查发现的情况和整改要求，每项要求各有期限；没有整改要求的，直接办结。"""
        inspecting.keep_findings(cast("Inspection", self), act)

    @step("答复整改要求", article=_ARTICLE, source=S.FOLLOWING, target=STAYS, permission=HOST_SUBMITTER,
          form="FollowUpAnswerForm", notifies=[SAC_OFFICERS, ORGANISERS])  # fmt: skip
    def answer_follow_up(self, act: Act) -> None:
        """逐项答复落实情况，有材料的先在“材料”中上传；逾期仍可答复，注明逾期。"""
        inspecting.keep_answer(cast("Inspection", self), act)

    @step("认定已经落实", article=_ARTICLE, source=S.FOLLOWING, target=STAYS, permission=SAC_OFFICER,
          form="FollowUpMetForm", notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def accept_follow_up(self, act: Act) -> None:
        """这项整改要求已经落实。"""
        inspecting.accept(cast("Inspection", self), act)

    @step("退回再落实", article=_ARTICLE, source=S.FOLLOWING, target=STAYS, permission=SAC_OFFICER,
          form="FollowUpReturnForm", opens=[FOLLOW_UP_DUE], notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def return_follow_up(self, act: Act) -> None:
        """答复没有达到要求的，写明还要做什么，另定期限。"""
        inspecting.send_back(cast("Inspection", self), act)

    @step("办结监督检查", article=_ARTICLE, source=S.FOLLOWING, target=S.CLOSED, permission=SAC_OFFICER,
          guards=[all_are_met], form="InspectionCloseForm", notifies=_CONCERNED)  # fmt: skip
    def close_inspection(self, act: Act) -> None:
        """整改要求全部落实，监督检查办结。"""
