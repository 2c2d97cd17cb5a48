"""From the draft to SAC under both editions: who may carry it, what is answered, and for how many years."""

from typing import Any

import pytest

from applications.models import Application, Appraisal, Call
from organisations.models import Region, Role, Unit, UnitKind
from procedure.conditions import conditions
from procedure.models import Record
from procedure.perform import perform
from procedure.rulebook import GUIDE_2017, MEASURES_2023
from tests.applications.building import World, fill
from tests.applications.refusing import begin, refusals
from tests.arriving import arrive, take

GUIDE, MEASURES = GUIDE_2017.key, MEASURES_2023.key
ROAD = ["start", "submit_plan", "endorse_plan", "recommend"]
# A city of the province with a department and a government of its own, as the guide knows them.
CITY = {
    "city_department": ("贵阳市市场监督管理局", UnitKind.CITY_DEPARTMENT),
    "city_government": ("贵阳市人民政府", UnitKind.CITY_GOVERNMENT),
}
PAIRS = {
    "local": ("organiser", "recommender"),
    "ministry": ("body", "ministry"),
    "association": ("association", "association"),
    "city": ("city_department", "city_government"),
}
# Who may carry which type: 指南二（一）.2 and .3; 办法6, 7, 11 and 12.
TYPES = ("regional", "sector", "international")
CARRIES = {
    *[(GUIDE, pair, kind) for pair in ("ministry", "association") for kind in ("sector", "international")],
    *[(GUIDE, pair, kind) for pair in ("local", "city") for kind in TYPES],
    *[(MEASURES, pair, kind) for pair in ("local", "ministry") for kind in TYPES],
}
# The edition's own conditions and the type's list, 其他 among them: 办法10; 指南二（二）.
ASKED = {"regional": 4 + 6, "sector": 4 + 5, "international": 4 + 5}


@pytest.fixture
def world(world: World) -> World:
    """With the city, and somebody in every seat of the four pairs."""
    province = world.units["recommender"].region
    city = Region.objects.create(
        code="520100", name="贵阳市", short_name="贵阳", kind=Region.Kind.SUB_PROVINCIAL_CITY, parent=province
    )
    for key, (name, kind) in CITY.items():
        world.units[key] = Unit.objects.create(name=name, kind=kind, region=city, email=f"{key}@example.com")
    world.units["city_department"].reports_to = world.units["city_government"]
    world.units["city_department"].save()
    for organiser, recommender in PAIRS.values():
        world.seat(f"{organiser} organises", organiser, Role.ORGANISER_OFFICER)
        world.seat(f"{recommender} recommends", recommender, Role.RECOMMENDER_OFFICER)
    return world


def call_of(world: World, edition: str, **facts: Any) -> Call:
    years = {GUIDE: 2, MEASURES: 3}[edition]
    return world.new_call(edition_name=edition, title=f"{edition}指南", build_years=years, **facts)


def carried_by(world: World, pair: str, kind: str, call: Call) -> Application:
    organiser, recommender = (world.units[key] for key in PAIRS[pair])
    region = world.units["city_department" if pair == "city" else "host"].region
    sector = world.sector if kind == "sector" else None
    return world.unborn(
        call=call, kind=kind, organiser=organiser, recommender=recommender, region=region, sector=sector
    )


@pytest.mark.rule("Z21")
@pytest.mark.rule("B06")
@pytest.mark.rule("B12")
@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("edition", [GUIDE, MEASURES])
def test_who_may_carry_a_case_from_its_draft_to_sac(world: World, edition: str, pair: str, kind: str) -> None:
    application = carried_by(world, pair, kind, call_of(world, edition))
    if (edition, pair, kind) not in CARRIES:
        said = [sentence for sentence, _ in refusals(lambda: begin(application, world))]
        assert [sentence.split("不是")[0] for sentence in said] == [world.units[key].name for key in PAIRS[pair]]
        assert not Application.objects.exists()
        return
    arrive(begin(application, world), "received")
    records = Record.objects.filter(root=application.pk).order_by("version")
    assert list(records.values_list("step", flat=True)) == ROAD
    organiser, recommender = (world.units[key].name for key in PAIRS[pair])
    assert list(records.values_list("actor_unit", flat=True))[2:] == [organiser, recommender]


@pytest.mark.rule("B10")
@pytest.mark.rule("Z22")
@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("edition", [GUIDE, MEASURES])
def test_what_is_answered_and_appraised_is_the_editions_own_and_the_types(
    world: World, edition: str, kind: str
) -> None:
    pair = "local" if kind == "regional" else "ministry"
    application = begin(carried_by(world, pair, kind, call_of(world, edition)), world)
    fill(application, without=("conditions",))
    required = ASKED[kind] - 1
    refusal = (f"申报条件还有 {required} 条没有答复完整，补齐后才能报送。", "办法10")
    assert refusals(lambda: submit(world, application)) == [refusal]
    arrive(application, "received")
    keys = [condition.key for condition in conditions(edition, kind, type_lists=True)]
    own = {GUIDE: "g", MEASURES: "m"}[edition]
    assert [key[0] for key in keys] == [own] * 4 + [kind[0]] * (ASKED[kind] - 4)
    assert application.current is not None
    assert [item["key"] for item in application.current.content["conditions"]] == keys
    assert [item["key"] for item in Appraisal.objects.get().items] == keys


def submit(world: World, application: Application) -> object:
    return perform(application, "submit_plan", seat=world.seats["submitter"])


@pytest.mark.rule("B10")
@pytest.mark.rule("Z22")
@pytest.mark.parametrize(("edition", "count"), [(GUIDE, ASKED["regional"]), (MEASURES, 4)])
def test_a_call_may_leave_the_types_lists_out_under_the_measures_alone(world: World, edition: str, count: int) -> None:
    call = call_of(world, edition, type_conditions=False)
    application = arrive(begin(carried_by(world, "local", "regional", call), world), "received")
    assert application.current is not None
    assert len(application.current.content["conditions"]) == count


@pytest.mark.rule("Z62")
@pytest.mark.parametrize(("edition", "years"), [(GUIDE, 2), (MEASURES, 3)])
def test_the_plan_is_made_for_the_calls_years(world: World, edition: str, years: int) -> None:
    application = arrive(begin(carried_by(world, "local", "regional", call_of(world, edition)), world), "received")
    assert application.current is not None
    assert application.current.content["build_years"] == years
    period = application.call.edition.build_period
    assert (period.value.months, period.hard) == (12 * years, False)


def test_calls_side_by_side_judge_each_case_by_its_own_edition(world: World) -> None:
    under_guide = begin(carried_by(world, "association", "sector", call_of(world, GUIDE)), world)
    under_measures = begin(carried_by(world, "ministry", "regional", call_of(world, MEASURES)), world)
    for application in (under_guide, under_measures):
        assert take(arrive(application, "recommender_review"), "recommend").target == "received"
