"""The window by Beijing time, to the second, an organiser's own day before it, and the dates that follow."""

from datetime import date, datetime, timedelta

import pytest

from applications.models import Application, Organising
from procedure import clock
from procedure.models import DueDate
from procedure.reckoning import end_instant
from tests.applications.building import CLOSES, NOON, OPENS, World
from tests.applications.refusing import NOT_YET_OPEN, WINDOW_ENDED, begin, refusals
from tests.arriving import arrive, take
from tests.ground import shared

SECOND = timedelta(seconds=1)

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


# A window that SAC extended for one applicant


@pytest.mark.rule("Z43")
@pytest.mark.parametrize("step", ["submit_plan", "endorse_plan", "recommend"])
def test_an_extended_window_holds_for_the_case_it_was_extended_for_and_ends_to_the_second(
    world: World, step: str
) -> None:
    before = {"submit_plan": "draft", "endorse_plan": "organiser_review", "recommend": "recommender_review"}[step]
    application, other = (arrive(world.draft(kind="international", inner_name=name), before) for name in ("甲", "乙"))
    ends = CLOSES + timedelta(days=5)
    Application.objects.filter(pk=application.pk).update(extended_to=ends)
    with clock.at(ends):
        late = ("“2026年度国家技术标准创新基地申报指南”的受理期已于2026年8月4日24时结束。", "指南四.3")
        assert refusals(lambda: take(Application.objects.get(pk=application.pk), step)) == [late]
    with clock.at(ends - SECOND):
        assert refusals(lambda: take(other, step)) == [WINDOW_ENDED]
        assert take(Application.objects.get(pk=application.pk), step).step == step


@pytest.mark.rule("Z43")
def test_a_case_is_never_given_less_than_the_calls_window(world: World) -> None:
    application = arrive(world.draft(), "recommender_review")
    Application.objects.filter(pk=application.pk).update(extended_to=CLOSES - timedelta(days=9))
    with clock.at(CLOSES - SECOND):
        assert take(Application.objects.get(), "recommend").target == "received"


@pytest.mark.rule("Z43")
def test_a_window_that_ends_within_a_day_says_its_hour(world: World) -> None:
    call = world.new_call(title="专项指南", closes_at=datetime(2026, 7, 30, 17, 30, tzinfo=clock.BEIJING))
    application = world.draft(call=call)
    due = DueDate.objects.get(root=application.pk)
    assert due.why.startswith("“专项指南”受理期至2026年7月30日17:30:00，")
    with clock.at(due.due_at):
        refusal = ("“专项指南”的受理期已于2026年7月30日17:30:00结束。", "指南四.3")
        assert refusals(lambda: begin(world.unborn(call=call), world)) == [refusal]


# An organiser's own day


@shared
def own_day(world: World) -> Organising:
    """The last day on which the organiser takes what its own units submit."""
    return Organising.objects.create(
        call=world.call,
        organiser=world.units["organiser"],
        last_day=date(2026, 6, 30),
        saved_at=NOON,
        saved_by=world.seats["organiser_officer"].person,
    )


LAST_DAY = date(2026, 6, 30)
TOO_LATE = (
    "贵州省市场监督管理局规定的内部截止日为2026年6月30日24时，已经过了；请与其联系调整。",
    "指南三（一）",
)


@pytest.mark.rule("Z31")
def test_the_organisers_day_binds_its_own_units_to_the_second(world: World, own_day: Organising) -> None:
    application = world.draft(filled=True)
    with clock.at(end_instant(LAST_DAY)):
        assert refusals(lambda: take(application, "submit_plan")) == [TOO_LATE]
        assert take(world.other_draft(filled=True), "submit_plan").target == "organiser_review"
    with clock.at(end_instant(LAST_DAY) - SECOND):
        assert take(application, "submit_plan").target == "organiser_review"


@pytest.mark.rule("Z31")
def test_what_the_organiser_returned_comes_back_after_its_day(world: World, own_day: Organising) -> None:
    application = arrive(world.draft(), "organiser_review", "draft")
    with clock.at(end_instant(LAST_DAY) + timedelta(days=3)):
        assert take(application, "submit_plan").target == "organiser_review"


@pytest.mark.rule("Z31")
def test_the_day_is_said_with_its_reason_and_binds_no_other_unit(world: World, own_day: Organising) -> None:
    mine, other = world.draft(), world.other_draft()
    due = DueDate.objects.get(root=mine.pk)
    assert (due.due_at, due.why) == (
        end_instant(LAST_DAY),
        "贵州省市场监督管理局规定的内部截止日为2026年6月30日24时，只约束由其组织的申报单位。",
    )
    assert DueDate.objects.get(root=other.pk).due_at == CLOSES


@pytest.mark.rule("Z31")
def test_a_day_behind_the_window_changes_nothing(world: World, own_day: Organising) -> None:
    Organising.objects.update(last_day=date(2026, 8, 20))
    application = world.draft(filled=True)
    assert DueDate.objects.get(root=application.pk).due_at == CLOSES
    with clock.at(CLOSES):
        assert refusals(lambda: take(application, "submit_plan")) == [WINDOW_ENDED]


# The call's own


@pytest.mark.rule("Z43")
@pytest.mark.parametrize("closes", [OPENS, OPENS - SECOND])
def test_a_call_whose_window_ends_before_it_opens_is_not_published(world: World, closes: datetime) -> None:
    call = world.new_call(published=False, closes_at=closes)
    assert refusals(lambda: take(call, "publish_call")) == [
        ("受理结束须晚于受理开始，请改正受理期后再发布。", "指南四.3")
    ]
    call.closes_at = OPENS + SECOND
    call.save()
    assert take(call, "publish_call").target == "published"


@pytest.mark.rule("Z43")
def test_a_call_is_not_closed_before_its_window_has_ended_for_everybody(world: World) -> None:
    with clock.at(CLOSES - SECOND):
        assert refusals(lambda: take(world.call, "close_call")) == [
            ("受理期至2026年7月30日24时，期满后才能结束。", "指南四.3")
        ]
    world.call.extensions.create(
        unit=world.units["other_host"], before=CLOSES, closes_at=CLOSES + timedelta(days=1), reason="台风停工",
        at=NOON, by=world.seats["sac_officer"].person, by_name="经办",
    )  # fmt: skip
    with clock.at(CLOSES):
        assert refusals(lambda: take(world.call, "close_call")) == [
            ("受理期至2026年7月31日24时，期满后才能结束。", "指南四.3")
        ]
    with clock.at(CLOSES + timedelta(days=1)):
        assert take(world.call, "close_call").target == "closed"
