"""验收: the organiser applies, SAC takes it up, experts judge, one of three conclusions is recorded (办法19, 21)."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from django.db import models as db

from assessments import applying
from bases.procedure.people import (
    HOSTS,
    ORGANISER,
    ORGANISERS,
    SAC_APPROVER,
    SAC_OFFICER,
    SAC_OFFICERS,
    SUPERVISORS,
)
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.steps import NONE, Birth, Permission, guard, step
from reviews.procedure.judging import case_of, concluded, round_closed, signed_by_members

from .self_check import base_is_built, within_window

if TYPE_CHECKING:
    from assessments.models import Acceptance
    from organisations.models import Membership

_APPLY, _JUDGE = "办法19", "办法21"
PASS, RECTIFY, FAIL = CONCLUSIONS = ("通过", "整改", "未通过")


class AcceptanceState(db.TextChoices):
    DRAFT = "draft", "起草申请"
    FILED = "filed", "待受理"
    RETURNED = "returned", "退回补正"
    ACCEPTED = "accepted", "已受理"
    PASSED = "passed", "通过"
    RECTIFY = "rectify", "整改"
    FAILED = "failed", "未通过"
    GIVEN_UP = "given_up", "已放弃"


S = AcceptanceState
OPEN = (S.DRAFT, S.FILED, S.RETURNED, S.ACCEPTED)
CONCLUDED = (S.PASSED, S.RECTIFY, S.FAILED)


def _files(*, again: bool) -> Permission:
    """The organiser, for the first application or for the one after 整改: each rests on an article of its own."""
    return replace(
        ORGANISER,
        holds=lambda acceptance, seat: acceptance.is_again == again and ORGANISER.holds(acceptance, seat),
    )


@guard(_APPLY)
def no_other_open(acceptance: "Acceptance", act: Act) -> str | None:
    others = type(acceptance)._default_manager.filter(base=acceptance.base_id, state__in=OPEN)
    return "已有一件验收申请在办。" if others.exclude(pk=acceptance.pk).exists() else None


@guard("办法20")
def no_extension_asked(acceptance: "Acceptance", act: Act) -> str | None:
    if acceptance.base.extension_asked_at is None:
        return None
    return "延期申请正在办理，决定之前不能申请验收；验收和延期不能同时申请。"


@guard(_APPLY)
def found_fit(acceptance: "Acceptance", act: Act) -> str | None:
    """Only 符合 of the last self-check opens the application."""
    check = acceptance.base.selfcheck_rows.order_by("-begun_at").first()
    if check is None:
        return "还没有开展自查：符合验收条件的，方可提出验收申请。"
    if check.state == "unfit":
        return "最近一次自查认定不符合验收条件，不能提出验收申请。"
    if not check.serves:
        return "还没有认定符合验收条件的自查：请先完成自查。"
    return None


@guard(_APPLY)
def application_complete(acceptance: "Acceptance", act: Act) -> str | None:
    sealed = acceptance.files.filter(removed_at=None).exists()
    lacks = ["申请内容"] * (not acceptance.statement.strip()) + ["盖章的申请文件"] * (not sealed)
    return f"验收申请还缺：{'、'.join(lacks)}。" if lacks else None


@guard(_APPLY)
def copy_has_reader(acceptance: "Acceptance", act: Act) -> str | None:
    """抄报行业部门、地方政府: there must be one."""
    if acceptance.base.supervisor_unit_id:
        return None
    return "该创新基地还没有确定主管的行业部门或者地方政府，验收申请无处抄报，请先由国家标准委确定。"


concluded_pass = concluded(PASS, article=_JUDGE, name="concluded_pass")
concluded_rectify = concluded(RECTIFY, article=_JUDGE, name="concluded_rectify")
concluded_fail = concluded(FAIL, article=_JUDGE, name="concluded_fail")
_SETTLED = (round_closed(_JUDGE), signed_by_members(_JUDGE))
_WRITTEN = (application_complete, copy_has_reader)
_FILING = (base_is_built, within_window, no_extension_asked, found_fit, no_other_open)


class AcceptanceProcedure(Procedure):
    """验收."""

    machine = "acceptance"
    machine_label = "验收"
    end_label = "验收意见"
    States = AcceptanceState
    roots = ("base",)
    births = (Birth("起草验收申请", _APPLY, S.DRAFT, ORGANISER, guards=_FILING),)

    base: Any
    case: Any
    is_again: Any
    first_filed_at: Any
    filed_at: Any
    accepted_at: Any
    opinion_on: Any

    class Meta:
        abstract = True

    @step("提出验收申请", article=_APPLY, source=S.DRAFT, target=S.FILED, permission=_files(again=False),
          guards=[*_FILING, *_WRITTEN], notifies=[SAC_OFFICERS, HOSTS, SUPERVISORS])  # fmt: skip
    def file_request(self, act: Act) -> None:
        """报送国家标准委审核，并抄报行业部门、地方政府。"""
        self._file(act)
        act.cause(self.base, "request_acceptance")

    @step("再次提出验收申请", article=_JUDGE, source=S.DRAFT, target=S.FILED, permission=_files(again=True),
          guards=[*_FILING, *_WRITTEN], notifies=[SAC_OFFICERS, HOSTS, SUPERVISORS])  # fmt: skip
    def file_again(self, act: Act) -> None:
        """整改完成后再次报送国家标准委审核，并抄报行业部门、地方政府。"""
        self._file(act)
        act.cause(self.base, "request_again")

    @step("补正后报送", article=_APPLY, source=S.RETURNED, target=S.FILED, permission=ORGANISER,
          guards=[*_WRITTEN], notifies=[SAC_OFFICERS, HOSTS, SUPERVISORS])  # fmt: skip
    def refile(self, act: Act) -> None:
        """补正后再报；是否按时，以首次报送的日期为准。"""
        self._file(act)

    @step("受理", article=_APPLY, source=S.FILED, target=S.ACCEPTED, permission=SAC_OFFICER,
          notifies=[ORGANISERS, HOSTS])  # fmt: skip
    def accept_request(self, act: Act) -> None:
        """受理后组织专家验收；材料从此定稿。"""
        from assessments.accepting import open_case

        self.accepted_at = act.at
        self.case = open_case(cast("Acceptance", self))

    @step("退回补正", article=_APPLY, source=S.FILED, target=S.RETURNED, permission=SAC_OFFICER,
          form="CommentsForm", notifies=[ORGANISERS, HOSTS])  # fmt: skip
    def return_request(self, act: Act) -> None:
        """写明需要补正的内容；补正后再报的，仍按首次报送的日期计。"""

    @step("放弃申请", article=_APPLY, source=S.RETURNED, target=S.GIVEN_UP, permission=ORGANISER,
          form="ReasonGivenForm", notifies=[SAC_OFFICERS, HOSTS, SUPERVISORS])  # fmt: skip
    def give_up(self, act: Act) -> None:
        """放弃被退回的申请，创新基地回到申请之前；原定期限继续计算。"""
        act.cause(self.base, "drop_again" if self.is_again else "drop_request")

    @step("撤下草稿", article=NONE("管理需要"), source=S.DRAFT, target=S.GIVEN_UP, permission=ORGANISER)  # fmt: skip
    def drop_draft(self, act: Act) -> None:
        """草稿没有报送过，不再使用。"""

    @step("记录验收意见：通过", article=_JUDGE, source=S.ACCEPTED, target=S.PASSED, permission=SAC_OFFICER,
          guards=[concluded_pass, *_SETTLED], locks=[case_of],
          notifies=[ORGANISERS, HOSTS, SUPERVISORS])  # fmt: skip
    def conclude_pass(self, act: Act) -> None:
        """按验收组签署的意见，验收通过；批准成立另行办理。"""
        self._settle(act, "record_pass")

    @step("记录验收意见：整改", article=_JUDGE, source=S.ACCEPTED, target=S.RECTIFY, permission=SAC_OFFICER,
          form="RectifyForm", guards=[concluded_rectify, *_SETTLED], locks=[case_of],
          notifies=[ORGANISERS, HOSTS, SUPERVISORS])  # fmt: skip
    def conclude_rectify(self, act: Act) -> None:
        """按验收组签署的意见，自意见之日起6个月内完成整改，再次提出验收申请。"""
        self._settle(act, "record_rectify")

    @step("记录验收意见：未通过", article=_JUDGE, source=S.ACCEPTED, target=S.FAILED, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, guards=[concluded_fail, *_SETTLED], locks=[case_of],
          notifies=[ORGANISERS, HOSTS, SUPERVISORS])  # fmt: skip
    def conclude_fail(self, act: Act) -> None:
        """按验收组签署的意见，验收未通过；此后只能终止建设，不能撤销。"""
        self._settle(act, "record_fail")

    def _file(self, act: Act) -> None:
        self.filed_at = act.at
        self.first_filed_at = self.first_filed_at or act.at
        applying.copy(cast("Acceptance", self), act)

    def _settle(self, act: Act, step_of_base: str) -> None:
        from reviews.concluding import close, opinion_day
        from reviews.documents import order_print

        assert act.seat is not None
        self.opinion_on = opinion_day(self.case)
        close(self.case, act.at)
        order_print(self.case, cast("Membership", act.seat))
        act.cause(self.base, step_of_base, {"opinion_on": self.opinion_on})
