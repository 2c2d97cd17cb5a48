"""中期评估: by the organiser in the middle of the build, late three months after it (办法18)."""

from datetime import date, timedelta

import pytest

from assessments.dossiers import ledger_of
from assessments.models import MidtermReview
from assessments.reporting import begin_review
from bases import periods
from bases.models import Base
from organisations.models import Membership
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import DueDate
from procedure.perform import Refused, perform
from procedure.reckoning import end_instant, start_instant
from tests.applications.asking import client_of
from tests.applications.building import World

from .built import approved, fill_dossier, noon_of, promising

pytestmark = pytest.mark.rule("B18")
# Of a build from 20 July 2026 to 20 July 2029.
MIDDLE, OPENS, LATEST = date(2028, 1, 20), date(2027, 10, 20), date(2028, 4, 20)


@pytest.fixture
def base(world: World) -> Base:
    return promising(world)


def written(base: Base, seats: dict[str, Membership]) -> MidtermReview:
    review = begin_review(base, seat=seats["organiser_officer"])
    fill_dossier(review.dossier, seats["organiser_officer"])
    return review


# Refused


def test_it_is_the_organisers_to_write_and_to_file(world: World, base: Base) -> None:
    for name, seat in world.seats.items():
        if name != "organiser_officer":
            with pytest.raises(NotPermitted):
                begin_review(base, seat=seat)
    with clock.at(noon_of(MIDDLE)):
        review = written(base, world.seats)
        for name in ("submitter", "recommender_officer", "sac_officer", "other_organiser_officer"):
            with pytest.raises(NotPermitted):
                perform(review, "file_review", seat=world.seats[name])


def test_it_is_no_mid_term_review_long_before_the_middle(world: World, base: Base) -> None:
    with clock.at(noon_of(OPENS - timedelta(days=1))):
        review = written(base, world.seats)
        with pytest.raises(Refused, match="建设期中点为2028年1月20日，报告最早自2027年10月20日起提交"):
            perform(review, "file_review", seat=world.seats["organiser_officer"])
    with clock.at(noon_of(OPENS)):
        perform(review, "file_review", seat=world.seats["organiser_officer"])
    assert review.state == "filed"


def test_a_finding_is_asked_for_of_every_task_and_indicator(world: World, base: Base) -> None:
    with clock.at(noon_of(MIDDLE)):
        review = written(base, world.seats)
        entry = review.dossier.entries.get(task__isnull=False)
        type(entry).objects.filter(pk=entry.pk).update(note="")
        with pytest.raises(Refused, match="“研制光伏组件标准”：未填写评估意见"):
            perform(review, "file_review", seat=world.seats["organiser_officer"])


def test_there_is_one_and_it_is_filed_once(world: World, base: Base) -> None:
    with clock.at(noon_of(MIDDLE)):
        review = written(base, world.seats)
        with pytest.raises(Refused, match="已经有一份中期评估报告"):
            begin_review(base, seat=world.seats["organiser_officer"])
        perform(review, "file_review", seat=world.seats["organiser_officer"])
        with pytest.raises(Refused, match="须在“评估中”时办理"):
            perform(review, "file_review", seat=world.seats["organiser_officer"])


# In time and late


def test_the_middle_reminds_and_three_months_later_it_is_late(world: World) -> None:
    base = approved(world)
    assert base.build_starts is not None
    assert base.build_ends is not None
    middle = periods.midpoint(base.build_starts, base.build_ends)
    due = DueDate.objects.get(subject_id=base.pk, kind="midterm_review")
    assert due.due_at == end_instant(periods.midterm_latest(base.build_starts, base.build_ends))
    assert start_instant(middle).isoformat() in due.reminders
    with clock.at(due.due_at):
        review = written(base, world.seats)
        perform(review, "file_review", seat=world.seats["organiser_officer"])
    due.refresh_from_db()
    assert (review.is_late, due.closed_at is not None) == (True, True)


def test_a_second_before_it_is_in_time(world: World) -> None:
    base = approved(world)
    due = DueDate.objects.get(subject_id=base.pk, kind="midterm_review")
    with clock.at(due.due_at - timedelta(seconds=1)):
        review = written(base, world.seats)
        perform(review, "file_review", seat=world.seats["organiser_officer"])
    assert review.is_late is False


def test_what_it_found_stands_in_the_ledger_and_sac_receives_it(world: World, base: Base) -> None:
    with clock.at(noon_of(MIDDLE)):
        review = written(base, world.seats)
        assert not ledger_of(base).indicators[0].reports
        assert client_of(world.seats["sac_officer"]).get(review.get_absolute_url()).status_code == 404
        perform(review, "file_review", seat=world.seats["organiser_officer"])
        row = ledger_of(base).indicators[0]
        assert row.now is not None
        assert (row.now.source, row.now.status_label) == ("中期评估报告", "已达到")
        perform(review, "receive_review", seat=world.seats["sac_officer"], data={})
    assert review.is_final
