"""Literal query counts of perform(), with BEGIN and COMMIT."""

import uuid
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import Application
from procedure import clock
from procedure.perform import perform, start
from procedure.proposals import propose, sign
from procedure.sweep import fire_due
from tests.applications import building
from tests.arriving import data_for
from tests.factories import Personas
from tests.practice.models import Errand, Quota
from tests.practice.road import FINISH, NOON, errand, parcel

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("procedure.tasks.enqueue", lambda key, kind: None)


def verbs(queries: CaptureQueriesContext) -> list[str]:
    """The first word of each statement and the table that it works on."""
    return [_said(query["sql"]) for query in queries]


def _said(sql: str) -> str:
    words = sql.replace('"', "").split()
    verb = words[0]
    if verb in ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"):
        return verb
    table = next(after for word, after in pairwise(words) if word in ("FROM", "INTO", "UPDATE"))
    return f"{verb} {table}" + (" FOR UPDATE" if "FOR NO KEY UPDATE" in sql else "")


def test_typical_step_takes_ten_queries_and_one_commit(cast: Personas) -> None:
    row = Errand.objects.get(pk=errand(cast, until=NOON + timedelta(days=30)).pk)
    with CaptureQueriesContext(connection) as queries:
        perform(row, "begin", seat=cast.applicant, seen=0, key=row.pk)
    assert verbs(queries) == [
        "BEGIN",
        "SELECT practice_errand FOR UPDATE",
        "SELECT procedure_proposal",
        "SELECT organisations_unit",  # a guard's own
        "INSERT procedure_record",
        "UPDATE practice_errand",
        "INSERT practice_errandhistory",
        "UPDATE procedure_duedate",
        "INSERT procedure_duedate",
        "INSERT procedure_outbox",
        "COMMIT",
    ]


def test_birth_takes_eight(cast: Personas) -> None:
    row = Errand(title="差事", unit=cast.applicant.unit)
    with CaptureQueriesContext(connection) as queries:
        start(row, seat=cast.applicant, key=row.pk)
    assert verbs(queries) == [
        "BEGIN",
        "INSERT procedure_record",
        "INSERT practice_errand",
        "INSERT practice_errandhistory",
        "SELECT procedure_holiday",  # the reckoning's own
        "INSERT procedure_duedate",
        "INSERT procedure_outbox",
        "COMMIT",
    ]


def test_birth_under_another_root_locks_the_root_first(cast: Personas) -> None:
    row = errand(cast)
    with CaptureQueriesContext(connection) as queries:
        parcel(cast, row)
    assert verbs(queries)[:2] == ["BEGIN", "SELECT practice_errand FOR UPDATE"]


def test_step_under_another_root_locks_the_root_first(cast: Personas) -> None:
    box = parcel(cast, errand(cast))
    with CaptureQueriesContext(connection) as queries:
        perform(box, "close_box", seat=cast.applicant)
    assert verbs(queries) == [
        "BEGIN",
        "SELECT practice_errand FOR UPDATE",
        "SELECT practice_parcel FOR UPDATE",
        "SELECT procedure_proposal",
        "INSERT procedure_record",
        "UPDATE practice_parcel",
        "INSERT practice_parcelhistory",
        "COMMIT",
    ]


def test_step_with_a_lock_names_the_row_twice(cast: Personas) -> None:
    row = Errand.objects.get(pk=errand(cast, "working", quota=Quota.objects.create(name="名额")).pk)
    with CaptureQueriesContext(connection) as queries:
        perform(row, "claim_quota", seat=cast.applicant)
    assert verbs(queries) == [
        "BEGIN",
        "SELECT practice_quota",
        "SELECT practice_errand FOR UPDATE",
        "SELECT practice_quota",
        "SELECT practice_quota FOR UPDATE",
        "SELECT procedure_proposal",
        "INSERT procedure_record",
        "UPDATE practice_quota",
        "UPDATE practice_errand",
        "INSERT practice_errandhistory",
        "COMMIT",
    ]


def test_proposing_and_signing_are_one_commit_each(cast: Personas) -> None:
    row = errand(cast, "waiting")
    with CaptureQueriesContext(connection) as queries:
        proposal = propose(row, "finish", seat=cast.officer, data=FINISH, seen=2, key=row.pk)
    assert (len(queries), verbs(queries).count("COMMIT")) == (11, 1)
    with CaptureQueriesContext(connection) as queries:
        sign(proposal, seat=cast.approver, seen=3, key=row.pk)
    assert verbs(queries) == [
        "BEGIN",
        "SELECT practice_errand",
        "SELECT practice_errand FOR UPDATE",
        "SELECT procedure_record",
        "SELECT procedure_proposal FOR UPDATE",
        "SELECT practice_parcel",  # a guard's own
        "INSERT procedure_record",
        "UPDATE practice_errand",
        "INSERT practice_errandhistory",
        "UPDATE procedure_duedate",
        "INSERT procedure_outbox",
        "UPDATE procedure_proposal",
        "COMMIT",
    ]


def test_timer_is_one_commit(cast: Personas) -> None:
    errand(cast, "working", until=NOON)
    with CaptureQueriesContext(connection) as queries:
        assert fire_due(NOON) == 1
    assert verbs(queries).count("COMMIT") == 1


def test_steps_of_an_application_keep_within_thirteen() -> None:
    took = {}
    with clock.at(building.NOON):
        world = building.World().build()
        case = world.draft(filled=True)
        for name, seat in (
            ("submit_plan", "submitter"), ("return_plan", "organiser_officer"), ("submit_plan", "submitter"),
            ("endorse_plan", "organiser_officer"), ("return_endorsement", "recommender_officer"),
            ("endorse_plan", "organiser_officer"), ("recommend", "recommender_officer"),
            ("withdraw_recommendation", "recommender_officer"),
        ):  # fmt: skip
            if name == "recommend":
                building.seal(Application.objects.get(pk=case.pk))
            data = data_for(case, name)
            row = Application.objects.get(pk=case.pk)
            with CaptureQueriesContext(connection) as queries:
                perform(row, name, seat=world.seats[seat], data=data, seen=row.version, key=uuid.uuid4())
            assert verbs(queries).count("COMMIT") == 1
            took[name] = len(queries)
    # Submitting reads the whole plan to freeze it.
    assert took.pop("submit_plan") == 22
    assert took == {
        "return_plan": 11, "endorse_plan": 13, "return_endorsement": 11, "recommend": 13, "withdraw_recommendation": 9,
    }  # fmt: skip
