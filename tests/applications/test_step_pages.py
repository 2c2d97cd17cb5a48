"""The step's page: stale and doubled posts, refusals that lose nothing, and only the steps that are one's own."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications.models import Application
from procedure import clock
from procedure.models import Record
from tests.applications.asking import client_of, text_of
from tests.applications.building import CLOSES, World
from tests.arriving import arrive, endorsement
from tests.ground import shared

STALE = "本页打开之后，该事项已有变动。请先看清最新情况，再决定是否办理。"


@shared
def application(world: World) -> Application:
    return arrive(world.draft(), "organiser_review")


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.seats["organiser_officer"])


def url(application: Application, step: str) -> str:
    return f"/cases/application/{application.pk}/steps/{step}/"


def hidden(page: str) -> dict[str, str]:
    found = dict(re.findall(r'<input type="hidden" name="(key|seen)" value="([^"]+)">', page))
    assert set(found) == {"key", "seen"}
    return found


def test_a_page_that_has_become_stale_is_refused_and_keeps_the_note(application: Application, officer: Client) -> None:
    form = hidden(text_of(officer.get(url(application, "endorse_plan"))))
    arrive(application, "draft", "organiser_review")
    answer = officer.post(url(application, "endorse_plan"), form | {"note": "写好的论证意见"})
    page = text_of(answer)
    assert (answer.status_code, STALE in page, "写好的论证意见" in page) == (409, True, True)
    assert Application.objects.get().state == "organiser_review"


def test_the_end_of_a_call_is_not_said_to_be_that_of_an_application(world: World) -> None:
    with clock.at(CLOSES):
        page = text_of(client_of(world.seats["sac_officer"]).get(f"/cases/call/{world.call.pk}/steps/close_call/"))
    assert ("办理之后为“已结束”。" in page, "本次申报就此结束" in page) == (True, False)


def test_a_double_click_happens_once_and_both_arrive(application: Application, officer: Client) -> None:
    form = hidden(text_of(officer.get(url(application, "endorse_plan")))) | endorsement(application)
    answers = [officer.post(url(application, "endorse_plan"), form) for _ in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, application.get_absolute_url())] * 2
    assert Record.objects.filter(step="endorse_plan").count() == 1


def test_a_missing_note_is_told_once_and_the_key_can_be_used_again(application: Application, officer: Client) -> None:
    form = hidden(text_of(officer.get(url(application, "return_plan"))))
    answer = officer.post(url(application, "return_plan"), form | {"note": " "})
    page = text_of(answer)
    assert (answer.status_code, page.count("请写明退回说明。") >= 1) == (409, True)
    again = hidden(page)
    assert again == form
    assert officer.post(url(application, "return_plan"), again | {"note": "请补充"}).status_code == 302


def test_what_is_not_open_is_shown_with_its_reason_and_article(application: Application, officer: Client) -> None:
    with clock.at(CLOSES):
        page = text_of(officer.get(url(application, "endorse_plan")))
        case = text_of(officer.get(application.get_absolute_url()))
    for shown in (page, case):
        assert "受理期已于2026年7月30日24时结束。" in shown
    assert "disabled" in page


@pytest.mark.parametrize("key", ["", "x", "0" * 400])
def test_a_key_that_is_none_does_no_harm(application: Application, officer: Client, key: str) -> None:
    form = endorsement(application) | {"key": key, "seen": "1"}
    assert officer.post(url(application, "endorse_plan"), form).status_code == 302


@pytest.mark.parametrize("seen", ["", "x", "0", "2", "9" * 60])
def test_any_other_version_is_refused(application: Application, officer: Client, seen: str) -> None:
    answer = officer.post(url(application, "endorse_plan"), endorsement(application, seen=seen))
    assert (answer.status_code, STALE in text_of(answer)) == (409, True)


def test_more_fields_than_the_form_has_move_nothing_more(application: Application, officer: Client) -> None:
    more = {"state": "received", "recommender": "1", "received_at": "2026-01-01", "is_staff": "1", "step": "recommend"}
    more["seen"] = "1"
    officer.post(url(application, "endorse_plan"), endorsement(application) | more)
    saved = Application.objects.get()
    assert (saved.state, saved.received_at, saved.recommender) == (
        "recommender_review", None, application.recommender,
    )  # fmt: skip


@pytest.mark.parametrize("step", ["recommend", "submit_plan", "withdraw", "__class__", "freeze"])
def test_a_step_of_others_is_not_there(application: Application, officer: Client, step: str) -> None:
    for answer in (officer.get(url(application, step)), officer.post(url(application, step), {"note": "x"})):
        assert answer.status_code == 404
    assert Application.objects.get().state == "organiser_review"


def test_beginning_twice_from_one_page_makes_one_draft(world: World) -> None:
    client, key = client_of(world.seats["preparer"]), str(uuid.uuid4())
    form = {
        "inner_name": "光伏", "kind": "regional", "organiser": world.units["organiser"].pk,
        "region": world.units["host"].region_id, "key": key,
    }  # fmt: skip
    first, again = (client.post(f"/applications/begin/{world.call.pk}/", form) for _ in range(2))
    assert first["Location"] == again["Location"] == f"/applications/{Application.objects.get().pk}/write/"


def test_a_beginning_that_is_refused_says_why_and_keeps_what_was_typed(world: World) -> None:
    client, organiser = client_of(world.seats["preparer"]), world.units["organiser"]
    organiser.reports_to = world.units["other_host"]
    organiser.save()
    form = {
        "inner_name": "光伏基地", "kind": "regional", "organiser": organiser.pk, "region": organiser.region_id,
        "key": str(uuid.uuid4()),
    }  # fmt: skip
    answer = client.post(f"/applications/begin/{world.call.pk}/", form)
    page = text_of(answer)
    assert answer.status_code == 422
    assert ("不是区域（综合）创新基地的推荐单位" in page, "光伏基地" in page) == (True, True)
    assert Application.objects.count() == 0


def test_a_refused_step_writes_nothing(application: Application, officer: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        officer.post(url(application, "endorse_plan"), {"note": "", "seen": "1"})
    written = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
