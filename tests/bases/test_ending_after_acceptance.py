"""终止 after an acceptance: 整改 that runs out, 未通过, and what the clock and two persons do about it (办法21)."""

from datetime import date, datetime, timedelta

import pytest

from assessments.models import Acceptance
from bases.models import Base, Decision
from organisations.models import Membership
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import DueDate
from procedure.perform import Refused, perform, start
from procedure.proposals import propose, sign
from procedure.steps import TIMER
from procedure.sweep import sweep
from tests.applications.building import World
from tests.assessments.extending import IN_TIME, drafted, filed
from tests.bases.built import awaiting, building, caused, failed, rectifying
from tests.deciding import desk

pytestmark = pytest.mark.rule("B21")
# Six months from 31 August 2026 end on Sunday, 28 February 2027: Monday is timely.
OPINION, TIMELY = date(2026, 8, 31), datetime(2027, 3, 1, 23, 59, 59, tzinfo=clock.BEIJING)
OVER = datetime(2027, 3, 2, tzinfo=clock.BEIJING)
GOOD = {"number": "国标委综合函〔2027〕3号", "dated": "2027-03-02", "note": "整改期满没有再次申请。"}


def day(moment: datetime) -> Base:
    with clock.at(moment):
        sweep()
    return Base.objects.get()


def ended(base: Base, step: str, **changes: str) -> Base:
    sign(propose(base, step, seat=desk().officer, data=GOOD | changes), seat=desk().approver)
    return Base.objects.get(pk=base.pk)


def test_six_months_run_and_only_then_sac_is_told(world: World) -> None:
    rectifying(world, OPINION)
    assert day(TIMELY).termination_proposed_at is None
    base = day(OVER)
    assert (base.state, base.termination_proposed_at) == ("rectifying", OVER)


def test_before_they_are_over_nothing_is_ended_or_opened(world: World) -> None:
    base = rectifying(world, OPINION)
    with clock.at(TIMELY):
        for step in ("terminate_unrectified", "open_late_acceptance"):
            with pytest.raises(Refused, match="2027年3月1日24时"):
                propose(base, step, seat=desk().officer, data=GOOD | {"dated": "2027-03-01", "until": "2027-04-01"})
        with pytest.raises(Refused, match="还没有过"):
            perform(base, "propose_unrectified", seat=TIMER)


def test_after_them_two_choose_the_end(world: World) -> None:
    base = rectifying(world, OPINION)
    with clock.at(OVER + timedelta(hours=9)):
        with pytest.raises(NotPermitted):
            perform(base, "terminate_unrectified", seat=TIMER, data=GOOD)
        base = ended(base, "terminate_unrectified")
    assert (base.state, base.ended) == ("terminated", "2027-03-02")
    said = str(Decision.objects.get().content)
    assert "整改期至2027年2月28日止" in said
    assert "第二十一条" in said


def test_or_a_late_application_until_a_day(world: World) -> None:
    base = rectifying(world, OPINION)
    with clock.at(OVER + timedelta(hours=9)):
        data = {"until": "2027-05-31", "note": "验证设备已到货，整改基本完成。"}
        sign(propose(base, "open_late_acceptance", seat=desk().officer, data=data), seat=desk().approver)
        base = Base.objects.get()
        assert (base.is_opened(clock.now()), base.termination_proposed_at) == (True, None)
        with pytest.raises(Refused, match="已同意在2027年5月31日24时前申请验收"):
            propose(base, "terminate_unrectified", seat=desk().officer, data=GOOD)
    last = datetime(2027, 6, 1, tzinfo=clock.BEIJING)
    assert day(last).termination_proposed_at == last


@pytest.mark.rule("B20")
def test_a_timely_application_stops_both_clocks_and_given_up_they_run_on(world: World) -> None:
    base = awaiting(world)
    assert not DueDate.objects.filter(kind="build_end", closed_at=None).exists()
    late = datetime(2029, 8, 15, 15, tzinfo=clock.BEIJING)
    with clock.at(late):
        sweep()
        assert Base.objects.get().termination_proposed_at is None
        caused(base, "drop_request", by="give_up", seat=world.seats["organiser_officer"])
    due = DueDate.objects.get(kind="build_end", closed_at=None)
    assert due.due_at == datetime(2029, 8, 16, tzinfo=clock.BEIJING)
    assert day(due.due_at).termination_proposed_at == due.due_at


def test_an_application_after_rectification_stops_it_too(world: World) -> None:
    base, seat = rectifying(world, OPINION), world.seats["organiser_officer"]
    with clock.at(TIMELY):
        caused(base, "request_again", by="file_again", seat=seat)
    assert day(OVER).termination_proposed_at is None
    with clock.at(OVER + timedelta(days=9)):
        caused(base, "drop_again", by="give_up", seat=seat)
    due = DueDate.objects.get(kind="rectification", closed_at=None)
    assert due.due_at == OVER + timedelta(days=10)


def test_what_failed_can_only_be_ended(world: World) -> None:
    base = failed(world)
    for step in ("terminate_overdue", "terminate_unrectified", "terminate_violation", "open_window"):
        with pytest.raises(Refused, match="当前为“验收未通过”"):
            propose(base, step, seat=desk().officer, data=GOOD | {"until": "2027-01-01"})
    base = ended(base, "terminate_failed", dated="2026-06-15")
    assert base.state == "terminated"
    assert "验收意见为“未通过”" in str(Decision.objects.get().content)


@pytest.mark.rule("B20")
def test_acceptance_and_extension_exclude_one_another(world: World) -> None:
    first, second, third = awaiting(world), rectifying(world, OPINION, "船舶"), building(world, "氢能")
    with clock.at(IN_TIME):
        with pytest.raises(Refused, match=r"现为“申请验收”.*不能同时申请"):
            drafted(first)
        with pytest.raises(Refused, match="现为“验收整改”"):
            drafted(second)
        row = drafted(third)
        caused(third, "request_acceptance", by="file_request", seat=world.seats["organiser_officer"])
        with pytest.raises(Refused, match="不能同时申请"):
            perform(row, "file_extension", seat=world.seats["organiser_officer"])


@pytest.mark.rule("B20")
def test_while_an_extension_is_asked_for_no_acceptance_is_drafted(world: World) -> None:
    base, seat = building(world), world.seats["organiser_officer"]
    with clock.at(IN_TIME):
        row = filed(base)
        assert "不能同时申请" in refused(base, seat)
        perform(row, "withdraw_extension", seat=seat, data={"note": "改为申请验收。"})
        assert "不能同时申请" not in refused(base, seat)


def refused(base: Base, seat: Membership) -> str:
    """Why no acceptance can be drafted: there is no self-check either."""
    with pytest.raises(Refused) as why:
        start(Acceptance(base=base), seat=seat)
    return str(why.value)
