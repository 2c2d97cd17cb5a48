"""建设方案: three months from the receipt, and no promise lowered without SAC's word on it (指南三（六）)."""

from datetime import date, timedelta
from typing import Any

import pytest

from assessments import dossiers
from assessments.models import ConstructionPlan, PlanDeviation
from assessments.reporting import begin_plan
from bases.models import Base
from organisations.models import Membership
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import DueDate, Record
from procedure.perform import Refused, perform
from procedure.reckoning import end_instant
from tests.applications.asking import client_of, text_of
from tests.applications.building import World

from .built import fill_dossier, noon_of, promising

pytestmark = pytest.mark.rule("Z36")
RECEIVED = date(2026, 7, 31)


@pytest.fixture
def base(world: World) -> Base:
    days = {"approved": "2026-06-01", "build_starts": date(2026, 6, 1), "build_ends": date(2029, 6, 1)}
    return promising(world, **days)


def receive(base: Base, seat: Membership, day: date = RECEIVED) -> None:
    with clock.at(noon_of(day)):
        perform(base, "record_receipt", seat=seat, data={"received_on": day.isoformat()})


def drafted(base: Base, seats: dict[str, Membership], **values: str) -> ConstructionPlan:
    plan = begin_plan(base, seat=seats["organiser_officer"])
    fill_dossier(plan.dossier, seats["preparer"], **{base.indicators.get().name: "50"} | values)
    return plan


def filed(base: Base, seats: dict[str, Membership], **values: str) -> ConstructionPlan:
    receive(base, seats["organiser_officer"])
    plan = drafted(base, seats, **values)
    perform(plan, "file_plan", seat=seats["organiser_officer"])
    return plan


def due_of(base: Base) -> DueDate:
    return DueDate.objects.get(subject_id=base.pk, kind="construction_plan", closed_at=None)


# Receipt


def test_what_was_not_recorded_is_not_corrected(world: World, base: Base) -> None:
    data = {"received_on": RECEIVED.isoformat(), "note": "误记。"}
    with clock.at(noon_of(RECEIVED)), pytest.raises(Refused, match="还没有登记收文，不需要更正"):
        perform(base, "correct_receipt", seat=world.seats["sac_officer"], data=data)


def test_the_receipt_is_the_organisers_or_sacs_to_record_once(world: World, base: Base) -> None:
    data = {"received_on": RECEIVED.isoformat()}
    for name, seat in world.seats.items():
        if name not in ("organiser_officer", "sac_officer"):
            with clock.at(noon_of(RECEIVED)), pytest.raises(NotPermitted):
                perform(base, "record_receipt", seat=seat, data=data)
    receive(base, world.seats["sac_officer"])
    with clock.at(noon_of(RECEIVED)), pytest.raises(Refused, match="已登记于2026年7月31日收到批准文件"):
        perform(base, "record_receipt", seat=world.seats["organiser_officer"], data=data)


@pytest.mark.parametrize(
    ("day", "said"), [("2026-08-01", "不能晚于今天"), ("2026-05-31", "不能早于批准日期2026年6月1日"), ("", "请填写")]
)
def test_a_day_that_cannot_be_is_refused_at_its_field(world: World, base: Base, day: str, said: str) -> None:
    url = f"/cases/base/{base.pk}/steps/record_receipt/"
    with clock.at(noon_of(RECEIVED)):
        answer = client_of(world.seats["organiser_officer"]).post(url, {"received_on": day, "seen": str(base.version)})
        assert answer.status_code == 409
        assert said in text_of(answer)
    base.refresh_from_db()
    assert base.received_on is None


def test_three_months_run_from_the_receipt_and_anew_from_a_corrected_one(world: World, base: Base) -> None:
    receive(base, world.seats["organiser_officer"])
    first = due_of(base)
    # 31 October is a Saturday: filing on Monday is in time.
    assert first.due_at == end_instant(date(2026, 11, 2))
    data = {"received_on": "2026-07-20", "note": "收文登记有误。"}
    with clock.at(noon_of(RECEIVED)):
        with pytest.raises(NotPermitted):
            perform(base, "correct_receipt", seat=world.seats["organiser_officer"], data=data)
        perform(base, "correct_receipt", seat=world.seats["sac_officer"], data=data)
    second = due_of(base)
    assert (first.pk != second.pk, second.due_at < first.due_at) == (True, True)
    assert "2026年7月20日" in second.why
    assert "到期月的对应日为2026年10月20日" in second.why


# Filed


def test_it_is_filed_by_the_organiser_alone_once_it_is_complete_and_the_receipt_recorded(
    world: World, base: Base
) -> None:
    plan = begin_plan(base, seat=world.seats["preparer"])
    with pytest.raises(Refused, match="还缺") as refused:
        perform(plan, "file_plan", seat=world.seats["organiser_officer"])
    assert any("还没有登记收到批准文件的日期" in refusal.sentence for refusal in refused.value.refusals)
    receive(base, world.seats["organiser_officer"])
    fill_dossier(plan.dossier, world.seats["organiser_officer"])
    for name in ("preparer", "submitter", "recommender_officer", "sac_officer", "other_organiser_officer"):
        with pytest.raises(NotPermitted):
            perform(plan, "file_plan", seat=world.seats[name])
    perform(plan, "file_plan", seat=world.seats["organiser_officer"])
    with pytest.raises(Refused, match="须在“起草中”、“退回修改”时办理"):
        perform(plan, "file_plan", seat=world.seats["organiser_officer"])


def test_there_is_one_plan_of_a_base(world: World, base: Base) -> None:
    begin_plan(base, seat=world.seats["preparer"])
    with pytest.raises(Refused, match="已经有一份建设方案"):
        begin_plan(base, seat=world.seats["organiser_officer"])
    assert ConstructionPlan.objects.count() == 1


def test_it_begins_with_what_was_promised(world: World, base: Base) -> None:
    plan = begin_plan(base, seat=world.seats["preparer"])
    said = {entry.rows: (entry.status, entry.value) for entry in plan.dossier.entries.all()}
    assert said == {"tasks": ("kept", ""), "indicators": ("", "50"), "milestones": ("kept", "2028-06-30")}


def test_filing_closes_its_date_and_a_late_one_is_marked(world: World, base: Base) -> None:
    receive(base, world.seats["organiser_officer"])
    plan, end = drafted(base, world.seats), due_of(base).due_at
    with clock.at(end):
        perform(plan, "file_plan", seat=world.seats["organiser_officer"])
    base.refresh_from_db()
    assert (plan.is_late, base.plan_filed_on) == (True, end.astimezone(clock.BEIJING).date())
    assert not DueDate.objects.filter(subject_id=base.pk, kind="construction_plan", closed_at=None).exists()


def test_a_second_before_it_is_in_time(world: World, base: Base) -> None:
    receive(base, world.seats["organiser_officer"])
    plan, end = drafted(base, world.seats), due_of(base).due_at
    with clock.at(end - timedelta(seconds=1)):
        perform(plan, "file_plan", seat=world.seats["organiser_officer"])
    assert plan.is_late is False


# Deviations


@pytest.mark.parametrize(
    ("rows", "said", "sentence"),
    [
        ("indicators", {"value": "49"}, "“国家标准”由50项降为49项。"),
        ("milestones", {"value": "2028-07-01"}, "“完成标准草案”由2028年6月30日推迟到2028年7月1日。"),
        ("tasks", {"status": "dropped"}, "“研制光伏组件标准”不再实施。"),
    ],
)
def test_what_is_lowered_put_off_or_dropped_is_listed(
    world: World, base: Base, rows: str, said: dict[str, str], sentence: str
) -> None:
    receive(base, world.seats["organiser_officer"])
    plan = drafted(base, world.seats)
    entry = next(each for each in plan.dossier.entries.select_related("dossier__base") if each.rows == rows)
    dossiers.save_entry(entry, said, base=entry.version, seat=world.seats["preparer"])
    perform(plan, "file_plan", seat=world.seats["organiser_officer"])
    assert [row.sentence for row in PlanDeviation.objects.all()] == [sentence]


def test_more_or_earlier_is_none(world: World, base: Base) -> None:
    filed(base, world.seats, **{base.indicators.get().name: "60"})
    assert not PlanDeviation.objects.exists()


def test_sac_accepts_each_deviation_with_a_reason_and_the_promise_stays(world: World, base: Base) -> None:
    plan = filed(base, world.seats, **{base.indicators.get().name: "40"})
    row = PlanDeviation.objects.get()
    with pytest.raises(Refused, match="请写明接受偏离的理由"):
        perform(plan, "accept_plan", seat=world.seats["sac_officer"], data={})
    data = {f"reason_{row.pk}": "部分标准已由国际标准代替。"}
    with pytest.raises(NotPermitted):
        perform(plan, "accept_plan", seat=world.seats["organiser_officer"], data=data)
    perform(plan, "accept_plan", seat=world.seats["sac_officer"], data=data)
    row.refresh_from_db()
    assert (plan.state, row.decision, row.reason) == ("accepted", "accepted", "部分标准已由国际标准代替。")
    assert base.indicators.get().target == "50"
    page = text_of(client_of(world.seats["organiser_officer"]).get(plan.get_absolute_url()))
    assert "部分标准已由国际标准代替。" in page


def test_a_returned_one_comes_again_and_its_first_date_stays(world: World, base: Base) -> None:
    plan = filed(base, world.seats, **{base.indicators.get().name: "40"})
    first, row = plan.filed_at, PlanDeviation.objects.get()
    perform(
        plan, "return_plan", seat=world.seats["sac_officer"], data={"returned": [str(row.pk)], "note": "不得降低。"}
    )
    row.refresh_from_db()
    assert (plan.state, row.decision, row.reason) == ("returned", "refused", "不得降低。")
    entry = plan.dossier.entries.select_related("dossier__base").get(indicator__isnull=False)
    assert entry.value == "40"
    dossiers.save_entry(entry, {"value": "50"}, base=entry.version, seat=world.seats["preparer"])
    with clock.at(clock.now() + timedelta(days=200)):
        perform(plan, "file_plan", seat=world.seats["organiser_officer"])
    assert (plan.filed_at, plan.is_late) == (first, False)
    assert PlanDeviation.objects.count() == 1
    assert Record.objects.filter(subject_id=base.pk, step="record_plan").count() == 1


def test_a_draft_is_the_hosts_and_the_organisers_and_a_filed_one_also_of_those_above(world: World, base: Base) -> None:
    plan = begin_plan(base, seat=world.seats["organiser_officer"])
    own = {"preparer", "submitter", "unit_admin", "organiser_officer"}
    above = own | {"recommender_officer", "sac_officer", "sac_approver"}

    def seen() -> set[str]:
        return {name for name, seat in world.seats.items() if _status(seat, plan) == 200}

    assert seen() == own
    receive(base, world.seats["organiser_officer"])
    fill_dossier(plan.dossier, world.seats["preparer"])
    perform(plan, "file_plan", seat=world.seats["organiser_officer"])
    assert seen() == above


def _status(seat: Membership, row: Any) -> int:
    return client_of(seat).get(row.get_absolute_url()).status_code
