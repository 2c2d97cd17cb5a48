"""延期: asked for by the organiser in the last three months, agreed above it, decided by SAC in pairs (办法20)."""

from typing import TYPE_CHECKING, Any, cast

from django.db import models as db

from assessments import extending
from bases import periods
from bases.procedure import BaseState
from bases.procedure.people import (
    HOSTS,
    ORGANISER,
    ORGANISERS,
    SAC_APPROVER,
    SAC_OFFICER,
    SAC_OFFICERS,
    SUPERVISOR,
    SUPERVISORS,
)
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.reckoning import chinese_date, end_instant, start_instant
from procedure.steps import NONE, Birth, Due, Fixed, guard, step

if TYPE_CHECKING:
    from assessments.models import Extension

_ARTICLE = "办法20"


class ExtensionState(db.TextChoices):
    DRAFT = "draft", "起草中"
    CONSENT = "consent", "待行业部门或者地方政府审核"
    DECISION = "decision", "待国家标准委决定"
    RETURNED = "returned", "退回补正"
    GRANTED = "granted", "同意延期"
    REFUSED = "refused", "不同意延期"
    DECLINED = "declined", "未经审核同意"
    WITHDRAWN = "withdrawn", "已撤回"


S = ExtensionState
OPEN = (S.DRAFT, S.CONSENT, S.DECISION, S.RETURNED)
_NOT_BUILDING = {
    BaseState.PASSED: "该创新基地已经通过验收，不需要延期。",
    BaseState.OPERATING: "该创新基地已经批准成立，不需要延期。",
}


@guard(_ARTICLE)
def base_is_building(extension: "Extension", act: Act) -> str | None:
    state = BaseState(extension.base.state)
    if state == BaseState.BUILDING:
        return None
    other = f"该创新基地现为“{state.label}”：验收申请在办期间和整改期间不能申请延期，验收和延期不能同时申请。"
    return _NOT_BUILDING.get(state, other)


@guard(_ARTICLE)
def first_extension(extension: "Extension", act: Act) -> str | None:
    base = extension.base
    if base.extended_from:
        return f"建设期已经延期一次（原至{chinese_date(base.extended_from)}），不能再次延期。"
    if base.extension_refused:
        return f"延期申请已于{chinese_date(base.extension_refused)}未获批准，不能再次申请。"
    return None


@guard(_ARTICLE)
def none_other_open(extension: "Extension", act: Act) -> str | None:
    rows = type(extension)._default_manager.filter(root=extension.root, state__in=OPEN).exclude(pk=extension.pk)
    return "该创新基地已有一件延期申请在办。" if rows.exists() else None


@guard(_ARTICLE)
def end_is_known(extension: "Extension", act: Act) -> str | None:
    return None if extension.base.build_ends else "建设期届满日不详，请先由国家标准委确定。"


@guard(_ARTICLE)
def window_has_opened(extension: "Extension", act: Act) -> str | None:
    if extension.base.build_ends is None:
        return None
    window = periods.filing_window(extension.base.build_ends)
    if act.at >= start_instant(window.opens):
        return None
    return f"延期申请应当在建设期届满前3个月内提出，自{chinese_date(window.opens)}起可以报送。"


@guard(_ARTICLE)
def end_lies_ahead(extension: "Extension", act: Act) -> str | None:
    if extension.base.build_ends is None:
        return None
    day = periods.last_timely_day(extension.base.build_ends)
    if act.at < end_instant(day):
        return None
    return f"延期申请应当在建设期届满前提出，最后一个按时日{chinese_date(day)}24时已过。"


@guard("办法6、办法20")
def somebody_agrees(extension: "Extension", act: Act) -> str | None:
    if extension.base.supervisor_unit_id:
        return None
    return "该创新基地还没有确定主管的行业部门或者地方政府，延期申请无人审核，请先由国家标准委确定。"


@guard(_ARTICLE)
def application_complete(extension: "Extension", act: Act) -> str | None:
    missing = extending.missing(extension)
    return f"延期申请还缺：{'、'.join(missing)}。" if missing else None


@guard(_ARTICLE)
def correction_is_overdue(extension: "Extension", act: Act) -> str | None:
    day = extension.correct_by
    if extension.state != S.RETURNED or day is None or act.at >= end_instant(day):
        return None
    return f"补正期限到{chinese_date(day)}24时为止，期满仍未补正的才能决定。"


def _correction(extension: "Extension", act: Act) -> Fixed:
    day = act.data["due_on"]
    return Fixed(end_instant(day), f"请在{chinese_date(day)}24时前补正；条文没有规定期限，由国家标准委确定。")


CORRECTION_DUE = Due(
    "correction", "补正延期申请", _ARTICLE, _correction, reminders=(7, 3, 1), tells=(ORGANISERS, SAC_OFFICERS)
)


class ExtensionProcedure(Procedure):
    """延期申请."""

    machine = "extension"
    machine_label = "延期申请"
    end_label = "决定"
    States = ExtensionState
    road = (S.DRAFT, S.CONSENT, S.DECISION, S.GRANTED)
    roots = ("base",)
    births = (
        Birth("起草延期申请", _ARTICLE, S.DRAFT, ORGANISER,
              guards=(base_is_building, first_extension, none_other_open, end_is_known, end_lies_ahead)),
    )  # fmt: skip

    base: Any
    filed_at: Any
    correct_by: Any
    agreed_at: Any
    months: Any
    exception: Any

    class Meta:
        abstract = True

    @step("报送延期申请", article=_ARTICLE, source=S.DRAFT, target=S.CONSENT, permission=ORGANISER,
          guards=[base_is_building, first_extension, window_has_opened, end_lies_ahead, somebody_agrees,
                  application_complete],
          notifies=[SUPERVISORS, SAC_OFFICERS, HOSTS])  # fmt: skip
    def file_extension(self, act: Act) -> None:
        """送行业部门或者地方政府审核，同意后报国家标准委；是否按时以本次报送为准，决定之前不计逾期。"""
        self.filed_at = act.at
        act.cause(self.base, "ask_extension")

    @step("审核同意延期", article=_ARTICLE, source=S.CONSENT, target=S.DECISION, permission=SUPERVISOR,
          form="ConsentForm", notifies=[SAC_OFFICERS, ORGANISERS, HOSTS])  # fmt: skip
    def agree_extension(self, act: Act) -> None:
        """行业部门或者地方政府审核同意，报国家标准委决定。"""
        self.agreed_at = act.at

    @step("审核不同意延期", article=_ARTICLE, source=S.CONSENT, target=S.DECLINED, permission=SUPERVISOR,
          form="ExtensionReasonForm", notifies=[SAC_OFFICERS, ORGANISERS, HOSTS])  # fmt: skip
    def decline_extension(self, act: Act) -> None:
        """行业部门或者地方政府审核不同意，写明理由；建设期照旧计算。"""
        act.cause(self.base, "drop_extension")

    @step("同意延期", article=_ARTICLE, source=S.DECISION, target=S.GRANTED, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="GrantExtensionForm", guards=[base_is_building],
          notifies=[ORGANISERS, SUPERVISORS, HOSTS])  # fmt: skip
    def grant_extension(self, act: Act) -> None:
        """建设期延长，各个期限自新的届满日重新推算；一般不超过1年，超过的写明理由并印在文件上。"""
        extending.grant(cast("Extension", self), act)

    @step("不同意延期", article=_ARTICLE, source=[S.DECISION, S.RETURNED], target=S.REFUSED, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="RefuseExtensionForm", guards=[correction_is_overdue],
          notifies=[ORGANISERS, SUPERVISORS, HOSTS])  # fmt: skip
    def refuse_extension(self, act: Act) -> None:
        """延期申请不予批准，写明理由；建设期照旧计算，届满后由国家标准委终止建设。"""
        extending.refuse(cast("Extension", self), act)

    @step("退回补正", article=_ARTICLE, source=S.DECISION, target=S.RETURNED, permission=SAC_OFFICER,
          form="ReturnExtensionForm", opens=[CORRECTION_DUE], notifies=[ORGANISERS, SUPERVISORS, HOSTS])  # fmt: skip
    def return_extension(self, act: Act) -> None:
        """材料需要补正的，写明要补什么；补正后经原审核单位再次同意，报送日期仍以第一次为准。"""
        self.correct_by, self.agreed_at = act.data["due_on"], None

    @step("报送补正后的延期申请", article=_ARTICLE, source=S.RETURNED, target=S.CONSENT, permission=ORGANISER,
          guards=[application_complete], closes=["correction"],
          notifies=[SUPERVISORS, SAC_OFFICERS, HOSTS])  # fmt: skip
    def refile_extension(self, act: Act) -> None:
        """补正后再送行业部门或者地方政府审核；报送日期仍以第一次为准。"""

    @step("撤回延期申请", article=NONE("管理需要"), source=[S.DRAFT, S.CONSENT, S.RETURNED], target=S.WITHDRAWN,
          permission=ORGANISER, form="ExtensionReasonForm", notifies=[SUPERVISORS, HOSTS, SAC_OFFICERS])  # fmt: skip
    def withdraw_extension(self, act: Act) -> None:
        """组织单位不再申请；已经报送的，建设期照旧计算。"""
        if self.filed_at:
            act.cause(self.base, "drop_extension")
