"""建设方案: the organiser sends in how the plan is built; SAC decides on each deviation from it (指南三（六）)."""

from typing import TYPE_CHECKING, Any

from django.db import models as db

from assessments import deviating, dossiers
from bases.procedure import IN_BUILD
from bases.procedure.building import PLAN
from bases.procedure.people import HOST, HOSTS, ORGANISER, ORGANISERS, SAC_OFFICER, SAC_OFFICERS, SUPERVISORS
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.models import DueDate
from procedure.steps import Birth, Permission, guard, step

from .filling import is_complete

if TYPE_CHECKING:
    from assessments.models import ConstructionPlan

_ARTICLE = "指南三（六）"


class ConstructionPlanState(db.TextChoices):
    DRAFT = "draft", "起草中"
    FILED = "filed", "待国家标准委审核"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "已接受"


S = ConstructionPlanState
# The organiser sends it; the host drafts along.
WRITERS = Permission(
    "plan_writers", "申报组织单位或者承担单位",
    lambda subject, seat: ORGANISER.holds(subject, seat) or HOST.holds(subject, seat),
    audience=ORGANISERS,
)  # fmt: skip


@guard(_ARTICLE)
def base_in_build(plan: "ConstructionPlan", act: Act) -> str | None:
    return None if plan.base.state in IN_BUILD else f"创新基地{plan.base.state_label}，不再报送建设方案。"


@guard(_ARTICLE)
def one_plan(plan: "ConstructionPlan", act: Act) -> str | None:
    there = type(plan)._default_manager.filter(base=plan.base).exclude(pk=plan.pk)
    return "该创新基地已经有一份建设方案，请在那一份上修改。" if there.exists() else None


@guard(_ARTICLE)
def receipt_recorded(plan: "ConstructionPlan", act: Act) -> str | None:
    """The three months run from it; without it nobody can say whether the plan is in time."""
    return None if plan.base.received_on else "还没有登记收到批准文件的日期，请先在创新基地页面登记收文。"


class ConstructionPlanProcedure(Procedure):
    """建设方案."""

    machine = "construction_plan"
    machine_label = "建设方案"
    States = ConstructionPlanState
    road = (S.DRAFT, S.FILED, S.ACCEPTED)
    roots = ("base",)
    written_in = (S.DRAFT, S.RETURNED)
    written_by = WRITERS
    filed_by_step = "file_plan"
    births = (Birth("开始起草建设方案", _ARTICLE, S.DRAFT, WRITERS, guards=(base_in_build, one_plan)),)

    base: Any
    dossier: Any
    filed_at: Any
    is_late: Any

    class Meta:
        abstract = True

    @step("报送建设方案", article=_ARTICLE, source=[S.DRAFT, S.RETURNED], target=S.FILED, permission=ORGANISER,
          guards=[is_complete, base_in_build, receipt_recorded],
          notifies=[HOSTS, SUPERVISORS, SAC_OFFICERS])  # fmt: skip
    def file_plan(self, act: Act) -> None:
        """报送国家标准委，内容冻结；与申报方案承诺的偏离逐项列出，由国家标准委决定。以第一次报送计算是否按期。"""
        dossiers.freeze(self.dossier, act)
        deviating.list_deviations(self)  # type: ignore[arg-type]
        if self.filed_at is None:
            due = DueDate.objects.filter(subject_id=self.base.pk, kind=PLAN, closed_at=None).first()
            self.filed_at, self.is_late = act.at, due is not None and act.at >= due.due_at
            act.cause(self.base, "record_plan")

    @step("接受建设方案", article=_ARTICLE, source=S.FILED, target=S.ACCEPTED, permission=SAC_OFFICER,
          form="AcceptPlanForm", notifies=[HOSTS, ORGANISERS, SUPERVISORS])  # fmt: skip
    def accept_plan(self, act: Act) -> None:
        """接受建设方案；各项偏离写明理由后记录在案，申报方案的承诺不因此改变。"""
        deviating.accept(self, act)  # type: ignore[arg-type]

    @step("退回建设方案", article=_ARTICLE, source=S.FILED, target=S.RETURNED, permission=SAC_OFFICER,
          form="ReturnPlanForm", notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def return_plan(self, act: Act) -> None:
        """写明要修改的内容和不接受的偏离，退回申报组织单位；第一次报送的日期不变。"""
        assert act.seat is not None
        deviating.refuse(self, act)  # type: ignore[arg-type]
        self.dossier = dossiers.reopen(self.dossier, seat=act.seat)  # type: ignore[arg-type]
