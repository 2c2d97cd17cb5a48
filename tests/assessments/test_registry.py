"""Every machine that hangs on a base says for whom it waits, and the pages that read machines follow it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.entry import Entry, Files
from assessments.registry import BY_MACHINE, ENTRIES
from organisations.models import Role
from procedure import clock
from procedure.machines import machine_rows, steps_of
from procedure.models import Record
from procedure.perform import start
from procedure.steps import SYSTEM
from tests.applications.building import World
from tests.arriving import arrive
from tests.assessments.test_violations import unborn
from workbench import turns
from workbench.telling import told_to


def test_every_machine_under_a_base_has_its_entry() -> None:
    under = {name for name, model in machine_rows().items() if "base" in model.roots}
    assert under - set(BY_MACHINE) == set()
    assert len(BY_MACHINE) == len(ENTRIES)


def owned_by(files: Files) -> Any:
    """The model at the end of the way that a machine gives for its files."""
    path = files.visible(None).model._meta
    for name in files.owner.split("__"):
        path = path.get_field(name).related_model._meta
    return path.model


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.machine)
def test_an_entry_speaks_of_states_roles_and_fields_that_there_are(entry: Entry) -> None:
    fields = {field.name for field in entry.model._meta.get_fields()}
    assert set(entry.turns) <= set(entry.model.States.values)
    assert {role for turns in entry.turns.values() for role in turns} <= set(Role.values)
    assert {name for name in (entry.about, entry.until) if name} <= fields
    assert {name.split("__")[0] for name in entry.related} <= fields
    for files in entry.files:
        assert {"file", files.owner.split("__")[0]} <= {
            field.name for field in files.visible(None).model._meta.get_fields()
        }
        assert not files.visible(None).exists()
        assert owned_by(files) is entry.model


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.machine)
def test_whatever_somebody_must_do_waits_for_somebody(entry: Entry) -> None:
    """Each state that a person leads on from has a turn: nothing lies where no list shows it."""
    left = {
        str(state)
        for step in steps_of(entry.model).values()
        if step.permission is not None and step.permission is not SYSTEM
        for state in step.source
    }
    assert left - {str(state) for state in (*entry.turns, *entry.rests)} == set()


def waits(world: World, name: str) -> list[tuple[str, str]]:
    return [(item.name, item.doing) for item in turns.items(world.seats[name], clock.now())]


@pytest.mark.rule("B36")
def test_a_turn_is_shown_to_whose_it_is_and_to_nobody_else(world: World) -> None:
    case = arrive(world.draft(), "received")
    assert {name: waits(world, name) for name in world.seats if waits(world, name)} == {}
    violation = start(unborn(case), seat=world.seats["sac_officer"])
    assert {name: waits(world, name) for name in world.seats if waits(world, name)} == {
        "submitter": [(str(case), "提交陈述申辩")]
    }
    (item,) = turns.items(world.seats["submitter"], clock.now())
    assert (item.host, item.url) == (case.unit.name, violation.get_absolute_url())
    assert item.due is not None


def test_a_list_of_turns_takes_so_many_queries(world: World) -> None:
    """One for the rows, one for the dates of bases, one for each kind of root, one for the rows' own dates."""
    for name in ("光伏", "氢能", "储能"):
        start(unborn(arrive(world.draft(inner_name=name), "organiser_review")), seat=world.seats["sac_officer"])
    with CaptureQueriesContext(connection) as queries:
        assert len(waits(world, "submitter")) == 3
    assert len(queries) == 5


@pytest.mark.rule("B36")
@pytest.mark.rule("B06")
def test_who_does_not_see_a_row_reads_none_of_its_records(world: World) -> None:
    case = arrive(world.draft(), "received")
    start(unborn(case), seat=world.seats["sac_officer"])
    records = list(Record.objects.filter(root=case.pk))

    def machines(name: str) -> set[str]:
        return {told.machine for told in told_to(world.seats[name], records)}

    knows: dict[str, Any] = {name: "violation" in machines(name) for name in world.seats}
    assert {name for name, known in knows.items() if known} == {
        "preparer", "submitter", "unit_admin", "sac_officer", "sac_approver",
    }  # fmt: skip
    assert machines("organiser_officer") == {"application"}
