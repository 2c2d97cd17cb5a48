"""公示和异议: a notice is born published and never edited; an objection is judged, handled and closed (办法15, 16)."""

from typing import TYPE_CHECKING, Any

from django.db import models as db

from organisations.deciding import SAC_APPROVER, SAC_OFFICER, SAC_OFFICERS
from organisations.models import Role
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.steps import VISITOR, Birth, Permission, Seat, guard, step

if TYPE_CHECKING:
    from .models import NoticeItem, Objection


class NoticeState(db.TextChoices):
    PUBLISHED = "published", "已公示"
    WITHDRAWN = "withdrawn", "已撤下"


class ObjectionState(db.TextChoices):
    RECEIVED = "received", "已收到"
    HANDLING = "handling", "办理中"
    NOT_ADMITTED = "not_admitted", "不予受理"
    MET = "met", "办结：符合要求"
    TO_CORRECT = "to_correct", "办结：须更正公示"
    UNFIT = "unfit", "办结：不符合要求"


# While one of these there is, nothing is approved (办法16).
OPEN = (ObjectionState.RECEIVED, ObjectionState.HANDLING)


class NoticeProcedure(Procedure):
    """公示."""

    machine = "notice"
    machine_label = "公示"
    States = NoticeState
    births = (
        Birth(
            "公示",
            "办法15、办法35",
            NoticeState.PUBLISHED,
            caused_by=("publication.publish_notice", "change.publish_change"),
            name="publish",
        ),
    )

    class Meta:
        abstract = True

    @step("撤下公示", article="办法15、办法35", source=NoticeState.PUBLISHED, target=NoticeState.WITHDRAWN,
          caused_by=["publication.pull_cases", "change.pull_change"])  # fmt: skip
    def withdraw(self, act: Act) -> None:
        """公示所列各项均已撤下；公示留在原处，注明撤下。"""


def _may_object(objection: Any, seat: Seat) -> bool:
    return seat is VISITOR or seat.role == Role.SAC_OFFICER  # type: ignore[attr-defined]


OBJECTOR = Permission("objector", "社会公众；书面异议由国家标准委经办录入", _may_object, visitors=True)


def item_of(objection: "Objection") -> "NoticeItem":
    """What an approval locks too, so that an objection entered late and an approval wait for one another."""
    from .models import NoticeItem

    return NoticeItem(pk=objection.item_id)


@guard("办法16")
def signed_by_name(objection: "Objection", act: Act) -> str | None:
    if objection.is_anonymous:
        return "匿名来信作为线索处理，不作为异议受理；请办理“不予受理”，并另行核查。"
    return None


@guard("办法16")
def inquiries_answered(objection: "Objection", act: Act) -> str | None:
    waiting = objection.inquiries.filter(answered_at__isnull=True, closed_at__isnull=True).count()
    return f"还有 {waiting} 件转办尚未答复；收到答复，或者写明理由结束转办后，才能办结。" if waiting else None


class ObjectionProcedure(Procedure):
    """异议."""

    answer: Any
    answered_at: Any

    machine = "objection"
    machine_label = "异议"
    end_label = "办结"
    States = ObjectionState
    births = (Birth("提出异议", "办法16", ObjectionState.RECEIVED, OBJECTOR, notifies=(SAC_OFFICERS,)),)

    class Meta:
        abstract = True

    @step("受理异议", article="办法16", source=ObjectionState.RECEIVED, target=ObjectionState.HANDLING,
          permission=SAC_OFFICER, form="AdmitForm", guards=[signed_by_name], locks=[item_of])  # fmt: skip
    def admit_objection(self, act: Act) -> None:
        """异议属于受理范围，进入办理；可以隐去异议人身份后转有关单位说明。"""

    @step("不予受理", article="办法16", source=ObjectionState.RECEIVED, target=ObjectionState.NOT_ADMITTED,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="AnswerForm", locks=[item_of],
          notifies=[SAC_OFFICERS])  # fmt: skip
    def refuse_objection(self, act: Act) -> None:
        """异议不予受理，理由答复异议人。"""
        self.answer, self.answered_at = act.data["answer"], act.at

    @step("办结：符合要求", article="办法16", source=ObjectionState.HANDLING, target=ObjectionState.MET,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="AnswerForm", guards=[inquiries_answered],
          locks=[item_of], notifies=[SAC_OFFICERS])  # fmt: skip
    def close_met(self, act: Act) -> None:
        """异议处理完毕，该事项符合要求；结果答复异议人。"""
        self.answer, self.answered_at = act.data["answer"], act.at

    @step("办结：须更正公示", article="办法16", source=ObjectionState.HANDLING, target=ObjectionState.TO_CORRECT,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="AnswerForm", guards=[inquiries_answered],
          locks=[item_of], notifies=[SAC_OFFICERS])  # fmt: skip
    def close_to_correct(self, act: Act) -> None:
        """公示内容有误，该事项须更正后重新公示，公示期重新计算；结果答复异议人。"""
        self.answer, self.answered_at = act.data["answer"], act.at

    @step("办结：不符合要求", article="办法16", source=ObjectionState.HANDLING, target=ObjectionState.UNFIT,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="AnswerForm", guards=[inquiries_answered],
          locks=[item_of], notifies=[SAC_OFFICERS])  # fmt: skip
    def close_unfit(self, act: Act) -> None:
        """异议成立，该事项不符合要求，不能批准；结果答复异议人。"""
        self.answer, self.answered_at = act.data["answer"], act.at
