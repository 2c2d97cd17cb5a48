"""Extending the window, for all or for one: to a later moment, with a reason, and everything follows."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.calling import CallRefused, extend
from applications.models import Application, Call, CallExtension
from applications.procedure.window import window_open
from applications.queries import calls_open_to, missed
from procedure import clock
from procedure.acts import Act, NotPermitted
from procedure.machines import steps_of
from procedure.models import DueDate, Notification
from procedure.perform import Refused, perform, start
from procedure.sweep import sweep
from tests.applications.asking import client_of, text_of
from tests.applications.building import CLOSES, NOON, OPENS, World
from tests.applications.test_calls import deliver, told
from tests.arriving import arrive, take

pytestmark = pytest.mark.rule("Z43")

SECOND, WEEK = timedelta(seconds=1), timedelta(days=7)
LATER = CLOSES + WEEK


def extended(world: World, to: datetime = LATER, **facts: Any) -> CallExtension:
    given_facts = {"unit": None, "reason": "系统维护。", "seat": world.seats["sac_officer"], "key": uuid.uuid4()}
    return extend(world.call, closes_at=to, **given_facts | facts)


def refused(world: World, to: datetime, **facts: Any) -> tuple[str, str]:
    with pytest.raises(CallRefused) as found:
        extended(world, to, **facts)
    return str(found.value), found.value.field


def due(application: Application) -> DueDate:
    return DueDate.objects.get(root=application.pk, closed_at__isnull=True)


# Refused


@pytest.mark.parametrize("name", ["sac_approver", "organiser_officer", "recommender_officer", "submitter"])
def test_only_an_sac_officer_extends(world: World, name: str) -> None:
    with pytest.raises(NotPermitted):
        extended(world, seat=world.seats[name])
    assert CallExtension.objects.count() == 0


@pytest.mark.parametrize("to", [CLOSES, CLOSES - SECOND])
def test_a_window_is_never_shortened(world: World, to: datetime) -> None:
    assert refused(world, to) == ("受理期现在至2026年7月30日24时，延长后的时间须晚于它。", "closes_at")


def test_nobody_extends_into_the_past(world: World) -> None:
    with clock.at(LATER):
        assert refused(world, LATER) == ("延长后的时间须晚于现在。", "closes_at")
        assert refused(world, LATER - SECOND) == ("延长后的时间须晚于现在。", "closes_at")
        assert extended(world, LATER + SECOND).closes_at == LATER + SECOND


def test_a_draft_and_a_closed_call_are_not_extended(world: World) -> None:
    officer = world.seats["sac_officer"]
    facts: dict[str, Any] = {"closes_at": LATER, "reason": "x", "unit": None, "seat": officer}
    with pytest.raises(CallRefused):
        extend(world.new_call(published=False), **facts, key=uuid.uuid4())
    with clock.at(CLOSES):
        perform(world.call, "close_call", seat=officer)
        assert refused(world, LATER) == ("申报指南已经结束受理，不能再延长。", "")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"closes_at": "明天"}, "closes_at"),
        ({"closes_at": "2026-07-31T00:00:00"}, "closes_at"),
        ({"for_whom": "one"}, "unit"),
        ({"for_whom": "one", "unit": "昇阳光伏"}, "unit"),
        ({"for_whom": "one", "unit": "贵州省市场监督管理局"}, "unit"),
        ({"unit": "昇阳光伏科技有限公司"}, "for_whom"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(world: World, changes: dict[str, str], field: str) -> None:
    sent = {"for_whom": "all", "closes_at": "2026-08-07T00:00:00", "reason": "x", "key": str(uuid.uuid4())} | changes
    answer = client_of(world.seats["sac_officer"]).post(f"/applications/calls/{world.call.pk}/extend/", sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert CallExtension.objects.count() == 0


# For all


def test_one_second_before_and_after_the_extended_end(world: World) -> None:
    application = arrive(world.draft(), "recommender_review")
    extended(world)
    with clock.at(LATER), pytest.raises(Refused):
        take(application, "recommend")
    with clock.at(LATER - SECOND):
        assert take(application, "recommend").target == "received"


def test_for_all_the_dates_of_every_state_move_with_their_reminders(world: World) -> None:
    cases = [
        world.draft(),
        arrive(world.draft(inner_name="储能"), "organiser_review"),
        arrive(world.other_draft(), "recommender_review"),
    ]
    done = arrive(world.other_draft(inner_name="海工"), "received")
    extended(world)
    for case in cases:
        moved = due(case)
        assert moved.due_at == LATER
        assert moved.why.startswith("“2026年度国家技术标准创新基地申报指南”受理期至2026年8月6日24时")
        assert moved.why.endswith("国家标准委于2026年6月15日将受理期延长至2026年8月6日24时，理由：系统维护。")
        ahead = [(LATER - timedelta(days=days)) for days in (14, 7, 3, 1)]
        assert [datetime.fromisoformat(moment) for moment in moved.reminders] == ahead
        assert moved.next_reminder == ahead[0]
    assert set(DueDate.objects.filter(root=done.pk).values_list("due_at", flat=True)) == {CLOSES}
    call = Call.objects.get(pk=world.call.pk)
    newest = call.history.first()
    assert (call.closes_at, newest.history_change_reason) == (LATER, "延长受理期：系统维护。")
    assert newest.history_user == world.seats["sac_officer"].person


def test_all_concerned_are_told_with_the_reason_and_the_page_says_it(world: World) -> None:
    world.draft()
    client = client_of(world.seats["sac_officer"])
    sent = {"for_whom": "all", "closes_at": "2026-08-07T00:00:00", "reason": "系统维护。", "key": str(uuid.uuid4())}
    url = f"/applications/calls/{world.call.pk}/extend/"
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert CallExtension.objects.count() == 1
    deliver("call_extension")
    assert told(world) == [
        "organiser_officer", "other_organiser_officer", "other_recommender_officer", "preparer",
        "recommender_officer", "submitter", "unit_admin",
    ]  # fmt: skip
    assert "理由：系统维护。" in Notification.objects.filter(record__isnull=True)[0].body
    shown = text_of(client_of(world.seats["expert"]).get(world.call.get_absolute_url()))
    assert ("理由：系统维护。" in shown, "至2026年8月6日24时" in shown) == (True, True)


def test_what_was_begun_in_the_same_moment_gets_its_date_when_the_news_go_out(world: World) -> None:
    extended(world)
    late = world.draft()
    DueDate.objects.filter(root=late.pk).update(due_at=CLOSES)
    deliver("call_extension")
    assert due(late).due_at == LATER


def test_what_its_unit_began_in_the_same_moment_gets_its_later_end_too(world: World) -> None:
    extended(world, unit=world.units["host"])
    late = world.draft()
    Application.objects.filter(pk=late.pk).update(extended_to=None)
    DueDate.objects.filter(root=late.pk).update(due_at=CLOSES)
    deliver("call_extension")
    late.refresh_from_db()
    assert (late.extended_to, due(late).due_at) == (LATER, LATER)


# For one


def test_for_one_only_its_own_are_moved_and_only_those_concerned_told(world: World) -> None:
    own, other = arrive(world.draft(), "organiser_review"), world.other_draft()
    extended(world, unit=world.units["host"], reason="自然灾害。")
    deliver("call_extension")
    own.refresh_from_db()
    assert (own.extended_to, due(own).due_at, due(other).due_at) == (LATER, LATER, CLOSES)
    assert "经国家标准委延长后，受理期至2026年8月6日24时" in due(own).why
    assert Call.objects.get(pk=world.call.pk).closes_at == CLOSES
    # The recommender knows of nothing before endorsement.
    assert told(world) == ["organiser_officer", "preparer", "submitter", "unit_admin"]
    assert own.history.first().history_change_reason == "延长受理期：自然灾害。"


def test_an_extension_for_one_is_shown_to_those_concerned_and_not_in_public(world: World) -> None:
    own = arrive(world.draft(), "recommender_review")
    extended(world, unit=world.units["host"], reason="自然灾害。")
    assert "自然灾害" not in text_of(client_of(world.seats["expert"]).get(world.call.get_absolute_url()))
    for name in ("preparer", "organiser_officer", "recommender_officer", "sac_officer"):
        assert "自然灾害" in text_of(client_of(world.seats[name]).get(own.get_absolute_url()))
    tab = client_of(world.seats["sac_officer"]).get(f"/cases/call/{world.call.pk}/?tab=notices")
    assert "自然灾害" in text_of(tab)


def test_after_the_end_what_was_missed_comes_back_to_life(world: World) -> None:
    own, other = arrive(world.draft(), "recommender_review"), arrive(world.other_draft(), "recommender_review")
    with clock.at(CLOSES + SECOND):
        sweep()
        assert due(own).fired_at is not None
        assert missed(own.state, own.closes_at, clock.now())
        extended(world, unit=world.units["host"])
        own.refresh_from_db()
        assert not missed(own.state, own.closes_at, clock.now())
        assert (due(own).due_at, due(own).fired_at) == (LATER, None)
        with pytest.raises(Refused):
            take(other, "recommend")
        assert take(own, "recommend").target == "received"


def test_the_extended_unit_may_still_begin_and_nobody_else(world: World) -> None:
    with clock.at(CLOSES + SECOND):
        extended(world, unit=world.units["host"])
        client, other = (client_of(world.seats[name]) for name in ("preparer", "other_preparer"))
        begin = f"/applications/begin/{world.call.pk}/"
        assert (client.get(begin).status_code, other.get(begin).status_code) == (200, 404)
        sent = {"inner_name": "光伏", "kind": "regional", "organiser": world.units["organiser"].pk,
                "region": world.units["host"].region_id, "key": str(uuid.uuid4())}  # fmt: skip
        assert client.post(begin, sent).status_code == 302
        assert Application.objects.get().extended_to == LATER
        assert list(calls_open_to(world.units["other_host"].pk, clock.now())) == []
        with pytest.raises(Refused):
            start(world.unborn(unit=world.units["other_host"]), seat=world.seats["other_preparer"])


def test_extending_for_one_after_all_starts_from_the_later_end(world: World) -> None:
    extended(world)
    assert refused(world, LATER, unit=world.units["host"])[1] == "closes_at"
    assert extended(world, LATER + WEEK, unit=world.units["host"]).before == LATER
    assert extended(world, LATER + SECOND).before == LATER
    assert world.draft(extended_to=LATER + WEEK).closes_at == LATER + WEEK


# Windows in general

MOMENTS = st.integers(min_value=-40 * 86_400, max_value=140 * 86_400).map(lambda s: OPENS + timedelta(seconds=s))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=MOMENTS,
    length=st.integers(min_value=1, max_value=100 * 86_400),
    for_all=st.none() | st.integers(min_value=1, max_value=86_400 * 20),
    for_one=st.none() | st.integers(min_value=1, max_value=86_400 * 20),
    edge=st.sampled_from([None, "opens", "before opens", "end", "before end"]),
)
def test_the_window_is_open_from_its_opening_until_its_effective_end(
    at: datetime, length: int, for_all: int | None, for_one: int | None, edge: str | None
) -> None:
    call = Call(opens_at=OPENS, closes_at=OPENS + timedelta(seconds=length + (for_all or 0)), title="指南")
    application = Application(call=call)
    if for_one:
        application.extended_to = OPENS + timedelta(seconds=length + for_one)
    end = max(call.closes_at, application.extended_to or call.closes_at)
    at = {"opens": OPENS, "before opens": OPENS - SECOND, "end": end, "before end": end - SECOND}.get(edge or "", at)
    act = Act(application, steps_of(Application)["recommend"], None, at)
    assert (window_open.check(application, act) is None) == (OPENS <= at < end)
    assert NOON > OPENS
