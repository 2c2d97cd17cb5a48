"""申报指南: SAC writes it, publishes it, and closes it when its window is over."""

from typing import TYPE_CHECKING

from procedure.acts import Act
from procedure.machines import Procedure
from procedure.steps import Birth, guard, step

from .people import AUTHORITIES, SAC_OFFICER
from .states import CallState
from .window import last_day_of

if TYPE_CHECKING:
    from applications.models import Call


@guard("办法9")
def call_complete(call: "Call", act: Act) -> str | None:
    wanted = (
        ("正文", call.text.strip()),
        ("类型", call.kinds),
        ("书面材料接收地址", call.address.strip()),
        ("联系电话", call.phone.strip()),
    )
    missing = [name for name, there in wanted if not there]
    return f"申报指南还缺少{'、'.join(missing)}，补齐后才能发布。" if missing else None


@guard("指南四.3")
def window_in_order(call: "Call", act: Act) -> str | None:
    return None if call.opens_at < call.closes_at else "受理结束须晚于受理开始，请改正受理期后再发布。"


@guard("指南四.3")
def window_over(call: "Call", act: Act) -> str | None:
    ends = call.last_end()
    if act.at < ends:
        return f"受理期至{last_day_of(ends)}，期满后才能结束。"
    return None


class CallProcedure(Procedure):
    """申报指南: one officer suffices."""

    machine = "call"
    machine_label = "申报指南"
    States = CallState
    births = (Birth("拟制申报指南", "办法9", CallState.DRAFT, SAC_OFFICER),)

    class Meta:
        abstract = True

    @step("发布申报指南", article="办法9", source=CallState.DRAFT, target=CallState.PUBLISHED,
          permission=SAC_OFFICER, guards=[call_complete, window_in_order],
          notifies=[AUTHORITIES])  # fmt: skip
    def publish_call(self, act: Act) -> None:
        """发布后，各单位可以据以申报；修改须另行通知。"""

    @step("结束受理", article="指南四.3", source=CallState.PUBLISHED, target=CallState.CLOSED,
          permission=SAC_OFFICER, guards=[window_over], notifies=[AUTHORITIES])  # fmt: skip
    def close_call(self, act: Act) -> None:
        """结束后不再受理；已经收到的推荐不受影响。"""
