"""Which units may organise, recommend and apply, by edition and type; refused first, then the same thing allowed."""

from functools import partial
from typing import Any

import pytest

from applications.models import Admission, Application
from organisations.models import Region, UnitKind
from tests.applications.building import NOON, World
from tests.applications.refusing import begin, refusals
from tests.arriving import arrive, take
from tests.ground import shared

ASK_SAC = "确需由其承担的，请与国家标准委联系，由其写明理由作为例外准许。"

# edition, type of base, kinds of unit that may organise: 办法11 with 办法7; 指南二（一）.2
ORGANISERS = {
    ("办法-2023", "regional"): {"local_department", "ministry_body"},
    ("办法-2023", "sector"): {"local_department", "ministry_body"},
    ("办法-2023", "international"): {"local_department", "ministry_body"},
    ("指南-2017", "regional"): {"local_department", "city_department", "corps_department"},
    ("指南-2017", "sector"): {
        "local_department", "city_department", "corps_department", "ministry_body", "association",
    },
    ("指南-2017", "international"): {
        "local_department", "city_department", "corps_department", "ministry_body", "association",
    },
}  # fmt: skip
# edition, type of base, kinds of unit that may recommend: 办法6 and 办法12; 指南二（一）.3
RECOMMENDERS = {
    ("办法-2023", "regional"): {"ministry", "provincial_government"},
    ("办法-2023", "sector"): {"ministry", "provincial_government"},
    ("办法-2023", "international"): {"ministry", "provincial_government"},
    ("指南-2017", "regional"): {"provincial_government", "city_government"},
    ("指南-2017", "sector"): {"ministry", "association", "provincial_government", "city_government"},
    ("指南-2017", "international"): {"ministry", "association", "provincial_government", "city_government"},
}


def pair(world: World, organiser: str, recommender: str, **facts: Any) -> dict[str, Any]:
    """The world's pair, turned into units of these kinds."""
    for key, kind in (("organiser", organiser), ("recommender", recommender)):
        world.units[key].kind = kind
        world.units[key].save()
    sector = world.sector if facts.get("kind") == "sector" else None
    return {"organiser": world.units["organiser"], "recommender": world.units["recommender"], "sector": sector, **facts}


@pytest.mark.rule("B11")
@pytest.mark.rule("Z21")
@pytest.mark.parametrize(("edition", "kind"), ORGANISERS)
def test_only_the_editions_organisers_may_organise(world: World, edition: str, kind: str) -> None:
    call = world.new_call(edition_name=edition)
    recommender = "provincial_government"
    for organiser in UnitKind.values:
        application = world.unborn(call=call, **pair(world, organiser, recommender, kind=kind))
        if organiser in ORGANISERS[edition, kind]:
            assert begin(application, world).state == "draft"
        else:
            words = f"不是{application.get_kind_display()}创新基地的申报组织单位，请另选；{ASK_SAC}"
            assert refusals(partial(begin, application, world)) == [(f"{application.organiser.name}{words}", "办法11")]


@pytest.mark.rule("Z21")
@pytest.mark.rule("B06")
@pytest.mark.parametrize(("edition", "kind"), RECOMMENDERS)
def test_only_the_editions_recommenders_may_be_applied_through(world: World, edition: str, kind: str) -> None:
    call = world.new_call(edition_name=edition)
    for recommender in UnitKind.values:
        application = world.unborn(call=call, **pair(world, "local_department", recommender, kind=kind))
        if recommender in RECOMMENDERS[edition, kind]:
            assert begin(application, world).state == "draft"
        else:
            words = f"不是{application.get_kind_display()}创新基地的推荐单位，请另选申报组织单位；{ASK_SAC}"
            refusal = (f"{application.recommender.name}{words}", "办法12")
            assert refusals(partial(begin, application, world)) == [refusal]


@pytest.mark.rule("B12")
@pytest.mark.parametrize(
    ("organiser", "recommender"),
    [
        ("organiser", "other_recommender"),
        ("organiser", "ministry"),
        ("body", "recommender"),
        ("body", "other_recommender"),
    ],
)
def test_an_organiser_reports_to_its_own_recommender_alone(world: World, organiser: str, recommender: str) -> None:
    above, below = world.units[recommender], world.units[organiser]
    application = world.unborn(organiser=below, recommender=above)
    words = f"{below.name}不向{above.name}报送，请重新选择申报组织单位。"
    assert refusals(lambda: begin(application, world)) == [(words, "办法12")]


@pytest.mark.rule("B12")
@pytest.mark.parametrize(("organiser", "recommender"), [("organiser", "recommender"), ("body", "ministry")])
def test_a_department_reports_to_its_government_and_a_ministrys_body_to_its_ministry(
    world: World, organiser: str, recommender: str
) -> None:
    application = world.unborn(organiser=world.units[organiser], recommender=world.units[recommender])
    assert begin(application, world).state == "draft"


@pytest.mark.rule("B12")
def test_an_association_of_the_guide_recommends_itself(world: World) -> None:
    association = world.units["association"]
    application = world.unborn(
        call=world.new_call(edition_name="指南-2017"), kind="sector", sector=world.sector, organiser=association,
        recommender=association,
    )  # fmt: skip
    assert begin(application, world).state == "draft"


@pytest.mark.rule("B12")
def test_an_organiser_that_was_moved_meanwhile_is_chosen_anew_before_submitting(world: World) -> None:
    application = world.draft(filled=True)
    organiser = world.units["organiser"]
    organiser.reports_to = world.units["other_recommender"]
    organiser.save()
    application = Application.objects.get()
    words = f"{organiser.name}不向{world.units['recommender'].name}报送，请重新选择申报组织单位。"
    assert refusals(lambda: take(application, "submit_plan")) == [(words, "办法12")]


# Where the base lies


@shared
def city(world: World) -> Region:
    """A city of the organiser's province."""
    province = world.units["organiser"].region
    return Region.objects.create(
        code="520100", name="贵阳市", short_name="贵阳", kind=Region.Kind.SUB_PROVINCIAL_CITY, parent=province
    )


def elsewhere(organiser: str, region: str) -> tuple[str, str]:
    words = f"{organiser}只组织本地区的申报，创新基地所在地为{region}，请改选申报组织单位或改正所在地。"
    return words, "指南二（一）.2"


@pytest.mark.rule("Z21")
@pytest.mark.parametrize("kind", ["regional", "sector", "international"])
def test_a_local_department_organises_its_own_area_alone(world: World, city: Region, kind: str) -> None:
    sector = world.sector if kind == "sector" else None
    guangdong = world.units["other_organiser"].region
    there = world.unborn(kind=kind, sector=sector, region=guangdong)
    assert refusals(lambda: begin(there, world)) == [elsewhere("贵州省市场监督管理局", "广东省")]
    assert begin(world.unborn(kind=kind, sector=sector, region=city), world).state == "draft"


@pytest.mark.rule("Z21")
def test_a_citys_department_organises_its_city_and_not_its_province(world: World, city: Region) -> None:
    call = world.new_call(edition_name="指南-2017")
    facts = pair(world, "city_department", "city_government", kind="regional", call=call)
    world.units["organiser"].region = city
    world.units["organiser"].save()
    province = world.units["recommender"].region
    there = world.unborn(**facts, region=province)
    assert refusals(lambda: begin(there, world)) == [elsewhere("贵州省市场监督管理局", "贵州省")]
    assert begin(world.unborn(**facts, region=city), world).state == "draft"


@pytest.mark.rule("B06")
def test_a_ministrys_body_has_no_area(world: World) -> None:
    application = world.unborn(organiser=world.units["body"], recommender=world.units["ministry"])
    assert application.region != world.units["body"].region
    assert begin(application, world).state == "draft"


@pytest.mark.rule("Z21")
@pytest.mark.parametrize("step", ["submit_plan", "endorse_plan"])
def test_a_place_corrected_meanwhile_is_judged_anew(world: World, step: str) -> None:
    application = arrive(world.draft(filled=True), "draft" if step == "submit_plan" else "organiser_review")
    guangdong = world.units["other_organiser"].region
    Application.objects.update(region=guangdong)
    assert refusals(lambda: take(application, step)) == [elsewhere("贵州省市场监督管理局", "广东省")]
    Application.objects.update(region=world.units["host"].region)
    assert take(application, step).step == step


# What changed between the beginning and a later step


@pytest.mark.rule("B11")
@pytest.mark.parametrize("step", ["submit_plan", "endorse_plan"])
def test_an_organiser_that_became_another_kind_of_unit_is_refused_later_too(world: World, step: str) -> None:
    application = arrive(world.draft(filled=True), "draft" if step == "submit_plan" else "organiser_review")
    organiser = world.units["organiser"]
    organiser.kind = UnitKind.ASSOCIATION
    organiser.save()
    words = f"{organiser.name}不是区域（综合）创新基地的申报组织单位，请另选；{ASK_SAC}"
    assert refusals(lambda: take(application, step)) == [(words, "办法11")]
    organiser.kind = UnitKind.LOCAL_DEPARTMENT
    organiser.save()
    assert take(application, step).step == step


@pytest.mark.rule("B12")
def test_a_recommender_that_became_another_kind_of_unit_does_not_recommend(world: World) -> None:
    application = arrive(world.draft(), "recommender_review")
    recommender = world.units["recommender"]
    recommender.kind = UnitKind.CORPS
    recommender.save()
    words = f"{recommender.name}不是区域（综合）创新基地的推荐单位，请另选申报组织单位；{ASK_SAC}"
    assert refusals(lambda: take(application, "recommend")) == [(words, "办法12")]
    recommender.kind = UnitKind.PROVINCIAL_GOVERNMENT
    recommender.save()
    assert take(application, "recommend").target == "received"


# The exception


@pytest.mark.rule("Z21")
@pytest.mark.parametrize(
    ("part", "changes", "opens"),
    [
        ("recommender", {}, True),
        ("recommender", {"kind": "sector"}, False),
        ("recommender", {"ended_at": NOON}, False),
        ("recommender", {"part": "organiser"}, False),
        ("organiser", {}, True),
        ("organiser", {"part": "recommender"}, False),
    ],
)
def test_an_exception_opens_the_part_type_and_time_that_it_names(
    world: World, part: str, changes: dict[str, Any], opens: bool
) -> None:
    unit, officer = world.units[part], world.seats["sac_officer"]
    unit.kind = UnitKind.CORPS if part == "recommender" else UnitKind.CORPS_DEPARTMENT
    unit.save()
    facts = {"call": world.call, "unit": unit, "part": part, "kind": "regional", "reason": "兵团建设需要。", "at": NOON,
             "by": officer.person, "by_name": officer.name_shown}  # fmt: skip
    Admission.objects.create(**facts | changes)
    application = world.unborn()
    if opens:
        assert begin(application, world).state == "draft"
    else:
        assert [sentence.endswith(ASK_SAC) for sentence, _ in refusals(lambda: begin(application, world))] == [True]


# The applicant's own name


@pytest.mark.rule("B04")
@pytest.mark.rule("Z63")
def test_a_unit_whose_name_nobody_confirmed_is_not_endorsed(world: World) -> None:
    host = world.units["host"]
    host.confirmed_at = None
    host.save()
    application = arrive(world.draft(), "organiser_review")
    words = f"{host.name}的全称和代码还没有确认，请先核对其证明材料并确认单位，再办理论证。"
    assert refusals(lambda: take(application, "endorse_plan")) == [(words, "指南附件2填写说明")]
    assert Application.objects.get().state == "organiser_review"
    host.confirmed_at = NOON
    host.save()
    assert take(application, "endorse_plan").target == "recommender_review"
