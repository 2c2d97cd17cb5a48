"""Putting a panel together: its cases, its members by appointment, who is asked, who goes out and who comes in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from applications.models import Application
from organisations.models import Membership, Role
from organisations.queries import current_seats
from procedure import clock
from procedure.acts import Act, Refused
from procedure.notifying import tell_of
from procedure.perform import start
from procedure.reckoning import chinese_date
from procedure.steps import Refusal

from . import avoiding, granting, models, pool
from .draw.drawing import read
from .draw.walk import replacement
from .exporting import export_of
from .kinds import Kind
from .opening import open_review
from .plans import APPLICATION
from .procedure.panel import PANEL, PanelState

Out = models.Member.Out
_NO_ACCOUNT = (
    "{names}还没有可以登录的专家账号：请系统管理员以专家库登记的邮箱建立账号，"
    "再请安全管理员授予“专家”岗位，然后发出邀请。"
)


class NotComposed(Exception):
    """Why it cannot be done now; the text is a sentence for the officer."""


def hold(panel: "models.Panel", *states: str) -> "models.Panel":
    """The panel under the lock that its steps take too; NotComposed where it stands elsewhere."""
    locked = models.Panel.objects.select_for_update(of=("self",), no_key=True).get(pk=panel.pk)
    if states and locked.state not in states:
        raise NotComposed(f"评审组现在是“{locked.state_label}”，不能这样办理。")
    return locked


@transaction.atomic
def compose(panel: "models.Panel", judged: "Sequence[Application | models.Case]", seat: Membership) -> "models.Panel":
    """Bear the panel with what it judges: applications, or cases of any one kind that are open already.

    Raises Refused, NotPermitted, NotComposed.
    """
    panel.created_by = seat.person
    start(panel, seat=seat)
    cases = [_join(panel, each, seat) for each in sorted(judged, key=lambda each: each.pk)]
    if len({case.kind for case in cases}) > 1:
        raise NotComposed("一个评审组只评审同一种事项，请分别组建。")
    return panel


def _join(panel: "models.Panel", judged: "Application | models.Case", seat: Membership) -> "models.Case":
    key = judged.pk if isinstance(judged, models.Case) else open_review(judged, seat).case_id
    case = models.Case.objects.select_for_update(of=("self",), no_key=True).get(pk=key)
    if case.panel_id is not None:
        raise NotComposed(f"{judged}已经在评审组“{case.panel}”中，请从名单中去掉。")
    if case.concluded_at is not None:
        raise NotComposed(f"{judged}已经有结论，请从名单中去掉。")
    case.panel = panel
    case.save(update_fields=["panel"])
    return case


@transaction.atomic
def appoint(panel: "models.Panel", experts: "Sequence[models.Expert]", reason: str, seat: Membership) -> int:
    """Seat experts by appointment in the seats that are free; after the invitations they are asked at once."""
    locked = hold(panel, PanelState.COMPOSING, PanelState.INVITING)
    if locked.method != models.Panel.Method.APPOINT:
        raise NotComposed("评审组是随机抽取的；要改为指定，请先在“设置”中改变产生方式。")
    free = free_seats(locked)
    if len(experts) > len(free):
        raise NotComposed(f"只空 {len(free)} 个席位，您选了 {len(experts)} 人。")
    _refuse_conflicts(locked, experts)
    locked.appoint_reason = reason
    locked.save(update_fields=["appoint_reason"])
    facts = {"panel": locked, "origin": models.Member.Origin.APPOINTED}
    members = [
        models.Member.objects.create(expert=expert, seat=number, **facts)
        for number, expert in zip(free, experts, strict=False)
    ]
    if locked.state == PanelState.INVITING:
        invite(locked, members, clock.now())
    return len(members)


def free_seats(panel: "models.Panel") -> list[int]:
    taken = set(panel.members.filter(out_at__isnull=True).values_list("seat", flat=True))
    return [number for number in range(1, panel.size + 1) if number not in taken]


def _refuse_conflicts(panel: "models.Panel", experts: "Sequence[models.Expert]") -> None:
    there = set(panel.members.filter(out_at__isnull=True).values_list("expert_id", flat=True))
    sentences = [f"{each.name}已在评审组中" for each in experts if each.pk in there]
    found = ((each, avoiding.why_not(each)) for each in avoiding.standings(panel, experts))
    sentences += [f"{each.expert.name}：{why}" for each, why in found if why]
    if sentences:
        raise NotComposed(f"不能指定——{'；'.join(sentences)}。")


def mark_invited(panel: Any, act: Act) -> None:
    """Ask everybody who is in; refused as a whole where somebody could not even sign in."""
    members = list(panel.members.filter(out_at__isnull=True).select_related("expert__person"))
    pool.link([member.expert for member in members])
    if names := without_account(members):
        raise Refused([Refusal(_NO_ACCOUNT.format(names="、".join(names)), PANEL)])
    invite(panel, members, act.at)


def without_account(members: "Iterable[models.Member]") -> list[str]:
    """Whom no invitation can reach: no account with an expert's seat today."""
    members = list(members)
    people = [member.expert.person_id for member in members if member.expert.person_id]
    seats = current_seats(clock.today()).filter(person__in=people, role=Role.EXPERT, standing_in_for__isnull=True)
    seated = set(seats.values_list("person_id", flat=True))
    return [member.expert.name for member in members if member.expert.person_id not in seated]


def invite(panel: "models.Panel", members: "Sequence[models.Member]", at: datetime) -> None:
    """The letters: field, size, dates, and the units to check against; never the plan."""
    title, body = letter(panel)
    for member in members:
        member.invited_at = at
        member.save(update_fields=["invited_at"])
        page = reverse("reviews:invitation", args=[member.pk])
        tell_of(page, {member.expert.person_id}, title, body, at=at)


def letter(panel: "models.Panel") -> tuple[str, str]:
    lines = [f"国家标准委邀请您担任{kind_of(panel).asked}。", ""]
    lines += [f"{label}：{words}" for label, words in terms(panel)]
    units = [f"　{name}（{role}）" for role, name, _ in avoiding.units_of(panel)]
    lines += ["", "请先核对您与下列单位有没有须回避的关系：", *units, ""]
    lines += ["请登录后答复：接受的须作出声明和承诺；不能参加的请写明原因。评审材料在评审组确定之后才能看到。"]
    return "评审邀请", "\n".join(lines)


def kind_of(panel: "models.Panel") -> Kind:
    """The kind of its cases, which is one; a panel without any is asked about plans."""
    case = panel.cases.first()
    return case.of_kind if case is not None else APPLICATION


def terms(panel: "models.Panel") -> list[tuple[str, str]]:
    """What an invitation says of the work."""
    cases = list(panel.cases.select_related("version__application__sector"))
    fields = [name for case in cases for name in case.of_kind.fields(case)]
    days = [("请于何日前答复", panel.answer_by), ("评审意见截止", panel.opinions_by), ("会议", panel.meeting_on)]
    found = [("领域", "、".join(dict.fromkeys(fields)) or "综合")]
    found += [("规模", f"评审组 {panel.size} 人，评审事项 {len(cases)} 件")]
    found += [(label, chinese_date(day)) for label, day in days if day is not None]
    return found + ([("会议地点", panel.meeting_place)] if panel.meeting_place else [])


def exclude(panel: Any, act: Act) -> None:
    """Two persons take a member out; who is left sees nothing until the panel is confirmed again."""
    granting.revoke(panel)
    member: models.Member = act.data["member"]
    take_out(panel, member, Out(act.data["kind"]), act.note, act.at)
    people = {member.expert.person_id} - {None}
    if member.invited_at is not None:
        page = reverse("reviews:invitation", args=[member.pk])
        tell_of(page, people, "您不再担任本次评审专家", "评审组的人员有调整，您不必再办理。感谢支持。", at=act.at)


def void_draw(panel: Any, act: Act) -> None:
    """Everybody goes out, the draw stays listed; the next one has the next number."""
    for member in panel.members.filter(out_at__isnull=True).select_related("expert"):
        _put_out(member, Out.REDRAWN, act.note, act.at)
        if member.invited_at is not None:
            people, page = {member.expert.person_id} - {None}, reverse("reviews:invitation", args=[member.pk])
            tell_of(page, people, "评审邀请已取消", "评审组重新产生，您不必再办理。感谢支持。", at=act.at)
    panel.draws.filter(voided_at__isnull=True).update(voided_at=act.at, void_reason=act.note)


def take_out(panel: "models.Panel", member: "models.Member", kind: Any, reason: str, at: datetime) -> None:
    """Out with the reason; where he was drawn the next alternate who fits is asked at once."""
    _put_out(member, kind, reason, at)
    if member.draw_id is not None:
        newcomer = _next(panel, member, at)
        if newcomer is not None and may_be_asked(panel, newcomer):
            invite(panel, [newcomer], at)


def may_be_asked(panel: "models.Panel", member: "models.Member") -> bool:
    """Once the panel invites: nothing stands against him, and he can sign in."""
    inviting = panel.state in (PanelState.INVITING, PanelState.REVIEWING)
    return inviting and not why_not_asked(panel, member)


def why_not_asked(panel: "models.Panel", member: "models.Member") -> str:
    pool.link([member.expert])
    if without_account([member]):
        return _NO_ACCOUNT.format(names=member.expert.name)
    reasons = [avoiding.why_not(each) for each in avoiding.standings(panel, [member.expert])]
    return f"{member.expert.name}：{'；'.join(reasons)}。" if any(reasons) else ""


def _put_out(member: "models.Member", kind: Any, reason: str, at: datetime) -> None:
    member.out, member.out_reason, member.out_at, member.is_chair = kind, reason, at, False
    member.save(update_fields=["out", "out_reason", "out_at", "is_chair"])


def _next(panel: "models.Panel", left: "models.Member", at: datetime) -> "models.Member | None":
    """The next alternate of the same list; one whom a newer fact forbids is passed over, and that is kept."""
    assert left.draw is not None
    made, rows = read(export_of(left.draw))
    facts = {"panel": panel, "draw": left.draw, "seat": left.seat, "origin": models.Member.Origin.ALTERNATE}
    gone = {str(key): "已经轮到过" for key in left.draw.members.values_list("expert_id", flat=True)}
    while True:
        found = replacement(made.frozen.pool, made.frozen.rule, rows, left.seat, gone).id
        if found is None:
            return None
        member = models.Member(expert_id=found, **facts)
        if not (why := _passed_over(panel, member)):
            member.save()
            return member
        member.out, member.out_reason, member.out_at = Out.CONFLICT, why, at
        member.save()
        gone[found] = why


def _passed_over(panel: "models.Panel", member: "models.Member") -> str:
    if member.expert.retired_at is not None:
        return "已出库"
    (standing,) = avoiding.standings(panel, [member.expert])
    return standing.excluded


def is_unsettled(panel: "models.Panel") -> bool:
    """Nothing frozen, nobody seated: every setting may still change."""
    frozen = panel.draws.filter(voided_at__isnull=True).exists()
    return panel.state == PanelState.COMPOSING and not frozen and not panel.members.filter(out_at__isnull=True).exists()


@transaction.atomic
def settle(panel: "models.Panel", facts: Mapping[str, Any]) -> None:
    """Keep settings; whoever was asked already is told of other days."""
    locked = hold(panel, PanelState.COMPOSING, PanelState.INVITING)
    if "size" in facts and not is_unsettled(locked):
        raise NotComposed("评审组已经抽取或者指定，人数和要求不能再改；要改的，须由两人决定重新抽取。")
    changed = [name for name, value in facts.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, facts[name])
    if changed:
        locked.save(update_fields=changed)
        _tell_new_days(locked)


def _tell_new_days(panel: "models.Panel") -> None:
    body = "\n".join(["评审的日期和地点有变动：", *(f"{label}：{words}" for label, words in terms(panel))])
    for member in panel.members.filter(out_at__isnull=True, invited_at__isnull=False).select_related("expert"):
        page = reverse("reviews:invitation", args=[member.pk])
        tell_of(page, {member.expert.person_id} - {None}, "评审的日期有变动", body, at=clock.now())
