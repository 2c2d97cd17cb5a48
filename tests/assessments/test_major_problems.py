"""重大问题: from the host to everybody above it at once, without a gate (办法17)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import problems
from assessments.models import MajorProblem, ProblemAnswer, ProblemFile
from bases.models import Base
from organisations.models import Membership
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import Notification, Outbox
from procedure.notifying import notify
from procedure.perform import Refused, perform
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, paper
from tests.bases.built import recorded
from tests.routes.stage import body

from .built import promising

pytestmark = pytest.mark.rule("B17")
ABOVE = {"organiser_officer", "recommender_officer", "sac_officer", "sac_approver"}
KNOWS = {"preparer", "submitter", "unit_admin"} | ABOVE


@pytest.fixture
def base(world: World) -> Base:
    return promising(world)


def url(base: Base) -> str:
    return f"/assessments/bases/{base.pk}/problems/new/"


def filled(**changes: Any) -> dict[str, Any]:
    facts = {
        "title": "主要参与单位退出", "happened_on": clock.today().isoformat(), "facts": "合作协议解除。",
        "measures": "正在另找单位。", "wanted": "", "key": "4a9d2f0e-1b7c-4d53-9e0a-6a4f6f3b8d21",
    }  # fmt: skip
    return facts | changes


def reported(base: Base, seat: Membership) -> MajorProblem:
    facts = {"title": "主要参与单位退出", "happened_on": clock.today(), "facts": "解除。", "measures": "另找。"}
    return problems.report(base, facts, [], seat=seat)


# Refused


def test_only_the_hosts_submitter_reports_one(world: World, base: Base) -> None:
    for name, seat in world.seats.items():
        if name != "submitter":
            with pytest.raises(NotPermitted):
                reported(base, seat)
            assert (name, client_of(seat).post(url(base), filled()).status_code) == (name, 404)
    assert not MajorProblem.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "请填写问题"),
        ({"facts": " "}, "请填写情况和影响"),
        ({"happened_on": "2999-01-01"}, "不能晚于今天"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    world: World, base: Base, changes: dict[str, str], said: str
) -> None:
    answer = client_of(world.seats["submitter"]).post(url(base), filled(**changes))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "正在另找单位。" in answer.content.decode()


def test_a_bad_file_refuses_the_report_by_its_name(world: World, base: Base) -> None:
    bad = SimpleUploadedFile("协议.pdf", b"MZ not a paper")
    answer = client_of(world.seats["submitter"]).post(url(base), filled(evidence=[bad]))
    assert answer.status_code == 422
    assert "协议.pdf" in text_of(answer)
    assert not MajorProblem.objects.exists()


def test_a_base_that_is_established_reports_none(world: World, base: Base) -> None:
    operating = recorded(world, "氢能")
    perform(operating, "record_operating", seat=world.seats["sac_officer"])
    with pytest.raises(Refused, match="不在建设过程中"):
        reported(operating, world.seats["submitter"])


def test_a_closed_one_is_answered_no_more_and_the_words_are_given_back(world: World, base: Base) -> None:
    problem = reported(base, world.seats["submitter"])
    with pytest.raises(Refused, match="请填写处理结果"):
        perform(problem, "close_problem", seat=world.seats["sac_officer"], data={"note": ""})
    for name in ("submitter", "organiser_officer", "recommender_officer"):
        with pytest.raises(NotPermitted):
            perform(problem, "close_problem", seat=world.seats[name], data={"note": "已处理。"})
    perform(problem, "close_problem", seat=world.seats["sac_officer"], data={"note": "已协调。"})
    with pytest.raises(Refused, match="已经办结"):
        problems.answer(problem, "再说一句。", seat=world.seats["organiser_officer"])
    late = client_of(world.seats["organiser_officer"]).post(
        f"/assessments/problems/{problem.pk}/answer/", {"text": "再说一句。"}
    )
    assert late.status_code == 409
    assert "再说一句。" in late.content.decode()
    assert not ProblemAnswer.objects.exists()


# Told and answered


def test_everybody_above_is_told_at_once_and_reads_it(world: World, base: Base) -> None:
    for _ in range(2):
        sent = filled(evidence=[SimpleUploadedFile("协议.pdf", paper("协议.pdf"), "application/pdf")])
        assert client_of(world.seats["submitter"]).post(url(base), sent).status_code == 302
    problem, file = MajorProblem.objects.get(), ProblemFile.objects.get()
    notify(Outbox.objects.get(kind="notify", record__subject_id=problem.pk))
    told = set(Notification.objects.filter(url=problem.get_absolute_url()).values_list("person", flat=True))
    assert told == {world.seats[name].person_id for name in ABOVE - {"sac_approver"}}
    for name, seat in world.seats.items():
        wanted = name in KNOWS
        page = client_of(seat).get(problem.get_absolute_url())
        assert (name, page.status_code) == (name, 200 if wanted else 404)
        answer = client_of(seat).get(f"/assessments/problems/files/{file.pk}/")
        assert (answer.status_code, body(answer) == paper("协议.pdf")) == ((200, True) if wanted else (404, False))


def test_whoever_stands_above_answers_in_rows(world: World, base: Base) -> None:
    problem = reported(base, world.seats["submitter"])
    for name, seat in world.seats.items():
        answers = name in ("organiser_officer", "recommender_officer", "sac_officer")
        page = client_of(seat).post(f"/assessments/problems/{problem.pk}/answer/", {"text": f"{name}已阅。"})
        assert (name, page.status_code) == (name, 302 if answers else 404)
    with clock.at(clock.now() + timedelta(days=1)):
        page = text_of(client_of(world.seats["preparer"]).get(problem.get_absolute_url()))
    assert "organiser_officer已阅。" in page
    assert ProblemAnswer.objects.count() == 3
