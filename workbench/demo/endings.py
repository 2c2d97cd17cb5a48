"""What may happen to a base on its way to the end of its build: extension, late filing, violation, delegation, its end.

Each takes the base and the day on which it begins, and leaves it where its name says.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import delegating, extending
from assessments.models import Delegation, Extension, Violation
from bases.models import Base
from documents import uploads
from organisations.models import Membership, Role, Unit, UnitKind
from organisations.queries import current_seats
from procedure import clock
from procedure.perform import perform, start
from procedure.sweep import sweep
from workbench.demo.deciding import Desk
from workbench.demo.workdays import later
from workbench.demo.writing import paper_for

_WRITTEN = {
    "reason": "中试验证平台受设备交付周期影响，比申报方案所列节点推迟约五个月，两项标准的验证随之推迟。",
    "progress": "八项重点任务已完成六项，考核指标已达到总量的八成；国际标准提案两项已立项。",
    "measures": "第一季度完成设备安装调试，第二季度完成验证试验和标准报批，届满前一个月完成自查。",
}


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    with clock.at(datetime.combine(day, time(hour), clock.BEIJING)):
        yield


def seat_in(unit: Unit, role: Role) -> Membership:
    seat = current_seats(clock.today()).filter(unit=unit, role=role).first()
    assert seat is not None, f"{unit} has nobody as {role.label}"
    return seat


def desk() -> Desk:
    seats = current_seats(clock.today())
    return Desk(seats.filter(role=Role.SAC_OFFICER)[0], seats.filter(role=Role.SAC_APPROVER)[0])


# 延期


def draft_extension(base: Base, day: date, *, months: int = 6) -> Extension:
    """Written and with its sealed paper, not yet filed."""
    with on(day):
        seat = organiser_of(base)
        row = Extension(base=base, drafted_by=seat.person)
        start(row, seat=seat)
        extending.save(row, _WRITTEN | {"asked_months": months}, [sealed("建设期延期申请.pdf")], seat=seat)
    row.refresh_from_db()
    return row


def file_extension(base: Base, day: date, *, months: int = 6) -> Extension:
    """With the ministry or government."""
    row = draft_extension(base, day, months=months)
    with on(later(day, 2)):
        perform(row, "file_extension", seat=organiser_of(base))
    return row


def agree_extension(base: Base, day: date, *, months: int = 6) -> Extension:
    """Before SAC."""
    row = file_extension(base, day, months=months)
    with on(later(day, 12)):
        seat = supervisor_of(base)
        extending.add_agreement(row, [sealed("审核同意函.pdf")], seat=seat)
        perform(row, "agree_extension", seat=seat, data={"note": "情况属实，同意延期。"})
    return row


def return_extension(base: Base, day: date) -> Extension:
    """With the organiser again, to be corrected."""
    row = agree_extension(base, day)
    with on(later(day, 20)):
        due = later(clock.today(), 15)
        data = {"note": "请补充设备交付合同和延期期间各节点的安排。", "due_on": due.isoformat()}
        perform(row, "return_extension", seat=desk().officer, data=data)
    return row


def grant_extension(base: Base, day: date, number: str, *, months: int = 6, exception: str = "") -> Extension:
    row = agree_extension(base, day, months=months)
    with on(later(day, 25)):
        desk().decide(row, "grant_extension", months=str(months), exception=exception, note="", **numbered(number))
    base.refresh_from_db()
    return row


def refuse_extension(base: Base, day: date, number: str) -> Extension:
    row = agree_extension(base, day)
    with on(later(day, 25)):
        note = "申请所述原因在申报时已经可以预见，重点任务完成不足三成，延期后仍难以完成。"
        desk().decide(row, "refuse_extension", note=note, **numbered(number))
    base.refresh_from_db()
    return row


# 期满


def let_end_pass(base: Base, day: date) -> None:
    """The clock goes past the last timely day: SAC is told, and nothing else happens."""
    with on(day):
        sweep()
    base.refresh_from_db()


def open_window(base: Base, day: date, until: date) -> None:
    with on(day):
        note = "建设任务已经完成，申报组织单位机构调整期间未能按期提出申请。"
        desk().decide(base, "open_window", until=until.isoformat(), note=note)
    base.refresh_from_db()


def terminate_overdue(base: Base, day: date, number: str) -> None:
    with on(day):
        note = "建设期届满前没有提出验收申请和延期申请，经催告仍未说明理由。"
        desk().decide(base, "terminate_overdue", note=note, **numbered(number))
    base.refresh_from_db()


# 违规


def open_violation(base: Base, day: date) -> Violation:
    with on(day):
        officer = desk().officer
        row = Violation(
            base=base, ground=Violation.Ground.FALSE, opened_by=officer.person,
            statement_by=later(clock.today(), 20),
            facts="年度建设报告所列三项标准验证报告与出具单位存档不符，涉嫌编造检测数据。",
        )  # fmt: skip
        start(row, seat=officer)
    return row


def uphold_violation(base: Base, day: date) -> Violation:
    """Heard and found; the base goes on until two persons end it."""
    row = open_violation(base, day)
    with on(later(day, 15)):
        seat = seat_in(unit_of(base.host_unit_id), Role.SUBMITTER)
        perform(row, "file_statement", seat=seat, data={"statement": "报告由外部机构提供，本单位审核不严，愿意整改。"})
    with on(later(day, 30)):
        desk().decide(row, "uphold_violation", note="经核查，三份报告均系编造，事实清楚，陈述申辩不影响认定。")
    base.refresh_from_db()
    return row


def terminate_violation(base: Base, day: date, number: str) -> None:
    with on(day):
        desk().decide(base, "terminate_violation", note="编造检测数据，经认定违规。", **numbered(number))
    base.refresh_from_db()


# 委托


def entrust(bases: Iterable[Base], day: date, until: date, tasks: Iterable[str]) -> Delegation:
    """The department of the province in which the first of the bases lies."""
    bases = list(bases)
    region = bases[0].region
    assert region is not None
    delegate = Unit.objects.get(kind=UnitKind.LOCAL_DEPARTMENT, region=region.parent or region)
    with on(day):
        row = delegating.draft(
            delegate, list(tasks), until, "请核对建设任务完成情况和佐证材料，实地察看实验验证条件，如实记录。", bases,
            seat=desk().officer, key=None,
        )  # fmt: skip
        desk().decide(row, "entrust")
    return row


def record_finding(row: Delegation, day: date) -> None:
    """On each base and in each task one."""
    with on(day):
        seat = seat_in(row.delegate, Role.ORGANISER_OFFICER)
        for base in delegating.bases_of(row):
            for task in row.tasks:
                text = "现场与材料所列一致，验证平台已投入使用；两台设备尚未验收，已拍照留存。"
                data = {"base": str(base.pk), "task": task, "on_day": day.isoformat(), "text": text}
                perform(row, "record_finding", seat=seat, data=data)


def organiser_of(base: Base) -> Membership:
    assert base.organiser is not None
    return seat_in(base.organiser, Role.ORGANISER_OFFICER)


def supervisor_of(base: Base) -> Membership:
    return seat_in(unit_of(base.supervisor_unit_id), Role.RECOMMENDER_OFFICER)


def unit_of(key: int | None) -> Unit:
    assert key is not None
    return Unit.objects.get(pk=key)


def numbered(number: str) -> dict[str, str]:
    return {"number": number, "dated": clock.today().isoformat()}


def sealed(name: str) -> tuple[Any, uploads.Checked]:
    """A paper as it would come from the scanner, checked as an upload is."""
    upload = SimpleUploadedFile(name, paper_for("sealed paper"), "application/pdf")
    return upload, uploads.check(upload)
