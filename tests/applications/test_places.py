"""指南一: one regional base in an area and one in a sector in principle, at most two in a sector (Z12)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from applications import deliberating
from applications.holding import Moved
from applications.models import Application, PlaceException
from applications.procedure import BaseKind, State, places
from applications.procedure.places import place_free
from bases.models import Base
from bases.procedure import BaseState
from organisations.models import Region, Sector
from organisations.rulings import rule
from procedure import clock
from procedure.acts import Act, Refused
from procedure.machines import steps_of
from procedure.models import Proposal, Record
from procedure.perform import perform, start
from procedure.proposals import propose, sign
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World
from tests.arriving import arrive
from tests.deciding import desk
from tests.ground import shared

pytestmark = pytest.mark.rule("Z12")


def base(world: World, name: str = "中关村", ended: str = "", **facts: Any) -> Base:
    """A base out of history, building or ended."""
    facts = {"kind": BaseKind.REGIONAL, "region": world.units["host"].region, "is_history": True} | facts
    row = Base(state=BaseState.RECORDED, inner_name=name, **facts)
    start(row, seat=world.seats["sac_officer"])
    perform(row, ended or "record_building", seat=world.seats["sac_officer"])
    return row


def sector_base(world: World, name: str, region: str, **facts: Any) -> Base:
    place = Region.objects.get(name=region)
    return base(world, name, **{"kind": BaseKind.SECTOR, "sector": world.sector, "region": place} | facts)


def regional(world: World, **facts: Any) -> Application:
    return world.draft(**facts)


def of_sector(world: World, **facts: Any) -> Application:
    return world.draft(**{"kind": BaseKind.SECTOR, "sector": world.sector} | facts)


def except_it(world: World, case: Application, reason: str = "两个国家重大战略在此叠加。") -> None:
    seat = world.seats["sac_officer"]
    PlaceException.objects.create(
        application=case, reason=reason, by=seat.person, by_name=seat.name_shown, at=clock.now()
    )


def refusal(case: Application) -> str | None:
    return place_free.check(case, Act(case, steps_of(Application)["approve"], None, clock.now()))


# The guard


def test_a_second_regional_base_in_an_area_is_refused_without_an_exception(world: World) -> None:
    base(world)
    case = regional(world)
    assert refusal(case) == (
        "贵州省已有国家技术标准创新基地（中关村），原则上一个区域建设一个区域（综合）创新基地；"
        "确需例外的，请先记录例外和理由。"
    )


def test_it_is_allowed_with_one(world: World) -> None:
    base(world)
    case = regional(world)
    except_it(world, case)
    assert refusal(case) is None


def test_an_exception_that_was_ended_opens_nothing(world: World) -> None:
    base(world)
    case = regional(world)
    except_it(world, case)
    PlaceException.objects.update(ended_at=clock.now())
    assert "确需例外的" in (refusal(case) or "")


def test_a_second_base_of_a_sector_in_the_same_area_is_refused_in_spite_of_an_exception(world: World) -> None:
    sector_base(world, "光伏", "贵州省")
    case = of_sector(world)
    except_it(world, case)
    assert "须在另一地区" in (refusal(case) or "")


def test_a_second_base_of_a_sector_elsewhere_needs_a_reason(world: World) -> None:
    sector_base(world, "光伏", "广东省")
    case = of_sector(world)
    assert "请先记录例外和理由" in (refusal(case) or "")
    except_it(world, case)
    assert refusal(case) is None


def test_a_third_base_of_a_sector_is_refused_always(world: World) -> None:
    sector_base(world, "光伏", "广东省")
    sector_base(world, "储能", "北京市")
    case = of_sector(world)
    except_it(world, case)
    assert "最多建设两个" in (refusal(case) or "")


def test_sectors_that_were_ruled_to_be_one_count_as_one(world: World) -> None:
    alike = Sector.objects.create(code="C39", name="光伏设备")
    sector_base(world, "光伏", "广东省", sector=alike)
    case = of_sector(world)
    assert refusal(case) is None
    rule([world.sector, alike], similar=True, reason="同一产业链。", by=world.seats["sac_officer"])
    assert "请先记录例外和理由" in (refusal(case) or "")


@pytest.mark.parametrize("ended", ["record_terminated", "record_revoked"])
def test_bases_that_ended_take_no_place(world: World, ended: str) -> None:
    base(world, ended=ended)
    assert refusal(regional(world)) is None


@pytest.mark.parametrize("living", ["record_building", "record_passed", "record_operating"])
def test_every_living_base_takes_its_place(world: World, living: str) -> None:
    base(world, ended=living)
    assert refusal(regional(world)) is not None


def test_the_international_type_takes_no_place_and_asks_for_none(world: World) -> None:
    base(world, kind=BaseKind.INTERNATIONAL)
    assert refusal(regional(world)) is None
    base(world, "重庆")
    assert refusal(world.draft(inner_name="国际", kind=BaseKind.INTERNATIONAL)) is None


def test_a_base_of_another_type_takes_no_place(world: World) -> None:
    sector_base(world, "光伏", "贵州省")
    assert refusal(regional(world)) is None


def test_a_base_of_unknown_place_bars_its_sector_alone(world: World) -> None:
    sector_base(world, "光伏", "广东省")
    Base.objects.update(region=None)
    case = of_sector(world)
    except_it(world, case)
    assert refusal(case) is None


def test_a_city_in_a_province_that_has_one_is_seen_and_not_barred(world: World) -> None:
    province = world.units["host"].region
    city = Region.objects.create(
        code="520100", name="贵阳市", short_name="贵阳", kind="sub_provincial_city", parent=province
    )
    there, case = base(world), regional(world)
    case.region = city
    assert refusal(case) is None
    assert places.lies_around(there, case, set())
    assert not places.lies_around(there, regional(world, inner_name="储能"), set())


# Exceptions are recorded


@shared
def case(world: World) -> Application:
    """In deliberation, for an area that has a base already."""
    base(world)
    return arrive(regional(world), State.EXPERT_REVIEW, State.DELIBERATION)


def test_an_exception_is_refused_where_it_is_not_needed(world: World, case: Application) -> None:
    Base.objects.update(kind=BaseKind.INTERNATIONAL)
    with pytest.raises(Moved, match="这里不需要例外"):
        deliberating.record_exception(case, "为了以后。", seat=world.seats["sac_officer"])


def test_an_exception_is_refused_while_a_signature_is_waited_for(world: World, case: Application) -> None:
    propose(case, "reject_deliberation", seat=world.seats["sac_officer"], data={"note": "不符合要求。"})
    with pytest.raises(Moved, match="待签批的提请"):
        deliberating.record_exception(case, "两地。", seat=world.seats["sac_officer"])


def test_an_exception_needs_a_reason_and_an_officer(world: World, case: Application) -> None:
    page = f"/applications/{case.pk}/place-exception/"
    officer, approver = (client_of(world.seats[who]) for who in ("sac_officer", "sac_approver"))
    answer = officer.post(page, {"reason": " "})
    assert (answer.status_code, "请写明为什么在这里再建一个。" in text_of(answer)) == (422, True)
    assert approver.post(page, {"reason": "可以。"}).status_code == 404
    assert client_of(world.seats["preparer"]).get(page).status_code == 404
    assert not PlaceException.objects.exists()


def test_an_exception_is_recorded_shown_to_both_and_ended_by_a_row(world: World, case: Application) -> None:
    page = f"/applications/{case.pk}/place-exception/"
    officer, approver = (client_of(world.seats[who]) for who in ("sac_officer", "sac_approver"))
    assert officer.post(page, {"reason": "两个战略在此叠加。"}).status_code == 302
    seen = [text_of(each.get(case.get_absolute_url())) for each in (officer, approver)]
    assert all("已记录例外" in each and "两个战略在此叠加。" in each for each in seen)
    assert "两个战略在此叠加。" not in text_of(client_of(world.seats["preparer"]).get(case.get_absolute_url()))
    assert refusal(case) is None
    late = officer.post(page, {"reason": "另一个理由。"})
    assert (late.status_code, "另一个理由。" in text_of(late)) == (409, True)
    assert officer.post(page, {"reason": "战略有调整。", "end": "1"}).status_code == 302
    assert refusal(case) is not None
    rows = [(row.reason, row.is_end) for row in deliberating.exceptions_of(case)]
    assert rows == [("两个战略在此叠加。", False), ("战略有调整。", True)]
    assert not PlaceException.objects.filter(ended_at__isnull=True).exists()


def test_whoever_signs_has_the_exception_before_him(world: World, case: Application) -> None:
    officer, approver = world.seats["sac_officer"], client_of(world.seats["sac_approver"])
    proposal = propose(case, "reject_deliberation", seat=officer, data={"note": "不符合要求。"})
    assert "已记录的例外" not in text_of(approver.get(f"/proposals/{proposal.pk}/"))
    except_it(world, case)
    page = text_of(approver.get(f"/proposals/{proposal.pk}/"))
    assert ("已记录的例外" in page, "两个国家重大战略在此叠加。" in page) == (True, True)


def test_a_publication_shows_the_exceptions_of_its_cases(world: World, case: Application) -> None:
    except_it(world, case)
    publication = desk().draft(case)
    assert [row.application for row in deliberating.exceptions_on(publication)] == [case]
    publication.cases.update(pulled_at=clock.now())
    assert deliberating.exceptions_on(publication) == []


# Two approvals of one moment


def _decided(world: World, **facts: Any) -> Application:
    """At the decision, the approval proposed."""
    return arrive(world.draft(**facts), State.EXPERT_REVIEW, State.PUBLICITY, State.DECISION)


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_for_one_place_at_one_moment_one_wins(world: World, race: Any) -> None:
    # One recommender may recommend two for one area only where the call does not bar it.
    call = world.new_call(one_regional_per_region=False)
    first, second = (_decided(world, call=call, inner_name=name) for name in ("光伏", "储能"))
    later = NOON + timedelta(days=60)
    with clock.at(later):
        proposals = [_proposed(world, each, number) for number, each in enumerate((first, second), start=1)]
    approver = world.seats["sac_approver"]

    def signing(proposal: Proposal) -> Any:
        def sign_it() -> Record:
            with clock.at(later):
                return sign(proposal, seat=approver)

        return sign_it

    results = race(*(signing(each) for each in proposals))
    assert sorted(type(each).__name__ for each in results) == ["Record", "Refused"]
    refused = next(each for each in results if isinstance(each, Refused))
    assert "原则上一个区域建设一个" in str(refused)
    assert Base.objects.count() == 1
    states = sorted(Application.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True))
    assert states == [State.APPROVED, State.DECISION]


def _proposed(world: World, case: Application, number: int) -> Proposal:
    data = {
        "number": f"国标委综合函〔2026〕{number}号", "dated": clock.today().isoformat(),
        "build_starts": clock.today().isoformat(), "build_years": "3", "english_name": f"Standards {number}",
    }  # fmt: skip
    return propose(
        case, "approve", seat=world.seats["sac_officer"], data=MultiValueDict({k: [v] for k, v in data.items()})
    )
