"""What a base must be for something to be begun on it: in its build for what belongs to the build."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from assessments.adjusting import draft
from assessments.checking import begin_self_check
from assessments.forms import AdjustmentForm
from assessments.reporting import begin_plan, begin_report, begin_review
from bases.models import Base
from organisations.models import Membership
from procedure.acts import Refused
from procedure.machines import machine_rows
from procedure.perform import start
from tests.applications.building import World
from tests.assessments.based import a_base
from tests.assessments.changes import renamed
from tests.bases.built import building, failed
from tests.deciding import desk

Begin = Callable[[Base, dict[str, Membership]], Any]


@pytest.mark.parametrize(
    ("begin", "said"),
    [
        pytest.param(
            lambda base, seats: begin_report(base, 2026, seat=seats["preparer"]), "由尚未批准成立的创新基地上报",
            marks=pytest.mark.rule("B17"),
        ),
        pytest.param(
            lambda base, seats: begin_plan(base, seat=seats["organiser_officer"]), "不再报送建设方案",
            marks=pytest.mark.rule("Z36"),
        ),
        pytest.param(
            lambda base, seats: begin_review(base, seat=seats["organiser_officer"]), "不再开展中期评估",
            marks=pytest.mark.rule("B18"),
        ),
        pytest.param(
            lambda base, seats: begin_self_check(base, seat=seats["preparer"]), "须在建设中或者验收整改中",
            marks=pytest.mark.rule("B19"),
        ),
    ],
)  # fmt: skip
def test_what_belongs_to_the_build_is_not_begun_on_one_that_runs(world: World, begin: Begin, said: str) -> None:
    with pytest.raises(Refused, match=said):
        begin(a_base(world), world.seats)


@pytest.mark.rule("B34")
def test_one_that_failed_is_not_adjusted(world: World) -> None:
    base = failed(world)
    form = AdjustmentForm({"reason": "总体布局需要。", "sector": str(world.sector.pk)}, base=base, about="sector")
    assert form.is_valid(), form.errors
    with pytest.raises(Refused, match="不能调整；终止和撤销按各自的规定办理"):
        draft(base, form.cleaned_data["facts"], seat=desk().officer, key=None)


@pytest.mark.rule("B35")
def test_one_that_failed_is_not_changed(world: World) -> None:
    with pytest.raises(Refused, match="建设、验收和运行中才能变更"):
        renamed(world, failed(world))


@pytest.mark.rule("B20")
def test_one_whose_end_nobody_knows_is_not_put_off(world: World) -> None:
    base = building(world, build_ends=None, build_starts=date(2026, 7, 20))
    row = machine_rows()["extension"](base=base, drafted_by=world.seats["organiser_officer"].person)
    with pytest.raises(Refused, match="建设期届满日不详"):
        start(row, seat=world.seats["organiser_officer"])
