"""The conditions one by one: refused first, each with its article; then the same thing allowed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from applications.models import Application
from organisations.models import UnitKind
from procedure import clock
from procedure.perform import Refused, perform, start
from tests.applications.building import CLOSES, NOON, OPENS, World, fill
from tests.arriving import DATA, arrive, take

SECOND = timedelta(seconds=1)
WINDOW_ENDED = ("“2026年度国家技术标准创新基地申报指南”的受理期已于2026年7月30日24时结束。", "指南四.3")
NOT_YET_OPEN = ("受理期自2026年5月5日开始，现在还不能推荐。", "指南四.3")


def refusals(action: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        action()
    return [(refusal.sentence, refusal.article) for refusal in refused.value.refusals]


def begin(application: Application, world: World) -> Application:
    start(application, seat=world.seats["preparer"])
    return application


# The window, by Beijing time, to the second


@pytest.mark.rule("Z43")
@pytest.mark.parametrize(
    ("moment", "refusal"),
    [
        (OPENS - SECOND, NOT_YET_OPEN),
        (CLOSES, WINDOW_ENDED),
        (CLOSES + SECOND, WINDOW_ENDED),
        (OPENS, None),
        (CLOSES - SECOND, None),
        (CLOSES - timedelta(microseconds=1), None),
    ],
)
def test_recommending_is_for_the_window_alone(world: World, moment: datetime, refusal: tuple[str, str] | None) -> None:
    with clock.at(OPENS - timedelta(days=3)):
        application = arrive(world.draft(), "recommender_review")
    with clock.at(moment):
        if refusal:
            assert refusals(lambda: take(application, "recommend")) == [refusal]
            assert Application.objects.get().state == "recommender_review"
        else:
            assert take(application, "recommend").at == moment
            assert Application.objects.get().received_at == moment


@pytest.mark.rule("Z43")
@pytest.mark.parametrize("step", ["submit_plan", "endorse_plan"])
def test_what_leads_to_the_recommendation_is_refused_from_the_windows_end_on(world: World, step: str) -> None:
    application = arrive(world.draft(), "draft" if step == "submit_plan" else "organiser_review")
    with clock.at(CLOSES):
        assert refusals(lambda: take(application, step)) == [WINDOW_ENDED]
    with clock.at(CLOSES - SECOND):
        take(application, step)


@pytest.mark.rule("Z43")
def test_submitting_and_endorsing_need_not_wait_for_the_window_to_open(world: World) -> None:
    with clock.at(OPENS - timedelta(days=20)):
        assert arrive(world.draft(), "recommender_review").state == "recommender_review"


@pytest.mark.rule("Z43")
def test_beginning_is_refused_from_the_windows_end_on(world: World) -> None:
    with clock.at(CLOSES):
        assert refusals(lambda: begin(world.unborn(), world)) == [WINDOW_ENDED]
    with clock.at(CLOSES - SECOND):
        assert begin(world.unborn(), world).state == "draft"


@pytest.mark.parametrize("step", ["return_plan", "decline_endorsement", "withdraw"])
def test_the_way_back_and_out_is_open_after_the_window(world: World, step: str) -> None:
    application = arrive(world.draft(), "organiser_review")
    with clock.at(CLOSES + timedelta(days=5)):
        record = take(application, step)
    assert (record.step, application.state) == (step, record.target)


# The call


def test_nobody_applies_under_a_call_that_is_not_published(world: World) -> None:
    application = world.unborn(call=world.new_call(published=False, title="2027年度指南"))
    assert refusals(lambda: begin(application, world)) == [("“2027年度指南”拟制中，不能据以申报。", "办法9")]


def test_nobody_applies_or_submits_under_a_closed_call(world: World) -> None:
    application = world.draft(filled=True)
    with clock.at(CLOSES):
        arrive(world.call, "closed")
        application.call.refresh_from_db()
        closed = ("“2026年度国家技术标准创新基地申报指南”已结束，不能据以申报。", "办法9")
        assert refusals(lambda: begin(world.unborn(call=world.call), world)) == [closed, WINDOW_ENDED]
        assert refusals(lambda: take(application, "submit_plan")) == [closed, WINDOW_ENDED]


def test_only_the_types_of_the_call_are_applied_for(world: World) -> None:
    call = world.new_call(kinds=["regional"], title="区域专项")
    application = world.unborn(call=call, kind="international")
    assert refusals(lambda: begin(application, world)) == [("“区域专项”不受理国际类型。", "办法9")]


def test_a_call_without_text_and_types_is_not_published(world: World) -> None:
    call = world.new_call(published=False, text=" ", kinds=[])
    assert refusals(lambda: take(call, "publish_call")) == [("申报指南还缺少正文、类型，补齐后才能发布。", "办法9")]


def test_a_call_is_not_closed_before_its_window_has_ended(world: World) -> None:
    with clock.at(CLOSES - SECOND):
        refusal = ("受理期至2026年7月30日，期满后才能结束。", "指南四.3")
        assert refusals(lambda: take(world.call, "close_call")) == [refusal]
    with clock.at(CLOSES):
        take(world.call, "close_call")


# Who organises and who recommends

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
@pytest.mark.parametrize(("edition", "kind"), ORGANISERS)
def test_only_the_editions_organisers_may_organise(world: World, edition: str, kind: str) -> None:
    call = world.new_call(edition_name=edition)
    recommender = "provincial_government"
    for organiser in UnitKind.values:
        application = world.unborn(call=call, **pair(world, organiser, recommender, kind=kind))
        if organiser in ORGANISERS[edition, kind]:
            assert begin(application, world).state == "draft"
        else:
            words = f"{application.organiser.name}不是{application.get_kind_display()}创新基地的申报组织单位，请另选。"
            assert refusals(partial(begin, application, world)) == [(words, "办法11")]


@pytest.mark.parametrize(("edition", "kind"), RECOMMENDERS)
def test_only_the_editions_recommenders_may_be_applied_through(world: World, edition: str, kind: str) -> None:
    call = world.new_call(edition_name=edition)
    for recommender in UnitKind.values:
        application = world.unborn(call=call, **pair(world, "local_department", recommender, kind=kind))
        if recommender in RECOMMENDERS[edition, kind]:
            assert begin(application, world).state == "draft"
        else:
            words = f"不是{application.get_kind_display()}创新基地的推荐单位，请另选申报组织单位。"
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


# What the plan must hold

PLAN_PARTS = [
    *[("basic", 8)], *[(key, 1) for key in (
        "meaning", "necessity", "groundwork", "qualifications", "advantages", "goals", "organisation", "policy",
        "funding", "tasks", "indicators", "schedule", "attachments",
    )],
]  # fmt: skip


@pytest.mark.parametrize(("part", "count"), PLAN_PARTS)
def test_a_plan_with_one_part_missing_is_not_submitted(world: World, part: str, count: int) -> None:
    application = world.draft()
    fill(application, without=(part,))
    refusal = (f"申报方案还缺少 {count} 项，补齐后才能报送。", "指南附件2")
    assert refusals(lambda: submit(application, world)) == [refusal]
    assert Application.objects.get().state == "draft"
    assert application.versions.count() == 0


def test_an_empty_plan_lacks_everything(world: World) -> None:
    application = world.draft()
    refusal = ("申报方案还缺少 21 项，补齐后才能报送。", "指南附件2")
    assert refusals(lambda: submit(application, world)) == [refusal]


@pytest.mark.parametrize("field", ["leader", "leader_title", "contact", "contact_title", "phone", "postcode", "email"])
def test_one_missing_field_of_the_letterhead_is_enough(world: World, field: str) -> None:
    application = world.draft(filled=True)
    basic = application.sections.get(key="basic")
    basic.content[field] = " \n"
    basic.save()
    assert refusals(lambda: submit(application, world)) == [("申报方案还缺少 1 项，补齐后才能报送。", "指南附件2")]


def test_a_removed_attachment_does_not_count(world: World) -> None:
    application = world.draft(filled=True)
    application.attachments.update(removed_at=NOON)
    assert refusals(lambda: submit(application, world)) == [("申报方案还缺少 1 项，补齐后才能报送。", "指南附件2")]


def test_every_reason_is_told_and_not_the_first_alone(world: World) -> None:
    application = world.draft()
    with clock.at(CLOSES):
        found = refusals(lambda: submit(application, world))
    assert found == [WINDOW_ENDED, ("申报方案还缺少 21 项，补齐后才能报送。", "指南附件2")]


def submit(application: Application, world: World) -> object:
    return perform(application, "submit_plan", seat=world.seats["submitter"])


# What a step's own form asks for

NOTES = [
    ("organiser_review", "return_plan", "请写明退回说明。"),
    ("organiser_review", "endorse_plan", "请写明论证意见。"),
    ("organiser_review", "decline_endorsement", "请写明理由。"),
    ("recommender_review", "return_endorsement", "请写明退回说明。"),
    ("recommender_review", "decline_recommendation", "请写明理由。"),
    ("draft", "withdraw", "请写明撤回原因。"),
    ("received", "withdraw_recommendation", "请写明撤回原因。"),
]


@pytest.mark.rule("B12")
@pytest.mark.parametrize(("state", "step", "sentence"), NOTES)
@pytest.mark.parametrize("note", ["", "  \n "])
def test_who_returns_or_ends_a_case_says_why(world: World, state: str, step: str, sentence: str, note: str) -> None:
    application = arrive(world.draft(), state)
    article = "无条文：管理需要" if step.startswith("withdraw") else "办法12"
    assert refusals(lambda: take(application, step, note=note)) == [(sentence, article)]
    assert Application.objects.get().state == state


@pytest.mark.rule("B12")
def test_who_recommends_declares_the_conditions_met(world: World) -> None:
    application = arrive(world.draft(), "recommender_review")
    found = refusals(lambda: perform(application, "recommend", seat=world.seats["recommender_officer"], data={}))
    assert found == [("推荐须认为符合申报条件；不符合的请办理“不予推荐”或“退回组织单位”。", "办法12")]


def test_a_note_that_cannot_be_printed_is_refused_with_its_code_point(world: World) -> None:
    application = arrive(world.draft(), "organiser_review")
    found = refusals(lambda: take(application, "return_plan", note="请改\U0001f600"))
    assert found == [("含有无法打印的字符：「\U0001f600」（U+1F600），请改用其他字符。", "办法12")]


def test_a_note_of_more_than_four_thousand_signs_is_refused(world: World) -> None:
    application = arrive(world.draft(), "organiser_review")
    assert len(refusals(lambda: take(application, "return_plan", note="字" * 4001))) == 1
    assert take(application, "return_plan", note="字" * 4000).note == "字" * 4000


def test_form_and_conditions_are_told_together(world: World) -> None:
    application = arrive(world.draft(), "recommender_review")
    with clock.at(CLOSES):
        found = refusals(lambda: perform(application, "recommend", seat=world.seats["recommender_officer"], data={}))
    assert [article for _, article in found] == ["指南四.3", "办法12"]


# Stale, twice, out of order


def test_a_page_from_before_a_return_and_a_second_submission_is_refused(world: World) -> None:
    """A-B-A: the state is the same again, the case is not."""
    application = arrive(world.draft(), "organiser_review")
    seen = application.version
    arrive(application, "draft", "organiser_review")
    assert application.version == seen + 2
    found = refusals(
        lambda: perform(
            application, "endorse_plan", seat=world.seats["organiser_officer"], data=DATA["endorse_plan"], seen=seen
        )
    )
    assert [sentence for sentence, _ in found] == ["本页打开之后，该事项已有变动。请先看清最新情况，再决定是否办理。"]


def test_a_step_out_of_order_says_when_it_is_due(world: World) -> None:
    application = arrive(world.draft(), "recommender_review")
    found = refusals(lambda: take(application, "return_plan"))
    assert found == [("“退回修改”须在“组织单位论证”时办理，当前为“推荐单位审核”。", "办法12")]
