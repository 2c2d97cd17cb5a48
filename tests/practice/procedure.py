"""Machines on which the kernel proves what no room uses yet: two persons, causes, timers, locks."""

from datetime import timedelta
from typing import Any

from django.db import models as db

from organisations.models import Role
from organisations.queries import people_in, people_with
from procedure import clock
from procedure.machines import Procedure
from procedure.reckoning import Period, reckon
from procedure.steps import NONE, STAYS, SYSTEM, Audience, Birth, Due, Fixed, Permission, guard, step


class S(db.TextChoices):
    DRAFT = "draft", "草拟"
    WORKING = "working", "办理中"
    WAITING = "waiting", "等待中"
    DONE = "done", "已办结"
    DROPPED = "dropped", "已放弃"


class P(db.TextChoices):
    OPEN = "open", "未封"
    PACKED = "packed", "已封"
    SENT = "sent", "已寄出"
    LOST = "lost", "已遗失"


class R(db.TextChoices):
    PLANNED = "planned", "拟定"
    CLOSED = "closed", "已关闭"


DOERS = Audience(
    "practice_doers", "承办人",
    lambda errand: people_in(errand.unit_id, Role.PREPARER, Role.SUBMITTER, day=clock.today()),
)  # fmt: skip
OFFICERS = Audience("practice_officers", "经办", lambda subject: people_with(Role.SAC_OFFICER, day=clock.today()))
APPROVERS = Audience("practice_approvers", "审批", lambda subject: people_with(Role.SAC_APPROVER, day=clock.today()))


def _does(subject: Any, seat: Any) -> bool:
    return seat.role in (Role.PREPARER, Role.SUBMITTER) and seat.unit_id == subject.unit_id


DOER = Permission("doer", "承办人", _does)
OFFICER = Permission("officer", "经办", lambda subject, seat: seat.role == Role.SAC_OFFICER, decides=True)
APPROVER = Permission("approver", "审批", lambda subject, seat: seat.role == Role.SAC_APPROVER, audience=APPROVERS)


@guard("指南附件2")
def title_given(errand: Any, act: Any) -> str | None:
    return None if errand.title else "还没有标题。"


@guard("指南附件1")
def unit_has_address(errand: Any, act: Any) -> str | None:
    return None if errand.unit.address else "单位还没有地址。"


@guard("办法12", on_data=True)
def reason_is_not_a_dash(errand: Any, act: Any) -> str | None:
    return "理由不能只写一横。" if act.note == "-" else None


@guard("办法13")
def quota_left(errand: Any, act: Any) -> str | None:
    if errand.quota is None:
        return "没有名额可占。"
    return None if errand.quota.left > 0 else f"“{errand.quota.name}”的名额已用完。"


@guard("办法13")
def twins_quota_left(errand: Any, act: Any) -> str | None:
    if errand.twin is None or errand.twin.quota is None:
        return "同伴没有名额。"
    return None if errand.twin.quota.left > 0 else "同伴的名额已用完。"


@guard("办法16")
def no_parcel_open(errand: Any, act: Any) -> str | None:
    count = errand.parcels.filter(state=P.OPEN).count()
    return f"还有 {count} 件没有封好。" if count else None


@guard("办法14")
def not_stuck(errand: Any, act: Any) -> str | None:
    return "这一件卡住了。" if errand.title == "卡住" else None


@guard("办法14")
def box_at_hand(parcel: Any, act: Any) -> str | None:
    return "没有箱子。" if parcel.errand.title == "没有箱子" else None


def _finish_by(errand: Any, act: Any) -> Any:
    return Fixed(errand.until, "练习中直接给定的时刻。") if errand.until else None


def _a_month(errand: Any, act: Any) -> Any:
    return reckon(act.at.date(), Period.parse("1m"), article="办法17")


FINISH = Due("finish", "办结期限", "办法17", _finish_by, reminders=(3, 1), fires="call_in", tells=(DOERS,))
LOOK_IN = Due("look_in", "过问期限", "办法17", _a_month, reminders=(7,), tells=(DOERS, OFFICERS))


class ErrandProcedure(Procedure):
    machine = "errand"
    machine_label = "差事"
    States = S
    births = (Birth("立项", "办法9", S.DRAFT, DOER, guards=(not_stuck,), opens=(LOOK_IN,), notifies=(OFFICERS,)),)

    class Meta:
        abstract = True

    @step("开工", article="办法9", source=S.DRAFT, target=S.WORKING, permission=DOER,
          guards=[title_given, unit_has_address], opens=[FINISH], closes=["look_in"],
          notifies=[OFFICERS, DOERS])  # fmt: skip
    def begin(self, act: Any) -> None:
        """动手办理。"""

    @step("催办", article=NONE("练习"), source=S.WORKING, target=S.WORKING, permission=DOER)
    def nudge(self: Any, act: Any) -> None:
        self.nudges += 1

    @step("暂停", article="办法12", source=S.WORKING, target=S.WAITING, permission=DOER, form="PauseForm",
          guards=[reason_is_not_a_dash, not_stuck], closes=["finish"], notifies=[OFFICERS])  # fmt: skip
    def pause(self: Any, act: Any) -> None:
        self.paused_until = act.data["until"]

    @step("复工", article="办法12", source=S.WAITING, target=S.WORKING, permission=DOER, opens=[FINISH])
    def resume(self, act: Any) -> None: ...

    @step("退回承办人", article="办法12", source=S.WAITING, target=S.WORKING, permission=OFFICER)
    def send_back(self, act: Any) -> None: ...

    @step("占用名额", article="办法13", source=S.WORKING, target=S.WAITING, permission=DOER, guards=[quota_left],
          locks=[lambda errand: errand.quota])  # fmt: skip
    def claim_quota(self: Any, act: Any) -> None:
        self.quota.left -= 1
        self.quota.save(update_fields=["left"])

    @step("占用同伴名额", article="办法13", source=S.WORKING, target=S.WAITING, permission=DOER,
          guards=[twins_quota_left], locks=[lambda errand: errand.twin.quota if errand.twin else None])  # fmt: skip
    def claim_twins_quota(self: Any, act: Any) -> None:
        self.twin.quota.left -= 1
        self.twin.quota.save(update_fields=["left"])

    @step("转入等待", article="办法17", source=S.WORKING, target=S.WAITING, permission=SYSTEM, guards=[not_stuck])
    def call_in(self: Any, act: Any) -> None:
        if self.title == "坏的":
            raise RuntimeError("broken on purpose")

    @step("办结", article="办法16", source=S.WAITING, target=S.DONE, permission=OFFICER, two_person=APPROVER,
          form="FinishForm", guards=[no_parcel_open], notifies=[DOERS])  # fmt: skip
    def finish(self: Any, act: Any) -> None:
        self.finished_note = act.note

    @step("搁置", article="办法16", source=S.WAITING, target=S.WORKING, permission=OFFICER, two_person=APPROVER)
    def shelve(self, act: Any) -> None: ...

    @step("放弃", article=NONE("练习"), source=[S.DRAFT, S.WORKING, S.WAITING], target=S.DROPPED, permission=DOER)
    def drop(self, act: Any) -> None: ...

    @step("推一把", article=NONE("练习"), source=S.WORKING, target=S.WORKING, permission=DOER,
          locks=[lambda errand: errand.twin])  # fmt: skip
    def push(self: Any, act: Any) -> None:
        act.cause(self.twin, "be_pushed")

    @step("被推一把", article=NONE("练习"), source=S.WORKING, target=S.WORKING,
          caused_by=["errand.push", "errand.shove"])  # fmt: skip
    def be_pushed(self: Any, act: Any) -> None:
        self.pushes += 1

    @step("硬推", article=NONE("练习"), source=S.WORKING, target=S.WORKING, permission=DOER)
    def shove(self: Any, act: Any) -> None:
        act.cause(self.twin, "be_pushed")

    @step("乱寄", article=NONE("练习"), source=S.WORKING, target=S.WORKING, permission=DOER)
    def send_wrongly(self: Any, act: Any) -> None:
        act.cause(self.parcels.get(), "send")

    @step("装箱", article="办法14", source=S.WORKING, target=S.WORKING, permission=DOER)
    def pack(self: Any, act: Any) -> None:
        from .models import Parcel

        act.start(Parcel(errand=self, unit=self.unit, state=P.PACKED))

    @step("错装", article="办法14", source=S.WORKING, target=S.WORKING, permission=DOER)
    def pack_wrongly(self: Any, act: Any) -> None:
        from .models import Parcel

        act.start(Parcel(errand=self, unit=self.unit, state=P.OPEN))

    @step("装到别处", article="办法14", source=S.WORKING, target=S.WORKING, permission=DOER)
    def pack_elsewhere(self: Any, act: Any) -> None:
        from .models import Parcel

        act.start(Parcel(errand=self.twin, unit=self.unit, state=P.PACKED))

    @step("全部寄出", article="办法15", source=S.WORKING, target=S.WORKING, permission=DOER)
    def send_all(self: Any, act: Any) -> None:
        for parcel in self.parcels.filter(state=P.PACKED).order_by("pk"):
            act.cause(parcel, "send", {"note": "随批次寄出"})
        act.owe("practice_stamp", errand=str(self.pk))

    @step("随批催办", article=NONE("练习"), source=S.WAITING, target=S.WAITING, caused_by="round.urge_round")
    def be_urged(self, act: Any) -> None: ...

    @step("随批关闭", article="办法18", source=S.WAITING, target=S.DONE, caused_by="round.close_round")
    def be_closed(self, act: Any) -> None: ...


class ParcelProcedure(Procedure):
    machine = "parcel"
    machine_label = "包裹"
    States = P
    roots = ("errand",)
    births = (
        Birth("放入", "办法14", P.OPEN, DOER),
        Birth(
            "随箱建立", "办法14", P.PACKED, guards=(box_at_hand,), caused_by=("errand.pack", "errand.pack_elsewhere")
        ),
    )

    class Meta:
        abstract = True

    def choose_root(self: Any) -> Any:
        return self.errand_id

    @step("封箱", article="办法14", source=P.OPEN, target=P.PACKED, permission=DOER)
    def close_box(self, act: Any) -> None: ...

    @step("抽查", article="办法14", source=[P.OPEN, P.PACKED], target=P.OPEN, permission=OFFICER)
    def inspect_box(self, act: Any) -> None: ...

    @step("称重", article="办法14", source=[P.OPEN, P.PACKED], target=STAYS, permission=OFFICER)
    def weigh(self, act: Any) -> None: ...

    @step("寄出", article="办法15", source=P.PACKED, target=P.SENT, caused_by="errand.send_all", notifies=[DOERS])
    def send(self, act: Any) -> None: ...

    @step("遗失", article=NONE("练习"), source=[P.OPEN, P.PACKED], target=P.LOST, permission=DOER)
    def lose(self, act: Any) -> None: ...


class RoundProcedure(Procedure):
    machine = "round"
    machine_label = "批次"
    States = R
    births = (Birth("拟定批次", "办法18", R.PLANNED, OFFICER),)

    class Meta:
        abstract = True

    @step("催办批次", article=NONE("练习"), source=R.PLANNED, target=R.PLANNED, permission=OFFICER,
          locks=[lambda batch: batch.errands.order_by("pk")])  # fmt: skip
    def urge_round(self: Any, act: Any) -> None:
        for errand in self.errands.order_by("pk"):
            act.cause(errand, "be_urged")

    @step("关闭批次", article="办法18", source=R.PLANNED, target=R.CLOSED, permission=OFFICER, two_person=APPROVER,
          locks=[lambda batch: batch.errands.order_by("pk")])  # fmt: skip
    def close_round(self: Any, act: Any) -> None:
        for errand in self.errands.order_by("pk"):
            act.cause(errand, "be_closed")


SOON = timedelta(days=10)
