"""撤销 and the cycle of evaluation: only what is established is revoked, by two, after a finding (办法32, 36)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from bases.models import Base, Decision
from bases.told import record, states_behind
from organisations.models import Role
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import DueDate, Outbox, Record
from procedure.perform import Refused, perform
from procedure.proposals import propose, sign
from procedure.steps import TIMER
from tests.applications.asking import client_of
from tests.applications.building import World
from tests.bases.built import building, recorded
from tests.deciding import desk

DATA = {"number": "国标委综合函〔2026〕8号", "dated": "2026-06-15", "reason": "提供的数据不实，情节严重。"}


@pytest.fixture
def base(world: World) -> Base:
    """In operation since March 2025."""
    base = recorded(world, approved="2021-03-05", established="2025-03-31")
    perform(base, "record_operating", seat=world.seats["sac_officer"])
    return base


def found(base: Base) -> Base:
    Base.objects.filter(pk=base.pk).update(violation_found=clock.today())
    base.refresh_from_db()
    return base


# Refused


@pytest.mark.rule("B36")
def test_what_is_not_established_is_not_revoked(world: World) -> None:
    base = found(building(world, approved="2024-03-05"))
    with pytest.raises(Refused, match="须在“运行中”"):
        propose(base, "revoke_violation", seat=desk().officer, data=DATA)
    assert not Decision.objects.exists()


@pytest.mark.rule("B36")
@pytest.mark.parametrize("step", ["terminate_violation", "terminate_overdue", "terminate_failed"])
def test_what_is_established_is_not_terminated(base: Base, step: str) -> None:
    with pytest.raises(Refused, match="当前为“运行中”"):
        propose(found(base), step, seat=desk().officer, data=DATA)


@pytest.mark.rule("B36")
def test_without_a_violation_found_nothing_is_revoked(base: Base) -> None:
    with pytest.raises(Refused, match="没有认定违规"):
        propose(base, "revoke_violation", seat=desk().officer, data=DATA)


@pytest.mark.rule("B05", "B36")
def test_nobody_revokes_alone_or_without_a_reason(world: World, base: Base) -> None:
    found(base)
    with pytest.raises(Refused, match="不能一人直接办理"):
        perform(base, "revoke_violation", seat=desk().officer, data=DATA)
    with pytest.raises(Refused, match="请填写撤销的理由"):
        propose(base, "revoke_violation", seat=desk().officer, data=DATA | {"reason": " "})
    waiting = propose(base, "revoke_violation", seat=desk().officer, data=DATA)
    both = world.seat("both", "sac", Role.SAC_APPROVER, person=desk().officer.person)
    with pytest.raises(Refused, match="不能是同一人"):
        sign(waiting, seat=both)
    for name, seat in world.seats.items():
        if name not in ("sac_officer", "both"):
            with pytest.raises(NotPermitted):
                propose(base, "revoke_violation", seat=seat, data=DATA)
    base.refresh_from_db()
    assert base.state == "operating"


@pytest.mark.rule("B32")
@pytest.mark.parametrize("months", ["35", "61", "三年", "", "-36", "36.5"])
def test_a_cycle_is_of_three_to_five_years(base: Base, months: str) -> None:
    with pytest.raises(Refused):
        perform(base, "set_evaluation_cycle", seat=desk().officer, data={"months": months, "note": "需要。"})
    assert base.evaluation_months == 60
    with pytest.raises(IntegrityError), transaction.atomic():
        Base.objects.filter(pk=base.pk).update(evaluation_months=35)


# Done


@pytest.mark.rule("B32")
@pytest.mark.parametrize(("months", "day"), [("36", "2028-03-31"), ("41", "2028-08-31"), ("60", "2030-03-31")])
def test_sac_sets_the_cycle_and_the_date_follows_with_its_reason(base: Base, months: str, day: str) -> None:
    perform(base, "set_evaluation_cycle", seat=desk().officer, data={"months": "48", "note": "布局需要。"})
    perform(base, "set_evaluation_cycle", seat=desk().officer, data={"months": months, "note": "布局需要。"})
    due = DueDate.objects.get(subject_id=base.pk, kind="evaluation", closed_at=None)
    assert (due.due_at - timedelta(microseconds=1)).astimezone(clock.BEIJING).date().isoformat() == day
    assert f"{int(day[:4])}年{int(day[5:7])}月{int(day[8:])}日" in due.why
    assert "批准成立日为2025年3月31日" in due.why
    assert (base.state, base.evaluation_months) == ("operating", int(months))


@pytest.mark.rule("B03", "B36")
def test_after_a_finding_two_persons_revoke_and_the_base_stays_in_the_register(world: World, base: Base) -> None:
    perform(base, "set_evaluation_cycle", seat=desk().officer, data={"months": "48", "note": "布局需要。"})
    desk().decide(found(base), "revoke_violation", **DATA)
    base.refresh_from_db()
    decision = Decision.objects.get()
    assert (base.state, base.ended, decision.kind, decision.number) == (
        "revoked", "2026-06-15", "revocation", "国标委综合函〔2026〕8号",
    )  # fmt: skip
    record = Record.objects.get(subject_id=base.pk, step="revoke_violation", kind="step")
    assert (record.article, record.proposed_by_name != record.actor_name) == ("办法36", True)
    assert not DueDate.objects.filter(root=base.pk, closed_at=None).exists()
    assert Outbox.objects.filter(kind="decision_papers").exists()
    assert "情节严重" in str(decision.content)
    page = client_of(world.seats["system_admin"]).get(f"/bases/{base.pk}/").content.decode()
    assert "已撤销" in page


@pytest.mark.rule("B36")
def test_no_timer_revokes(base: Base) -> None:
    with pytest.raises(NotPermitted):
        perform(found(base), "revoke_violation", seat=TIMER)


@pytest.mark.rule("B33")
@pytest.mark.parametrize("state", ["operating", "remediation", "unqualified"])
def test_the_public_is_not_told_what_an_evaluation_found(base: Base, state: str) -> None:
    """By no page, no filter, no count and no export: publishing a result is SAC's own affair."""
    base.state = state
    assert record(base)["state"] == "operating"
    assert record(base)["state_label"] == "运行中"
    assert states_behind("operating") == ["operating", "remediation", "unqualified"]
    assert states_behind("revoked") == ["revoked"]
