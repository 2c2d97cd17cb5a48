"""延期, as far as it is the base's: the clock stops while it is asked for, and a grant moves the end (办法20)."""

from typing import TYPE_CHECKING, Any

from bases import periods
from procedure.acts import Act
from procedure.steps import STAYS, Due, Fixed, step

from .building import REPORTS_DUE
from .people import HOSTS, ORGANISERS
from .states import BaseState as S

if TYPE_CHECKING:
    from bases.models import Base


def _end(base: "Base", act: Act) -> Fixed | None:
    """Of imported history often neither the end nor the state is known."""
    if base.build_ends is None or "state" in base.gaps:
        return None
    return periods.build_end_due(base.build_ends)


def _end_again(base: "Base", act: Act) -> Fixed | None:
    return periods.reopened_end_due(base.build_ends, act.at, base.opened_until) if base.build_ends else None


# Before the window opens, in it, and the moment when SAC is told that nothing came.
_REMINDERS = (120, 91, 60, 30, 15, 7, 1)
BUILD_END = Due(
    "build_end", "建设期届满，申请验收或者延期", "办法19、办法20", _end, reminders=_REMINDERS,
    fires="propose_termination", tells=(HOSTS, ORGANISERS),
)  # fmt: skip
BUILD_END_AGAIN = Due(
    "build_end", "建设期届满，申请验收或者延期", "办法19、办法20", _end_again, reminders=_REMINDERS,
    fires="propose_termination", tells=(HOSTS, ORGANISERS),
)  # fmt: skip


class ExtensionSteps:
    """延期."""

    extended_from: Any
    extension_asked_at: Any
    extension_refused: Any
    termination_proposed_at: Any
    build_ends: Any

    @step("申请延期", article="办法20", source=S.BUILDING, target=STAYS, caused_by="extension.file_extension",
          closes=["build_end"])  # fmt: skip
    def ask_extension(self, act: Act) -> None:
        """组织单位按时提出延期申请；决定之前不计逾期。"""
        self.extension_asked_at = act.at

    @step("延期申请终结", article="办法20", source=S.BUILDING, target=STAYS,
          caused_by=("extension.decline_extension", "extension.withdraw_extension"),
          opens=[BUILD_END_AGAIN])  # fmt: skip
    def drop_extension(self, act: Act) -> None:
        """延期申请未经审核同意，或者由组织单位撤回；建设期照旧计算。"""
        self.extension_asked_at = None

    @step("不同意延期", article="办法20", source=S.BUILDING, target=STAYS, caused_by="extension.refuse_extension",
          opens=[BUILD_END_AGAIN])  # fmt: skip
    def refuse_extension(self, act: Act) -> None:
        """延期申请未获批准；建设期照旧计算，届满后由国家标准委终止建设。"""
        self.extension_asked_at, self.extension_refused = None, act.at.date()

    @step("延长建设期", article="办法20", source=S.BUILDING, target=STAYS, caused_by="extension.grant_extension",
          closes=["build_end"], opens=[BUILD_END, REPORTS_DUE])  # fmt: skip
    def extend_build(self, act: Act) -> None:
        """建设期延长，各个期限自新的届满日重新推算；中期评估不变。"""
        self.extended_from, self.build_ends = self.build_ends, act.data["build_ends"]
        self.extension_asked_at = self.termination_proposed_at = None
