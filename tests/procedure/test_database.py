"""The database is the last guard: state, records and seals cannot be changed around the kernel."""

import uuid
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from procedure import sealing
from procedure.models import Record, Seal
from procedure.perform import perform
from tests.factories import Personas
from tests.practice.models import Errand
from tests.practice.road import NOON, errand

pytestmark = pytest.mark.django_db


def refused(attempt: Callable[[], object]) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        attempt()
    return str(error.value).splitlines()[0]


def sql(statement: str, *values: object) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run


THROUGH_PERFORM = "errand: state changes only through perform()"
THROUGH_START = "errand: a row is born only through start()"


@pytest.mark.parametrize("change", [{"state": "done"}, {"version": 7}, {"root": uuid.uuid4()}, {"id": uuid.uuid4()}])
def test_queryset_update_is_refused(cast: Personas, change: dict[str, object]) -> None:
    row = errand(cast)
    assert refused(lambda: Errand.objects.filter(pk=row.pk).update(**change)) == THROUGH_PERFORM
    together = {"version": 1, "state": "working", **change}
    assert refused(lambda: Errand.objects.filter(pk=row.pk).update(**together)) == THROUGH_PERFORM


@pytest.mark.parametrize(
    "change", ["state = 'done'", "version = version + 1", "root = gen_random_uuid()", "state = 'working', version = 1"]
)
def test_raw_update_is_refused(cast: Personas, change: str) -> None:
    errand(cast)
    assert refused(sql(f"UPDATE practice_errand SET {change}")) == THROUGH_PERFORM  # noqa: S608


def test_saving_a_changed_state_is_refused(cast: Personas) -> None:
    row = errand(cast)
    row.state = "done"
    assert refused(row.save) == THROUGH_PERFORM


def test_record_of_another_transaction_is_no_licence(cast: Personas, tamper: Callable[..., None]) -> None:
    row = errand(cast)
    perform(row, "begin", seat=cast.applicant)
    record = Record.objects.get(version=1)
    tamper(
        "UPDATE procedure_record SET xact = xact - 1, version = 2, source = 'working', target = 'done' WHERE id = %s",
        record.pk,
    )
    assert Record.objects.get(version=2).target == "done"
    assert refused(lambda: Errand.objects.update(state="done", version=2)) == THROUGH_PERFORM


def test_other_columns_may_be_saved(cast: Personas) -> None:
    row = errand(cast)
    Errand.objects.filter(pk=row.pk).update(title="改了标题")
    row.refresh_from_db()
    row.title = "又改"
    row.save()
    assert (row.state, row.version) == ("draft", 0)


@pytest.mark.parametrize("facts", [{}, {"version": 1}, {"state": "done"}])
def test_insert_without_a_birth_is_refused(cast: Personas, facts: dict[str, object]) -> None:
    row = Errand(**{"state": "draft", "unit": cast.applicant.unit, "root": uuid.uuid4(), "since": NOON, **facts})
    assert refused(lambda: row.save(force_insert=True)) == THROUGH_START
    assert refused(lambda: Errand.objects.bulk_create([row])) == THROUGH_START


def test_row_is_never_deleted(cast: Personas) -> None:
    row = errand(cast)
    assert "Cannot delete rows from practice_errand" in refused(row.delete)
    assert "Cannot delete rows from practice_errand" in refused(sql("DELETE FROM practice_errand"))


def test_record_is_append_only(cast: Personas) -> None:
    errand(cast)
    record = Record.objects.get()
    for attempt in (
        record.save,
        lambda: Record.objects.update(note="改"),
        lambda: Record.objects.all()._raw_delete("default"),
        sql("DELETE FROM procedure_record"),
    ):
        assert "Cannot update or delete rows from procedure_record" in refused(attempt)


def test_nobody_claims_another_transactions_number(cast: Personas) -> None:
    errand(cast)
    record = Record.objects.get()
    record.pk, record.version, record.xact = None, 5, 1
    record.save(force_insert=True)
    assert Record.objects.get(version=5).xact == Record.objects.get(version=0).xact > 1


def test_seal_is_append_only(cast: Personas) -> None:
    errand(cast)
    assert sealing.seal() == 1
    assert "Cannot update or delete rows from procedure_seal" in refused(lambda: Seal.objects.update(position=9))
    assert "Cannot update or delete rows from procedure_seal" in refused(sql("DELETE FROM procedure_seal"))


@pytest.mark.parametrize("facts", [{"version": 0}, {"version": 9}])
def test_record_stands_once_a_version_and_once_a_key(cast: Personas, facts: dict[str, int]) -> None:
    row = errand(cast)
    perform(row, "begin", seat=cast.applicant, key=uuid.uuid4())
    record = Record.objects.get(version=1)
    record.pk, record.version = None, facts["version"]
    name = "record_once_a_version" if facts["version"] == 0 else "record_once_a_key"
    assert name in refused(lambda: record.save(force_insert=True))
