"""申报: from SAC's deliberation to the approval, publicity and objections in between (办法15, 16, 36)."""

from typing import TYPE_CHECKING, Any

from applications import models
from notices.models import ItemOutcome
from procedure.acts import Act
from procedure.steps import NONE, SYSTEM, Due, Fixed, guard, step

from .checking import Checking
from .people import APPLICANTS, ORGANISERS, RECOMMENDERS, SAC_APPROVER, SAC_OFFICER, SAC_OFFICERS
from .places import place_free, place_of
from .states import WITH_SAC, State

if TYPE_CHECKING:
    from applications.models import Application

ALL_CONCERNED = (APPLICANTS, ORGANISERS, RECOMMENDERS)


def _publicity_end(application: "Application", act: Act) -> Fixed:
    from notices.publishing import period_end

    assert application.notice_item is not None
    return period_end(application.notice_item)


PUBLICITY_DUE = Due(
    "publicity", "公示期满", "办法15", _publicity_end, reminders=(3,), fires="close_publicity", tells=(SAC_OFFICERS,)
)


def item_of(application: "Application") -> Any:
    """The notice's item, which an objection locks too; named by its key, for whoever locks it reads it."""
    from notices.models import NoticeItem

    return NoticeItem(pk=application.notice_item_id) if application.notice_item_id else None


@guard("办法15")
def full_month(application: "Application", act: Act) -> str | None:
    from notices.publishing import not_over

    return not_over(application.notice_item, act.at)


@guard("办法15")
def publicity_not_required(application: "Application", act: Act) -> str | None:
    if not application.call.edition.publicity.required:
        return None
    return f"“{application.call.edition.label}”要求公示不少于1个月，不能不经公示作出决定。"


@guard("办法16")
def no_open_objection(application: "Application", act: Act) -> str | None:
    from applications.publishing import items_of
    from notices.publishing import still_objected

    return still_objected(items_of(application.pk), "批准")


@guard("办法16")
def found_fit(application: "Application", act: Act) -> str | None:
    from applications.publishing import items_of
    from notices.publishing import found_unfit

    return found_unfit(items_of(application.pk), application.notice_item_id, "批准")


@guard(NONE("管理需要"))
def withdrawal_asked(application: "Application", act: Act) -> str | None:
    asked = models.WithdrawalRequest.objects.filter(application=application.pk, decided_at__isnull=True).exists()
    return None if asked else "推荐单位没有提出撤回；公示以后，须先由推荐单位提出。"


@guard("办法36")
def was_submitted(application: "Application", act: Act) -> str | None:
    return None if application.submitted_at else "方案还没有报送过。"


class ApplicationProcedure(Checking):
    """申报."""

    notice_item: Any
    notice_item_id: Any
    base: Any

    class Meta:
        abstract = True

    @step("公示", article="办法15", source=State.DELIBERATION, target=State.PUBLICITY,
          caused_by="publication.publish_notice", guards=[place_free], opens=[PUBLICITY_DUE],
          notifies=ALL_CONCERNED)  # fmt: skip
    def publish(self, act: Act) -> None:
        """名称、承担单位、推荐单位向社会公示，不少于1个月。"""
        self.notice_item = act.data["item"]

    @step("不经公示转入决定", article="指南三（六）", source=State.DELIBERATION, target=State.DECISION,
          permission=SAC_OFFICER, form="RemarkForm", guards=[publicity_not_required])  # fmt: skip
    def skip_publicity(self, act: Act) -> None:
        """该版规则未要求公示，直接进入决定。"""

    @step("不予公示", article="办法15", source=State.DELIBERATION, target=State.REJECTED,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="RejectForm", public_label="未予批准",
          notifies=ALL_CONCERNED)  # fmt: skip
    def reject_deliberation(self, act: Act) -> None:
        """经研究不符合要求，本次申报就此结束；不能撤销。"""

    @step("公示期满", article="办法15", source=State.PUBLICITY, target=State.DECISION,
          permission=SYSTEM, guards=[full_month], closes=["publicity"], notifies=[SAC_OFFICERS])  # fmt: skip
    def close_publicity(self, act: Act) -> None:
        """公示满期，转入决定。"""

    @step("公示撤下，回到研究", article="办法15", source=[State.PUBLICITY, State.DECISION], target=State.DELIBERATION,
          caused_by="publication.pull_cases", closes=["publicity"], notifies=ALL_CONCERNED)  # fmt: skip
    def return_to_deliberation(self, act: Act) -> None:
        """公示有误或者撤下，更正后须重新公示，公示期重新计算。"""

    @step("批准建设", article="办法16", source=State.DECISION, target=State.APPROVED,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="ApproveForm", locks=[item_of, place_of],
          guards=[no_open_objection, found_fit, place_free], notifies=ALL_CONCERNED)  # fmt: skip
    def approve(self, act: Act) -> None:
        """批准建设；创新基地列入名录，批准文件送推荐单位，抄送申报组织单位和承担单位。"""
        from applications.approving import approve

        approve(self, act)

    @step("退回研究", article="办法16", source=State.DECISION, target=State.DELIBERATION,
          permission=SAC_OFFICER, form="RejectForm")  # fmt: skip
    def reconsider(self, act: Act) -> None:
        """还有需要研究的问题；再次公示的，公示期重新计算。"""

    @step("不予批准", article="办法16", source=State.DECISION, target=State.REJECTED,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="RejectForm", public_label="未予批准",
          notifies=ALL_CONCERNED)  # fmt: skip
    def reject_decision(self, act: Act) -> None:
        """不予批准建设，本次申报就此结束；不能撤销。"""

    @step("确认撤回", article=NONE("管理需要"), source=[State.PUBLICITY, State.DECISION], target=State.WITHDRAWN,
          permission=SAC_OFFICER, form="RemarkForm", guards=[withdrawal_asked],
          notifies=ALL_CONCERNED)  # fmt: skip
    def confirm_withdrawal(self, act: Act) -> None:
        """按推荐单位的请求撤回，公示注明；不能撤销。"""
        from applications.publishing import settle_withdrawal

        settle_withdrawal(self, act)

    @step("违规处理，终止申报", article="办法36",
          source=[State.DRAFT, State.ORGANISER_REVIEW, State.RECOMMENDER_REVIEW, *WITH_SAC], target=State.REJECTED,
          caused_by="violation.uphold_violation", guards=[was_submitted], public_label="未予批准",
          notifies=ALL_CONCERNED)  # fmt: skip
    def reject_violation(self, act: Act) -> None:
        """申报中提供虚假材料等，终止申报；不能撤销。"""
        if self.notice_item_id:
            ItemOutcome.objects.create(item_id=self.notice_item_id, kind=ItemOutcome.Kind.PULLED, at=act.at)
