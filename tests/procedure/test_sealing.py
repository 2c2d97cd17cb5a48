"""The chain: whatever is altered, taken away or put in is found at its exact row."""

import io
import uuid
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from procedure import sealing
from procedure.models import Outbox, Record, Seal, SealRun
from procedure.perform import perform
from procedure.proposals import propose, sign
from procedure.recording import DIGESTED, digest_of
from tests.factories import Personas
from tests.practice.models import Errand
from tests.practice.road import FINISH, errand

pytestmark = pytest.mark.django_db

Tamper = Callable[..., None]


@pytest.fixture
def middle(cast: Personas) -> Record:
    """A signed record between others, everything sealed."""
    row = errand(cast, "waiting")
    record = sign(propose(row, "finish", seat=cast.officer, data=FINISH, key=uuid.uuid4()), seat=cast.approver)
    errand(cast, "dropped")
    # Nothing else may refer to what a test takes away.
    Outbox.objects.all().delete()
    # All in the test's one transaction: sealed, though its number is not below the horizon.
    assert sealing.seal() == 7
    assert sealing.verify() == sealing.Verdict("", records=7, sealed=7, young=0)
    return record


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, middle: Record) -> None:
    """As if the test's transaction had ended before the sealer's last run."""
    number = Record.objects.get(pk=middle.pk).xact
    assert number is not None
    SealRun.objects.update(horizon=number + 1)
    monkeypatch.setattr(sealing, "_horizon", lambda: number + 2)


# What is fine


def test_sealer_has_nothing_to_do_twice(middle: Record) -> None:
    assert sealing.seal() == 0
    assert SealRun.objects.count() == 1


def test_young_records_are_counted_and_no_fault(middle: Record, cast: Personas) -> None:
    errand(cast, "working")
    assert sealing.verify() == sealing.Verdict("", records=9, sealed=7, young=2)
    assert sealing.seal() == 2
    assert sealing.verify().young == 0


def test_every_column_is_covered_by_digest_or_seal() -> None:
    columns = {field.attname for field in Record._meta.concrete_fields}
    assert columns == {*DIGESTED, "id", "xact", "digest"}


def test_digest_survives_the_round_trip(middle: Record) -> None:
    assert [digest_of(record) for record in Record.objects.order_by("pk")] == list(
        Record.objects.order_by("pk").values_list("digest", flat=True)
    )


# What is not


OTHER = {
    "subject_id": "gen_random_uuid()", "root": "gen_random_uuid()", "key": "gen_random_uuid()",
    "version": "9", "actor_id": "proposed_by_id", "proposed_by_id": "NULL", "cause_id": "id",
    "at": "at + interval '1 us'", "kind": "'birth'",
}  # fmt: skip


@pytest.mark.parametrize("column", DIGESTED)
def test_altered_column_is_found_at_its_row(middle: Record, tamper: Tamper, column: str) -> None:
    value = OTHER.get(column, "'x'")
    tamper(f"UPDATE procedure_record SET {column} = {value} WHERE id = %s", middle.pk)  # noqa: S608
    assert sealing.verify().fault == f"记录 {middle.pk}：内容与摘要不符"


def test_altered_record_with_a_new_digest_breaks_the_chain_there(middle: Record, tamper: Tamper) -> None:
    middle.note = "改过"
    tamper("UPDATE procedure_record SET note = %s, digest = %s WHERE id = %s", "改过", digest_of(middle), middle.pk)
    position = Seal.objects.get(record=middle).position
    assert sealing.verify().fault == f"封存 {position}（记录 {middle.pk}）：链条不符"


@pytest.mark.parametrize("change", ["xact = xact + 1", "digest = repeat('0', 64)"])
def test_altered_transaction_or_digest_is_found(middle: Record, tamper: Tamper, change: str) -> None:
    tamper(f"UPDATE procedure_record SET {change} WHERE id = %s", middle.pk)  # noqa: S608
    assert f"记录 {middle.pk}" in sealing.verify().fault


def test_renumbered_record_is_found(middle: Record, tamper: Tamper) -> None:
    tamper("UPDATE procedure_record SET id = 999999 WHERE id = %s", middle.pk)
    tamper("UPDATE procedure_seal SET record_id = 999999 WHERE record_id = %s", middle.pk)
    assert "记录 999999）：链条不符" in sealing.verify().fault


@pytest.mark.parametrize("change", ["digest = repeat('0', 64)", "previous = repeat('0', 64)", "position = 99"])
def test_altered_seal_is_found_at_its_position(middle: Record, tamper: Tamper, change: str) -> None:
    position = Seal.objects.get(record=middle).position
    tamper(f"UPDATE procedure_seal SET {change} WHERE position = %s", position)  # noqa: S608
    assert sealing.verify().fault.startswith(f"封存 {position}")


def test_swapped_seals_are_found(middle: Record, tamper: Tamper) -> None:
    first, second = Seal.objects.order_by("position")[2:4]
    tamper("UPDATE procedure_seal SET position = 99 WHERE id = %s", first.pk)
    tamper("UPDATE procedure_seal SET position = %s WHERE id = %s", first.position, second.pk)
    tamper("UPDATE procedure_seal SET position = %s WHERE id = %s", second.position, first.pk)
    assert sealing.verify().fault.startswith("封存 3")


def test_deleted_record_is_found(middle: Record, tamper: Tamper) -> None:
    position = Seal.objects.get(record=middle).position
    tamper("DELETE FROM procedure_seal WHERE record_id = %s", middle.pk)
    tamper("DELETE FROM procedure_record WHERE id = %s", middle.pk)
    assert sealing.verify().fault == f"封存 {position}：缺失"


def test_truncated_tail_is_found_by_the_horizon(middle: Record, later: None, tamper: Tamper) -> None:
    assert sealing.verify().fault == ""
    last = Seal.objects.latest("position")
    tamper("DELETE FROM procedure_seal WHERE id = %s", last.pk)
    assert sealing.verify().fault == f"记录 {last.record_id}：早于最近一次封存而未封存"


def test_truncated_records_and_seals_are_found_by_the_rows(middle: Record, tamper: Tamper) -> None:
    last = Seal.objects.latest("position")
    tamper("DELETE FROM procedure_seal WHERE id = %s", last.pk)
    tamper("DELETE FROM procedure_record WHERE id = %s", last.record_id)
    row = Errand.objects.get(state="dropped")
    assert sealing.verify().fault == f"errand {row.pk}：状态“dropped”（第 1 版）与记录不符"


def test_state_changed_behind_the_kernel_is_found(middle: Record, tamper: Tamper) -> None:
    row = Errand.objects.get(state="dropped")
    tamper("UPDATE practice_errand SET state = 'working' WHERE id = %s", row.pk)
    assert sealing.verify().fault == f"errand {row.pk}：状态“working”（第 1 版）与记录不符"


def test_row_without_a_record_is_found(middle: Record, tamper: Tamper) -> None:
    row = Errand.objects.get(state="dropped")
    other = uuid.uuid4()
    tamper("UPDATE practice_errand SET id = %s WHERE id = %s", other, row.pk)
    assert f"errand {other}" in sealing.verify().fault


def test_record_without_its_row_is_found(middle: Record, tamper: Tamper) -> None:
    row = Errand.objects.get(state="dropped")
    tamper("DELETE FROM practice_errand WHERE id = %s", row.pk)
    assert sealing.verify().fault == f"errand {row.pk}：有记录而无此行"


def test_forged_record_in_between_is_found(middle: Record) -> None:
    forged = Record.objects.get(pk=middle.pk)
    forged.pk, forged.key, forged.machine = None, None, "nonsense"
    forged.digest = digest_of(forged)
    forged.save(force_insert=True)
    assert sealing.verify().fault == f"记录 {forged.pk}：没有“nonsense”这种事项"


# The cluster counts anew


def test_after_a_restore_into_a_new_cluster_sealing_goes_on(middle: Record, cast: Personas) -> None:
    # There the numbers of transactions begin anew, far below the last run's.
    SealRun.objects.update(horizon=2**60)
    errand(cast)
    assert sealing.verify() == sealing.Verdict("", records=8, sealed=7, young=1)
    assert sealing.seal() == 1
    assert SealRun.objects.get().horizon < 2**60


# The command


def test_command_says_what_it_looked_at(middle: Record) -> None:
    out = io.StringIO()
    call_command("verify_records", stdout=out)
    assert out.getvalue() == "核对无误：记录 7 条，已封存 7 条，待封存 0 条\n"


def test_command_names_the_first_bad_row_and_fails(middle: Record, tamper: Tamper) -> None:
    tamper("UPDATE procedure_record SET note = 'x' WHERE id >= %s", middle.pk)
    with pytest.raises(CommandError) as error:
        call_command("verify_records", stdout=io.StringIO())
    assert (str(error.value), error.value.returncode) == (f"记录 {middle.pk}：内容与摘要不符", 1)


# Two transactions


@pytest.mark.django_db(transaction=True)
def test_open_transaction_keeps_the_horizon_back(cast: Personas) -> None:
    row = errand(cast)
    slow = connections.create_connection("default")
    try:
        with slow.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_current_xact_id()")
            (running,) = map(int, cursor.fetchone())
        perform(row, "begin", seat=cast.applicant)
        assert sealing.seal() == 2
        # What the slow one may still commit is not yet said to be missing.
        assert SealRun.objects.get().horizon <= running
        assert sealing.verify().fault == ""
    finally:
        slow.close()


@pytest.mark.django_db(transaction=True)
def test_verification_reads_one_moment(cast: Personas) -> None:
    errand(cast)
    with pytest.MonkeyPatch.context() as patch:
        seen = []

        def isolation() -> list[str]:
            with connection.cursor() as cursor:
                cursor.execute("SHOW transaction_isolation")
                seen.append(cursor.fetchone()[0])
            return []

        patch.setattr(sealing, "_FAULTS", (isolation,))
        sealing.verify()
    assert seen == ["repeatable read"]
