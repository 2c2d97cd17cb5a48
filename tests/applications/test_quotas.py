"""One regional application and one per sector from one recommender, also when two officers press at once."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.models import Application
from organisations.models import Sector, SectorRuling
from organisations.rulings import rule
from procedure import clock
from procedure.models import Record
from procedure.perform import Refused, perform
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World, seal
from tests.applications.test_guards import refusals
from tests.arriving import DATA, arrive, take

_ONE_REGIONAL = (
    "贵州省人民政府在本次申报中已推荐国家技术标准创新基地（光伏）；"
    "同一区域范围内，同一推荐单位仅限推荐一个区域（综合）创新基地申报方案。"
)
ONE_REGIONAL = (_ONE_REGIONAL, "指南四.1")
RULE = "相同或相近行业领域范围内，同一推荐单位仅限推荐一个领域（专业）创新基地申报方案。"


def ready(world: World, **facts: Any) -> Application:
    """A case that waits for nothing but the press."""
    case = arrive(world.draft(**facts), "recommender_review")
    seal(case)
    return case


def sector(world: World, case_sector: Sector | None = None, **facts: Any) -> dict[str, Any]:
    return {"kind": "sector", "sector": case_sector or world.sector, **facts}


def recommend(world: World, case: Application) -> Record:
    return perform(case, "recommend", seat=world.seats["recommender_officer"], data=DATA["recommend"])


# Regional


@pytest.mark.rule("Z41")
def test_a_second_regional_application_is_refused_with_the_rule(world: World) -> None:
    recommend(world, ready(world))
    second = ready(world, inner_name="大数据")
    assert refusals(lambda: recommend(world, second)) == [ONE_REGIONAL]
    page = text_of(client_of(world.seats["recommender_officer"]).get(second.get_absolute_url()))
    assert ONE_REGIONAL[0] in page


@pytest.mark.rule("Z41")
def test_what_has_ended_counts_no_more(world: World) -> None:
    first, second = ready(world), ready(world, inner_name="大数据")
    recommend(world, first)
    arrive(first, "withdrawn")
    assert recommend(world, second).target == "received"


@pytest.mark.rule("Z41")
def test_another_call_recommender_or_type_does_not_count(world: World) -> None:
    recommend(world, ready(world))
    others = [
        ready(world, call=world.new_call(title="2027年度指南")),
        ready(world, kind="international", inner_name="国际"),
        ready(world, **sector(world)),
    ]
    assert [recommend(world, case).target for case in others] == ["received"] * 3
    theirs = arrive(world.other_draft(), "recommender_review")
    assert take(theirs, "recommend").target == "received"


@pytest.mark.rule("Z41")
@pytest.mark.rule("Z42")
def test_a_call_may_switch_both_rules_off(world: World) -> None:
    call = world.new_call(title="不限", one_regional_per_region=False, one_per_sector=False)
    cases = [ready(world, call=call, inner_name=name) for name in "甲乙"]
    cases += [ready(world, **sector(world, call=call, inner_name=name)) for name in "丙丁"]
    assert [recommend(world, case).target for case in cases] == ["received"] * 4


@pytest.mark.rule("Z41")
@pytest.mark.rule("Z42")
def test_the_international_type_has_no_limit(world: World) -> None:
    cases = [ready(world, kind="international", inner_name=name) for name in "甲乙丙"]
    assert [recommend(world, case).target for case in cases] == ["received"] * 3


# By sector


@pytest.mark.rule("Z42")
def test_a_second_application_in_one_sector_is_refused_with_the_rule(world: World) -> None:
    recommend(world, ready(world, **sector(world)))
    told = refusals(lambda: recommend(world, ready(world, **sector(world, inner_name="电机"))))
    assert told == [
        (f"贵州省人民政府在本次申报中已推荐电气机械和器材制造领域的国家技术标准创新基地（光伏）；{RULE}", "指南四.2")
    ]


@pytest.mark.rule("Z42")
def test_sectors_count_as_one_when_sac_says_so_and_only_then(world: World) -> None:
    near = Sector.objects.create(code="C39", name="电气仪表制造")
    recommend(world, ready(world, **sector(world)))
    second = ready(world, **sector(world, near, inner_name="仪表"))
    ruling = rule([world.sector, near], similar=True, reason="同属电气。", by=world.seats["sac_officer"])
    told = "贵州省人民政府在本次申报中已推荐电气机械和器材制造领域（国家标准委认定与电气仪表制造相近）的"
    assert [sentence.startswith(told) for sentence, _ in refusals(lambda: recommend(world, second))] == [True]
    SectorRuling.objects.filter(pk=ruling.pk).update(ended_at=clock.now())
    assert recommend(world, second).target == "received"


@pytest.mark.rule("Z42")
def test_sectors_that_sac_holds_apart_are_two(world: World) -> None:
    near = Sector.objects.create(code="C39", name="电气仪表制造")
    rule([world.sector, near], similar=False, reason="不同。", by=world.seats["sac_officer"])
    recommend(world, ready(world, **sector(world)))
    assert recommend(world, ready(world, **sector(world, near, inner_name="仪表"))).target == "received"


@pytest.mark.rule("Z42")
@pytest.mark.parametrize("name", ["recommender_officer", "sac_officer", "sac_approver"])
def test_sectors_that_may_be_similar_are_flagged_and_sac_decides(world: World, name: str) -> None:
    near = Sector.objects.create(code="C39", name="电气仪表制造")
    case = ready(world, **sector(world))
    ready(world, **sector(world, near, inner_name="仪表"))
    flagged = "“仪表”（电气仪表制造领域）与“光伏”（电气机械和器材制造领域）可能属于相近领域。是否相近由国家标准委认定"
    page, url = client_of(world.seats[name]), case.get_absolute_url()
    link = f"/organisations/sectors/rulings/?sector={world.sector.pk}&amp;sector={near.pk}"
    shown = text_of(page.get(url))
    assert (flagged in shown, link in shown) == (True, name == "sac_officer")
    rule([world.sector, near], similar=False, reason="不同。", by=world.seats["sac_officer"])
    assert flagged not in text_of(page.get(url))


@pytest.mark.rule("Z42")
def test_the_applicant_and_the_organiser_learn_of_no_other_candidate(world: World) -> None:
    near = Sector.objects.create(code="C39", name="电气仪表制造")
    case = ready(world, **sector(world))
    ready(world, **sector(world, near, inner_name="仪表"))
    for name in ("submitter", "organiser_officer"):
        assert "相近领域" not in text_of(client_of(world.seats[name]).get(case.get_absolute_url()))


# At once


@pytest.mark.rule("Z41")
@pytest.mark.django_db(transaction=True)
def test_two_officers_press_for_two_regional_applications_at_once(world: World, race: Any) -> None:
    cases = [ready(world, inner_name=name) for name in ("甲", "乙", "丙", "丁")]
    seats = [
        world.seat(f"recommender_{number}", "recommender", "recommender_officer", starts=date(2024, 1, 1))
        for number in range(len(cases))
    ]

    def press(case: Application, seat: Any) -> Record:
        with clock.at(NOON):
            return perform(Application.objects.get(pk=case.pk), "recommend", seat=seat, data=DATA["recommend"])

    results = race(*[lambda c=case, s=seat: press(c, s) for case, seat in zip(cases, seats, strict=True)])
    won = [result for result in results if isinstance(result, Record)]
    lost = [refusal for result in results if isinstance(result, Refused) for refusal in result.refusals]
    assert (len(won), len(lost)) == (1, 3)
    winner = Application.objects.get(state="received")
    assert {(refusal.sentence, refusal.article) for refusal in lost} == {
        (ONE_REGIONAL[0].replace("光伏", winner.inner_name), "指南四.1")
    }


@pytest.mark.rule("Z42")
@pytest.mark.django_db(transaction=True)
def test_two_officers_press_for_one_sector_at_once(world: World, race: Any) -> None:
    cases = [ready(world, **sector(world, inner_name=name)) for name in ("甲", "乙")]

    def press(case: Application) -> Record:
        with clock.at(NOON):
            return recommend(world, Application.objects.get(pk=case.pk))

    results = race(*[lambda c=case: press(c) for case in cases])
    assert sorted(type(result).__name__ for result in results) == ["Record", "Refused"]
    assert Application.objects.filter(state="received").count() == 1


# Whatever happens


_PLANS = st.lists(
    st.tuples(st.sampled_from(["regional", "sector", "international"]), st.sampled_from([0, 1]), st.booleans()),
    min_size=2, max_size=5,
)  # fmt: skip


@pytest.mark.rule("Z41")
@pytest.mark.rule("Z42")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=_PLANS)
def test_there_are_never_two_live_ones(world: World, plans: list[tuple[str, int, bool]]) -> None:
    call = world.new_call(title="又一指南")
    sectors = [world.sector, Sector.objects.get_or_create(code="C99", name="其他行业")[0]]
    for number, (kind, which, ends) in enumerate(plans):
        case = ready(world, call=call, kind=kind, sector=sectors[which] if kind == "sector" else None,
                     inner_name=f"方案{number}")  # fmt: skip
        try:
            recommend(world, case)
        except Refused:
            continue
        if ends:
            arrive(case, "withdrawn")
    live = Application.objects.filter(call=call, state="received")
    assert live.filter(kind="regional").count() <= 1
    assert all(live.filter(kind="sector", sector=each).count() <= 1 for each in sectors)
    wanted = sum(kind == "international" and not ends for kind, _, ends in plans)
    assert live.filter(kind="international").count() == wanted
