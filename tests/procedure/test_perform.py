"""Taking a step: who may, when, with what, and what it leaves behind."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.test import override_settings

from organisations.models import Role
from procedure import clock
from procedure.acts import NotPermitted, ProcedureError, Refused
from procedure.models import DueDate, Outbox, Record
from procedure.perform import perform, start
from procedure.steps import TIMER
from tests.factories import Personas, seat
from tests.practice.models import Errand, Parcel, Quota
from tests.practice.road import NOON, PAUSE, errand, parcel

pytestmark = pytest.mark.django_db


def reasons(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(refusal.sentence, refusal.article) for refusal in refused.value.refusals]


def count_all() -> tuple[int, int, int, int]:
    return Record.objects.count(), Errand.history.count(), DueDate.objects.count(), Outbox.objects.count()


# Who may not


def test_wrong_role_is_not_permitted(cast: Personas) -> None:
    row = errand(cast)
    before = count_all()
    for nobody in (cast.officer, cast.approver, cast.organiser, cast.recommender):
        with pytest.raises(NotPermitted):
            perform(row, "begin", seat=nobody)
    assert count_all() == before


def test_right_role_of_another_unit_is_not_permitted(cast: Personas) -> None:
    with pytest.raises(NotPermitted):
        perform(errand(cast), "begin", seat=cast.outsider)


def test_nobody_is_not_permitted_and_is_not_the_timer(cast: Personas) -> None:
    row = errand(cast, "working")
    for name in ("pause", "call_in"):
        with pytest.raises(NotPermitted):
            perform(row, name, seat=None)


def test_person_never_takes_a_timers_step(cast: Personas) -> None:
    row = errand(cast, "working")
    for somebody in (cast.applicant, cast.officer, cast.approver):
        with pytest.raises(NotPermitted):
            perform(row, "call_in", seat=somebody)


def test_timer_takes_only_timers_steps(cast: Personas) -> None:
    row = errand(cast, "working")
    with pytest.raises(NotPermitted):
        perform(row, "nudge", seat=TIMER)
    record = perform(row, "call_in", seat=TIMER)
    assert (record.actor, record.actor_name, record.actor_unit, row.state) == (None, "系统定时", "", "waiting")


def test_ended_seat_is_not_permitted(cast: Personas) -> None:
    row = errand(cast)
    ended = seat(Role.SUBMITTER, cast.applicant.unit, ends=date(2024, 3, 4))
    not_yet = seat(Role.SUBMITTER, cast.applicant.unit, starts=date(2024, 3, 6))
    for held in (ended, not_yet):
        with pytest.raises(NotPermitted):
            perform(row, "begin", seat=held)
    last_day = seat(Role.SUBMITTER, cast.applicant.unit, ends=date(2024, 3, 5))
    assert perform(row, "begin", seat=last_day).target == "working"


def test_disabled_person_is_not_permitted(cast: Personas) -> None:
    row = errand(cast)
    cast.applicant.person.is_active = False
    with pytest.raises(NotPermitted):
        perform(row, "begin", seat=cast.applicant)


def test_start_is_not_permitted_to_others(cast: Personas) -> None:
    for somebody in (cast.outsider, cast.officer, None, TIMER):
        with pytest.raises(NotPermitted):
            start(Errand(title="差事", unit=cast.applicant.unit), seat=somebody)
    assert (Errand.objects.count(), Record.objects.count()) == (0, 0)


def test_caused_step_is_never_pressed(cast: Personas) -> None:
    row = errand(cast, "working")
    for somebody in (cast.applicant, cast.officer, cast.approver, TIMER):
        with pytest.raises(NotPermitted):
            perform(row, "be_pushed", seat=somebody)


# When not


def test_wrong_state_is_refused_with_both_states(cast: Personas) -> None:
    row = errand(cast, "waiting")
    with pytest.raises(Refused) as refused:
        perform(row, "begin", seat=cast.applicant)
    assert reasons(refused) == [("“开工”须在“草拟”时办理，当前为“等待中”。", "办法9")]


def test_stale_page_is_refused_although_the_state_came_back(cast: Personas) -> None:
    row = errand(cast, "waiting")
    seen = row.version
    perform(row, "resume", seat=cast.applicant)
    perform(row, "pause", seat=cast.applicant, data=PAUSE)
    with pytest.raises(Refused) as refused:
        perform(row, "resume", seat=cast.applicant, seen=seen)
    assert reasons(refused) == [("本页打开之后，该事项已有变动。请先看清最新情况，再决定是否办理。", "办法12")]
    assert perform(row, "resume", seat=cast.applicant, seen=row.version).version == 5


def test_every_reason_is_told_at_once(cast: Personas) -> None:
    cast.applicant.unit.address = ""
    cast.applicant.unit.save()
    row = errand(cast, title="")
    with pytest.raises(Refused) as refused:
        perform(row, "begin", seat=cast.applicant)
    assert reasons(refused) == [("还没有标题。", "指南附件2"), ("单位还没有地址。", "指南附件1")]
    assert str(refused.value) == "还没有标题。；单位还没有地址。"


def test_guards_and_form_are_told_at_once(cast: Personas) -> None:
    row = errand(cast, "working", title="差事")
    with pytest.raises(Refused) as refused:
        perform(row, "pause", seat=cast.applicant, data={"note": "-"})
    assert reasons(refused) == [("理由不能只写一横。", "办法12"), ("请写明停到哪一天。", "办法12")]
    assert refused.value.form is not None
    assert list(refused.value.form.errors) == ["until"]


def test_start_is_refused_by_its_guards(cast: Personas) -> None:
    with pytest.raises(Refused) as refused:
        start(Errand(title="卡住", unit=cast.applicant.unit), seat=cast.applicant)
    assert reasons(refused) == [("这一件卡住了。", "办法14")]
    assert (Errand.objects.count(), Record.objects.count()) == (0, 0)


def test_undeclared_first_state_and_unknown_step_are_faults_of_the_program(cast: Personas) -> None:
    with pytest.raises(ProcedureError, match="errand is not born in done"):
        start(Errand(title="差事", unit=cast.applicant.unit, state="done"), seat=cast.applicant)
    with pytest.raises(ProcedureError, match="errand has no step fly"):
        perform(errand(cast), "fly", seat=cast.applicant)
    with pytest.raises(ProcedureError, match="parcel is not born in"):
        start(Parcel(errand=errand(cast), unit=cast.applicant.unit), seat=cast.applicant)


# What a step leaves behind


def test_step_writes_record_row_history_dates_and_outbox(cast: Personas) -> None:
    until = NOON + timedelta(days=30)
    row = errand(cast, until=until)
    key = uuid.uuid4()
    record = perform(row, "begin", seat=cast.applicant, seen=0, key=key)
    fresh = Errand.objects.get()
    assert (fresh.state, fresh.version, fresh.since, fresh.root) == ("working", 1, NOON, fresh.pk)
    assert (row.state, row.version) == ("working", 1)
    assert {name: getattr(record, name) for name in (
        "machine", "subject_id", "root", "version", "kind", "step", "label", "source", "target", "actor_name",
        "actor_unit", "actor_role", "article", "note", "at", "key", "cause",
    )} == {
        "machine": "errand", "subject_id": row.pk, "root": row.pk, "version": 1, "kind": "step", "step": "begin",
        "label": "开工", "source": "draft", "target": "working", "actor_name": cast.applicant.person.name,
        "actor_unit": cast.applicant.unit.name, "actor_role": "报送人", "article": "办法9", "note": "", "at": NOON,
        "key": key, "cause": None,
    }  # fmt: skip
    line = Errand.history.latest("pk")
    assert (line.history_user, line.history_date, line.history_change_reason, line.state) == (
        cast.applicant.person, NOON, "开工（办法9）", "working"
    )  # fmt: skip
    assert DueDate.objects.get(kind="look_in").closed_at == NOON
    assert DueDate.objects.get(kind="finish").due_at == until
    owed = Outbox.objects.get(record=record)
    assert (owed.kind, owed.payload) == ("notify", {"audiences": ["practice_officers", "practice_doers"]})


def test_birth_writes_version_zero_with_an_empty_source(cast: Personas) -> None:
    row = errand(cast)
    record = Record.objects.get()
    assert (record.kind, record.version, record.source, record.target, record.label) == (
        "birth", 0, "", "draft", "立项"
    )  # fmt: skip
    assert (row.since, row.root, Errand.history.get().history_change_reason) == (NOON, row.pk, "立项（办法9）")
    assert Outbox.objects.get().payload == {"audiences": ["practice_officers"]}
    assert DueDate.objects.get().kind == "look_in"


def test_self_step_keeps_since_and_the_dates(cast: Personas) -> None:
    row = errand(cast, "working", until=NOON + timedelta(days=30))
    with clock.at(NOON + timedelta(days=1)):
        perform(row, "nudge", seat=cast.applicant)
    assert (row.since, row.version, row.nudges) == (NOON, 2, 1)
    assert DueDate.objects.get(kind="finish").closed_at is None


def test_note_and_cleaned_data_reach_the_step(cast: Personas) -> None:
    row = errand(cast, "working")
    record = perform(row, "pause", seat=cast.applicant, data={**PAUSE, "state": "done", "nudges": "9"})
    assert (record.note, row.paused_until, row.state, row.nudges) == ("等材料", date(2024, 4, 1), "waiting", 0)


def test_stand_in_is_named_with_whom_it_stands_in_for(cast: Personas) -> None:
    stand_in = seat(Role.SUBMITTER, cast.applicant.unit, standing_in_for=cast.applicant)
    record = perform(errand(cast), "begin", seat=stand_in)
    assert record.actor_name == f"{stand_in.person.name}代{cast.applicant.person.name}"


def test_failing_outbox_rolls_all_back(cast: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    row = errand(cast, until=NOON + timedelta(days=30))
    before = count_all()

    def fail(*args: object, **kwargs: object) -> None:
        raise IntegrityError("no room in the outbox")

    monkeypatch.setattr(Outbox.objects, "bulk_create", fail)
    with pytest.raises(IntegrityError, match="no room"):
        perform(row, "begin", seat=cast.applicant)
    assert count_all() == before
    fresh = Errand.objects.get()
    assert (fresh.state, fresh.version) == ("draft", 0)
    assert (row.state, row.version) == ("draft", 0)
    assert DueDate.objects.get().closed_at is None


# The key


def test_replayed_post_gets_the_first_receipt(cast: Personas) -> None:
    row, key = errand(cast), uuid.uuid4()
    first = perform(row, "begin", seat=cast.applicant, seen=0, key=key)
    after = count_all()
    again = perform(Errand.objects.get(), "begin", seat=cast.applicant, seen=0, key=key)
    assert again == first
    assert count_all() == after


def test_replayed_start_gives_the_first_row(cast: Personas) -> None:
    key = uuid.uuid4()
    first = start(Errand(title="甲", unit=cast.applicant.unit), seat=cast.applicant, key=key)
    again = start(Errand(title="甲", unit=cast.applicant.unit), seat=cast.applicant, key=key)
    assert again == first
    assert Errand.objects.count() == 1


def test_key_used_for_something_else_is_refused(cast: Personas) -> None:
    row, key = errand(cast), uuid.uuid4()
    perform(row, "begin", seat=cast.applicant, key=key)
    other = errand(cast)
    attempts = [
        lambda: perform(row, "nudge", seat=cast.applicant, key=key),
        lambda: perform(other, "begin", seat=cast.applicant, key=key),
        lambda: start(Errand(title="乙", unit=cast.applicant.unit), seat=cast.applicant, key=key),
    ]
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert reasons(refused) == [("这次提交的标识已用于另一事项，请刷新页面后重新办理。", "办法9")]


def test_birth_key_does_not_open_another_machine(cast: Personas) -> None:
    key, row = uuid.uuid4(), errand(cast)
    start(Parcel(errand=row, unit=row.unit, state="open"), seat=cast.applicant, key=key)
    with pytest.raises(Refused):
        start(Errand(title="乙", unit=cast.applicant.unit), seat=cast.applicant, key=key)


def test_key_is_each_persons_own(cast: Personas) -> None:
    key, row = uuid.uuid4(), errand(cast, "working")
    colleague = seat(Role.PREPARER, cast.applicant.unit)
    perform(row, "nudge", seat=cast.applicant, key=key)
    perform(row, "nudge", seat=colleague, key=key)
    assert row.nudges == 2


# Causes


def test_cause_takes_the_other_step_in_the_same_commit(cast: Personas) -> None:
    row = errand(cast, "working")
    perform(row, "pack", seat=cast.applicant)
    sent = row.parcels.get()
    record = perform(row, "send_all", seat=cast.applicant)
    sent.refresh_from_db()
    caused = Record.objects.get(machine="parcel", version=1)
    assert (sent.state, sent.root) == ("sent", row.pk)
    assert (caused.step, caused.cause, caused.note, caused.actor, caused.key) == (
        "send", record, "随批次寄出", cast.applicant.person, None
    )  # fmt: skip
    assert Outbox.objects.filter(record=caused).get().kind == "notify"
    assert Outbox.objects.get(kind="practice_stamp").record == record


def test_caused_birth_is_recorded_with_its_cause(cast: Personas) -> None:
    row = errand(cast, "working")
    record = perform(row, "pack", seat=cast.applicant)
    birth = Record.objects.get(machine="parcel")
    assert (birth.kind, birth.target, birth.cause, birth.root) == ("birth", "packed", record, row.pk)
    with pytest.raises(NotPermitted):
        start(Parcel(errand=row, unit=row.unit, state="packed"), seat=cast.applicant)


def test_caused_birth_is_refused_by_its_guards(cast: Personas) -> None:
    row = errand(cast, "working", title="没有箱子")
    with pytest.raises(Refused) as refused:
        perform(row, "pack", seat=cast.applicant)
    assert reasons(refused) == [("没有箱子。", "办法14")]


def test_caused_birth_must_be_declared_and_under_a_held_root(cast: Personas) -> None:
    row = errand(cast, "working", twin=errand(cast))
    with pytest.raises(ProcedureError, match=r"parcel.start is not declared as caused by errand.pack_wrongly"):
        perform(row, "pack_wrongly", seat=cast.applicant)
    with pytest.raises(ProcedureError, match=r"must be named in the locks of errand.pack_elsewhere"):
        perform(row, "pack_elsewhere", seat=cast.applicant)
    assert Parcel.objects.count() == 0


def test_undeclared_cause_is_a_fault_and_rolls_back(cast: Personas) -> None:
    row = errand(cast, "working")
    parcel(cast, row)
    before = count_all()
    with pytest.raises(ProcedureError, match=r"parcel.send is not declared as caused by errand.send_wrongly"):
        perform(row, "send_wrongly", seat=cast.applicant)
    assert count_all() == before


def test_cause_on_a_root_that_is_not_locked_is_a_fault(cast: Personas) -> None:
    row = errand(cast, "working", twin=errand(cast, "working"))
    with pytest.raises(ProcedureError, match=r"must be named in the locks of errand.shove"):
        perform(row, "shove", seat=cast.applicant)


def test_cause_crosses_roots_that_are_locked(cast: Personas) -> None:
    twin = errand(cast, "working")
    row = errand(cast, "working", twin=twin)
    perform(row, "push", seat=cast.applicant)
    twin.refresh_from_db()
    assert (twin.pushes, twin.version) == (1, 2)


def test_refused_consequence_refuses_the_cause(cast: Personas) -> None:
    twin = errand(cast, "waiting")
    row = errand(cast, "working", twin=twin)
    before = count_all()
    with pytest.raises(Refused) as refused:
        perform(row, "push", seat=cast.applicant)
    assert reasons(refused) == [("“被推一把”须在“办理中”时办理，当前为“等待中”。", "无条文：练习")]
    assert count_all() == before


# Locks


def test_lock_gives_the_step_the_row_as_it_is_under_the_lock(cast: Personas) -> None:
    quota = Quota.objects.create(name="名额", left=1)
    row = errand(cast, "working", quota=quota)
    assert row.quota.left == 1
    Quota.objects.update(left=0)
    with pytest.raises(Refused) as refused:
        perform(row, "claim_quota", seat=cast.applicant)
    assert reasons(refused) == [("“名额”的名额已用完。", "办法13")]


def test_named_root_that_changed_meanwhile_is_a_stale_page(cast: Personas) -> None:
    first, second = errand(cast, "working"), errand(cast, "working")
    row = errand(cast, "working", twin=first)
    Errand.objects.filter(pk=row.pk).update(twin=second)
    with pytest.raises(Refused, match="已有变动"):
        perform(row, "push", seat=cast.applicant)


# Time


@override_settings(SANDBOX=False)
def test_act_is_stamped_with_the_portals_time(cast: Personas) -> None:
    moment = datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=clock.BEIJING)
    with clock.at(moment):
        row = errand(cast)
    assert Record.objects.get().at == row.since == moment


@pytest.mark.parametrize("state", ["open", "packed"])
def test_a_step_that_stays_leaves_the_row_where_it_is(cast: Personas, state: str) -> None:
    row = errand(cast, "working")
    parcel = start(Parcel(errand=row, unit=row.unit, state="open"), seat=cast.applicant)
    if state == "packed":
        perform(parcel, "close_box", seat=cast.applicant)
    since = parcel.since
    record = perform(parcel, "weigh", seat=cast.officer)
    assert (record.source, record.target, parcel.state, parcel.since) == (state, state, state, since)
