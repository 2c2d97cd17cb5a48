"""Many at once, on real threads and real connections."""

import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from procedure import sealing
from procedure.acts import Refused
from procedure.models import DueDate, Outbox, Proposal, Record, Seal
from procedure.perform import perform, start
from procedure.proposals import propose, sign
from procedure.sweep import fire_due, remind_due
from tests.factories import Personas
from tests.practice.models import Errand, Quota
from tests.practice.road import FINISH, NOON, batch, errand

pytestmark = pytest.mark.django_db(transaction=True)

RACERS = 16


def told(results: list[Any]) -> Counter[str]:
    return Counter(str(result) for result in results if isinstance(result, Refused))


def winners(results: list[Any]) -> list[Record]:
    return [result for result in results if isinstance(result, Record)]


def test_one_of_sixteen_takes_the_step(cast: Personas, race: Any) -> None:
    row = errand(cast)
    rows = [Errand.objects.get() for _ in range(RACERS)]
    results = race(*[lambda row=row: perform(row, "begin", seat=cast.applicant) for row in rows])
    assert len(winners(results)) == 1
    assert told(results) == {"“开工”须在“草拟”时办理，当前为“办理中”。": 15}
    row.refresh_from_db()
    assert (row.version, Record.objects.count(), Outbox.objects.filter(record__step="begin").count()) == (1, 2, 1)


def test_one_of_sixteen_takes_the_self_step_that_all_saw(cast: Personas, race: Any) -> None:
    row = errand(cast, "working")
    rows = [Errand.objects.get() for _ in range(RACERS)]
    results = race(*[lambda row=row: perform(row, "nudge", seat=cast.applicant, seen=1) for row in rows])
    assert len(winners(results)) == 1
    assert told(results) == {"本页打开之后，该事项已有变动。请先看清最新情况，再决定是否办理。": 15}
    row.refresh_from_db()
    assert (row.nudges, row.version) == (1, 2)


def test_self_steps_without_a_page_all_count(cast: Personas, race: Any) -> None:
    row = errand(cast, "working")
    rows = [Errand.objects.get() for _ in range(8)]
    results = race(*[lambda row=row: perform(row, "nudge", seat=cast.applicant) for row in rows])
    row.refresh_from_db()
    assert (len(winners(results)), row.nudges, row.version) == (8, 8, 9)


def test_double_click_is_one_step_and_one_receipt(cast: Personas, race: Any) -> None:
    errand(cast, "working")
    key = uuid.uuid4()
    rows = [Errand.objects.get() for _ in range(8)]
    results = race(*[lambda row=row: perform(row, "nudge", seat=cast.applicant, seen=1, key=key) for row in rows])
    assert {result.pk for result in results} == {Record.objects.get(key=key).pk}
    assert Errand.objects.get().nudges == 1


def test_double_click_bears_one_row(cast: Personas, race: Any) -> None:
    key = uuid.uuid4()
    rows = [Errand(title="差事", unit=cast.applicant.unit) for _ in range(8)]
    results = race(*[lambda row=row: start(row, seat=cast.applicant, key=key) for row in rows])
    assert {result.pk for result in results} == {Errand.objects.get().pk}


def test_one_key_on_two_rows_serves_one_of_them(cast: Personas, race: Any) -> None:
    rows, key = [errand(cast) for _ in range(8)], uuid.uuid4()
    results = race(*[lambda row=row: perform(row, "begin", seat=cast.applicant, key=key) for row in rows])
    assert len(winners(results)) == 1
    assert told(results) == {"这次提交的标识已用于另一事项，请刷新页面后重新办理。": 7}
    assert Errand.objects.filter(state="working").count() == 1


def test_the_last_place_is_given_once(cast: Personas, race: Any) -> None:
    quota = Quota.objects.create(name="名额", left=1)
    rows = [errand(cast, "working", quota=quota) for _ in range(8)]
    results = race(*[lambda row=row: perform(row, "claim_quota", seat=cast.applicant) for row in rows])
    assert len(winners(results)) == 1
    assert told(results) == {"“名额”的名额已用完。": 7}
    quota.refresh_from_db()
    assert quota.left == 0


def test_row_at_the_end_of_a_path_is_read_as_it_is_under_its_lock(cast: Personas, race: Any) -> None:
    quota = Quota.objects.create(name="名额", left=1)
    twin = errand(cast, quota=quota)
    rows = [errand(cast, "working", twin=twin) for _ in range(8)]
    results = race(*[lambda row=row: perform(row, "claim_twins_quota", seat=cast.applicant) for row in rows])
    assert len(winners(results)) == 1
    assert told(results) == {"同伴的名额已用完。": 7}
    quota.refresh_from_db()
    assert quota.left == 0


def test_two_roots_cause_each_other_two_hundred_times(cast: Personas, race: Any) -> None:
    first = errand(cast, "working")
    second = errand(cast, "working", twin=first)
    Errand.objects.filter(pk=first.pk).update(twin=second)

    def push_on(key: uuid.UUID) -> int:
        return len([perform(Errand.objects.get(pk=key), "push", seat=cast.applicant) for _ in range(100)])

    assert race(lambda: push_on(first.pk), lambda: push_on(second.pk)) == [100, 100]
    assert list(Errand.objects.values_list("pushes", "version")) == [(100, 201), (100, 201)]


def test_one_of_two_officers_proposes(cast: Personas, race: Any) -> None:
    errand(cast, "waiting")
    rows = [Errand.objects.get() for _ in range(8)]
    results = race(*[lambda row=row: propose(row, "finish", seat=cast.officer, data=FINISH) for row in rows])
    assert len([result for result in results if isinstance(result, Proposal)]) == 1
    assert told(results) == {
        "“办结”已提请审批，审批结束前其他审批类步骤不能办理；请先处理或撤回该提请。": 7
    }  # fmt: skip


def test_signing_races_the_step_that_voids(cast: Personas, race: Any) -> None:
    for _ in range(5):
        row = errand(cast, "waiting")
        proposal = propose(row, "finish", seat=cast.officer, data=FINISH)
        mine = Errand.objects.get(pk=row.pk)
        results = race(
            lambda proposal=proposal: sign(proposal, seat=cast.approver),
            lambda mine=mine: perform(mine, "drop", seat=cast.applicant),
        )
        row.refresh_from_db()
        proposal.refresh_from_db()
        assert len(winners(results)) == 1
        assert (row.state, proposal.outcome) in {("done", "signed"), ("dropped", "voided")}


def test_leaving_a_batch_from_every_side_at_once(cast: Personas, race: Any) -> None:
    rows = [errand(cast, "waiting") for _ in range(4)]
    proposal = propose(batch(cast, *rows), "close_round", seat=cast.officer)
    results = race(
        lambda: sign(proposal, seat=cast.approver),
        *[lambda row=row: perform(row, "drop", seat=cast.applicant) for row in rows],
    )
    assert not [result for result in results if not isinstance(result, Record | Refused)]
    assert not Proposal.objects.filter(outcome="open").exists()
    states = Counter(Errand.objects.values_list("state", flat=True))
    assert states in ({"done": 4}, {"dropped": 4})


def test_two_sweepers_fire_each_date_once(cast: Personas, race: Any) -> None:
    for _ in range(10):
        errand(cast, "working", until=NOON)
    results = race(lambda: fire_due(NOON), lambda: fire_due(NOON))
    assert (sum(results), Record.objects.filter(step="call_in").count()) == (10, 10)
    assert DueDate.objects.filter(kind="finish", fired_at=NOON).count() == 10


def test_two_sweepers_remind_once(cast: Personas, race: Any) -> None:
    for _ in range(10):
        errand(cast, "working", until=NOON + timedelta(days=10))
    later = NOON + timedelta(days=8)
    results = race(*[lambda: remind_due(later) for _ in range(4)])
    assert (sum(results), Outbox.objects.filter(kind="remind").count()) == (10, 10)


def test_sweeper_races_the_person(cast: Personas, race: Any) -> None:
    row = errand(cast, "working", until=NOON)
    mine = Errand.objects.get(pk=row.pk)
    race(lambda: fire_due(NOON), lambda: perform(mine, "drop", seat=cast.applicant))
    row.refresh_from_db()
    assert row.state == "dropped"
    assert Record.objects.filter(step="call_in").count() in (0, 1)
    assert not DueDate.objects.filter(closed_at__isnull=True).exists()


def test_two_sealers_make_one_chain(cast: Personas, race: Any) -> None:
    for _ in range(10):
        errand(cast)
    race(*[sealing.seal for _ in range(4)])
    sealing.seal()
    assert list(Seal.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 11))
    assert sealing.verify().fault == ""
