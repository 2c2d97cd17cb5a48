"""自查: when it is begun, what it must hold, and what its organiser says of it (办法19)."""

from datetime import date, timedelta
from typing import Any

import pytest

from assessments.checking import begin_self_check
from assessments.models import SelfCheck
from procedure import clock
from procedure.acts import NotPermitted, Refused
from procedure.perform import perform
from tests.applications.building import World
from tests.assessments.accepting import BEFORE_IT, IN_WINDOW, TOO_LATE, checked, checking, fresh, noon, rectified
from tests.assessments.built import fill_dossier, promising

pytestmark = pytest.mark.rule("B19")


@pytest.fixture(autouse=True)
def in_window() -> Any:
    with clock.at(IN_WINDOW):
        yield


def sentences(refused: Any) -> str:
    return "".join(each.sentence for each in refused.value.refusals)


@pytest.mark.parametrize("name", ["organiser_officer", "recommender_officer", "sac_officer", "expert"])
def test_only_the_host_begins_one(world: World, name: str) -> None:
    with pytest.raises(NotPermitted):
        begin_self_check(promising(world), seat=world.seats[name])


@pytest.mark.parametrize(
    ("moment", "said"),
    [(BEFORE_IT, "自2029年4月20日起"), (TOO_LATE, "已过2029年7月20日"), (noon(date(2028, 1, 1)), "自2029年4月20日起")],
)
def test_outside_the_three_months_none_is_begun(world: World, moment: Any, said: str) -> None:
    base = promising(world)
    with clock.at(moment), pytest.raises(Refused) as refused:
        begin_self_check(base, seat=world.seats["preparer"])
    assert said in sentences(refused)


@pytest.mark.parametrize("moment", [BEFORE_IT + timedelta(seconds=1), TOO_LATE - timedelta(seconds=1)])
def test_on_the_first_and_the_last_moment_it_is(world: World, moment: Any) -> None:
    base = promising(world)
    with clock.at(moment):
        assert begin_self_check(base, seat=world.seats["preparer"]).state == "checking"


def test_it_goes_item_by_item_and_lacks_nothing_when_it_is_filed(world: World) -> None:
    check = begin_self_check(promising(world), seat=world.seats["preparer"])
    assert check.dossier.entries.count() == 3
    with pytest.raises(Refused, match="还缺"):
        perform(check, "file_self_check", seat=world.seats["submitter"])
    fill_dossier(check.dossier, world.seats["preparer"], 国家标准="52")
    with pytest.raises(NotPermitted):
        perform(check, "file_self_check", seat=world.seats["preparer"])
    perform(check, "file_self_check", seat=world.seats["submitter"])
    check.dossier.refresh_from_db()
    assert check.dossier.content["indicators"][0]["now"]["value"] == "52"


def test_what_is_returned_goes_on_with_all_that_it_said(world: World) -> None:
    check = checking(world)
    perform(check, "file_self_check", seat=world.seats["submitter"])
    first = check.dossier_id
    perform(check, "return_self_check", seat=world.seats["organiser_officer"], data={"note": "请补充依据。"})
    check = SelfCheck.objects.get(pk=check.pk)
    assert (check.state, check.dossier_id == first) == ("checking", False)
    assert check.dossier.entries.get(indicator__isnull=False).value == "52"


def test_unfit_ends_it_with_a_reason_and_another_may_follow(world: World) -> None:
    check = checking(world)
    perform(check, "file_self_check", seat=world.seats["submitter"])
    with pytest.raises(Refused, match="不符合的理由"):
        perform(check, "find_unfit", seat=world.seats["organiser_officer"], data={"note": ""})
    perform(check, "find_unfit", seat=world.seats["organiser_officer"], data={"note": "指标没有完成。"})
    again = begin_self_check(fresh(check), seat=world.seats["preparer"])
    assert (check.is_final, again.state) == (True, "checking")


def test_outside_the_window_none_follows(world: World) -> None:
    base = fresh(checked(world, fit=False))
    with clock.at(TOO_LATE), pytest.raises(Refused, match="不在建设期届满前3个月内"):
        begin_self_check(base, seat=world.seats["preparer"])


def test_one_that_was_found_fit_or_still_runs_is_enough(world: World) -> None:
    base = promising(world)
    begin_self_check(base, seat=world.seats["preparer"])
    with pytest.raises(Refused, match="已有一次自查正在进行"):
        begin_self_check(base, seat=world.seats["preparer"])


def test_a_finding_is_the_organisers_alone(world: World) -> None:
    check = checking(world)
    perform(check, "file_self_check", seat=world.seats["submitter"])
    for name in ("submitter", "sac_officer", "recommender_officer"):
        with pytest.raises(NotPermitted):
            perform(check, "find_fit", seat=world.seats[name], data={"note": "符合。"})


@pytest.mark.rule("B21")
def test_rectification_asks_for_another_one_within_its_six_months(world: World) -> None:
    base = fresh(rectified(world))
    with clock.at(noon(date(2029, 11, 9))), pytest.raises(Refused, match="整改期已于2029年11月8日届满"):
        begin_self_check(base, seat=world.seats["preparer"])
    with clock.at(noon(date(2029, 11, 8))):
        assert begin_self_check(base, seat=world.seats["preparer"]).state == "checking"
