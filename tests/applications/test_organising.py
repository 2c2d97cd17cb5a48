"""The organiser's page of a call: direction, own last day, invitations, progress; each organiser's its own."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import DjangoCaptureOnCommitCallbacks

from applications import organising
from applications.calling import CallRefused, extend
from applications.models import InvitedUnit, Organising
from organisations.models import Unit
from procedure import clock, outbox
from procedure.acts import NotPermitted
from procedure.models import DueDate, Notification, Outbox
from procedure.perform import Refused
from tests.applications.asking import client_of, text_of
from tests.applications.building import CLOSES, NOON, World, attach
from tests.applications.test_calls import deliver, told
from tests.arriving import arrive, take

pytestmark = pytest.mark.rule("Z31")

DAY = date(2026, 6, 30)
AFTER = datetime(2026, 7, 1, tzinfo=clock.BEIJING)


@pytest.fixture(autouse=True)
def _forget() -> None:
    cache.clear()


def saved(world: World, day: date | None = DAY, *, base: int = 0, name: str = "organiser_officer") -> Any:
    seat = world.seats[name]
    return organising.save_organising(world.call, direction="聚焦光伏。", last_day=day, base=base, seat=seat)


def invited(world: World, **facts: Any) -> InvitedUnit:
    given: dict[str, Any] = {"unit": None, "name": "", "email": "", "note": ""}
    return organising.invite(world.call, **given | facts, seat=world.seats["organiser_officer"])


def page(world: World, name: str = "organiser_officer") -> Any:
    return client_of(world.seats[name]).get(f"/applications/organising/{world.call.pk}/")


def due(case: Any) -> DueDate:
    return DueDate.objects.get(root=case.pk, closed_at__isnull=True)


# Refused


@pytest.mark.parametrize("name", ["preparer", "unit_admin", "recommender_officer", "sac_officer", "expert"])
def test_only_organisers_have_the_page(world: World, name: str) -> None:
    client = client_of(world.seats[name])
    for part in ("", "invite/", "circulate/"):
        assert client.post(f"/applications/organising/{world.call.pk}/{part}", {}).status_code == 404
    assert client.get("/applications/organising/").status_code == 404
    assert page(world, name).status_code == 404
    with pytest.raises(NotPermitted):
        saved(world, name=name)


def test_who_is_no_organiser_under_the_edition_is_told_and_writes_nothing(world: World) -> None:
    officer = world.seat("association_officer", "association", "organiser_officer")
    assert "不是申报组织单位" in text_of(client_of(officer).get("/applications/organising/"))
    assert page(world, "association_officer").status_code == 404
    with pytest.raises(NotPermitted):
        saved(world, name="association_officer")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 7, 31), "内部截止日不能晚于受理期的最后一天（2026年7月30日）。"),
        (date(2026, 6, 14), "内部截止日不能是已经过去的日子。"),
    ],
)
def test_a_day_outside_the_window_is_refused(world: World, day: date, sentence: str) -> None:
    with pytest.raises(CallRefused) as refused:
        saved(world, day)
    assert (str(refused.value), refused.value.field) == (sentence, "last_day")
    assert Organising.objects.count() == 0


def test_nothing_is_written_once_the_window_is_over(world: World) -> None:
    with clock.at(CLOSES), pytest.raises(CallRefused):
        saved(world, None)
    with clock.at(CLOSES):
        assert page(world).status_code == 200


# Direction and day


def test_the_own_day_binds_first_submissions_to_it_alone(world: World) -> None:
    first, again = world.draft(), arrive(world.draft(inner_name="储能"), "organiser_review", "draft")
    other = world.other_draft()
    saved(world)
    assert (due(first).due_at, due(again).due_at, due(other).due_at) == (AFTER, CLOSES, CLOSES)
    assert "规定的内部截止日为2026年6月30日24时" in due(first).why
    with clock.at(AFTER):
        with pytest.raises(Refused):
            take(first, "submit_plan")
        take(again, "submit_plan")
        take(other, "submit_plan")
    with clock.at(AFTER - timedelta(seconds=1)):
        take(first, "submit_plan")


def test_a_changed_day_tells_exactly_those_whom_it_binds_and_taking_it_away_gives_the_window_back(
    world: World,
) -> None:
    own = world.draft()
    world.other_draft()
    row = saved(world)
    deliver("organisers_day")
    assert told(world) == ["preparer", "submitter", "unit_admin"]
    assert "内部截止日定为2026年6月30日" in Notification.objects.filter(record__isnull=True)[0].body
    saved(world, None, base=row.version)
    assert due(own).due_at == CLOSES
    assert Outbox.objects.filter(kind="organisers_day").count() == 2


def test_an_extension_leaves_an_organisers_own_day_where_it_is(world: World) -> None:
    own = world.draft()
    saved(world)
    later = CLOSES + timedelta(days=7)
    extend(world.call, closes_at=later, reason="x", unit=None, seat=world.seats["sac_officer"], key=uuid.uuid4())
    assert due(own).due_at == AFTER


def test_two_colleagues_at_once_the_second_sees_both(world: World) -> None:
    world.seat("colleague", "organiser", "organiser_officer")
    saved(world, name="colleague")
    sent = {"direction": "聚焦算力。", "last_day": "2026-07-01", "base": "0"}
    url = f"/applications/organising/{world.call.pk}/"
    client = client_of(world.seats["organiser_officer"])
    answer = client.post(url, sent)
    shown = text_of(answer)
    assert answer.status_code == 409
    assert ("聚焦光伏。" in shown, "聚焦算力。" in shown, "2026年6月30日" in shown) == (True, True, True)
    assert Organising.objects.get().direction == "聚焦光伏。"
    again = dict(answer.context["form"].data.items())
    assert client.post(url, again).status_code == 302
    row = Organising.objects.get()
    assert (row.direction, row.last_day, row.version) == ("聚焦算力。", date(2026, 7, 1), 2)
    assert row.history.count() == 2


def test_the_same_page_sent_twice_is_saved_once(world: World) -> None:
    client = client_of(world.seats["organiser_officer"])
    sent = {"direction": "聚焦光伏。", "last_day": "", "base": "0"}
    answers = [client.post(f"/applications/organising/{world.call.pk}/", sent).status_code for _ in range(2)]
    assert (answers, Organising.objects.get().version) == ([302, 302], 1)


def test_what_is_no_day_is_said_at_the_field(world: World) -> None:
    client = client_of(world.seats["organiser_officer"])
    sent = {"direction": "聚焦光伏。", "last_day": "6月底", "base": "0"}
    answer = client.post(f"/applications/organising/{world.call.pk}/", sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["last_day"])
    assert "聚焦光伏。" in text_of(answer)


# Invitations


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "who"),
        ({"who": "没有注册的单位"}, "email"),
        ({"who": "没有注册的单位", "email": "不是邮箱"}, "email"),
        ({"who": "能源部"}, "who"),
    ],
)
def test_whom_nobody_can_reach_is_not_invited(world: World, sent: dict[str, str], field: str) -> None:
    client = client_of(world.seats["organiser_officer"])
    answer = client.post(f"/applications/organising/{world.call.pk}/invite/", sent)
    assert (answer.status_code, list(answer.context["invite"].errors)) == (422, [field])
    assert InvitedUnit.objects.count() == 0


def test_a_registered_unit_is_found_by_its_code_and_told_once(world: World) -> None:
    client = client_of(world.seats["organiser_officer"])
    url = f"/applications/organising/{world.call.pk}/invite/"
    sent = {"who": world.units["host"].code.lower(), "note": "请早作准备。"}
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 422]
    assert told(world) == ["submitter", "unit_admin"]
    assert "请早作准备。" in Notification.objects.filter(record__isnull=True)[0].body


def test_who_has_not_registered_gets_a_letter_with_the_way_to_register(world: World) -> None:
    invited(world, name="新能源研究院", email="someone@example.com")
    (letter,) = Outbox.objects.filter(kind="mail")
    assert letter.payload["to"] == "someone@example.com"
    assert "/organisations/register/" in letter.payload["body"]
    assert world.call.get_absolute_url() in letter.payload["body"]


def test_an_invitation_is_no_precondition(world: World) -> None:
    invited(world, unit=world.units["other_host"])
    assert arrive(world.draft(), "organiser_review").state == "organiser_review"


def test_progress_is_seen_step_by_step_and_of_a_draft_nothing_but_that(world: World) -> None:
    invited(world, name="新能源研究院", email="someone@example.com")
    invited(world, unit=world.units["host"])
    assert progress(world) == ["尚未注册", "已注册，尚未开始填报"]
    Unit.objects.create(name="新能源研究院", kind="institution", code="NEW", region=world.units["host"].region)
    draft = world.draft(inner_name="储能")
    assert progress(world) == ["已注册，尚未开始填报", "填报中，已完成 0%"]
    attach(draft)
    draft.sections.create(key="meaning", content={"text": "机密的意义"}, version=1, saved_at=NOON,
                          saved_by=draft.started_by)  # fmt: skip
    assert "机密的意义" not in text_of(page(world))
    assert progress(world)[1] != "填报中，已完成 0%"
    take(draft, "submit_plan")
    assert progress(world)[1] == "组织单位论证"
    take(draft, "return_plan")
    assert progress(world)[1] == "退回修改中"
    with clock.at(CLOSES):
        assert progress(world)[1] == "未报送"


def test_whoever_stands_too_far_down_the_list_is_followed_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited(world, unit=world.units["host"])
    world.draft()
    monkeypatch.setattr(organising, "SHOWN", 0)
    assert progress(world) == ["填报中，已完成 0%"]


def progress(world: World) -> list[str]:
    return [each["progress"] for each in page(world).context["invited"]]


def test_another_organiser_sees_nothing_of_it(world: World) -> None:
    saved(world)
    invited(world, unit=world.units["host"])
    world.draft()
    other = page(world, "other_organiser_officer")
    assert (other.context["invited"], other.context["applications"]) == ([], [])
    assert "聚焦光伏" not in text_of(other)


# Circulating


def test_what_could_not_be_circulated_may_be_sent_again(
    world: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    invited(world, unit=world.units["host"])
    seat = world.seats["organiser_officer"]

    def failing(rows: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("applications.organising.outbox.put", failing)
        with pytest.raises(RuntimeError):
            organising.circulate(world.call, seat=seat, key="once")
    sent = []
    for _ in range(2):
        with outbox.unhurried(), django_capture_on_commit_callbacks(execute=True):
            sent.append(organising.circulate(world.call, seat=seat, key="once"))
    assert sent == [1, 0]


def test_circulating_reaches_every_invited_unit_once(
    world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = client_of(world.seats["organiser_officer"])
    url = f"/applications/organising/{world.call.pk}/circulate/"
    key = {"key": str(uuid.uuid4())}
    assert "还没有邀请单位" in text_of(client.post(url, key, follow=True))
    invited(world, unit=world.units["host"])
    invited(world, name="新能源研究院", email="someone@example.com")
    Notification.objects.all().delete()
    before = Outbox.objects.filter(kind="mail").count()
    for _ in range(2):
        with outbox.unhurried(), django_capture_on_commit_callbacks(execute=True):
            assert client.post(url, key).status_code == 302
    assert Outbox.objects.filter(kind="circulate").count() == 1
    deliver("circulate")
    assert told(world) == ["submitter", "unit_admin"]
    assert Outbox.objects.filter(kind="mail").count() == before + 3
    assert "转发申报指南给 2 个邀请的单位" in text_of(page(world))
