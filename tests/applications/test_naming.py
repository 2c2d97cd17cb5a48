"""名称、申报组织单位: what the matters of an application may be, said at the field."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from applications import saving
from applications.models import Admission, Application
from applications.queries import like_named
from organisations.models import Unit, UnitKind
from procedure import clock
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.arriving import arrive
from tests.ground import shared


@shared
def draft(world: World) -> Application:
    return world.draft()


@pytest.fixture
def preparer(world: World) -> Client:
    return client_of(world.seats["preparer"])


def save(client: Client, draft: Application, **changes: Any) -> Any:
    facts = {"inner_name": "光伏", "kind": "regional", "organiser": draft.organiser_id, "region": draft.region_id}
    facts |= {"base": saving.matters_base(draft)} | changes
    return client.post(f"/applications/{draft.pk}/write/matters/", facts)


def reasons(answer: Any) -> dict[str, str]:
    return {name: " ".join(errors) for name, errors in answer.context["form"].errors.items()}


@pytest.mark.rule("B37")
@pytest.mark.parametrize(
    "typed", ["国家标准创新基地（光伏）", "国家技术标准创新基地（光伏", "光伏（西部）", "国家技术标准创新基地"]
)
def test_another_pattern_is_refused_with_the_pattern(draft: Application, preparer: Client, typed: str) -> None:
    answer = save(preparer, draft, inner_name=typed)
    assert answer.status_code == 422
    assert "国家技术标准创新基地（×××）" in reasons(answer)["inner_name"]
    assert typed in unescape(text_of(answer))


@pytest.mark.rule("B37")
def test_a_long_whole_name_is_no_longer_than_its_inner_one(draft: Application, preparer: Client) -> None:
    assert save(preparer, draft, inner_name=f"国家技术标准创新基地({'光' * 60})(筹)").status_code == 302
    assert Application.objects.get().inner_name == "光" * 60


@pytest.mark.rule("B37")
def test_the_english_name_is_optional_and_keeps_its_last_part(draft: Application, preparer: Client) -> None:
    whole = "National Technical Standard Innovation Base of Photovoltaics"
    assert list(reasons(save(preparer, draft, english_name="光伏"))) == ["english_name"]
    assert save(preparer, draft, english_name=whole).status_code == 302
    assert Application.objects.get().english_name == "Photovoltaics"
    assert whole in text_of(preparer.get(f"/applications/{draft.pk}/write/"))


# Names alike


@pytest.mark.rule("B37")
@pytest.mark.parametrize(
    ("theirs", "alike"), [("光伏", True), ("光伏产业", True), ("光伏技术", True), ("光伏组件", False), ("储能", False)]
)
def test_a_name_alike_is_hinted_at_and_never_refused(
    world: World, draft: Application, preparer: Client, theirs: str, *, alike: bool
) -> None:
    other = arrive(world.other_draft(inner_name=theirs), "organiser_review")
    assert like_named(draft) == ([other] if alike else [])
    page = text_of(preparer.get(f"/applications/{draft.pk}/write/"))
    assert ("已有在办申报的名称" in page) is alike
    assert other.unit.name not in page
    assert save(preparer, draft, inner_name=theirs).status_code == 302


@pytest.mark.rule("B37")
@pytest.mark.parametrize("state", ["draft", "withdrawn", "not_recommended"])
def test_unfiled_and_ended_applications_take_no_name(world: World, draft: Application, state: str) -> None:
    other = world.other_draft(inner_name="光伏")
    if state != "draft":
        arrive(other, "organiser_review", state)
    assert like_named(draft) == []


@pytest.mark.rule("B37")
def test_sac_sees_which_case_has_a_name_alike_and_the_organiser_does_not(world: World, draft: Application) -> None:
    other = arrive(world.other_draft(inner_name="光伏产业"), "organiser_review")
    mine = arrive(draft, "organiser_review")
    pages = [
        text_of(client_of(world.seats[name]).get(mine.get_absolute_url()))
        for name in ("sac_officer", "organiser_officer")
    ]
    assert [other.get_absolute_url() in page for page in pages] == [True, False]


# Through whom


@pytest.mark.rule("B11")
def test_an_organiser_of_another_area_is_refused_at_the_field(
    world: World, draft: Application, preparer: Client
) -> None:
    answer = save(preparer, draft, organiser=world.units["other_organiser"].pk)
    assert answer.status_code == 422
    assert "广东省市场监督管理局只组织本地区的申报，创新基地所在地为贵州省" in reasons(answer)["organiser"]
    moved = save(
        preparer, draft, organiser=world.units["other_organiser"].pk, region=world.units["other_organiser"].region_id
    )
    assert moved.status_code == 302


def society(world: World) -> Unit:
    """An association that reports to the ministry, which no organiser of this edition is."""
    return Unit.objects.create(
        name="光伏行业协会", kind=UnitKind.ASSOCIATION, code="91SOCIETY", region=world.units["host"].region,
        reports_to=world.units["ministry"],
    )  # fmt: skip


def admit(world: World, unit: Unit, **facts: Any) -> Admission:
    by = world.seats["sac_officer"].person
    facts = {"kind": "regional", "part": "organiser"} | facts
    return Admission.objects.create(
        call=world.call, unit=unit, reason="特批", at=clock.now(), by=by, by_name=by.name, **facts
    )


@pytest.mark.rule("B11")
def test_a_unit_that_is_no_organiser_is_chosen_only_as_an_exception(
    world: World, draft: Application, preparer: Client
) -> None:
    unit = society(world)
    page = f"/applications/{draft.pk}/write/matters/"
    assert unit.name not in text_of(preparer.get(page))
    assert list(reasons(save(preparer, draft, organiser=unit.pk))) == ["organiser"]
    admit(world, unit)
    assert "光伏行业协会（例外，报送能源部）" in text_of(preparer.get(page))
    assert save(preparer, draft, organiser=unit.pk).status_code == 302


@pytest.mark.rule("B11")
@pytest.mark.parametrize("held_by", ["another type", "another case", "ended"])
def test_an_exception_for_something_else_does_not_help(
    world: World, draft: Application, preparer: Client, held_by: str
) -> None:
    unit = society(world)
    facts: dict[str, dict[str, Any]] = {
        "another type": {"kind": "sector"},
        "another case": {"application": world.other_draft()},
        "ended": {"ended_at": clock.now()},
    }
    admit(world, unit, **facts[held_by])
    assert list(reasons(save(preparer, draft, organiser=unit.pk))) == ["organiser"]


def test_organisers_stand_in_groups_by_kind(draft: Application, preparer: Client) -> None:
    page = text_of(preparer.get(f"/applications/{draft.pk}/write/matters/"))
    assert '<optgroup label="' in page
