"""The steps of a call and of an application, in the order of the regulation."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models as db

from organisations.models import Role
from organisations.queries import people_in, people_with
from procedure import clock
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.steps import NONE, Audience, Birth, Due, Fixed, Permission, Seat, guard, step

if TYPE_CHECKING:
    from .models import Application, Call


class BaseKind(db.TextChoices):
    REGIONAL = "regional", "区域（综合）"
    SECTOR = "sector", "领域（专业）"
    INTERNATIONAL = "international", "国际"


class CallState(db.TextChoices):
    DRAFT = "draft", "拟制中"
    PUBLISHED = "published", "已发布"
    CLOSED = "closed", "已结束"


class State(db.TextChoices):
    DRAFT = "draft", "填报中"
    ORGANISER_REVIEW = "organiser_review", "组织单位论证"
    RECOMMENDER_REVIEW = "recommender_review", "推荐单位审核"
    RECEIVED = "received", "国家标准委已收到"
    NOT_RECOMMENDED = "not_recommended", "不予推荐"
    WITHDRAWN = "withdrawn", "已撤回"


# Who is told

APPLICANTS = Audience(
    "applicant", "申报单位", lambda application: people_in(
        application.unit_id, Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN, day=clock.today()
    )
)  # fmt: skip
ORGANISERS = Audience(
    "organiser", "申报组织单位",
    lambda application: people_in(application.organiser_id, Role.ORGANISER_OFFICER, day=clock.today()),
)  # fmt: skip
# Before endorsement the recommender knows of nothing, and is told of nothing.
RECOMMENDERS = Audience(
    "recommender", "推荐单位",
    lambda application: people_in(application.recommender_id, Role.RECOMMENDER_OFFICER, day=clock.today())
    if application.endorsed_at else [],
)  # fmt: skip
AUTHORITIES = Audience(
    "authorities", "各申报组织单位和推荐单位",
    lambda call: people_with(Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER, day=clock.today()),
)  # fmt: skip
SAC_OFFICERS = Audience(
    "sac_officers", "国家标准委经办", lambda subject: people_with(Role.SAC_OFFICER, day=clock.today())
)

# Who may


def _works_for_applicant(application: "Application", seat: Seat) -> bool:
    return _sits(seat, application.unit_id, Role.PREPARER, Role.SUBMITTER)


def _submits_for_applicant(application: "Application", seat: Seat) -> bool:
    return _sits(seat, application.unit_id, Role.SUBMITTER)


def _sits(seat: Seat, unit_id: object, *roles: Role) -> bool:
    return seat.role in roles and seat.unit_id == unit_id  # type: ignore[attr-defined]


PREPARER = Permission("preparer", "申报单位填报人", _works_for_applicant)
SUBMITTER = Permission("submitter", "申报单位报送人", _submits_for_applicant, audience=APPLICANTS)
ORGANISER = Permission(
    "organiser", "申报组织单位", lambda application, seat: _sits(seat, application.organiser_id, Role.ORGANISER_OFFICER)
)
RECOMMENDER = Permission(
    "recommender",
    "推荐单位",
    lambda application, seat: _sits(seat, application.recommender_id, Role.RECOMMENDER_OFFICER),
)
SAC_OFFICER = Permission(
    "sac_officer", "国家标准委经办", lambda subject, seat: seat.role == Role.SAC_OFFICER,  # type: ignore[attr-defined]
    decides=True, audience=SAC_OFFICERS,
)  # fmt: skip

# Conditions


@guard("办法9")
def call_complete(call: "Call", act: Act) -> str | None:
    missing = [name for name, there in (("正文", call.text.strip()), ("类型", call.kinds)) if not there]
    return f"申报指南还缺少{'、'.join(missing)}，补齐后才能发布。" if missing else None


@guard("指南四.3")
def window_over(call: "Call", act: Act) -> str | None:
    if act.at < call.closes_at:
        return f"受理期至{_last_day(call)}，期满后才能结束。"
    return None


@guard("办法9")
def call_published(application: "Application", act: Act) -> str | None:
    if application.call.state == CallState.PUBLISHED:
        return None
    return f"“{application.call.title}”{application.call.state_label}，不能据以申报。"


@guard("办法9")
def kind_in_call(application: "Application", act: Act) -> str | None:
    if application.kind in application.call.kinds:
        return None
    return f"“{application.call.title}”不受理{BaseKind(application.kind).label}类型。"


@guard("办法11")
def organiser_entitled(application: "Application", act: Act) -> str | None:
    if application.organiser.kind in application.call.edition.organisers.kinds(application.kind):
        return None
    return f"{application.organiser.name}不是{BaseKind(application.kind).label}创新基地的申报组织单位，请另选。"


@guard("办法12")
def recommender_entitled(application: "Application", act: Act) -> str | None:
    if application.recommender.kind in application.call.edition.recommenders.kinds(application.kind):
        return None
    kind = BaseKind(application.kind).label
    return f"{application.recommender.name}不是{kind}创新基地的推荐单位，请另选申报组织单位。"


@guard("办法12")
def organiser_and_recommender_belong_together(application: "Application", act: Act) -> str | None:
    if application.organiser.reports_to_id == application.recommender_id:
        return None
    return f"{application.organiser.name}不向{application.recommender.name}报送，请重新选择申报组织单位。"


@guard("指南四.3")
def before_window_end(application: "Application", act: Act) -> str | None:
    if act.at < application.call.closes_at:
        return None
    return f"“{application.call.title}”的受理期已于{_last_day(application.call)}24时结束。"


@guard("指南四.3")
def window_open(application: "Application", act: Act) -> str | None:
    if act.at < application.call.opens_at:
        first = application.call.opens_at.astimezone(clock.BEIJING)
        return f"受理期自{first.year}年{first.month}月{first.day}日开始，现在还不能推荐。"
    return before_window_end.check(application, act)


@guard("指南附件2")
def plan_complete(application: "Application", act: Act) -> str | None:
    from .completeness import missing_items

    missing = missing_items(application)
    return f"申报方案还缺少 {len(missing)} 项，补齐后才能报送。" if missing else None


def _last_day(call: "Call") -> str:
    last = (call.closes_at - timedelta(microseconds=1)).astimezone(clock.BEIJING)
    return f"{last.year}年{last.month}月{last.day}日"


# Until when: all that leads to the recommendation must be done within the call's window


def _window_end(application: "Application", act: Act) -> Fixed:
    call = application.call
    why = f"“{call.title}”载明受理期至{_last_day(call)}24时，报送、论证和推荐都须在此之前完成；固定日期不因节假日顺延。"
    return Fixed(call.closes_at, why)


def _until_window_end(kind: str, label: str, tells: Audience) -> Due:
    return Due(kind, label, "指南四.3", _window_end, reminders=(14, 7, 3, 1), tells=(tells,))


SUBMIT_DUE = _until_window_end("submit_plan", "报送申报方案", APPLICANTS)
ENDORSE_DUE = _until_window_end("endorse_plan", "论证并报送推荐单位", ORGANISERS)
RECOMMEND_DUE = _until_window_end("recommend", "审核推荐", RECOMMENDERS)


class CallProcedure(Procedure):
    """申报指南: one officer suffices."""

    machine = "call"
    machine_label = "申报指南"
    States = CallState
    births = (Birth("拟制申报指南", "办法9", CallState.DRAFT, SAC_OFFICER),)

    class Meta:
        abstract = True

    @step("发布申报指南", article="办法9", source=CallState.DRAFT, target=CallState.PUBLISHED,
          permission=SAC_OFFICER, guards=[call_complete], notifies=[AUTHORITIES])  # fmt: skip
    def publish_call(self, act: Act) -> None:
        """发布后，各单位可以据以申报；修改须另行通知。"""

    @step("结束受理", article="指南四.3", source=CallState.PUBLISHED, target=CallState.CLOSED,
          permission=SAC_OFFICER, guards=[window_over], notifies=[AUTHORITIES])  # fmt: skip
    def close_call(self, act: Act) -> None:
        """结束后不再受理；已经收到的推荐不受影响。"""


class ApplicationProcedure(Procedure):
    """申报: from the draft to the recommendation that has reached SAC."""

    machine = "application"
    machine_label = "申报"
    # Facts of the row that the steps set; the model says what they are.
    submitted_at: Any
    endorsed_at: Any
    received_at: Any
    States = State
    births = (
        Birth("开始填报", "指南三（二）", State.DRAFT, PREPARER, opens=(SUBMIT_DUE,),
              guards=(call_published, before_window_end, kind_in_call, organiser_entitled, recommender_entitled,
                      organiser_and_recommender_belong_together)),
    )  # fmt: skip

    class Meta:
        abstract = True

    @step("报送申报方案", article="指南三（二）", source=State.DRAFT, target=State.ORGANISER_REVIEW,
          permission=SUBMITTER, form="SubmitForm", opens=[ENDORSE_DUE], closes=["submit_plan"],
          guards=[call_published, before_window_end, kind_in_call, organiser_entitled, recommender_entitled,
                  organiser_and_recommender_belong_together, plan_complete],
          notifies=[ORGANISERS])  # fmt: skip
    def submit_plan(self, act: Act) -> None:
        """方案冻结为一个版本并生成带核验码的 PDF，送申报组织单位论证；退回之前不能再改。"""
        from .freezing import freeze

        freeze(self, act)
        self.submitted_at = self.submitted_at or act.at

    @step("退回修改", article="办法12", source=State.ORGANISER_REVIEW, target=State.DRAFT,
          permission=ORGANISER, form="ReturnForm", opens=[SUBMIT_DUE], closes=["endorse_plan"],
          notifies=[APPLICANTS])  # fmt: skip
    def return_plan(self, act: Act) -> None:
        """方案退回申报单位修改，您的说明和各处意见一并送达；修改后再次报送即为新的版本。"""

    @step("论证通过，报送推荐单位", article="办法12", source=State.ORGANISER_REVIEW, target=State.RECOMMENDER_REVIEW,
          permission=ORGANISER, form="EndorseForm", opens=[RECOMMEND_DUE], closes=["endorse_plan"],
          guards=[before_window_end], notifies=[RECOMMENDERS, APPLICANTS])  # fmt: skip
    def endorse_plan(self, act: Act) -> None:
        """方案经充分论证，提交推荐单位审核。"""
        self.endorsed_at = self.endorsed_at or act.at

    @step("不予报送", article="办法12", source=State.ORGANISER_REVIEW, target=State.NOT_RECOMMENDED,
          permission=ORGANISER, form="DeclineForm", notifies=[APPLICANTS])  # fmt: skip
    def decline_endorsement(self, act: Act) -> None:
        """本次申报就此结束，申报单位看到您写的理由；不能撤销。"""

    @step("退回组织单位", article="办法12", source=State.RECOMMENDER_REVIEW, target=State.ORGANISER_REVIEW,
          permission=RECOMMENDER, form="ReturnForm", opens=[ENDORSE_DUE], closes=["recommend"],
          notifies=[ORGANISERS, APPLICANTS])  # fmt: skip
    def return_endorsement(self, act: Act) -> None:
        """退回申报组织单位重新论证，您的说明一并送达。"""

    @step("推荐", article="办法12", source=State.RECOMMENDER_REVIEW, target=State.RECEIVED,
          permission=RECOMMENDER, form="RecommendForm", closes=["recommend"], guards=[window_open],
          notifies=[SAC_OFFICERS, ORGANISERS, APPLICANTS])  # fmt: skip
    def recommend(self, act: Act) -> None:
        """认为符合申报条件，择优向国家标准委推荐；方案随即到达国家标准委。"""
        self.received_at = act.at

    @step("不予推荐", article="办法12", source=State.RECOMMENDER_REVIEW, target=State.NOT_RECOMMENDED,
          permission=RECOMMENDER, form="DeclineForm", notifies=[APPLICANTS, ORGANISERS])  # fmt: skip
    def decline_recommendation(self, act: Act) -> None:
        """本次申报就此结束，申报单位和组织单位看到您写的理由；不能撤销。"""

    @step("撤回申报", article=NONE("管理需要"),
          source=[State.DRAFT, State.ORGANISER_REVIEW, State.RECOMMENDER_REVIEW], target=State.WITHDRAWN,
          permission=SUBMITTER, form="WithdrawForm", notifies=[RECOMMENDERS, ORGANISERS, APPLICANTS])  # fmt: skip
    def withdraw(self, act: Act) -> None:
        """本次申报就此结束，材料保留可查；不能撤销。"""

    @step("撤回推荐", article=NONE("管理需要"), source=State.RECEIVED, target=State.WITHDRAWN,
          permission=RECOMMENDER, form="WithdrawForm", notifies=[SAC_OFFICERS, ORGANISERS, APPLICANTS])  # fmt: skip
    def withdraw_recommendation(self, act: Act) -> None:
        """向国家标准委撤回推荐，本次申报就此结束；不能撤销。"""
