"""自查: the host checks itself against the plan, and its organiser says whether it is ready (办法19)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models as db

from assessments import dossiers
from bases import periods
from bases.procedure import BaseState
from bases.procedure.people import HOST, HOST_SUBMITTER, HOSTS, ORGANISER, ORGANISERS
from procedure import clock
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.reckoning import chinese_date, start_instant
from procedure.steps import Birth, guard, step

from .filling import is_complete

if TYPE_CHECKING:
    from assessments.models import SelfCheck
    from bases.models import Base

_ARTICLE = "办法19"


class SelfCheckState(db.TextChoices):
    CHECKING = "checking", "自查中"
    FILED = "filed", "待组织单位认定"
    FIT = "fit", "符合验收条件"
    UNFIT = "unfit", "不符合验收条件"


RUNNING = (SelfCheckState.CHECKING, SelfCheckState.FILED)


@guard(_ARTICLE)
def base_is_built(row: Any, act: Act) -> str | None:
    """While it is built or rectified, and at no other time."""
    if row.base.state in (BaseState.BUILDING, BaseState.RECTIFYING):
        return None
    return f"创新基地须在建设中或者验收整改中，当前为“{row.base.state_label}”。"


@guard(_ARTICLE)
def within_window(row: Any, act: Act) -> str | None:
    """Within the three months before the build ends, the six that an opinion of 整改 gives, or until SAC's own day."""
    if row.base.is_opened(act.at):
        return None
    if row.base.state == BaseState.RECTIFYING:
        return _while_rectifying(row.base)
    return _while_building(row.base) if row.base.state == BaseState.BUILDING else None


def _while_building(base: "Base") -> str | None:
    if base.build_ends is None:
        return "建设期的起止日期没有登记，请国家标准委先行补充。"
    window = periods.filing_window(base.build_ends)
    now = clock.now()
    if window.contains(now):
        return None
    if now < start_instant(window.opens):
        return f"自查和验收申请在建设期届满前3个月内办理：自{chinese_date(window.opens)}起。"
    return f"已过{chinese_date(window.last_timely_day)}，不在建设期届满前3个月内；须由国家标准委写明理由准予补办。"


def _while_rectifying(base: "Base") -> str | None:
    if base.rectify_since is None:
        return "整改期的起算日期没有登记，请国家标准委先行补充。"
    period = periods.rectification_end(base.rectify_since)
    if clock.now() < period.due_at:
        return None
    return f"整改期已于{chinese_date(period.last_timely_day)}届满；须由国家标准委写明理由准予再次申请。"


@guard(_ARTICLE)
def no_other_running(check: "SelfCheck", act: Act) -> str | None:
    others = type(check)._default_manager.filter(base=check.base_id).exclude(pk=check.pk)
    if others.filter(state__in=RUNNING).exists():
        return "已有一次自查正在进行。"
    last = others.order_by("-begun_at").first()
    if last is not None and last.serves:
        return "上次自查已认定符合验收条件，请组织单位提出验收申请。"
    return None


class SelfCheckProcedure(Procedure):
    """自查."""

    machine = "self_check"
    machine_label = "自查"
    end_label = "认定"
    States = SelfCheckState
    roots = ("base",)
    written_in: ClassVar[tuple[str, ...]] = (SelfCheckState.CHECKING,)
    written_by = HOST
    filed_by_step = "file_self_check"
    births = (
        Birth("开展自查", _ARTICLE, SelfCheckState.CHECKING, HOST,
              guards=(base_is_built, within_window, no_other_running), notifies=(ORGANISERS,)),
    )  # fmt: skip

    dossier: Any
    finding: Any
    found_on: Any

    class Meta:
        abstract = True

    @step("报送自查结果", article=_ARTICLE, source=SelfCheckState.CHECKING, target=SelfCheckState.FILED,
          permission=HOST_SUBMITTER, guards=[is_complete, base_is_built, within_window],
          notifies=[ORGANISERS])  # fmt: skip
    def file_self_check(self, act: Act) -> None:
        """自查结果送组织单位认定；内容冻结，除非退回。"""
        dossiers.freeze(self.dossier, act, stands=False)

    @step("退回修改", article=_ARTICLE, source=SelfCheckState.FILED, target=SelfCheckState.CHECKING,
          permission=ORGANISER, form="CommentsForm", notifies=[HOSTS])  # fmt: skip
    def return_self_check(self, act: Act) -> None:
        """写明意见，请承担单位在原有内容上修改后再报；已报送的一份留存。"""
        assert act.seat is not None
        self.dossier = dossiers.reopen(self.dossier, seat=act.seat)  # type: ignore[arg-type]

    @step("认定符合验收条件", article=_ARTICLE, source=SelfCheckState.FILED, target=SelfCheckState.FIT,
          permission=ORGANISER, guards=[base_is_built], form="FitForm", notifies=[HOSTS])  # fmt: skip
    def find_fit(self, act: Act) -> None:
        """符合验收条件的，由本单位提出验收申请；自查的数值列入建设承诺台账。"""
        self._find(act)

    @step("认定不符合验收条件", article=_ARTICLE, source=SelfCheckState.FILED, target=SelfCheckState.UNFIT,
          permission=ORGANISER, form="UnfitForm", notifies=[HOSTS])  # fmt: skip
    def find_unfit(self, act: Act) -> None:
        """本次自查就此结束；窗口期内可以再次自查，不能按期完成的应当申请延期。"""
        self._find(act)

    def _find(self, act: Act) -> None:
        self.finding, self.found_on = act.note, clock.today()
        dossiers.stand(self.dossier, act)
