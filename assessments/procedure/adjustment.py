"""调整: SAC adjusts a base by its layout and the base's operation, once experts have assessed it (办法34)."""

from typing import TYPE_CHECKING

from django.db import models as db

from bases.procedure.changing import CHANGEABLE
from bases.procedure.people import HOSTS, ORGANISERS, SAC_APPROVER, SAC_OFFICER, SUPERVISORS
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.steps import NONE, Birth, guard, step

if TYPE_CHECKING:
    from assessments.models import Adjustment

_ARTICLE = "办法34"


class AdjustmentState(db.TextChoices):
    DRAFT = "draft", "拟调整"
    ADJUSTED = "adjusted", "已调整"
    DROPPED = "dropped", "不再调整"


S = AdjustmentState


@guard(_ARTICLE)
def base_goes_on(adjustment: "Adjustment", act: Act) -> str | None:
    """What ends a base are 办法20, 21, 33 and 36, and not this."""
    if adjustment.base.state in CHANGEABLE:
        return None
    return f"该创新基地现在是“{adjustment.base.state_label}”，不能调整；终止和撤销按各自的规定办理。"


@guard(_ARTICLE)
def experts_assessed(adjustment: "Adjustment", act: Act) -> str | None:
    if adjustment.assessments.exists():
        return None
    return "还没有专家评估：调整须在组织专家评估的基础上进行，请先记录专家、日期，并上传评估意见。"


@guard(_ARTICLE)
def still_so(adjustment: "Adjustment", act: Act) -> str | None:
    now = adjustment.present
    return None if now == adjustment.before else f"拟调整时是“{adjustment.before}”，现在已是“{now}”，请重新拟定。"


class AdjustmentProcedure(Procedure):
    """主动调整."""

    machine = "adjustment"
    machine_label = "调整"
    end_label = "调整"
    States = S
    roots = ("base",)
    births = (Birth("拟定调整", _ARTICLE, S.DRAFT, SAC_OFFICER, guards=(base_goes_on,)),)

    class Meta:
        abstract = True

    @step("调整", article=_ARTICLE, source=S.DRAFT, target=S.ADJUSTED, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="AdjustForm", guards=[experts_assessed, base_goes_on, still_so],
          notifies=[HOSTS, ORGANISERS, SUPERVISORS])  # fmt: skip
    def adjust(self, act: Act) -> None:
        """根据总体布局需要、实际运行情况和专家评估，对创新基地进行调整。"""
        from assessments.adjusting import adjust

        adjust(self, act)

    @step("不再调整", article=NONE("管理需要"), source=S.DRAFT, target=S.DROPPED, permission=SAC_OFFICER,
          form="ReasonGivenForm")  # fmt: skip
    def drop_adjustment(self, act: Act) -> None:
        """拟定的调整不再进行；写明理由。"""
