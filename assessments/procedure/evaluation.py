"""定期评估: material, on-site check, overall review, in this order; three results signed in pairs (办法32, 33)."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.db import models as db

from assessments import dossiers
from bases.procedure import BaseState
from bases.procedure.people import HOST, HOST_SUBMITTER, HOSTS, ORGANISERS, SAC_APPROVER, SAC_OFFICER, SUPERVISORS
from organisations.deciding import SAC_OFFICERS
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.models import DueDate
from procedure.reckoning import chinese_date, end_instant
from procedure.steps import NONE, Birth, Due, Fixed, guard, step
from reviews.procedure.judging import case_of, concluded, round_closed, signed_by_members

from .filling import is_complete

if TYPE_CHECKING:
    from assessments.models import Evaluation
    from bases.models import Base

_ARTICLE, _RESULT = "办法32", "办法33"
EXCELLENT, QUALIFIED, UNQUALIFIED = RESULTS = ("优秀", "合格", "不合格")


class EvaluationState(db.TextChoices):
    PREPARING = "preparing", "待报送评估材料"
    MATERIAL = "material", "材料审查"
    ON_SITE = "on_site", "现场核查"
    OVERALL = "overall", "综合评议"
    EXCELLENT = "excellent", EXCELLENT
    QUALIFIED = "qualified", QUALIFIED
    UNQUALIFIED = "unqualified", UNQUALIFIED
    DROPPED = "dropped", "已取消"


S = EvaluationState
RUNNING = (S.PREPARING, S.MATERIAL, S.ON_SITE, S.OVERALL)
WITH_RESULT = (S.EXCELLENT, S.QUALIFIED, S.UNQUALIFIED)
CONCERNED = (HOSTS, ORGANISERS, SUPERVISORS)


@guard(_ARTICLE)
def base_evaluated(evaluation: "Evaluation", act: Act) -> str | None:
    """The periodic one of a base in operation; the second of one whose year of 整改 is running or has run."""
    wanted = BaseState.REMEDIATION if evaluation.is_again else BaseState.OPERATING
    if evaluation.base.state == wanted:
        return None
    what = "再次评估" if evaluation.is_again else "定期评估"
    return f"创新基地现在是“{evaluation.base.state_label}”，“{wanted.label}”的才进行{what}。"


@guard(_ARTICLE)
def none_running(evaluation: "Evaluation", act: Act) -> str | None:
    running = type(evaluation)._default_manager.filter(base=evaluation.base_id, state__in=RUNNING)
    return "该创新基地已有一次评估在进行。" if running.exclude(pk=evaluation.pk).exists() else None


@guard(_RESULT)
def year_over(evaluation: "Evaluation", act: Act) -> str | None:
    """给予 1年时间整改: sooner only where the organiser asks for it."""
    if not evaluation.is_again:
        return None
    due = DueDate.objects.filter(subject_id=evaluation.base.pk, kind="remediation", closed_at__isnull=True).first()
    if due is None or act.at >= due.due_at or asked_early_of(evaluation.base):
        return None
    return "1年的整改时间还没有到；申报组织单位提出提前再次评估的，才能提前进行。"


def asked_early_of(base: "Base") -> bool:
    """Whether the organiser has asked for it since the last result."""
    last = base.evaluated_on
    return last is not None and base.early_evaluations.filter(for_result=last).exists()


def _judged(phase: str, name: str, sentence: str) -> Any:
    """That what was found in a phase is on record, by SAC or by whom it entrusted."""

    def check(evaluation: "Evaluation", act: Act) -> str | None:
        return None if evaluation.has_findings(phase) else sentence

    check.__name__ = name
    return guard(_ARTICLE)(check)


material_judged = _judged("material", "material_judged", "还没有材料审查的记录，请先在“审查和核查”中记录审查情况。")
on_site_recorded = _judged("on_site", "on_site_recorded", "还没有现场核查的记录，请先记录核查的日期、人员和情况。")


@guard(_ARTICLE)
def cycle_has_run(evaluation: "Evaluation", act: Act) -> str | None:
    """评估周期为 3—5年: no result before the shortest cycle has run; the second evaluation has its own year."""
    from bases.periods import CYCLE_SHORTEST, next_evaluation
    from bases.procedure.evaluating import evaluated_from

    start = evaluated_from(evaluation.base)
    if evaluation.is_again or start is None:
        return None
    least = next_evaluation(start, CYCLE_SHORTEST, first=evaluation.base.evaluated_on is None).unmoved
    if act.at >= end_instant(least):
        return None
    return f"评估周期不少于 3 年，自{chinese_date(start)}起算，{chinese_date(least)}以后才能形成结果。"


@guard(_RESULT)
def is_first(evaluation: "Evaluation", act: Act) -> str | None:
    return "这是整改后的再次评估，请记录“再次评估结果：不合格”。" if evaluation.is_again else None


@guard(_RESULT)
def is_second(evaluation: "Evaluation", act: Act) -> str | None:
    return None if evaluation.is_again else "这是本周期的第一次评估，结果为不合格的先给予1年时间整改。"


excellent_found = concluded(EXCELLENT, article=_RESULT, name="excellent_found")
qualified_found = concluded(QUALIFIED, article=_RESULT, name="qualified_found")
unqualified_found = concluded(UNQUALIFIED, article=_RESULT, name="unqualified_found")
_SETTLED = (round_closed(_ARTICLE), signed_by_members(_ARTICLE), base_evaluated, cycle_has_run)


def _material_end(evaluation: "Evaluation", act: Act) -> Fixed:
    day = evaluation.material_by
    return Fixed(end_instant(day), f"国家标准委要求在{chinese_date(day)}前报送评估材料；条文没有规定期限。")


MATERIAL_DUE = Due(
    "evaluation_material", "报送评估材料", _ARTICLE, _material_end, reminders=(14, 7, 3, 1), tells=(HOSTS,)
)


class EvaluationProcedure(Procedure):
    """定期评估."""

    machine = "evaluation"
    machine_label = "定期评估"
    end_label = "评估结果"
    also_good = (S.QUALIFIED,)
    States = S
    roots = ("base",)
    written_in: ClassVar[tuple[str, ...]] = (S.PREPARING,)
    written_by = HOST
    filed_by_step = "file_material"
    births = (
        Birth("启动评估", "办法32、办法33", S.PREPARING, SAC_OFFICER, guards=(base_evaluated, none_running, year_over),
              opens=(MATERIAL_DUE,), notifies=CONCERNED),
    )  # fmt: skip

    base: Any
    dossier: Any
    case: Any
    is_again: Any
    material_by: Any

    class Meta:
        abstract = True

    @step("报送评估材料", article=_ARTICLE, source=S.PREPARING, target=S.MATERIAL, permission=HOST_SUBMITTER,
          guards=[is_complete, base_evaluated], closes=["evaluation_material"],
          notifies=[SAC_OFFICERS, ORGANISERS])  # fmt: skip
    def file_material(self, act: Act) -> None:
        """评估材料送国家标准委，进入材料审查；内容冻结。"""
        dossiers.freeze(self.dossier, act)

    @step("退回评估材料", article=_ARTICLE, source=S.MATERIAL, target=S.PREPARING, permission=SAC_OFFICER,
          form="ReasonGivenForm", notifies=[HOSTS])  # fmt: skip
    def return_material(self, act: Act) -> None:
        """材料不完整或者不符合要求，退回承担单位补充。"""
        assert act.seat is not None
        self.dossier = dossiers.reopen(self.dossier, seat=act.seat)  # type: ignore[arg-type]

    @step("材料审查完成", article=_ARTICLE, source=S.MATERIAL, target=S.ON_SITE, permission=SAC_OFFICER,
          guards=[material_judged, base_evaluated], notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def finish_material(self, act: Act) -> None:
        """材料审查情况已经记录，进入现场核查。"""

    @step("现场核查完成", article=_ARTICLE, source=S.ON_SITE, target=S.OVERALL, permission=SAC_OFFICER,
          guards=[on_site_recorded, base_evaluated], notifies=[HOSTS, ORGANISERS])  # fmt: skip
    def finish_on_site(self, act: Act) -> None:
        """现场核查情况已经记录，组织专家综合评议；评议所用材料从此定稿。"""
        from assessments.evaluating import open_review

        self.case = open_review(cast("Evaluation", self), act)

    @step("记录评估结果：优秀", article=_RESULT, source=S.OVERALL, target=S.EXCELLENT, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="EvaluationResultForm", guards=[excellent_found, *_SETTLED], locks=[case_of],
          notifies=CONCERNED)  # fmt: skip
    def conclude_excellent(self, act: Act) -> None:
        """按专家签署的评议意见形成评估报告，抄送推荐单位；给予优先考虑，下一周期自本次结果起算。"""
        self._settle(act, "record_excellent")

    @step("记录评估结果：合格", article=_RESULT, source=S.OVERALL, target=S.QUALIFIED, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="EvaluationResultForm", guards=[qualified_found, *_SETTLED], locks=[case_of],
          notifies=CONCERNED)  # fmt: skip
    def conclude_qualified(self, act: Act) -> None:
        """按专家签署的评议意见形成评估报告，抄送推荐单位；下一周期自本次结果起算。"""
        self._settle(act, "record_qualified")

    @step("记录评估结果：不合格", article=_RESULT, source=S.OVERALL, target=S.UNQUALIFIED, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="EvaluationResultForm", guards=[is_first, unqualified_found, *_SETTLED],
          locks=[case_of], notifies=CONCERNED)  # fmt: skip
    def conclude_unqualified(self, act: Act) -> None:
        """按专家签署的评议意见形成评估报告，抄送推荐单位；给予1年时间整改。"""
        self._settle(act, "record_unqualified")

    @step("记录再次评估结果：不合格", article=_RESULT, source=S.OVERALL, target=S.UNQUALIFIED,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="EvaluationResultForm",
          guards=[is_second, unqualified_found, *_SETTLED], locks=[case_of], notifies=CONCERNED)  # fmt: skip
    def conclude_unqualified_again(self, act: Act) -> None:
        """整改后仍为不合格，抄送推荐单位；此后只能撤销，由两人决定。"""
        self._settle(act, "record_unqualified_again")

    @step("取消评估", article=NONE("管理需要"), source=[S.PREPARING, S.MATERIAL, S.ON_SITE], target=S.DROPPED,
          permission=SAC_OFFICER, form="ReasonGivenForm", notifies=CONCERNED)  # fmt: skip
    def drop_evaluation(self, act: Act) -> None:
        """创新基地已经结束，或者另行安排评估，本次评估取消；写明理由。"""

    def _settle(self, act: Act, step_of_base: str) -> None:
        from assessments.evaluating import settle

        settle(self, act, step_of_base)
