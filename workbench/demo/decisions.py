"""What SAC has done with the demo's cases: each on its day, by the functions behind the screens."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from applications import assigning, checking
from applications.models import Application
from notices import handling
from organisations.models import Membership
from procedure import clock
from procedure.perform import perform, start
from procedure.proposals import propose
from reviews.models import Expert, Panel
from workbench.demo import people
from workbench.demo.cases.model import BEIJING
from workbench.demo.deciding import Desk, judge, seat_panel
from workbench.demo.deciding.desk import object_to, reply_to_points
from workbench.demo.deciding.reviewing import write_sheet

Seats = dict[tuple[str, str], Membership]
Cases = dict[str, Application]
_OFFICER, _APPROVER, _COLLEAGUE = "yuan.xiaoyue", "fang.ling", "shi.qianyi"
_MARINE = ("xi.zhengheng", "ling.xiaohan", "qi.xiangqian", "shang.luochuan", "lin.qinghe")
_RURAL = ("gongsun.yan", "mu.changqing", "min.siqi", "ji.xueliang", "yan.wenqu")
_MEDICINE = ("bai.zhuren", "xi.zhengheng", "yan.wenqu", "mu.changqing", "gongsun.yan")
_HYDROGEN = ("zhen.li", "lin.qinghe", "xi.zhengheng", "shi.leiming", "qi.xiangqian")
_QUANTUM = ("xi.zhengheng", "zhen.li", "ji.xueliang", "min.siqi", "qi.xiangqian")


class Decisions:
    """The demo's cases on SAC's desk, played in the order of the days."""

    def __init__(self, cases: Cases, seats: Seats, pool: dict[str, Expert]) -> None:
        self.cases, self.seats, self.pool = cases, seats, pool
        self.desk = Desk(self._seat(_OFFICER, "sac_officer"), self._seat(_APPROVER, "sac_approver"))

    def play(self) -> None:
        for day, act in _DIARY:
            with clock.at(dt.datetime.strptime(day, "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)):
                act(self)

    def _seat(self, local: str, role: str) -> Membership:
        return self.seats[people.email(local), role]

    def _experts(self, locals_: tuple[str, ...]) -> list[Expert]:
        return [self.pool[people.email(local)] for local in locals_]

    def case(self, key: str) -> Application:
        return Application.objects.get(pk=self.cases[key].pk)

    def take_and_check(self, *keys: str) -> None:
        for key in keys:
            case = self.case(key)
            self.desk.begin_check(case)
            assigning.take(case, seat=self.desk.officer)

    def pass_all(self, *keys: str) -> None:
        for key in keys:
            self.desk.pass_check(self.case(key))

    def panel(self, key: str, members: tuple[str, ...], **facts: Any) -> Panel:
        return seat_panel(self.desk, [self.case(key)], self._experts(members), **facts)

    def conclude(self, key: str, result: str, *points: tuple[str, str], days: int = 30) -> None:
        bound = [{"section": section, "text": text} for section, text in points]
        judge(self.desk, self.case(key), result, points=bound, days=days)

    def revise(self, key: str, local: str) -> None:
        case, seat = self.case(key), self._seat(local, "submitter")
        reply_to_points(case, self._seat(local, "preparer"))
        perform(case, "submit_revision", seat=seat, data={"note": "已逐条修改。"})

    def begin_with_a_colleague(self, key: str) -> None:
        """Half of the checklist is done, by a colleague."""
        case, seat = self.case(key), self._seat(_COLLEAGUE, "sac_officer")
        Desk(seat, self.desk.approver).begin_check(case)
        assigning.take(case, seat=seat)
        items = checking.items(case)
        for item in items[: len(items) // 2]:
            checking.judge(case, item.point, "met", "", base=item.base, seat=seat)

    def half_reviewed(self, key: str) -> None:
        """Two of five have submitted."""
        panel = Panel.objects.get(cases__review__application=self.cases[key])
        case = panel.cases.get()
        for member in panel.members.order_by("seat")[3:]:
            write_sheet(case, member, 78 + member.seat)

    def object_to_rural(self) -> None:
        objection = object_to(
            self.case("2025-rural"), "公示单位在建设方案中列出的三个试点县，其中一个县表示没有签过合作协议，请核实。"
        )
        perform(objection, "admit_objection", seat=self.desk.officer, data={"note": "署名，附联系方式，属于受理范围。"})
        text = "有意见反映，方案所列三个试点县中有一个没有签订合作协议。请说明并附协议复印件。"
        unit = self.case("2025-rural").unit
        handling.pass_on(objection, unit, text, dt.date(2026, 6, 26), seat=self.desk.officer)

    def object_to_medicine(self) -> None:
        object_to(self.case("2025-tcm"), "方案引用的两项地方标准已经废止，请核实是否仍具有研制基础。", name="卢思齐")

    def settle_medicine(self) -> None:
        from notices.models import Objection

        objection = Objection.objects.get(name="卢思齐")
        perform(objection, "admit_objection", seat=self.desk.officer, data={"note": "署名来件，予以受理。"})
        answer = "经核实，所引两项地方标准已由行业标准替代，申报方案的研制基础不受影响，该申报符合要求。"
        self.desk.decide(objection, "close_met", answer=answer, note="已核对替代标准文本。")

    def propose_medicine(self) -> None:
        """Waits for the approver's signature."""
        data = {
            "number": "国标委综合函〔2026〕18号", "dated": "2026-06-18", "build_starts": "2026-07-01",
            "build_years": "3", "english_name": "Traditional Chinese Medicine", "reason": "",
            "remarks": "请抓紧落实道地药材标准样品库的建设条件。",
        }  # fmt: skip
        propose(self.case("2025-tcm"), "approve", seat=self.desk.officer, data=data)

    def accuse(self, key: str) -> None:
        from assessments.models import Violation

        violation = Violation(
            application=self.case(key), ground="false", statement_by=dt.date(2026, 7, 3),
            facts="申报方案附件所列检测报告的编号，经向出具机构核实，与其存档的报告不一致。",
            opened_by=self.desk.officer.person,
        )  # fmt: skip
        start(violation, seat=self.desk.officer)


def _ask(desk: Decisions) -> None:
    desk.desk.ask(
        desk.case("2026-xian"),
        [
            ("applicant", "请补充与港澳标准机构合作的协议复印件。"),
            ("recommender", "请补充推荐函中配套经费安排的说明。"),
        ],
    )


_REVISE_RURAL = (
    ("tasks", "请明确三个试点县各自承担的标准验证任务。"),
    ("indicators", "“带动农户数”请写明统计口径和数据来源。"),
)
_DIARY: tuple[tuple[str, Callable[[Decisions], Any]], ...] = (
    ("2025-09-02 09:30", lambda d: d.take_and_check("2025-ocean", "2025-rural", "2025-tcm")),
    ("2025-09-08 15:10", lambda d: d.pass_all("2025-ocean", "2025-rural", "2025-tcm")),
    ("2025-09-22 10:00", lambda d: d.panel("2025-ocean", _MARINE)),
    ("2025-09-22 10:20", lambda d: d.panel("2025-rural", _RURAL)),
    ("2025-09-22 10:40", lambda d: d.panel("2025-tcm", _MEDICINE)),
    ("2025-10-16 16:00", lambda d: d.conclude("2025-ocean", "通过")),
    ("2025-10-16 16:20", lambda d: d.conclude("2025-rural", "修改完善后通过", *_REVISE_RURAL)),
    ("2025-10-16 16:40", lambda d: d.conclude("2025-tcm", "通过")),
    ("2025-11-03 09:00", lambda d: d.desk.publish(d.case("2025-ocean"))),
    ("2025-11-06 14:20", lambda d: d.revise("2025-rural", "wang.caiwei")),
    ("2025-11-12 10:15", lambda d: d.desk.accept_revision(d.case("2025-rural"))),
    ("2025-12-04 08:00", lambda d: d.desk.end_publicity(d.case("2025-ocean"))),
    ("2025-12-10 10:30", lambda d: d.desk.approve(
        d.case("2025-ocean"), "国标委综合函〔2025〕31号", english_name="Marine Engineering Equipment")),
    ("2026-05-11 09:00", lambda d: d.desk.publish(d.case("2025-tcm"))),
    ("2026-05-20 11:05", lambda d: d.object_to_medicine()),
    ("2026-05-25 09:00", lambda d: d.desk.publish(d.case("2025-rural"))),
    ("2026-06-05 16:30", lambda d: d.settle_medicine()),
    ("2026-06-08 09:15", lambda d: d.take_and_check("2026-hydrogen", "2026-quantum", "2026-xian")),
    ("2026-06-09 10:40", lambda d: d.pass_all("2026-hydrogen", "2026-quantum")),
    ("2026-06-09 17:00", lambda d: d.object_to_rural()),
    ("2026-06-10 09:30", lambda d: d.panel("2026-hydrogen", _HYDROGEN)),
    ("2026-06-10 09:50", lambda d: d.panel("2026-quantum", _QUANTUM)),
    ("2026-06-12 11:00", _ask),
    ("2026-06-12 08:00", lambda d: d.desk.end_publicity(d.case("2025-tcm"))),
    ("2026-06-15 15:00", lambda d: d.begin_with_a_colleague("2026-qianzhong")),
    ("2026-06-16 09:40", lambda d: d.conclude("2026-quantum", "通过")),
    ("2026-06-17 14:00", lambda d: d.half_reviewed("2026-hydrogen")),
    ("2026-06-18 10:00", lambda d: d.propose_medicine()),
    ("2026-06-18 16:00", lambda d: d.accuse("2026-rail")),
)  # fmt: skip
