"""An expert's answer to an invitation, in the words that he was shown, and what follows from it at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from organisations.deciding import SAC_OFFICERS
from organisations.models import Membership, Role
from procedure import clock
from procedure.notifying import tell

from . import composing, models
from .avoiding import units_of
from .composing import NotComposed
from .procedure.panel import PanelState

# While these last a chair may be named, and another one in his place.
CHAIRED = (PanelState.COMPOSING, PanelState.INVITING, PanelState.REVIEWING, PanelState.MEETING)
Answer = models.Member.Answer
Out = models.Member.Out
DECLARES = (
    "我已逐一核对上列单位：没有在其任职、兼职，近亲属没有在其任职，"
    "与其没有合作项目、经济利益或者其他可能影响公正评审的关系。"
)
PLEDGES = (
    "客观、公正、独立地提出意见，对自己的意见负责；",
    "对评审材料、评审过程和各方意见保密，不复制、不留存、不用于评审以外的用途；",
    "不与被评审的单位及其利害关系人私下接触，不收受任何利益；",
    "评审中发现有须回避的情形，立即报告并停止评审。",
)


def invitations_seen(seat: Membership | None) -> "QuerySet[models.Member]":
    """What a person was asked, answered or not, in or out: his own, and nobody else's."""
    rows = models.Member.objects.select_related("panel", "expert")
    if seat is None or seat.role != Role.EXPERT or seat.standing_in_for_id is not None:
        return rows.none()
    return rows.filter(expert__person=seat.person_id, invited_at__isnull=False)


def may_answer(member: "models.Member") -> bool:
    """Until it is answered or he is replaced, whatever the date says; silence is recorded, never assumed."""
    return _stands(member) and member.answer == Answer.WAITING


def may_leave(member: "models.Member") -> bool:
    """Whoever said yes may still say no until the panel is confirmed."""
    return _stands(member) and member.answer in (Answer.WAITING, Answer.ACCEPTED)


def _stands(member: "models.Member") -> bool:
    return member.out_at is None and member.invited_at is not None and member.panel.state == PanelState.INVITING


def declaration(panel: "models.Panel") -> str:
    """What is kept of an acceptance: the units and the words, as they were shown."""
    units = [f"{name}（{role}）" for role, name, _ in units_of(panel)]
    pledge = [f"{number}. {words}" for number, words in enumerate(PLEDGES, 1)]
    return "\n".join([f"核对的单位：{'、'.join(units)}。", f"声明：{DECLARES}", "承诺：", *pledge])


@transaction.atomic
def accept(member: "models.Member", shown: str) -> None:
    """Say yes with declaration and pledge; refused where the units are not those that were shown any more."""
    held = _hold(member)
    if not may_answer(held):
        raise NotComposed(_GONE)
    words = declaration(held.panel)
    if shown != words:
        raise NotComposed("须核对的单位刚刚有变动，请看清后再答复。")
    held.answer, held.answered_at, held.declaration = Answer.ACCEPTED, clock.now(), words
    held.save(update_fields=["answer", "answered_at", "declaration"])
    _tell(held, "已接受评审邀请")


@transaction.atomic
def decline(member: "models.Member", reason: str) -> None:
    """Say no, with the reason; the next alternate is asked at once."""
    held = _hold(member)
    if not may_leave(held):
        raise NotComposed(_GONE)
    _leave(held, Out.DECLINED, reason, clock.now())


@transaction.atomic
def declare(member: "models.Member", relations: Sequence[Mapping[str, Any]], seat: Membership) -> None:
    """Relations with units of the cases: they are kept in the pool, he is out, the next alternate is asked."""
    held = _hold(member)
    if not may_leave(held):
        raise NotComposed(_GONE)
    codes = {name: code for _, name, code in units_of(held.panel)}
    models.ExpertRelation.objects.bulk_create(
        models.ExpertRelation(
            expert=held.expert, kind=each["kind"], unit_name=each["unit"], unit_code=codes.get(each["unit"], ""),
            note=each["note"], declared_by=seat.person, declared_at=clock.now(),
        )
        for each in relations
    )  # fmt: skip
    kinds = models.ExpertRelation.Kind
    said = "；".join(f"{each['unit']}：{kinds(each['kind']).label}{_in_brackets(each['note'])}" for each in relations)
    _leave(held, Out.DECLARED, said, clock.now())


@transaction.atomic
def record_silence(member: "models.Member", reason: str) -> None:
    """The officer's note that no answer came by its date."""
    held = _hold(member)
    if not is_silent(held):
        raise NotComposed("答复期限还没有过，或者已经有了答复，不能记为逾期未答复。")
    _leave(held, Out.SILENT, reason, clock.now())


def is_silent(member: "models.Member") -> bool:
    """Whether the date of the answer has passed without one; whoever was asked later has as many days from then."""
    due = member.panel.answer_by
    if not may_answer(member) or due is None:
        return False
    assert member.invited_at is not None
    return clock.today() > max(due, member.invited_at.astimezone(clock.BEIJING).date())


@transaction.atomic
def ask(member: "models.Member") -> None:
    """Send the invitation to a member who came in while something stood in its way."""
    held = _hold(member)
    if held.panel.state != PanelState.INVITING or held.out_at is not None or held.invited_at is not None:
        raise NotComposed("现在不需要向这位专家发出邀请。")
    if why := composing.why_not_asked(held.panel, held):
        raise NotComposed(f"还不能发出邀请：{why}")
    composing.invite(held.panel, [held], clock.now())


@transaction.atomic
def name_chair(member: "models.Member") -> None:
    """One chair, named by the officer; another one where the first cannot come, until the review is over."""
    held = _hold(member)
    if held.panel.state not in CHAIRED or held.out_at is not None:
        raise NotComposed("评审已经结束，或者这位专家已不在评审组，不能再指定为组长。")
    held.panel.members.filter(is_chair=True).update(is_chair=False)
    held.is_chair = True
    held.save(update_fields=["is_chair"])


_GONE = "这份邀请现在不能这样答复：已经答复过，或者评审组已经确定、已由他人递补。"


def _in_brackets(text: str) -> str:
    return f"（{text}）" if text else ""


def _leave(member: "models.Member", kind: Any, reason: str, at: Any) -> None:
    member.answer = Answer.WAITING if kind == Out.SILENT else Answer.DECLINED
    member.answered_at = None if kind == Out.SILENT else at
    member.declines_because = "" if kind == Out.SILENT else reason
    member.save(update_fields=["answer", "answered_at", "declines_because"])
    composing.take_out(member.panel, member, kind, reason, at)
    if kind != Out.SILENT:
        _tell(member, f"{Out(kind).label}，{_who_follows(member)}")


def _who_follows(member: "models.Member") -> str:
    follower = member.panel.members.filter(seat=member.seat, out_at__isnull=True).select_related("expert").first()
    if follower is None:
        return "这个席位没有候补可以递补，请重新抽取或者指定"
    asked = "已向其发出邀请" if follower.invited_at else "尚未发出邀请，请看评审组页面"
    return f"由候补{follower.expert.name}递补，{asked}"


def _tell(member: "models.Member", what: str) -> None:
    """SAC's officers hear of every answer."""
    people = set(SAC_OFFICERS.persons(member.panel))
    tell(people, member.panel, f"{member.panel}：{member.expert.name}{what}", f"{member.expert}{what}。",
         record_id=None, at=clock.now())  # fmt: skip


def _hold(member: "models.Member") -> "models.Member":
    """The member under the panel's lock, with the panel as it stands."""
    panel = composing.hold(member.panel)
    held = models.Member.objects.select_related("expert__person", "draw").get(pk=member.pk)
    held.panel = panel
    return held
