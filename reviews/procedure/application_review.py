"""申报方案的专家评审: the conclusion that the chair wrote and the members signed becomes the case's next step."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import models as db

from applications.procedure import State
from organisations.deciding import SAC_APPROVER, SAC_OFFICER
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.steps import Birth, Guard, Permission, guard, step

from .judging import case_of, concluded, round_closed, signed_by_members, written_of
from .panel import REVIEW

if TYPE_CHECKING:
    from reviews.models import ApplicationReview

_GUIDE = "指南三（五）"


class ReviewState(db.TextChoices):
    OPEN = "open", "评审中"
    PASSED = "passed", "通过"
    REVISE = "revise", "修改完善后通过"
    FAILED = "failed", "未通过"


@guard(REVIEW)
def form_check_passed(review: "ApplicationReview", act: Act) -> str | None:
    state = review.application.state
    return None if state == State.EXPERT_REVIEW else "通过形式审查的才纳入专家评审范围。"


def _written(result: str, *, article: str, name: str) -> Guard:
    """The chair's conclusion, where the edition of the case has it at all."""
    written = concluded(result, article=article, name=name)

    def check(review: "ApplicationReview", act: Act) -> str | None:
        edition = review.application.call.edition
        if written_of(review) and (result not in edition.review.conclusions or edition.review.article != article):
            return f"“{edition.label}”没有这一结论。"
        return written.check(review, act)

    check.__name__ = name
    return Guard(check, article)


concluded_pass = _written("通过", article="办法14", name="concluded_pass")
concluded_revise = _written("修改完善后通过", article="办法14", name="concluded_revise")
concluded_fail = _written("未通过", article="办法14", name="concluded_fail")
concluded_guide_pass = _written("通过", article=_GUIDE, name="concluded_guide_pass")
concluded_guide_fail = _written("未通过", article=_GUIDE, name="concluded_guide_fail")
_SETTLED = (round_closed(REVIEW), signed_by_members(REVIEW))


def _officer_under(article: str) -> Permission:
    """SAC's officer, for the conclusions of the edition that the case is under; the others are nobody's."""
    return replace(
        SAC_OFFICER,
        holds=lambda review, seat: (
            SAC_OFFICER.holds(review, seat) and review.application.call.edition.review.article == article
        ),
    )


MEASURES_OFFICER, GUIDE_OFFICER = _officer_under("办法14"), _officer_under(_GUIDE)


class ApplicationReviewProcedure(Procedure):
    """专家评审."""

    machine = "application_review"
    machine_label = "专家评审"
    end_label = "形成结论"
    also_good = (ReviewState.REVISE,)
    States = ReviewState
    roots = ("application",)
    births = (Birth("纳入专家评审", REVIEW, ReviewState.OPEN, SAC_OFFICER, guards=(form_check_passed,)),)

    application: Any
    case: Any

    class Meta:
        abstract = True

    @step("记录评审意见：通过", article="办法14", source=ReviewState.OPEN, target=ReviewState.PASSED,
          permission=MEASURES_OFFICER, guards=[concluded_pass, *_SETTLED], locks=[case_of])  # fmt: skip
    def conclude_pass(self, act: Act) -> None:
        """按评审组签署的结论，进入研究审议。"""
        self._settle(act, "record_pass")

    @step("记录评审意见：修改完善后通过", article="办法14", source=ReviewState.OPEN, target=ReviewState.REVISE,
          permission=MEASURES_OFFICER, form="ReviseByForm",
          guards=[concluded_revise, *_SETTLED], locks=[case_of])  # fmt: skip
    def conclude_revise(self, act: Act) -> None:
        """申报单位按评审意见限期修改完善，修改稿经核对后进入研究审议。"""
        self._settle(act, "record_revise", self._revision(act))

    @step("记录评审意见：未通过", article="办法14", source=ReviewState.OPEN, target=ReviewState.FAILED,
          permission=MEASURES_OFFICER, two_person=SAC_APPROVER,
          guards=[concluded_fail, *_SETTLED], locks=[case_of])  # fmt: skip
    def conclude_fail(self, act: Act) -> None:
        """按评审组签署的结论，本次申报就此结束；不能撤销。"""
        self._settle(act, "record_fail")

    @step("记录论证意见：通过", article=_GUIDE, source=ReviewState.OPEN, target=ReviewState.REVISE,
          permission=GUIDE_OFFICER, form="ReviseByForm",
          guards=[concluded_guide_pass, *_SETTLED], locks=[case_of])  # fmt: skip
    def conclude_guide_pass(self, act: Act) -> None:
        """通过论证的，申报单位按论证意见限期修改方案。"""
        self._settle(act, "record_guide_pass", self._revision(act))

    @step("记录论证意见：未通过", article=_GUIDE, source=ReviewState.OPEN, target=ReviewState.FAILED,
          permission=GUIDE_OFFICER, two_person=SAC_APPROVER,
          guards=[concluded_guide_fail, *_SETTLED], locks=[case_of])  # fmt: skip
    def conclude_guide_fail(self, act: Act) -> None:
        """按评审组签署的结论，本次申报就此结束；不能撤销。"""
        self._settle(act, "record_guide_fail")

    def _settle(self, act: Act, step_of_application: str, data: dict[str, Any] | None = None) -> None:
        from reviews.concluding import close

        close(self.case, act.at)
        act.cause(self.application, step_of_application, data)

    def _revision(self, act: Act) -> dict[str, Any]:
        return {
            "due_on": act.data["due_on"],
            "note": act.note,
            "points": self.case.conclusion.points,
            "reviewed": self.case.version,
        }
