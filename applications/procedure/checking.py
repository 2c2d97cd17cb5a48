"""形式审查、补充材料、专家评审的结果和修改完善: from SAC's desk to its deliberation."""

from typing import TYPE_CHECKING, Any

from procedure.acts import Act
from procedure.reckoning import chinese_date, end_instant
from procedure.steps import Audience, Due, Fixed, guard, step

from .filing import Filing
from .papers import conditions_answered, plan_complete
from .people import APPLICANTS, ORGANISERS, RECOMMENDERS, SAC_APPROVER, SAC_OFFICER, SAC_OFFICERS, SUBMITTER
from .states import State

if TYPE_CHECKING:
    from applications.models import Application

_REVISION = "办法14、指南三（五）"


def _suppliers(application: "Application") -> set[Any]:
    """The people of the units that a running supplement asks."""
    from applications.supplementing import addressees

    audiences = {"applicant": APPLICANTS, "organiser": ORGANISERS, "recommender": RECOMMENDERS}
    return {person for each in addressees(application) for person in audiences[each].persons(application)}


SUPPLIERS = Audience("suppliers", "被要求补充材料的单位", _suppliers)


def _supplement_end(application: "Application", act: Act) -> Fixed:
    day = act.data["due_on"]
    return Fixed(
        end_instant(day), f"国家标准委要求在{chinese_date(day)}前补齐；逾期的由国家标准委研究决定，不自动终止。"
    )


def _revision_end(application: "Application", act: Act) -> Fixed:
    day = act.data["due_on"]
    return Fixed(end_instant(day), f"国家标准委要求在{chinese_date(day)}前报送修改稿；逾期的由国家标准委研究决定。")


SUPPLEMENT_DUE = Due("supplement", "补充材料", "指南三（四）", _supplement_end, reminders=(7, 3, 1), tells=(SUPPLIERS,))
REVISION_DUE = Due("revision", "报送修改稿", _REVISION, _revision_end, reminders=(14, 7, 3, 1), tells=(APPLICANTS,))


@guard("办法13")
def checklist_passed(application: "Application", act: Act) -> str | None:
    from applications.checking import unjudged, unmet

    if waiting := unjudged(application):
        return f"核对表还有 {waiting} 项没有结果，请逐项核对后再办理。"
    failed = unmet(application)
    return f"核对表有 {failed} 项不符合，请要求补充材料，或者提请“形式审查不通过”。" if failed else None


@guard("办法13")
def checklist_failed(application: "Application", act: Act) -> str | None:
    from applications.checking import unmet

    return None if unmet(application) else "核对表中没有不符合的项目；请先在核对表中写明哪一项不符合、为什么。"


@guard("指南三（四）")
def plan_asked_for(application: "Application", act: Act) -> str | None:
    from applications.supplementing import plan_item

    return None if plan_item(application) else "国家标准委没有要求修改申报方案，或者修改后的方案已经报送。"


@guard(_REVISION)
def points_answered(application: "Application", act: Act) -> str | None:
    from applications.revising import unanswered

    waiting = unanswered(application)
    return f"还有 {waiting} 条评审意见没有答复；请逐条答复，不需要修改的也请写明。" if waiting else None


@guard(_REVISION)
def points_checked(application: "Application", act: Act) -> str | None:
    from applications.revising import unchecked

    waiting = unchecked(application)
    return f"还有 {waiting} 条意见的修改没有核对，或者核对为未落实。" if waiting else None


class Checking(Filing):
    """申报: from SAC's desk to its deliberation."""

    sac_number: Any

    class Meta:
        abstract = True

    @step("开始形式审查", article="办法13", source=State.RECEIVED, target=State.FORM_CHECK,
          permission=SAC_OFFICER, form="StartCheckForm", notifies=[APPLICANTS, ORGANISERS, RECOMMENDERS])  # fmt: skip
    def start_form_check(self, act: Act) -> None:
        """给定编号，按申报指南逐项核对申报材料。"""
        self.sac_number = act.data["sac_number"]

    @step("形式审查通过", article="办法13", source=State.FORM_CHECK, target=State.EXPERT_REVIEW,
          permission=SAC_OFFICER, form="RemarkForm", guards=[checklist_passed],
          notifies=[APPLICANTS, ORGANISERS, RECOMMENDERS])  # fmt: skip
    def pass_form_check(self, act: Act) -> None:
        """通过形式审查，纳入专家评审范围。"""

    @step("要求补充材料", article="指南三（四）", source=State.FORM_CHECK, target=State.SUPPLEMENTING,
          permission=SAC_OFFICER, form="SupplementForm", opens=[SUPPLEMENT_DUE],
          notifies=[SUPPLIERS])  # fmt: skip
    def request_supplement(self, act: Act) -> None:
        """逐项写明向谁要什么、何时前补齐；各单位直接答复国家标准委。"""
        from applications.supplementing import open_request

        open_request(self, act)

    @step("报送补充后的方案", article="指南三（四）", source=State.SUPPLEMENTING, target=State.SUPPLEMENTING,
          permission=SUBMITTER, form="SubmitForm", guards=[plan_asked_for, plan_complete, conditions_answered],
          notifies=[SAC_OFFICERS, ORGANISERS, RECOMMENDERS])  # fmt: skip
    def file_amended_plan(self, act: Act) -> None:
        """方案冻结为新的版本，直接送国家标准委。"""
        from applications.supplementing import file_plan

        file_plan(self, act)

    @step("补充结束，恢复形式审查", article="指南三（四）", source=State.SUPPLEMENTING, target=State.FORM_CHECK,
          permission=SAC_OFFICER, form="ResumeForm", closes=["supplement"], notifies=[SUPPLIERS])  # fmt: skip
    def resume_form_check(self, act: Act) -> None:
        """补充材料已齐，或者不再等待；继续形式审查。"""
        from applications.supplementing import close_request

        close_request(self, act)

    @step("形式审查不通过", article="办法13", source=State.FORM_CHECK, target=State.REJECTED,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="RejectForm", guards=[checklist_failed],
          public_label="未通过形式审查", notifies=[APPLICANTS, ORGANISERS, RECOMMENDERS])  # fmt: skip
    def reject_form_check(self, act: Act) -> None:
        """不符合形式要求，本次申报就此结束；不能撤销。"""

    @step("评审意见：通过", article="办法14", source=State.EXPERT_REVIEW, target=State.DELIBERATION,
          caused_by="application_review.conclude_pass", notifies=[APPLICANTS, ORGANISERS, RECOMMENDERS])  # fmt: skip
    def record_pass(self, act: Act) -> None:
        """专家评审通过。"""

    @step("评审意见：修改完善后通过", article="办法14", source=State.EXPERT_REVIEW, target=State.REVISING,
          caused_by="application_review.conclude_revise", opens=[REVISION_DUE],
          notifies=[APPLICANTS, ORGANISERS, RECOMMENDERS])  # fmt: skip
    def record_revise(self, act: Act) -> None:
        """申报单位根据评审意见对申报方案进行修改完善。"""
        from applications.revising import begin

        begin(self, act)

    @step("评审意见：未通过", article="办法14", source=State.EXPERT_REVIEW, target=State.REJECTED,
          caused_by="application_review.conclude_fail", notifies=[APPLICANTS, ORGANISERS, RECOMMENDERS])  # fmt: skip
    def record_fail(self, act: Act) -> None:
        """专家评审未通过，本次申报就此结束。"""

    @step("论证意见：通过", article="指南三（五）", source=State.EXPERT_REVIEW, target=State.REVISING,
          caused_by="application_review.conclude_guide_pass", opens=[REVISION_DUE],
          notifies=[APPLICANTS, ORGANISERS, RECOMMENDERS])  # fmt: skip
    def record_guide_pass(self, act: Act) -> None:
        """通过论证的，申报单位按论证意见修改方案，无须修改的也请写明。"""
        from applications.revising import begin

        begin(self, act)

    @step("论证意见：未通过", article="指南三（五）", source=State.EXPERT_REVIEW, target=State.REJECTED,
          caused_by="application_review.conclude_guide_fail",
          notifies=[APPLICANTS, ORGANISERS, RECOMMENDERS])  # fmt: skip
    def record_guide_fail(self, act: Act) -> None:
        """论证未通过，本次申报就此结束。"""

    @step("报送修改稿", article=_REVISION, source=State.REVISING, target=State.REVISION_CHECK,
          permission=SUBMITTER, form="SubmitForm", closes=["revision"],
          guards=[points_answered, plan_complete, conditions_answered],
          notifies=[SAC_OFFICERS, ORGANISERS, RECOMMENDERS])  # fmt: skip
    def submit_revision(self, act: Act) -> None:
        """修改稿冻结为新的版本，连同逐条答复送国家标准委核对。"""
        from applications.revising import file_revision

        file_revision(self, act)

    @step("修改稿通过核对", article=_REVISION, source=State.REVISION_CHECK, target=State.DELIBERATION,
          permission=SAC_OFFICER, form="RemarkForm", guards=[points_checked],
          notifies=[APPLICANTS, ORGANISERS, RECOMMENDERS])  # fmt: skip
    def accept_revision(self, act: Act) -> None:
        """评审意见已经落实，进入研究审议。"""

    @step("退回修改稿", article=_REVISION, source=State.REVISION_CHECK, target=State.REVISING,
          permission=SAC_OFFICER, form="ReturnRevisionForm", opens=[REVISION_DUE],
          notifies=[APPLICANTS, ORGANISERS])  # fmt: skip
    def return_revision(self, act: Act) -> None:
        """写明哪些意见尚未落实，限期再次修改。"""
        from applications.revising import begin_again

        begin_again(self, act)
