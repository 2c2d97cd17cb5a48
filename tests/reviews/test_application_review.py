"""The review of an application: its birth, its conclusions by edition, and what of it the applicant sees."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from procedure import clock
from procedure.acts import Refused
from procedure.perform import NotPermitted, perform
from procedure.proposals import propose, sign
from reviews import documents, sheets, tabs
from reviews.forms import ReviseByForm
from reviews.models import ApplicationReview, Case, OpinionPrint
from reviews.opening import open_review, parties_of
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.arriving import arrive
from tests.ground import shared
from tests.reviews.panels import AtWork, at_work

pytestmark = pytest.mark.rule("B14")
POINTS = [{"section": "goals", "text": "请细化目标。"}]
DUE = {"due_on": "2026-09-01", "note": ""}


@shared
def met(work: AtWork) -> AtWork:
    return work.meet()


@shared
def guide(world: World) -> AtWork:
    call = world.new_call(edition_name="指南-2017", build_years=2)
    return at_work(world, call=call, inner_name="导则").meet()


def sentences(refused: Any) -> str:
    return "".join(each.sentence for each in refused.value.refusals)


# Birth


def test_a_review_is_opened_with_its_frozen_material(world: World) -> None:
    application = arrive(world.draft(), "expert_review")
    review = open_review(application, world.seats["sac_officer"])
    assert (review.state, review.root, review.case.version) == ("open", application.pk, application.current)
    assert review.case.conclusions == ["通过", "修改完善后通过", "未通过"]
    assert open_review(application, world.seats["sac_officer"]).pk == review.pk
    assert Case.objects.count() == 1


def test_the_parties_to_avoid_are_the_units_and_the_people_of_the_plan(work: AtWork, world: World) -> None:
    units = world.units
    assert parties_of(work.application) == work.case.parties == [
        {"role": "申报单位", "name": units["host"].name, "code": units["host"].code, "people": ["欧阳喆", "翁䶮"]},
        {
            "role": "申报组织单位", "name": units["organiser"].name, "code": units["organiser"].code,
            "people": ["联系人"],
        },
        {"role": "推荐单位", "name": units["recommender"].name, "code": units["recommender"].code, "people": []},
    ]  # fmt: skip


def test_only_what_passed_the_form_check_is_reviewed(world: World) -> None:
    application = arrive(world.draft(), "form_check")
    with pytest.raises(Refused) as refused:
        open_review(application, world.seats["sac_officer"])
    assert "通过形式审查的才纳入专家评审范围" in sentences(refused)
    assert not Case.objects.exists()


def test_only_the_officer_opens_a_review(world: World) -> None:
    application = arrive(world.draft(), "expert_review")
    for name in ("sac_approver", "organiser_officer", "submitter", "expert"):
        with pytest.raises(NotPermitted):
            open_review(application, world.seats[name])
    assert not ApplicationReview.objects.exists()


# Conclusions by edition, and only with a closed round


STEPS = ["conclude_pass", "conclude_revise"]
OF_THE_GUIDE = "conclude_guide_pass"


@pytest.mark.parametrize("step", STEPS)
def test_an_open_round_concludes_nothing(work: AtWork, world: World, step: str) -> None:
    with pytest.raises(Refused) as refused:
        perform(work.review, step, seat=world.seats["sac_officer"], data=DUE)
    assert sentences(refused) == "独立评审还没有结束，结论须在会议评议时形成。"


@pytest.mark.parametrize(
    ("written", "step", "state"),
    [("通过", "conclude_pass", "deliberation"), ("修改完善后通过", "conclude_revise", "revising")],
)
def test_a_signed_conclusion_becomes_the_applications_next_step(
    met: AtWork, world: World, written: str, step: str, state: str
) -> None:
    met.conclude(written, POINTS if written == "修改完善后通过" else [])
    perform(met.review, step, seat=world.seats["sac_officer"], data=DUE if step == "conclude_revise" else None)
    met.application.refresh_from_db()
    assert met.application.state == state
    assert sheets.is_concluded(met.fresh())


@pytest.mark.parametrize("written", ["通过", "修改完善后通过", "未通过"])
def test_no_other_conclusion_than_the_one_that_was_signed(met: AtWork, world: World, written: str) -> None:
    met.conclude(written, POINTS)
    mine = {"通过": "conclude_pass", "修改完善后通过": "conclude_revise"}.get(written)
    for step in STEPS:
        if step != mine:
            with pytest.raises(Refused, match="组长写的结论是"):
                perform(met.review, step, seat=world.seats["sac_officer"], data=DUE)
    if written != "未通过":
        with pytest.raises(Refused, match=f"组长写的结论是“{written}”，不是“未通过”"):
            propose(met.review, "conclude_fail", seat=world.seats["sac_officer"])
    with pytest.raises(NotPermitted):
        perform(met.review, OF_THE_GUIDE, seat=world.seats["sac_officer"], data=DUE)
    assert met.review.state == "open"


def test_a_failure_is_decided_in_pairs(met: AtWork, world: World) -> None:
    met.conclude("未通过")
    with pytest.raises(Refused, match="须由经办提请"):
        perform(met.review, "conclude_fail", seat=world.seats["sac_officer"])
    proposal = propose(met.review, "conclude_fail", seat=world.seats["sac_officer"])
    sign(proposal, seat=world.seats["sac_approver"])
    met.application.refresh_from_db()
    assert met.application.state == "rejected"


def test_an_unsigned_conclusion_is_not_recorded(met: AtWork, world: World) -> None:
    met.written()
    with pytest.raises(Refused) as refused:
        perform(met.review, "conclude_pass", seat=world.seats["sac_officer"])
    assert "还没有在现在的结论上签名" in sentences(refused)


@pytest.mark.rule("Z35")
def test_under_the_guide_too_it_is_the_one_that_was_signed(guide: AtWork, world: World) -> None:
    guide.conclude("未通过")
    with pytest.raises(Refused, match="组长写的结论是“未通过”，不是“通过”"):
        perform(guide.review, OF_THE_GUIDE, seat=world.seats["sac_officer"], data=DUE)


@pytest.mark.rule("Z35")
def test_the_guide_knows_two_conclusions_and_always_revises(guide: AtWork, world: World) -> None:
    assert guide.case.conclusions == ["通过", "未通过"]
    with pytest.raises(sheets.NotWritable):
        guide.conclude("修改完善后通过", POINTS)
    guide.conclude("通过")
    with pytest.raises(NotPermitted):
        perform(guide.review, "conclude_pass", seat=world.seats["sac_officer"])
    perform(guide.review, "conclude_guide_pass", seat=world.seats["sac_officer"], data=DUE)
    guide.application.refresh_from_db()
    assert guide.application.state == "revising"
    assert documents.title_of(guide.fresh()) == "专家论证意见"


def test_what_is_recorded_stays(met: AtWork, world: World) -> None:
    met.conclude("通过")
    perform(met.review, "conclude_pass", seat=world.seats["sac_officer"])
    chair = client_of(met.seats[0])
    case = f"/reviews/cases/{met.case.pk}/"
    assert chair.get(f"{case}conclusion/").status_code == 404
    assert chair.post(f"{case}submit/", {"shown": "1", "reason": "再改"}).status_code == 302
    with pytest.raises(sheets.NotWritable):
        met.written()
    for member in met.members:
        assert member.sheets.get().states.count() == 1


def test_the_day_of_a_revision_is_to_come(met: AtWork) -> None:
    assert ReviseByForm({"due_on": "2026-06-15", "note": ""}, subject=met.review).errors["due_on"]
    assert ReviseByForm({"due_on": "", "note": ""}, subject=met.review).errors["due_on"]
    assert ReviseByForm({"due_on": "2026-06-16", "note": ""}, subject=met.review).is_valid()


# What the applicant sees


def test_the_tab_says_the_outcome_and_no_name(met: AtWork, world: World) -> None:
    met.conclude("修改完善后通过", POINTS)
    for name in ("submitter", "organiser_officer", "recommender_officer"):
        before = tabs.context(met.application, world.seats[name])
        assert (before["conclusion"], before["points"], before["is_sac"]) == (None, [], False)
    perform(met.review, "conclude_revise", seat=world.seats["sac_officer"], data=DUE)
    after = tabs.context(met.application, world.seats["submitter"])
    assert after["points"] == [(1, "四（一）目标", "请细化目标。")]
    assert after["conclusion"].result == "修改完善后通过"
    assert not after["is_sac"]
    from django.template.loader import render_to_string

    shown = render_to_string(tabs.TEMPLATE, after | {"user": AnonymousUser()})
    assert "请细化目标" in shown
    assert not [each.expert.name for each in met.members if each.expert.name in shown]
    assert "80" not in shown


def test_before_there_is_a_review_the_tab_says_so(world: World) -> None:
    application = arrive(world.draft(), "form_check")
    assert tabs.context(application, world.seats["submitter"]) == {"application": application, "review": None}


# The opinion sheet


def test_the_opinion_sheet_is_for_sac_and_afterwards_for_members(met: AtWork, world: World) -> None:
    met.conclude("修改完善后通过", POINTS)
    address = f"/reviews/cases/{met.case.pk}/opinion/"
    officer = text_of(client_of(world.seats["sac_officer"]).get(address))
    for member in met.members:
        assert member.expert.name in officer
    assert "同意（电子签署 2026-06-15 12:00）" in officer
    assert "四（一）目标：请细化目标。" in officer
    for name in ("submitter", "organiser_officer", "recommender_officer", "expert"):
        client = client_of(world.seats[name])
        assert client.get(address).status_code == 404
        assert client.post(f"{address}print/").status_code == 404
    assert not OpinionPrint.objects.exists()


def test_a_print_is_frozen_and_asked_for_once(met: AtWork, world: World) -> None:
    met.conclude("修改完善后通过", POINTS)
    first = documents.order_print(met.fresh(), world.seats["sac_officer"])
    assert documents.order_print(met.fresh(), world.seats["sac_approver"]).pk == first.pk
    address = f"/reviews/prints/{first.pk}/"
    for name in ("submitter", "expert"):
        assert client_of(world.seats[name]).get(address).status_code == 404
        assert client_of(world.seats[name]).get(f"{address}file/").status_code == 404
    assert client_of(met.seats[1]).get(address).status_code == 404
    assert client_of(world.seats["sac_officer"]).get(address).status_code == 200
    assert client_of(world.seats["sac_officer"]).get(f"{address}file/").status_code == 404
    words = documents.document(first.content)
    assert words.title == "专家评审意见"
    # The day of the last signature, whenever it is printed.
    assert (words.dated, words.ends_with_day) == (clock.today(), True)
    with clock.at(clock.now() + timedelta(days=30)):
        assert documents.content_of(met.fresh())["dated"] == first.content["dated"]
    assert [row[0] for row in first.content["members"]] == [each.expert.name for each in met.members]


def test_a_panel_ends_only_when_every_conclusion_is_recorded(met: AtWork, world: World) -> None:
    officer = world.seats["sac_officer"]
    met.conclude()
    met.panel.refresh_from_db()
    with pytest.raises(Refused, match="光伏）还没有记录评审结论"):
        perform(met.panel, "finish_panel", seat=officer)
    perform(met.review, "conclude_pass", seat=officer)
    perform(met.panel, "finish_panel", seat=officer)
    assert met.panel.state == "concluded"
