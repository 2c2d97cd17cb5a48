"""终止建设: the clock only tells, two persons end it, and nothing that hangs on the base goes on after it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from bases.forms import OpenWindowForm, OverdueForm
from bases.models import Base, Decision, DecisionPaper
from organisations.models import Role
from procedure import clock, outbox
from procedure.acts import NotPermitted
from procedure.models import DueDate, Notification, Outbox, Record
from procedure.notifying import notify
from procedure.offers import offers
from procedure.perform import Refused, perform
from procedure.proposals import propose, sign
from procedure.steps import TIMER
from procedure.sweep import sweep
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.arriving import arrive
from tests.assessments.extending import IN_TIME, decided, drafted, filed, organiser
from tests.bases.built import building, recorded
from tests.deciding import desk
from tests.documents.reading import docx_text, pdf_text

pytestmark = pytest.mark.rule("B20")
OVER = datetime(2029, 7, 21, tzinfo=clock.BEIJING)
SECOND = timedelta(seconds=1)
GOOD = {"number": "国标委综合函〔2029〕30号", "dated": "2029-07-21", "note": "届满前没有提出申请。"}


@pytest.fixture
def base(world: World) -> Base:
    return building(world)


@pytest.fixture
def overdue(base: Base) -> Iterator[Base]:
    """The morning after its last timely day, with nothing filed."""
    with clock.at(OVER + timedelta(hours=9)):
        sweep()
        base.refresh_from_db()
        yield base


def ended(base: Base, step: str = "terminate_overdue", **changes: str) -> None:
    sign(propose(base, step, seat=desk().officer, data=GOOD | changes), seat=desk().approver)
    base.refresh_from_db()


# What the clock does


def test_an_approved_base_is_reminded_of_its_end(world: World) -> None:
    case = arrive(world.draft(), "publicity", "decision", "approved")
    due = DueDate.objects.get(subject_id=case.base_id, kind="build_end")
    assert due.fires == "propose_termination"
    assert "倒推" in due.why
    assert len(due.reminders) == 7
    case.base.refresh_from_db()
    assert due.due_at.astimezone(clock.BEIJING).date() > case.base.build_ends


def test_history_without_a_known_end_or_state_has_no_such_date(world: World) -> None:
    building(world, build_ends=None)
    building(world, "船舶", "other_", gaps=["state"])
    assert not DueDate.objects.exists()


def test_the_day_after_the_last_timely_day_sac_is_told_and_nothing_ends(world: World, base: Base) -> None:
    with clock.at(OVER - SECOND):
        sweep()
        base.refresh_from_db()
        assert base.termination_proposed_at is None
    with clock.at(OVER):
        sweep()
        sweep()
    base.refresh_from_db()
    assert (base.state, base.termination_proposed_at) == ("building", OVER)
    record = Record.objects.get(subject_id=base.pk, step="propose_termination")
    assert (record.actor_id, record.source, record.target) == (None, "building", "building")
    notify(Outbox.objects.get(record=record, kind="notify"))
    told = {name for name, seat in world.seats.items() if Notification.objects.filter(person=seat.person).exists()}
    assert told == {
        "preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer", "sac_officer",
    }  # fmt: skip


def test_a_pending_extension_stops_the_clock(base: Base) -> None:
    with clock.at(IN_TIME):
        filed(base)
    with clock.at(OVER + timedelta(days=60)):
        sweep()
        base.refresh_from_db()
        assert base.termination_proposed_at is None
        with pytest.raises(Refused, match="延期申请还没有决定"):
            perform(base, "propose_termination", seat=TIMER)
        with pytest.raises(Refused, match="延期申请还没有决定"):
            ended(base, dated="2029-09-01")


def test_no_person_presses_the_timers_step_and_the_timer_ends_nothing(overdue: Base) -> None:
    with pytest.raises(NotPermitted):
        perform(overdue, "propose_termination", seat=desk().officer)
    for step in ("terminate_overdue", "terminate_violation", "open_window"):
        with pytest.raises((NotPermitted, Refused)):
            perform(overdue, step, seat=TIMER, data=GOOD)
    assert overdue.state == "building"


# Refused


def test_before_the_end_nothing_is_ended(base: Base) -> None:
    with clock.at(OVER - SECOND):
        for step in ("terminate_overdue", "open_window"):
            with pytest.raises(Refused, match="2029年7月20日24时"):
                propose(base, step, seat=desk().officer, data=GOOD | {"dated": "2029-07-20", "until": "2029-08-01"})


def test_an_established_base_is_not_terminated(world: World) -> None:
    base = recorded(world)
    perform(base, "record_operating", seat=world.seats["sac_officer"])
    with clock.at(OVER):
        for step in ("terminate_overdue", "terminate_violation"):
            with pytest.raises(Refused, match="当前为“运行中”"):
                propose(base, step, seat=desk().officer, data=GOOD)


@pytest.mark.rule("B05")
def test_two_persons_of_sac_and_nobody_else(world: World, overdue: Base) -> None:
    for name, seat in world.seats.items():
        if name != "sac_officer":
            with pytest.raises(NotPermitted):
                propose(overdue, "terminate_overdue", seat=seat, data=GOOD)
    with pytest.raises(Refused, match="不能一人直接办理"):
        perform(overdue, "terminate_overdue", seat=desk().officer, data=GOOD)
    waiting = propose(overdue, "terminate_overdue", seat=desk().officer, data=GOOD)
    both = world.seat("both", "sac", Role.SAC_APPROVER, person=desk().officer.person)
    with pytest.raises(Refused, match="不能是同一人"):
        sign(waiting, seat=both)
    overdue.refresh_from_db()
    assert (overdue.state, Decision.objects.count()) == ("building", 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": ""}, "number"), ({"dated": "2029-07-22"}, "dated"), ({"dated": "2029-07-20"}, "dated"),
        ({"note": "　"}, "note"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(overdue: Base, changes: dict[str, str], field: str) -> None:
    assert list(OverdueForm(GOOD | changes, subject=overdue, seat=desk().officer).errors) == [field]


@pytest.mark.rule("B36")
def test_without_a_finding_there_is_no_violation(overdue: Base) -> None:
    with pytest.raises(Refused, match="没有认定违规"):
        propose(overdue, "terminate_violation", seat=desk().officer, data=GOOD)


# Ended


def test_it_ends_with_a_document_and_a_public_trace(world: World, overdue: Base) -> None:
    ended(overdue)
    assert (overdue.state, overdue.ended, overdue.termination_proposed_at) == ("terminated", "2029-07-21", None)
    assert not DueDate.objects.filter(root=overdue.pk, closed_at__isnull=True).exists()
    outbox.deliver(Outbox.objects.get(kind="decision_papers").pk)
    for said in DecisionPaper.objects.select_related("file"):
        with said.file.open() as content:
            text = (pdf_text if said.format == "pdf" else docx_text)(content.read())
        for wanted in (
            "终止国家技术标准创新基地（光伏）建设", "征求意见稿", "第二十条", "届满前没有提出申请。",
            "未按规定提出延期申请", "建设期自2026年7月20日起至2029年7月20日止",
        ):  # fmt: skip
            assert wanted in text
    page = text_of(Client().get(f"/bases/{overdue.pk}/"))
    assert "已终止" in page
    assert GOOD["number"] in page
    assert "届满前没有提出申请" not in page


@pytest.mark.parametrize("how", ["refused", "extended"])
def test_the_ground_is_the_one_that_the_record_gives(base: Base, how: str) -> None:
    from tests.assessments.extending import agreed

    with clock.at(IN_TIME):
        decided(agreed(base), "refuse_extension" if how == "refused" else "grant_extension")
    day = date(2029, 7, 21) if how == "refused" else date(2030, 1, 22)
    with clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=clock.BEIJING)):
        sweep()
        base.refresh_from_db()
        assert base.termination_proposed_at is not None
        ended(base, dated=day.isoformat())
    wanted = "延期申请未获批准" if how == "refused" else "延期后未按期完成建设任务"
    assert wanted in str(Decision.objects.get(kind="termination").content)


def test_what_was_open_is_over_with_it(world: World, base: Base) -> None:
    with clock.at(IN_TIME):
        row = drafted(base)
    with clock.at(OVER + timedelta(hours=9)):
        ended(base)
        with pytest.raises(Refused, match="该创新基地已终止，有关事项不再办理"):
            perform(row, "withdraw_extension", seat=organiser(base), data={"note": "不再申请。"})
        said = {refusal.sentence for each in offers(base, organiser(base)) for refusal in each.refusals}
        assert said == {"该创新基地已终止，有关事项不再办理。"}
        with pytest.raises(Refused, match="该创新基地已终止"):
            drafted(base)  # barred before any of its own guards
        assert client_of(organiser(base)).post(f"/assessments/extensions/{row.pk}/", {}).status_code == 409


# Late, but allowed


@pytest.mark.rule("B19")
def test_a_missed_window_is_opened_by_two_with_a_reason_until_a_day(overdue: Base) -> None:
    late = OpenWindowForm({"until": "2029-07-21", "note": "已完成。"}, subject=overdue, seat=desk().officer)
    assert list(late.errors) == ["until"]
    data = {"until": "2029-09-30", "note": "建设任务已完成，因洪灾未能按时申请。"}
    sign(propose(overdue, "open_window", seat=desk().officer, data=data), seat=desk().approver)
    overdue.refresh_from_db()
    assert (overdue.opened_until, overdue.termination_proposed_at) == (date(2029, 9, 30), None)
    with pytest.raises(Refused, match="已同意在2029年9月30日24时前申请验收"):
        propose(overdue, "terminate_overdue", seat=desk().officer, data=GOOD)
    with clock.at(datetime(2029, 10, 1, tzinfo=clock.BEIJING)):
        sweep()
        overdue.refresh_from_db()
        assert overdue.termination_proposed_at == clock.now()
        ended(overdue, dated="2029-10-01")
    assert overdue.state == "terminated"


def test_it_lies_in_sacs_queue_until_it_is_decided(world: World, overdue: Base) -> None:
    words = "建设期届满，决定终止或者延后"
    seen = {name for name, seat in world.seats.items() if words in text_of(client_of(seat).get("/home/"))}
    assert seen == {"sac_officer"}
    ended(overdue)
    assert words not in text_of(client_of(world.seats["sac_officer"]).get("/home/"))


def test_the_step_shows_the_facts_that_its_document_states(world: World, overdue: Base) -> None:
    page = text_of(client_of(desk().officer).get(f"{overdue.get_absolute_url()}steps/terminate_overdue/"))
    for fact in ("建设期自2026年7月20日起至2029年7月20日止。", "未按规定提出延期申请。"):
        assert fact in page
