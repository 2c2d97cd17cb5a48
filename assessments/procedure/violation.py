"""违规处理: a ground with evidence, the unit's written statement, a decision in pairs (办法36)."""

from typing import TYPE_CHECKING, Any

from django.db import models as db

from applications.procedure.people import APPLICANTS, SUBMITTER
from bases.procedure import ESTABLISHED, IN_BUILD
from bases.procedure.people import HOST_SUBMITTER, HOSTS
from organisations.deciding import SAC_APPROVER, SAC_OFFICER, SAC_OFFICERS
from procedure.acts import Act
from procedure.machines import MACHINES, Procedure
from procedure.reckoning import chinese_date, end_instant
from procedure.steps import Audience, Birth, Due, Fixed, Permission, Seat, guard, step

if TYPE_CHECKING:
    from assessments.models import Violation

_ARTICLE = "办法36"


class ViolationState(db.TextChoices):
    OPENED = "opened", "待陈述申辩"
    STATED = "stated", "已陈述申辩"
    UPHELD = "upheld", "认定违规"
    DISMISSED = "dismissed", "不予认定"


def _accused(violation: "Violation") -> list[Any]:
    return list(APPLICANTS.persons(violation.application) if violation.application_id else HOSTS.persons(violation))


def _files_for_accused(violation: "Violation", seat: Seat) -> bool:
    if violation.application_id:
        return SUBMITTER.holds(violation.application, seat)
    return HOST_SUBMITTER.holds(violation, seat)


ACCUSED = Audience("violation_unit", "被处理单位", _accused)
ACCUSED_SUBMITTER = Permission("accused", "被处理单位报送人", _files_for_accused, audience=ACCUSED)


@guard(_ARTICLE)
def was_submitted(violation: "Violation", act: Act) -> str | None:
    application = violation.application
    if application is None or (application.submitted_at and not application.is_final):
        return None
    return "申报还没有报送过，或者已经结束，不能按本条处理。"


@guard(_ARTICLE)
def base_runs(violation: "Violation", act: Act) -> str | None:
    base = violation.base
    if base is None or base.state in (*IN_BUILD, *ESTABLISHED):
        return None
    return f"该创新基地现为“{base.state_label}”，不能按本条处理。"


@guard(_ARTICLE)
def none_open(violation: "Violation", act: Act) -> str | None:
    running = type(violation)._default_manager.filter(root=violation.root, state__in=_RUNNING).exclude(pk=violation.pk)
    return "已有一件违规处理在办。" if running.exists() else None


_RUNNING = (ViolationState.OPENED, ViolationState.STATED)


def _statement_end(violation: "Violation", act: Act) -> Fixed:
    day = violation.statement_by
    return Fixed(end_instant(day), f"请在{chinese_date(day)}前提交书面陈述申辩；条文没有规定期限。")


STATEMENT_DUE = Due("statement", "陈述申辩", _ARTICLE, _statement_end, reminders=(3, 1), tells=(ACCUSED, SAC_OFFICERS))


class ViolationProcedure(Procedure):
    """违规处理."""

    machine = "violation"
    machine_label = "违规处理"
    end_label = "认定"
    States = ViolationState
    roots = ("application", "base")
    births = (
        Birth("立案", _ARTICLE, ViolationState.OPENED, SAC_OFFICER, guards=(was_submitted, base_runs, none_open),
              opens=(STATEMENT_DUE,), notifies=(ACCUSED,)),
    )  # fmt: skip

    application: Any
    base: Any
    statement: Any
    stated_at: Any

    class Meta:
        abstract = True

    def root_model(self) -> type[Procedure]:
        return MACHINES["application" if self.application is not None else "base"]

    @step("提交陈述申辩", article=_ARTICLE, source=ViolationState.OPENED, target=ViolationState.STATED,
          permission=ACCUSED_SUBMITTER, form="StatementForm", closes=["statement"],
          notifies=[SAC_OFFICERS])  # fmt: skip
    def file_statement(self, act: Act) -> None:
        """书面陈述申辩送国家标准委；提交后不能再改。"""
        self.statement, self.stated_at = act.data["statement"], act.at

    @step("不再等待陈述申辩", article=_ARTICLE, source=ViolationState.OPENED, target=ViolationState.STATED,
          permission=SAC_OFFICER, form="ReasonForm", closes=["statement"], notifies=[ACCUSED])  # fmt: skip
    def waive_statement(self, act: Act) -> None:
        """该单位放弃陈述申辩，或者逾期未提交；写明理由后进入认定。"""

    @step("认定违规", article=_ARTICLE, source=ViolationState.STATED, target=ViolationState.UPHELD,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="FindingForm", notifies=[ACCUSED])  # fmt: skip
    def uphold_violation(self, act: Act) -> None:
        """认定违规，不能撤销：申报就此终止；创新基地的终止建设或者撤销另行提请。"""
        if self.application is not None:
            act.cause(self.application, "reject_violation")
        else:
            act.cause(self.base, "record_violation")

    @step("不予认定", article=_ARTICLE, source=ViolationState.STATED, target=ViolationState.DISMISSED,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="FindingForm", notifies=[ACCUSED])  # fmt: skip
    def dismiss_violation(self, act: Act) -> None:
        """事实不成立或者不构成违规，事项继续办理。"""
