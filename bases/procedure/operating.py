"""运行: the years of an established base, each with its summary and plan (办法29)."""

from typing import TYPE_CHECKING

from bases import periods
from procedure.acts import Act
from procedure.models import DueDate
from procedure.reckoning import Reckoned, beijing_day
from procedure.steps import STAYS, SYSTEM, Due, Fixed, step

from .people import HOSTS, ORGANISERS
from .states import ESTABLISHED

if TYPE_CHECKING:
    from bases.models import Base

_ARTICLE = "办法29"
SUMMARY = "annual_summary"


def _year(base: "Base", act: Act) -> int:
    """The year whose dates are opened now: behind the last one, or the first that the base owes."""
    last = DueDate.objects.filter(subject_id=base.pk, kind=SUMMARY).order_by("-cycle").first()
    return last.cycle + 1 if last else periods.first_summary_year(base.established, beijing_day(act.at))


def _summary_end(base: "Base", act: Act) -> dict[int, Reckoned]:
    year = _year(base, act)
    return {year: periods.summary_end(year)}


def _year_end(base: "Base", act: Act) -> dict[int, Fixed]:
    year = _year(base, act)
    end = _summary_end(base, act)[year].due_at
    return {year: Fixed(end, f"{year}年结束时，开始计算下一年度工作总结和计划的报送期限。")}


# The organiser organises and is reminded with the host, and is no gate.
SUMMARY_DUE = Due(
    SUMMARY, "年度工作总结和计划", _ARTICLE, _summary_end, reminders=(60, 30, 7, 1), tells=(HOSTS, ORGANISERS)
)
YEAR_DUE = Due("year_turn", "本年度结束", _ARTICLE, _year_end, fires="turn_year")


class OperatingSteps:
    """年度."""

    @step("进入新年度", article=_ARTICLE, source=ESTABLISHED, target=STAYS, permission=SYSTEM,
          opens=[SUMMARY_DUE, YEAR_DUE], closes=[YEAR_DUE.kind])  # fmt: skip
    def turn_year(self, act: Act) -> None:
        """新的一年开始，计算这一年工作总结和下一年工作计划的报送期限。"""
