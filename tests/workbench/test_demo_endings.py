"""The demo's ways to the end of a build leave a base where their names say."""

from datetime import date

import pytest

from bases.models import Base
from tests.applications.building import World
from tests.bases.built import building
from workbench.demo import endings

DAY = date(2029, 5, 2)
NUMBER = "国标委综合函〔2029〕{}号"


@pytest.fixture
def base(world: World) -> Base:
    return building(world)


@pytest.mark.parametrize(
    ("way", "state"),
    [
        (endings.draft_extension, "draft"), (endings.file_extension, "consent"), (endings.agree_extension, "decision"),
        (endings.return_extension, "returned"),
    ],
)  # fmt: skip
def test_an_extension_on_its_way(base: Base, way: object, state: str) -> None:
    row = way(base, DAY)  # type: ignore[operator]
    row.refresh_from_db()
    assert (row.state, row.files.count()) == (state, 2 if state in ("decision", "returned") else 1)


def test_an_extension_decided(world: World, base: Base) -> None:
    endings.grant_extension(base, DAY, NUMBER.format(1), months=12)
    other = building(world, "船舶")
    endings.refuse_extension(other, DAY, NUMBER.format(2))
    assert (base.build_ends, other.extension_refused) == (date(2030, 7, 20), date(2029, 5, 28))


def test_an_end_that_passes(world: World, base: Base) -> None:
    other = building(world, "船舶")
    endings.let_end_pass(base, date(2029, 7, 21))
    other.refresh_from_db()
    assert (base.state, base.termination_proposed_at is None) == ("building", False)
    endings.open_window(base, date(2029, 8, 1), date(2029, 9, 30))
    endings.terminate_overdue(other, date(2029, 8, 1), NUMBER.format(3))
    assert (base.opened_until, other.state) == (date(2029, 9, 30), "terminated")


def test_a_violation_and_its_end(base: Base) -> None:
    endings.uphold_violation(base, DAY)
    assert base.violation_found == date(2029, 6, 1)
    endings.terminate_violation(base, date(2029, 6, 20), NUMBER.format(4))
    assert (base.state, base.ended) == ("terminated", "2029-06-20")


def test_a_department_finds_what_it_is_asked(world: World, base: Base) -> None:
    row = endings.entrust([base, building(world, "船舶")], DAY, date(2029, 6, 30), ["on_site", "materials"])
    endings.record_finding(row, date(2029, 5, 20))
    assert row.findings.count() == 4
