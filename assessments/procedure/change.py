"""变更: asked for in writing by the base's supervisor, examined, published for a month, decided in pairs (办法35)."""

from typing import TYPE_CHECKING, Any

from django.db import models as db

from bases.procedure.changing import CHANGEABLE
from bases.procedure.people import HOSTS, ORGANISERS, SUPERVISOR, SUPERVISORS
from organisations.deciding import SAC_APPROVER, SAC_OFFICER, SAC_OFFICERS
from organisations.models import Role
from organisations.queries import people_in
from procedure import clock
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.reckoning import beijing_day, chinese_date, judge_publicity_end, start_instant
from procedure.steps import NONE, SYSTEM, Audience, Birth, Due, Fixed, Permission, Seat, guard, step

if TYPE_CHECKING:
    from assessments.models import Change

_ARTICLE = "办法35"


class ChangeState(db.TextChoices):
    ANSWERING = "answering", "待新承担单位说明条件"
    EXAMINING = "examining", "国家标准委审查"
    RETURNED = "returned", "退回补正"
    PUBLICITY = "publicity", "公示"
    DECISION = "decision", "公示期满，待决定"
    APPROVED = "approved", "同意变更，待生效"
    EFFECTIVE = "effective", "已变更"
    REFUSED = "refused", "不予变更"
    WITHDRAWN = "withdrawn", "已撤回"


S = ChangeState
# Before it is published the authority that asked may take it back by itself.
BEFORE_PUBLICITY = (S.ANSWERING, S.EXAMINING, S.RETURNED)
RUNNING = (*BEFORE_PUBLICITY, S.PUBLICITY, S.DECISION, S.APPROVED)

_NEW_HOST_ROLES = (Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN)
NEW_HOSTS = Audience(
    "change_new_hosts", "新承担单位",
    lambda change: people_in(change.host_id, *_NEW_HOST_ROLES, day=clock.today()) if change.host_id else [],
)  # fmt: skip


def _sits_in_new_host(change: "Change", seat: Seat) -> bool:
    return seat.role == Role.SUBMITTER and change.host_id is not None and seat.unit_id == change.host_id  # type: ignore[attr-defined]


NEW_HOST = Permission("change_new_host", "新承担单位报送人", _sits_in_new_host, audience=NEW_HOSTS)
CONCERNED = (SUPERVISORS, ORGANISERS, HOSTS, NEW_HOSTS)


@guard(_ARTICLE)
def base_living(change: "Change", act: Act) -> str | None:
    """建设、验收和运行中: a base of which only the end is left is changed no more."""
    if change.base.state in CHANGEABLE:
        return None
    return f"该创新基地现在是“{change.base.state_label}”，建设、验收和运行中才能变更。"


@guard(_ARTICLE)
def none_running(change: "Change", act: Act) -> str | None:
    """One change of a kind at a time: two names cannot both follow the present one."""
    others = type(change)._default_manager.filter(base=change.base_id, kind=change.kind, state__in=RUNNING)
    running = others.exclude(pk=change.pk).exists()
    return f"该创新基地已有一件“{change.get_kind_display()}”在办，请等办结或者撤回后再提。" if running else None


@guard("办法35、办法10")
def host_confirmed(change: "Change", act: Act) -> str | None:
    if change.host is None or change.host.is_confirmed:
        return None
    return f"{change.host}的名称和代码还没有经主管部门确认，不能作为承担单位公示。"


@guard("办法35、办法10")
def has_new_host(change: "Change", act: Act) -> str | None:
    return None if change.host else "本件不变更承担单位，没有条件说明可以退回。"


@guard("办法35、办法10")
def conditions_answered(change: "Change", act: Act) -> str | None:
    return None if change.host is None or change.answers.exists() else "新承担单位还没有逐条说明第十条的条件。"


@guard(_ARTICLE)
def still_so(change: "Change", act: Act) -> str | None:
    """What it starts from may have been changed since it was asked for."""
    now = change.present
    return None if now == change.before else f"申请所列的现状是“{change.before}”，现在已是“{now}”，请退回补正。"


@guard(_ARTICLE, on_data=True)
def period_long_enough(change: "Change", act: Act) -> str | None:
    chosen = act.data.get("shown_end")
    if chosen is None:
        return None
    return judge_publicity_end(beijing_day(act.at), chosen, article=_ARTICLE).refusal or None


@guard(_ARTICLE)
def full_month(change: "Change", act: Act) -> str | None:
    from notices.publishing import not_over

    return not_over(change.item, act.at)


@guard(_ARTICLE)
def no_open_objection(change: "Change", act: Act) -> str | None:
    from assessments.changing import items_of
    from notices.publishing import still_objected

    return still_objected(items_of(change), "变更")


@guard(_ARTICLE)
def found_fit(change: "Change", act: Act) -> str | None:
    from assessments.changing import items_of
    from notices.publishing import found_unfit

    return found_unfit(items_of(change), change.item_id, "变更")


@guard(_ARTICLE)
def its_day(change: "Change", act: Act) -> str | None:
    day = change.effective_on
    return None if day and act.at >= start_instant(day) else "还没有到生效日。"


def item_of(change: "Change") -> Any:
    """The notice's item, which an objection locks too."""
    from notices.models import NoticeItem

    return NoticeItem(pk=change.item_id) if change.item_id else None


def notice_of(change: "Change") -> Any:
    return change.item.notice if change.item else None


def _publicity_end(change: "Change", act: Act) -> Fixed:
    from notices.publishing import period_end

    assert change.item is not None
    return period_end(change.item)


def _effect(change: "Change", act: Act) -> Fixed:
    day = change.effective_on
    assert day is not None
    return Fixed(start_instant(day), f"批准变更的文件写明自{chinese_date(day)}起生效。")


PUBLICITY_DUE = Due(
    "publicity", "公示期满", _ARTICLE, _publicity_end, reminders=(3,), fires="close_publicity", tells=(SAC_OFFICERS,)
)
EFFECT_DUE = Due("effect", "变更生效", _ARTICLE, _effect, fires="take_effect", tells=(HOSTS, NEW_HOSTS))


class ChangeProcedure(Procedure):
    """变更."""

    machine = "change"
    machine_label = "变更"
    end_label = "生效"
    States = S
    roots = ("base",)
    road = (S.ANSWERING, S.EXAMINING, S.PUBLICITY, S.DECISION, S.APPROVED, S.EFFECTIVE)
    births = (
        Birth("书面申请变更", _ARTICLE, S.EXAMINING, SUPERVISOR, guards=(base_living, none_running),
              notifies=(SAC_OFFICERS, ORGANISERS, HOSTS)),
        Birth("书面申请变更承担单位", _ARTICLE, S.ANSWERING, SUPERVISOR, guards=(base_living, none_running),
              notifies=(SAC_OFFICERS, ORGANISERS, HOSTS, NEW_HOSTS), name="start_host"),
    )  # fmt: skip

    host: Any
    item: Any
    item_id: Any
    effective_on: Any

    class Meta:
        abstract = True

    @step("逐条说明条件", article="办法35、办法10", source=S.ANSWERING, target=S.EXAMINING, permission=NEW_HOST,
          form="ConditionsForm", notifies=[SAC_OFFICERS, SUPERVISORS])  # fmt: skip
    def answer_conditions(self, act: Act) -> None:
        """新承担单位逐条说明申报条件（第十条）和承接意愿，送国家标准委审查。"""
        from assessments.changing import keep_answers

        keep_answers(self, act)

    @step("退回新承担单位补充", article="办法35、办法10", source=S.EXAMINING, target=S.ANSWERING,
          permission=SAC_OFFICER, form="ChangeNoteForm", guards=[has_new_host],
          notifies=[NEW_HOSTS, SUPERVISORS])  # fmt: skip
    def return_answers(self, act: Act) -> None:
        """条件说明不充分，退回新承担单位补充。"""

    @step("退回补正", article=_ARTICLE, source=S.EXAMINING, target=S.RETURNED, permission=SAC_OFFICER,
          form="ChangeNoteForm", notifies=[SUPERVISORS])  # fmt: skip
    def return_request(self, act: Act) -> None:
        """申请有误或者材料不全，退回提出申请的行业部门或者地方政府补正。"""

    @step("补正后再次报送", article=_ARTICLE, source=S.RETURNED, target=S.EXAMINING, permission=SUPERVISOR,
          form="RequestAgainForm", guards=[base_living], notifies=[SAC_OFFICERS])  # fmt: skip
    def file_again(self, act: Act) -> None:
        """按退回意见补正，再次报送国家标准委。"""
        from assessments.changing import keep_request

        keep_request(self, act)

    @step("公示变更", article=_ARTICLE, source=S.EXAMINING, target=S.PUBLICITY, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="PublishChangeForm", opens=[PUBLICITY_DUE],
          guards=[base_living, still_so, host_confirmed, conditions_answered, period_long_enough],
          notifies=CONCERNED)  # fmt: skip
    def publish_change(self, act: Act) -> None:
        """拟变更的内容向社会公示，不少于1个月；公示不能改动，有误只能撤下后另行公示。"""
        from assessments.changing import publish

        publish(self, act)

    @step("公示期满", article=_ARTICLE, source=S.PUBLICITY, target=S.DECISION, permission=SYSTEM,
          guards=[full_month], closes=["publicity"], notifies=[SAC_OFFICERS])  # fmt: skip
    def close_publicity(self, act: Act) -> None:
        """公示满期，转入决定。"""

    @step("撤下或者更正公示", article=_ARTICLE, source=[S.PUBLICITY, S.DECISION], target=S.EXAMINING,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="PullChangeForm", closes=["publicity"],
          locks=[notice_of], notifies=CONCERNED)  # fmt: skip
    def pull_change(self, act: Act) -> None:
        """公示撤下，回到审查；更正后另行公示，公示期重新计算。"""
        from assessments.changing import pull

        pull(self, act)

    @step("同意变更", article=_ARTICLE, source=S.DECISION, target=S.APPROVED, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="ApproveChangeForm", locks=[item_of], opens=[EFFECT_DUE],
          guards=[base_living, still_so, full_month, no_open_objection, found_fit], notifies=CONCERNED)  # fmt: skip
    def approve_change(self, act: Act) -> None:
        """公示后无异议或者异议处理完毕符合要求，同意变更，自生效日起执行。"""
        from assessments.changing import approve

        approve(self, act)

    @step("变更生效", article=_ARTICLE, source=S.APPROVED, target=S.EFFECTIVE, permission=SYSTEM,
          guards=[its_day, base_living], closes=["effect"], notifies=CONCERNED)  # fmt: skip
    def take_effect(self, act: Act) -> None:
        """到生效日，名录按批准的内容变更。"""
        from assessments.changing import take_effect

        take_effect(self, act)

    @step("不予变更", article=_ARTICLE, source=[S.EXAMINING, S.DECISION], target=S.REFUSED, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="ChangeNoteForm", notifies=CONCERNED)  # fmt: skip
    def refuse_change(self, act: Act) -> None:
        """经审查不符合要求，不予变更；理由告知提出申请的行业部门或者地方政府，不能撤销。"""
        from assessments.changing import close_item

        close_item(self, act)

    @step("撤回申请", article=NONE("管理需要"), source=BEFORE_PUBLICITY, target=S.WITHDRAWN, permission=SUPERVISOR,
          form="ChangeNoteForm", notifies=[SAC_OFFICERS, ORGANISERS, HOSTS, NEW_HOSTS])  # fmt: skip
    def withdraw_change(self, act: Act) -> None:
        """申请不再办理；不能撤销，需要时另行提出。"""
