"""中期评估: held by the organiser in the middle of the build, its report sent to SAC (办法18)."""

from typing import TYPE_CHECKING, Any

from django.db import models as db

from assessments import dossiers
from bases import periods
from bases.procedure import BaseState
from bases.procedure.building import MIDTERM
from bases.procedure.people import HOSTS, ORGANISER, ORGANISERS, SAC_OFFICER, SAC_OFFICERS, SUPERVISORS
from procedure.acts import Act
from procedure.dues import close_kinds
from procedure.machines import Procedure
from procedure.models import DueDate
from procedure.reckoning import beijing_day, chinese_date
from procedure.steps import Birth, guard, step

from .filling import is_complete

if TYPE_CHECKING:
    from assessments.models import MidtermReview

_ARTICLE = "办法18"
# While it is being built, whatever has been asked for meanwhile.
_BUILT = (BaseState.BUILDING, BaseState.AWAITING_ACCEPTANCE, BaseState.RECTIFYING)


class MidtermReviewState(db.TextChoices):
    DRAFT = "draft", "评估中"
    FILED = "filed", "待国家标准委接收"
    RECEIVED = "received", "已接收"


S = MidtermReviewState


@guard(_ARTICLE)
def base_being_built(review: "MidtermReview", act: Act) -> str | None:
    return None if review.base.state in _BUILT else f"创新基地{review.base.state_label}，不再开展中期评估。"


@guard(_ARTICLE)
def one_review(review: "MidtermReview", act: Act) -> str | None:
    there = type(review)._default_manager.filter(base=review.base).exclude(pk=review.pk)
    return "该创新基地已经有一份中期评估报告，请在那一份上填写。" if there.exists() else None


@guard(_ARTICLE)
def in_the_middle(review: "MidtermReview", act: Act) -> str | None:
    """Not before three months ahead of the middle that the approval gave; an extension does not move it."""
    starts, ends = review.base.build_starts, review.base.first_end
    if not starts or not ends:
        return None
    opens = periods.midterm_opens(starts, ends)
    if beijing_day(act.at) >= opens:
        return None
    middle = chinese_date(periods.midpoint(starts, ends))
    return f"中期评估在建设中期开展：建设期中点为{middle}，报告最早自{chinese_date(opens)}起提交。"


class MidtermReviewProcedure(Procedure):
    """中期评估."""

    machine = "midterm_review"
    machine_label = "中期评估"
    States = MidtermReviewState
    roots = ("base",)
    written_in = (S.DRAFT,)
    written_by = ORGANISER
    filed_by_step = "file_review"
    births = (Birth("开始中期评估", _ARTICLE, S.DRAFT, ORGANISER, guards=(base_being_built, one_review)),)

    base: Any
    dossier: Any
    filed_at: Any
    is_late: Any

    class Meta:
        abstract = True

    @step("提交中期评估报告", article=_ARTICLE, source=S.DRAFT, target=S.FILED, permission=ORGANISER,
          guards=[is_complete, base_being_built, in_the_middle],
          notifies=[HOSTS, SUPERVISORS, SAC_OFFICERS])  # fmt: skip
    def file_review(self, act: Act) -> None:
        """提交国家标准委，内容冻结，逐项数值列入建设承诺台账。中点后三个月仍未提交的为逾期，逾期的仍然收，注明逾期。"""
        due = DueDate.objects.filter(subject_id=self.base.pk, kind=MIDTERM, closed_at=None).first()
        self.filed_at, self.is_late = act.at, due is not None and act.at >= due.due_at
        dossiers.freeze(self.dossier, act)
        close_kinds(act, MIDTERM, of=self.base)

    @step("接收中期评估报告", article=_ARTICLE, source=S.FILED, target=S.RECEIVED, permission=SAC_OFFICER,
          form="RemarkForm", notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def receive_review(self, act: Act) -> None:
        """国家标准委收到中期评估报告。"""
