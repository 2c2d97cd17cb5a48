"""委托: SAC entrusts a provincial department with named tasks in pairs; it records what it finds (办法7)."""

from typing import TYPE_CHECKING, Any, cast

from django.db import models as db

from assessments import delegating
from bases.procedure import ESTABLISHED, IN_BUILD
from organisations.deciding import SAC_APPROVER, SAC_OFFICER, SAC_OFFICERS
from organisations.models import UnitKind
from procedure import clock
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.reckoning import chinese_date, end_instant
from procedure.steps import NONE, STAYS, SYSTEM, Birth, Due, Fixed, guard, step

from .people import DELEGATE, DELEGATES

if TYPE_CHECKING:
    from assessments.models import Delegation

_ARTICLE = "办法7"
# 创新基地所在地的地方政府标准化行政主管部门: a province's, or 兵团's.
PROVINCIAL = (UnitKind.LOCAL_DEPARTMENT, UnitKind.CORPS_DEPARTMENT)


class DelegationState(db.TextChoices):
    DRAFT = "draft", "拟委托"
    IN_FORCE = "in_force", "委托中"
    ENDED = "ended", "已收回"
    EXPIRED = "expired", "已期满"
    DROPPED = "dropped", "未委托"


S = DelegationState


@guard(_ARTICLE)
def delegate_is_provincial(delegation: "Delegation", act: Act) -> str | None:
    if delegation.delegate.kind in PROVINCIAL:
        return None
    return f"{delegation.delegate.name}不是省级标准化主管部门，不能受托。"


@guard(_ARTICLE)
def bases_lie_there(delegation: "Delegation", act: Act) -> str | None:
    elsewhere = [str(base) for base in delegating.bases_of(delegation) if not delegating.lies_in(base, delegation)]
    return f"{'、'.join(elsewhere)}不在{delegation.delegate.name}的辖区内，不能委托。" if elsewhere else None


@guard(_ARTICLE)
def bases_go_on(delegation: "Delegation", act: Act) -> str | None:
    bases = delegating.bases_of(delegation)
    over = [str(base) for base in bases if base.state not in (*IN_BUILD, *ESTABLISHED)]
    if not bases:
        return "没有写明创新基地。"
    return f"{'、'.join(over)}已经结束，不能委托。" if over else None


@guard(_ARTICLE)
def end_lies_ahead(delegation: "Delegation", act: Act) -> str | None:
    return None if delegation.until >= clock.today() else f"委托期限{chinese_date(delegation.until)}已过。"


def _end(delegation: "Delegation", act: Act) -> Fixed:
    return Fixed(end_instant(delegation.until), f"委托至{chinese_date(delegation.until)}24时，由国家标准委确定。")


END = Due("delegation", "委托期满", _ARTICLE, _end, reminders=(7, 1), fires="expire_delegation", tells=(DELEGATES,))


class DelegationProcedure(Procedure):
    """委托."""

    machine = "delegation"
    machine_label = "委托"
    end_label = "结束"
    States = DelegationState
    road = (S.DRAFT, S.IN_FORCE, S.EXPIRED)
    births = (Birth("拟定委托", _ARTICLE, S.DRAFT, SAC_OFFICER, guards=(delegate_is_provincial, end_lies_ahead)),)

    delegate: Any
    tasks: Any
    until: Any

    class Meta:
        abstract = True

    @step("委托", article=_ARTICLE, source=S.DRAFT, target=S.IN_FORCE, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, guards=[delegate_is_provincial, bases_lie_there, bases_go_on, end_lies_ahead],
          opens=[END], notifies=[DELEGATES, delegating.CONCERNED])  # fmt: skip
    def entrust(self, act: Act) -> None:
        """受托单位在期限内协助办理所列事项，只记录核查情况，不作结论、结果和决定。"""
        delegating.let_read(cast("Delegation", self))

    @step("不再委托", article=NONE("管理需要"), source=S.DRAFT, target=S.DROPPED, permission=SAC_OFFICER)
    def drop_delegation(self, act: Act) -> None:
        """拟定的委托作废。"""

    @step("记录核查情况", article=_ARTICLE, source=S.IN_FORCE, target=STAYS, permission=DELEGATE,
          guards=[end_lies_ahead], form="FindingRecordForm", notifies=[SAC_OFFICERS])  # fmt: skip
    def record_finding(self, act: Act) -> None:
        """受国家标准委委托记录核查情况，送国家标准委；不是结论。"""
        delegating.note(cast("Delegation", self), act)

    @step("收回委托", article=_ARTICLE, source=S.IN_FORCE, target=S.ENDED, permission=SAC_OFFICER,
          form="EndDelegationForm", notifies=[DELEGATES, delegating.CONCERNED])  # fmt: skip
    def end_delegation(self, act: Act) -> None:
        """国家标准委收回委托，写明理由。"""
        delegating.close(cast("Delegation", self))

    @step("委托期满", article=_ARTICLE, source=S.IN_FORCE, target=S.EXPIRED, permission=SYSTEM, notifies=[DELEGATES])
    def expire_delegation(self, act: Act) -> None:
        """到委托所写的日期，委托自行结束。"""
        delegating.close(cast("Delegation", self))
