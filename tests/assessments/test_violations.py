"""违规处理: a ground with evidence, the unit heard, decided in pairs, from every state after the first submission."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Application
from applications.procedure import State
from assessments.forms import OpenForm
from assessments.models import Violation, ViolationFile
from assessments.queries.violations import files_visible_to, visible_to
from notices.models import ItemOutcome
from organisations.models import Role
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import DueDate, Notification, Outbox, Record
from procedure.notifying import notify
from procedure.perform import Refused, perform, start
from procedure.proposals import propose, sign
from procedure.sweep import sweep
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, paper
from tests.arriving import arrive
from tests.deciding import desk, violate
from tests.ground import shared
from tests.routes.stage import body

pytestmark = pytest.mark.rule("B36")

# By a road of its own where the shortest one does not pass.
ROADS: dict[State, tuple[State, ...]] = {
    State.DRAFT: (State.ORGANISER_REVIEW, State.DRAFT),
    State.ORGANISER_REVIEW: (State.ORGANISER_REVIEW,),
    State.RECOMMENDER_REVIEW: (State.RECOMMENDER_REVIEW,),
    State.RECEIVED: (State.RECEIVED,),
    State.FORM_CHECK: (State.FORM_CHECK,),
    State.SUPPLEMENTING: (State.SUPPLEMENTING,),
    State.EXPERT_REVIEW: (State.EXPERT_REVIEW,),
    State.REVISING: (State.REVISING,),
    State.REVISION_CHECK: (State.REVISING, State.REVISION_CHECK),
    State.DELIBERATION: (State.DELIBERATION,),
    State.PUBLICITY: (State.PUBLICITY,),
    State.DECISION: (State.PUBLICITY, State.DECISION),
}
OVER = {State.APPROVED, State.NOT_RECOMMENDED, State.REJECTED, State.WITHDRAWN}


@shared
def case(world: World) -> Application:
    return arrive(world.draft(), "received")


def url(case: Application) -> str:
    return f"/assessments/applications/{case.pk}/violations/new/"


def pdf(name: str = "检测报告.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, paper(name), "application/pdf")


def filled(**changes: Any) -> dict[str, Any]:
    day = (clock.today() + timedelta(days=15)).isoformat()
    return {"ground": "false", "facts": "检测报告系伪造。", "statement_by": day, "key": str(uuid.uuid4())} | changes


def unborn(case: Application, **facts: Any) -> Violation:
    day = clock.today() + timedelta(days=15)
    return Violation(
        application=case, ground="false", facts="伪造。", statement_by=day, opened_by=desk().officer.person, **facts
    )


# Refused


def test_only_an_officer_of_sac_opens_one(world: World, case: Application) -> None:
    for name, seat in world.seats.items():
        if name != "sac_officer":
            with pytest.raises(NotPermitted):
                start(unborn(case), seat=seat)
            assert (name, client_of(seat).get(url(case)).status_code) == (name, 404)
            assert client_of(seat).post(url(case), filled()).status_code == 404
    assert not Violation.objects.exists()


def test_what_was_never_submitted_or_is_over_is_no_case(world: World) -> None:
    for case in (world.draft(), arrive(world.draft(inner_name="氢能"), "organiser_review", "withdrawn")):
        with pytest.raises(Refused, match="还没有报送过，或者已经结束"):
            start(unborn(case), seat=desk().officer)
    assert not Violation.objects.exists()


def test_one_case_at_a_time(case: Application) -> None:
    violate(case)
    with pytest.raises(Refused, match="已有一件违规处理在办"):
        start(unborn(case), seat=desk().officer)


@pytest.mark.parametrize("name", ["ground", "facts", "statement_by"])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(world: World, case: Application, name: str) -> None:
    answer = client_of(world.seats["sac_officer"]).post(url(case), filled(**{name: ""}))
    assert answer.status_code == 422
    assert name in answer.context["form"].errors
    assert ("检测报告系伪造。" in text_of(answer)) == (name != "facts")
    assert not Violation.objects.exists()


def test_the_unit_gets_time_and_evidence_is_opened(case: Application) -> None:
    late = OpenForm(filled(statement_by=clock.today().isoformat()))
    assert list(late.errors) == ["statement_by"]
    odd = OpenForm(filled(), {"evidence": [pdf(), SimpleUploadedFile("a.pdf", b"MZ not a paper")]})
    assert "a.pdf" in odd.errors["evidence"][0]


def test_the_statement_is_waited_for_before_anything_is_found(case: Application) -> None:
    violation = start(unborn(case), seat=desk().officer)
    for step in ("uphold_violation", "dismiss_violation"):
        with pytest.raises(Refused, match="须在“已陈述申辩”时办理"):
            propose(violation, step, seat=desk().officer, data={"note": "事实清楚。"})


@pytest.mark.rule("B05")
def test_nobody_decides_alone_or_without_a_reason(world: World, case: Application) -> None:
    violation = violate(case)
    with pytest.raises(Refused, match="不能一人直接办理"):
        perform(violation, "uphold_violation", seat=desk().officer, data={"note": "事实清楚。"})
    with pytest.raises(Refused, match="请填写认定意见"):
        propose(violation, "uphold_violation", seat=desk().officer, data={"note": " "})
    waiting = propose(violation, "uphold_violation", seat=desk().officer, data={"note": "事实清楚。"})
    both = world.seat("both", "sac", Role.SAC_APPROVER, person=desk().officer.person)
    with pytest.raises(Refused, match="不能是同一人"):
        sign(waiting, seat=both)
    case.refresh_from_db()
    assert case.state == "received"


def test_the_statement_is_the_accused_submitters_alone(world: World, case: Application) -> None:
    violation = start(unborn(case), seat=desk().officer)
    for name, seat in world.seats.items():
        if name != "submitter":
            with pytest.raises(NotPermitted):
                perform(violation, "file_statement", seat=seat, data={"statement": "情况不实。"})


# Heard and decided


def test_every_state_after_the_first_submission_has_a_road() -> None:
    assert set(ROADS) | OVER == set(State)


@pytest.mark.parametrize("state", ROADS)
def test_it_ends_an_application_from_every_state(world: World, state: State) -> None:
    case = arrive(world.draft(), *ROADS[state])
    assert case.state == state
    desk().decide(violate(case), "uphold_violation", note="事实清楚，证据确凿。")
    case.refresh_from_db()
    record = Record.objects.get(subject_id=case.pk, step="reject_violation")
    assert (case.state, record.article, record.source) == ("rejected", "办法36", state)
    assert not DueDate.objects.filter(root=case.pk, closed_at__isnull=True).exists()


def test_publicity_ends_with_it_and_the_notice_says_so(world: World) -> None:
    case = arrive(world.draft(), "publicity")
    due = DueDate.objects.get(root=case.pk, kind="publicity")
    desk().decide(violate(case), "uphold_violation", note="事实清楚。")
    due.refresh_from_db()
    assert (due.closed_at is not None, due.fired_at) == (True, None)
    assert [outcome.kind for outcome in ItemOutcome.objects.filter(item=case.notice_item_id)] == ["pulled"]


def test_what_is_dismissed_leaves_the_application_where_it_was(case: Application) -> None:
    desk().decide(violate(case), "dismiss_violation", note="事实不成立。")
    case.refresh_from_db()
    assert (case.state, Violation.objects.get().state) == ("received", "dismissed")
    assert start(unborn(case), seat=desk().officer).state == "opened"


def test_it_is_opened_with_its_evidence_once(world: World, case: Application) -> None:
    client, sent = client_of(world.seats["sac_officer"]), filled()
    for _ in range(2):
        answer = client.post(url(case), sent | {"evidence": [pdf(), pdf("说明.pdf")]})
        violation = Violation.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, violation.get_absolute_url())
    assert [(each.file.name, each.is_statement) for each in violation.files.all()] == [
        ("检测报告.pdf", False),
        ("说明.pdf", False),
    ]
    due = DueDate.objects.get(root=case.pk, kind="statement")
    assert due.due_at.astimezone(clock.BEIJING).date() == clock.today() + timedelta(days=16)


def test_the_unit_is_told_reads_and_answers(world: World, case: Application) -> None:
    client_of(world.seats["sac_officer"]).post(url(case), filled(evidence=[pdf()]))
    violation = Violation.objects.get()
    notify(Outbox.objects.get(kind="notify", record__subject_id=violation.pk))
    told = Notification.objects.filter(url=violation.get_absolute_url()).values_list("person", flat=True)
    assert set(told) == {world.seats[name].person_id for name in ("preparer", "submitter", "unit_admin")}
    client = client_of(world.seats["submitter"])
    assert "检测报告系伪造。" in text_of(client.get(violation.get_absolute_url()))
    added = client.post(f"/assessments/violations/{violation.pk}/files/", {"evidence": [pdf("原始记录.pdf")]})
    assert added.status_code == 302
    perform(violation, "file_statement", seat=world.seats["submitter"], data={"statement": "报告真实，附原始记录。"})
    assert (violation.state, violation.statement) == ("stated", "报告真实，附原始记录。")
    assert violation.stated_at == clock.now()
    files = text_of(client.get(f"{violation.get_absolute_url()}?tab=files"))
    assert "检测报告.pdf" in files
    assert "原始记录.pdf" in files
    late = client.post(f"/assessments/violations/{violation.pk}/files/", {"evidence": [pdf("迟到.pdf")]})
    assert late.status_code == 409
    assert ViolationFile.objects.count() == 2


def test_a_statement_not_waited_for_needs_a_reason(case: Application) -> None:
    violation = start(unborn(case), seat=desk().officer)
    with pytest.raises(Refused, match="请填写理由"):
        perform(violation, "waive_statement", seat=desk().officer, data={"note": ""})
    perform(violation, "waive_statement", seat=desk().officer, data={"note": "该单位书面放弃。"})
    assert Record.objects.get(subject_id=violation.pk, step="waive_statement").note == "该单位书面放弃。"


def test_no_timer_finds_anything(case: Application) -> None:
    violation = start(unborn(case), seat=desk().officer)
    with clock.at(clock.now() + timedelta(days=60)):
        sweep()
    violation.refresh_from_db()
    assert violation.state == "opened"


def test_sac_and_the_accused_know_of_it_and_nobody_else(world: World, case: Application) -> None:
    client_of(world.seats["sac_officer"]).post(url(case), filled(evidence=[pdf()]))
    violation, file = Violation.objects.get(), ViolationFile.objects.get()
    knows = {"preparer", "submitter", "unit_admin", "sac_officer", "sac_approver"}
    for name, seat in world.seats.items():
        client, wanted = client_of(seat), name in knows
        assert (name, visible_to(seat).exists(), files_visible_to(seat).exists()) == (name, wanted, wanted)
        assert (name, client.get(violation.get_absolute_url()).status_code) == (name, 200 if wanted else 404)
        answer = client.get(f"/assessments/violations/files/{file.pk}/")
        assert (answer.status_code, body(answer) == paper("检测报告.pdf")) == ((200, True) if wanted else (404, False))
        page = client.get(case.get_absolute_url())
        if page.status_code == 200 and not wanted:
            assert "违规" not in text_of(page)
