"""评审组: composed by a draw or by appointment, invited, confirmed, closed, met (办法14, 21, 32, 指南三（五）)."""

from typing import TYPE_CHECKING, Any, cast

from django.db import models as db

from organisations.deciding import SAC_APPROVER, SAC_OFFICER
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.reckoning import chinese_date, end_instant
from procedure.steps import NONE, Audience, Birth, Due, Fixed, guard, step

if TYPE_CHECKING:
    from reviews.models import Panel

REVIEW = "办法14、指南三（五）"
# A panel judges a plan, an acceptance or an evaluation, all in the same way.
PANEL = "办法14、办法21、办法32、指南三（五）"
LEAST = 5


class PanelState(db.TextChoices):
    COMPOSING = "composing", "组建中"
    INVITING = "inviting", "邀请中"
    REVIEWING = "reviewing", "评审中"
    MEETING = "meeting", "会议评议"
    CONCLUDED = "concluded", "已结束"
    DISSOLVED = "dissolved", "已解散"


def _members(panel: "Panel") -> list[Any]:
    """The people of the members who are in and have said yes."""
    rows = panel.members.filter(out_at__isnull=True, answer="accepted", expert__person__isnull=False)
    return list(rows.values_list("expert__person_id", flat=True))


def _invited(panel: "Panel") -> list[Any]:
    rows = panel.members.filter(out_at__isnull=True, answer="waiting", expert__person__isnull=False)
    return list(rows.values_list("expert__person_id", flat=True))


MEMBERS = Audience("panel_members", "评审组成员", _members)
INVITED = Audience("panel_invited", "受邀专家", _invited)


def _answer_end(panel: "Panel", act: Act) -> Fixed | None:
    if panel.answer_by is None:
        return None
    return Fixed(end_instant(panel.answer_by), f"请受邀专家在{chinese_date(panel.answer_by)}前答复；逾期由经办记录。")


def _opinions_end(panel: "Panel", act: Act) -> Fixed | None:
    if panel.opinions_by is None:
        return None
    return Fixed(end_instant(panel.opinions_by), f"请各位专家在{chinese_date(panel.opinions_by)}前提交评审意见。")


ANSWERS_DUE = Due("answers", "答复评审邀请", PANEL, _answer_end, reminders=(1,), tells=(INVITED,))
OPINIONS_DUE = Due("opinions", "提交评审意见", PANEL, _opinions_end, reminders=(3, 1), tells=(MEMBERS,))


@guard(PANEL)
def seats_filled(panel: "Panel", act: Act) -> str | None:
    there = panel.members.filter(out_at__isnull=True).count()
    return None if there >= panel.size else f"评审组应有 {panel.size} 人，现有 {there} 人；请先抽取或者指定。"


@guard(PANEL)
def has_cases(panel: "Panel", act: Act) -> str | None:
    return None if panel.cases.exists() else "评审组还没有要评审的事项。"


@guard(NONE("管理需要"))
def size_fits(panel: "Panel", act: Act) -> str | None:
    """At least five and odd by default; the regulation says nothing, so a written reason opens it."""
    if (panel.size >= LEAST and panel.size % 2) or panel.size_reason.strip():
        return None
    return f"评审组一般不少于 {LEAST} 人且为单数；现为 {panel.size} 人，请写明理由。"


@guard(PANEL)
def nobody_to_avoid(panel: "Panel", act: Act) -> str | None:
    """Asked again whenever people are contacted or confirmed: facts may be newer than the draw."""
    from reviews.avoiding import members_in_conflict

    found = members_in_conflict(panel)
    return "；".join(f"{member.expert.name}须回避：{reason}" for member, reason in found) + "。" if found else None


@guard(PANEL)
def all_accepted(panel: "Panel", act: Act) -> str | None:
    accepted = panel.members.filter(out_at__isnull=True, answer="accepted").count()
    if accepted >= panel.size:
        return None
    return f"应有 {panel.size} 位专家接受邀请并作出声明和承诺，现有 {accepted} 位；请等待答复，或者由候补递补。"


@guard(PANEL)
def chair_named(panel: "Panel", act: Act) -> str | None:
    return None if panel.members.filter(out_at__isnull=True, is_chair=True).exists() else "请先指定评审组组长。"


@guard(PANEL)
def all_concluded(panel: "Panel", act: Act) -> str | None:
    open_ones = [str(case) for case in panel.cases.filter(concluded_at=None)]
    return f"{'、'.join(open_ones)}还没有记录评审结论。" if open_ones else None


class PanelProcedure(Procedure):
    """评审组."""

    machine = "panel"
    machine_label = "评审组"
    States = PanelState
    births = (Birth("组建评审组", PANEL, PanelState.COMPOSING, SAC_OFFICER),)

    close_reason: Any

    class Meta:
        abstract = True

    @step("发出邀请", article=PANEL, source=PanelState.COMPOSING, target=PanelState.INVITING,
          permission=SAC_OFFICER, guards=[has_cases, seats_filled, size_fits, nobody_to_avoid],
          opens=[ANSWERS_DUE])  # fmt: skip
    def invite_members(self, act: Act) -> None:
        """向各位专家发出邀请；邀请只写领域、规模、日期和须核对回避的单位。"""
        from reviews.composing import mark_invited

        mark_invited(self, act)

    @step("确定评审组，开始评审", article=PANEL, source=PanelState.INVITING, target=PanelState.REVIEWING,
          permission=SAC_OFFICER, guards=[size_fits, all_accepted, chair_named, nobody_to_avoid],
          closes=["answers"], opens=[OPINIONS_DUE], notifies=[MEMBERS])  # fmt: skip
    def confirm_panel(self, act: Act) -> None:
        """评审组确定；专家从此看到材料和附件，各自提出意见，互不可见。"""
        from reviews.granting import grant

        grant(cast("Panel", self))

    @step("结束独立评审，转入会议", article=PANEL, source=PanelState.REVIEWING, target=PanelState.MEETING,
          permission=SAC_OFFICER, form="CloseRoundForm", closes=["opinions"], notifies=[MEMBERS])  # fmt: skip
    def close_round(self, act: Act) -> None:
        """意见从此互相可见，由组长主持形成评审结论。"""
        self.close_reason = act.note

    @step("评审结束", article=PANEL, source=PanelState.MEETING, target=PanelState.CONCLUDED,
          permission=SAC_OFFICER, guards=[all_concluded], notifies=[MEMBERS])  # fmt: skip
    def finish_panel(self, act: Act) -> None:
        """各事项均有结论；专家不再能看到材料，自己的意见仍可查阅。"""
        from reviews.granting import revoke

        revoke(cast("Panel", self))

    @step("移出专家", article=PANEL, source=[PanelState.INVITING, PanelState.REVIEWING], target=PanelState.INVITING,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="ExcludeForm", closes=["opinions"])  # fmt: skip
    def exclude_member(self, act: Act) -> None:
        """抽取之后移出一位专家须两人决定，写明理由；由候补按顺序递补。"""
        from reviews.composing import exclude

        exclude(self, act)

    @step("重新抽取", article=PANEL, source=[PanelState.COMPOSING, PanelState.INVITING], target=PanelState.COMPOSING,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="ReasonForm", closes=["answers"])  # fmt: skip
    def redraw_panel(self, act: Act) -> None:
        """作废已有的抽取，从头再来；作废的一次仍列出。"""
        from reviews.composing import void_draw

        void_draw(self, act)

    @step("解散评审组", article=NONE("管理需要"),
          source=[PanelState.COMPOSING, PanelState.INVITING, PanelState.REVIEWING], target=PanelState.DISSOLVED,
          permission=SAC_OFFICER, two_person=SAC_APPROVER, form="ReasonForm", notifies=[MEMBERS])  # fmt: skip
    def dissolve_panel(self, act: Act) -> None:
        """评审组不再进行；所评事项可以另组评审组。"""
        from reviews.granting import release_cases

        release_cases(cast("Panel", self))
