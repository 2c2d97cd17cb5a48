"""SAC's desk: an officer who proposes and an approver who signs."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from applications import checking, models, numbering, revising, supplementing
from applications.models import Application, CheckResult, Publication
from notices.models import Objection
from notices.objecting import file_objection
from organisations.models import Membership
from procedure import clock
from procedure.machines import Procedure
from procedure.models import Record
from procedure.perform import perform, start
from procedure.proposals import propose, sign
from procedure.steps import TIMER

OFFICE = {
    "office": "国家标准委综合业务管理部科技管理处",
    "phone": "010-82261094/2903",
    "address": "北京市海淀区马甸东路9号（邮编100088）",
}


@dataclass(frozen=True)
class Desk:
    """The two persons of a decision."""

    officer: Membership
    approver: Membership

    def decide(self, subject: Procedure, step: str, **data: Any) -> Record:
        """Propose and sign a step of two persons."""
        return sign(propose(subject, step, seat=self.officer, data=data), seat=self.approver)

    def begin_check(self, case: Application) -> None:
        perform(case, "start_form_check", seat=self.officer, data={"sac_number": numbering.next_number(case)})

    def check(self, case: Application, *, unmet: dict[str, str] | None = None) -> None:
        """Give every point of the checklist a result; those in ``unmet`` with their reasons are not met."""
        for item in checking.items(case):
            reason = (unmet or {}).get(item.key, "")
            result = CheckResult.Result.UNMET if reason else CheckResult.Result.MET
            checking.judge(case, item.point, result, reason, base=item.base, seat=self.officer)

    def pass_check(self, case: Application) -> None:
        self.check(case)
        perform(case, "pass_form_check", seat=self.officer, data={})

    def reject_check(self, case: Application) -> None:
        self.check(case, unmet={"plan": "申报方案缺少必填部分，补充后仍未补齐。"})
        self.decide(case, "reject_form_check", note="申报材料不符合形式要求。")

    def ask(self, case: Application, items: list[tuple[str, str]], days: int = 14, **flags: str) -> None:
        """Ask for material: (to whom, what); ``flags`` as the form has them, item_1_plan say."""
        data = {"due_on": (clock.today() + timedelta(days=days)).isoformat(), "note": "请按要求补充。"}
        for number, (to, text) in enumerate(items, start=1):
            data |= {f"item_{number}_to": to, f"item_{number}_text": text}
        perform(case, "request_supplement", seat=self.officer, data=data | flags)

    def resume(self, case: Application, note: str = "补充材料已齐。") -> None:
        perform(case, "resume_form_check", seat=self.officer, data={"note": note})

    def accept_revision(self, case: Application) -> None:
        """Find every reply settled, and go on."""
        running = revising.current_round(case)
        assert running is not None
        for reply in running.replies.select_related("point"):
            base = revising.check_base(reply)
            revising.check_point(case, reply.point, settled=True, words="已落实。", base=base, seat=self.officer)
        perform(case, "accept_revision", seat=self.officer, data={})

    def draft(self, *cases: Application, title: str = "", shown_end: date | None = None) -> Publication:
        """A publication of these cases, not yet proposed."""
        row = Publication(
            title=title or "关于拟批准建设的国家技术标准创新基地的公示",
            text="按照《国家技术标准创新基地管理办法（征求意见稿）》，现将拟批准建设的国家技术标准创新基地公示。公示期：【公示期】。",
            shown_end=shown_end, created_by=self.officer.person, **OFFICE,
        )  # fmt: skip
        start(row, seat=self.officer)
        for position, case in enumerate(cases, start=1):
            models.PublicationCase.objects.create(publication=row, application=case, position=position)
        return row

    def publish(self, *cases: Application, **options: Any) -> Publication:
        row = self.draft(*cases, **options)
        self.decide(row, "publish_notice")
        row.refresh_from_db()
        for case in cases:
            case.refresh_from_db()
        return row

    def end_publicity(self, case: Application) -> None:
        """The timer's own step, at the first moment at which it may."""
        assert case.notice_item is not None
        with clock.at(case.notice_item.ends_at):
            perform(case, "close_publicity", seat=TIMER)

    def approve(self, case: Application, number: str, **changes: Any) -> None:
        facts = {
            "number": number, "dated": clock.today().isoformat(), "build_starts": clock.today().isoformat(),
            "build_years": str(case.call.build_years), "english_name": case.english_name or "Advanced Standards",
        }  # fmt: skip
        self.decide(case, "approve", **facts | changes)
        case.refresh_from_db()


def object_to(case: Application, reason: str, **facts: str) -> Objection:
    """Somebody of the public objects to what is published of a case."""
    assert case.notice_item is not None
    person = {"name": "周明理", "contact": "13900000000", "email": "zhou@public.example", "reason": reason}
    return file_objection(case.notice_item, person | facts, at=clock.now(), key=uuid.uuid4())


def reply_to_points(case: Application, seat: Membership, text: str = "已按意见修改，见相应部分。") -> None:
    """The applicant answers each point."""
    running = revising.current_round(case)
    assert running is not None
    for point in case.revision_points.all():
        stored = running.replies.filter(point=point).first()
        facts = {"text": text, "section": point.section, "no_change": not point.section}
        revising.save_reply(case, point, facts, base=revising.reply_base(running, stored), seat=seat)


def answer_items(case: Application, seats: dict[str, Membership]) -> None:
    """Every open item that wants no plan is answered by the unit that it asks."""
    for item in supplementing.open_items(case):
        if not item.wants_plan:
            supplementing.answer(item, "补充材料见附件说明。", [], seat=seats[item.to])
