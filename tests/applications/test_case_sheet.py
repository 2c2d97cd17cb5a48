"""案卷首页: all that a case rests on, exceptions among it, for everybody who has to do with it."""

import pytest

from applications.models import Admission, Application
from procedure import clock
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.arriving import arrive


def admit(world: World, **facts: object) -> Admission:
    officer = world.seats["sac_officer"]
    row = {
        "call": world.call, "unit": world.units["recommender"], "part": "recommender", "kind": "regional",
        "reason": "具有省级管理权限。", "at": clock.now(), "by": officer.person, "by_name": officer.name_shown,
    } | facts  # fmt: skip
    return Admission.objects.create(**row)


@pytest.mark.rule("Z33")
@pytest.mark.parametrize(
    "name", ["submitter", "organiser_officer", "recommender_officer", "sac_officer", "sac_approver"]
)
def test_the_sheet_says_all_that_the_case_rests_on(world: World, name: str) -> None:
    case = arrive(world.draft(), "received")
    page = text_of(client_of(world.seats[name]).get(f"/applications/{case.pk}/sheet/"))
    assert case.current is not None
    assert case.scan is not None
    case = Application.objects.select_related("current", "letter__file").get(pk=case.pk)
    assert case.current is not None
    assert case.letter is not None
    wanted = [
        case.number, case.full_name, case.unit.name, case.organiser.name, case.recommender.name, case.current.code,
        case.current.digest, case.letter.number, case.letter.file.sha256, "机读结果。", "经充分论证，符合申报条件",
        "论证通过，报送推荐单位", "《办法（征求意见稿）》第十二条", "还没有人登记收到",
    ]  # fmt: skip
    assert [text for text in wanted if text not in page] == []


@pytest.mark.parametrize("name", ["other_submitter", "other_organiser_officer", "expert", "system_admin"])
def test_it_is_nobody_elses(world: World, name: str) -> None:
    case = arrive(world.draft(), "received")
    assert client_of(world.seats[name]).get(f"/applications/{case.pk}/sheet/").status_code == 404


def test_a_draft_has_a_sheet_without_its_content(world: World) -> None:
    case = world.draft(filled=True)
    page = text_of(client_of(world.seats["organiser_officer"]).get(f"/applications/{case.pk}/sheet/"))
    assert ("还没有报送过。" in page, "意义的正文。" in page) == (True, False)


@pytest.mark.rule("Z21")
@pytest.mark.parametrize("url", ["/applications/{}/sheet/", "/cases/application/{}/"])
def test_an_exception_is_shown_and_printed_where_it_carries_the_case(world: World, url: str) -> None:
    case = arrive(world.draft(), "received")
    admission = admit(world)
    admit(world, unit=world.units["ministry"], reason="与本案无关。")
    admit(world, kind="sector", reason="另一类型。")
    page = text_of(client_of(world.seats["sac_officer"]).get(url.format(case.pk)))
    shown = [text in page for text in (admission.sentence(), "与本案无关。", "另一类型。")]
    assert shown == [True, False, False]
