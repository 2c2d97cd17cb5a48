"""变更和调整: what was decided of a base that goes on (办法34, 35)."""

from datetime import date
from typing import Any

from procedure.acts import Act
from procedure.steps import STAYS, guard, step

from .people import HOSTS, ORGANISERS, SUPERVISORS
from .states import ESTABLISHED, IN_BUILD
from .states import BaseState as S

# 建设、验收和运行中: not where only the end is left.
CHANGEABLE = tuple(state for state in (*IN_BUILD, *ESTABLISHED) if state not in (S.FAILED, S.UNQUALIFIED))
_CONCERNED = (HOSTS, ORGANISERS, SUPERVISORS)


def begins_before(rows: Any, day: date) -> bool:
    """Whether the spell that a change would end began on an earlier day than it."""
    return not rows.filter(until="", since__gte=day.isoformat()).exists()


@guard("办法35")
def name_not_younger(base: Any, act: Act) -> str | None:
    return None if begins_before(base.names, act.data["day"]) else "现用名称自生效日当天或者之后才使用，请另定生效日。"


@guard("办法35")
def host_not_younger(base: Any, act: Act) -> str | None:
    return (
        None if begins_before(base.hosts, act.data["day"]) else "现承担单位自生效日当天或者之后才承担，请另定生效日。"
    )


class ChangeSteps:
    """变更: taken by what was decided, on its day; the state stays, and no date moves."""

    @step("变更名称", article="办法35", source=CHANGEABLE, target=STAYS, caused_by="change.take_effect",
          guards=[name_not_younger], notifies=_CONCERNED)  # fmt: skip
    def change_name(self, act: Act) -> None:
        """名称自生效日变更；原名称和使用的起止日期保留。"""
        from bases.changing import rename

        rename(self, act)

    @step("变更承担单位", article="办法35", source=CHANGEABLE, target=STAYS, caused_by="change.take_effect",
          guards=[host_not_younger], notifies=_CONCERNED)  # fmt: skip
    def change_host(self, act: Act) -> None:
        """新承担单位自生效日接手未完成的填报和各项职责，期限不变；原承担单位和起止日期保留。"""
        from bases.changing import hand_over

        hand_over(self, act)

    @step("变更其他重大事项", article="办法35", source=CHANGEABLE, target=STAYS, caused_by="change.take_effect",
          notifies=_CONCERNED)  # fmt: skip
    def change_matter(self, act: Act) -> None:
        """承诺的任务、指标、节点，或者区域、领域等按批准的内容变更，原内容留在变更记录中。"""
        from bases.changing import change_matter

        change_matter(self, act)

    @step("调整", article="办法34", source=CHANGEABLE, target=STAYS, caused_by="adjustment.adjust",
          notifies=_CONCERNED)  # fmt: skip
    def adjust_base(self, act: Act) -> None:
        """国家标准委在专家评估的基础上，对区域、领域、类型等进行调整。"""
        from bases.changing import change_matter

        change_matter(self, act)
