"""What the page of a row says at a glance: its rail, for whom it waits, and where its steps lead."""

import uuid
from datetime import date, datetime
from typing import Any

import pytest

from assessments.dossiers.ledger import Reported
from assessments.models import ConstructionPlan
from procedure import clock
from procedure.machines import Procedure
from procedure.models import Record
from procedure.perform import perform
from procedure.reckoning import chinese_date
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.assessments import evaluated
from tests.assessments.based import a_base, assessed
from tests.assessments.built import approved
from tests.assessments.test_construction_plans import filed
from tests.assessments.test_delegation import DAY, entrusted
from tests.bases.built import building
from workbench.stages import rail
from workbench.views.case import _waits_for

pytestmark = pytest.mark.django_db


def stages(row: Procedure) -> list[tuple[str, str]]:
    return [(each.label, each.status) for each in rail(row, list(Record.objects.filter(subject_id=row.pk)))]


@pytest.fixture
def plan(world: World) -> ConstructionPlan:
    return filed(approved(world), world.seats)


def test_a_plan_that_is_accepted_has_come_to_its_end(world: World, plan: ConstructionPlan) -> None:
    assert stages(plan) == [("起草中", "done"), ("待国家标准委审核", "now"), ("已接受", "todo")]
    perform(plan, "return_plan", seat=world.seats["sac_officer"], data={"note": "请细化。"})
    assert stages(plan) == [("起草中", "done"), ("待国家标准委审核", "done"), ("退回修改", "now"), ("已接受", "todo")]


def test_a_plan_says_how_a_promise_is_to_be_kept_and_shows_no_progress(world: World, plan: ConstructionPlan) -> None:
    page = text_of(client_of(world.seats["sac_officer"]).get(plan.get_absolute_url()))
    assert ("方案安排" in page, "的进展" in page, "上次" in page) == (True, False, False)
    said = plan.dossier.entries.get(milestone__isnull=False).value
    assert (f"{chinese_date(date.fromisoformat(said))}</span>" in page, f">{said}<" in page) == (True, False)


@pytest.mark.parametrize(
    ("value", "words"),
    [("2028-02-29", "2028年2月29日"), ("2027-02-30", "2027-02-30"), ("20280229", "20280229"), ("", "")],
)
def test_only_a_day_is_read_as_a_day(value: str, words: str) -> None:
    assert Reported(None, "", uuid.uuid4(), value, None, "", "", "").words == words


@pytest.mark.parametrize(("result", "status"), [("优秀", "now"), ("合格", "now"), ("不合格", "ended")])
def test_only_a_bad_result_is_an_end_on_the_way(world: World, result: str, status: str) -> None:
    with clock.at(datetime(2026, 6, 15, 12, tzinfo=clock.BEIJING)):
        row = evaluated.concluded(world, result, evaluated.operating(world))
        assert stages(row)[-1] == (result, status)


def test_a_result_that_was_delivered_waits_for_nobody(world: World) -> None:
    row = assessed(world, a_base(world))
    assert (stages(row), _waits_for(row)) == ([("已报送", "now")], [])


def test_what_is_entrusted_waits_for_who_was_and_its_step_leads_to_the_form_with_files(world: World) -> None:
    with clock.at(DAY):
        row = entrusted(building(world))
        assert _waits_for(row) == ["受托单位按委托办理，记录核查情况"]
        offers: Any = client_of(world.seats["organiser_officer"]).get(row.get_absolute_url()).context["offers"]
        assert [each["url"] for each in offers] == [f"/assessments/delegations/{row.pk}/findings/new/"]


def test_the_year_that_is_owed_is_chosen_beforehand(world: World) -> None:
    base = approved(world)
    page = client_of(world.seats["preparer"]).get(f"/assessments/bases/{base.pk}/reports/new/")
    assert (page.context["due_year"], page.context["years"]) == (2026, [2026])
    assert '<option value="2026" selected>' in page.content.decode()
