"""年度建设情况报告: each year by 31 December, from the host through its organiser to SAC (办法17)."""

from datetime import date, timedelta

import pytest

from assessments.models import BuildReport
from assessments.reporting import begin_report
from bases.models import Base
from organisations.models import Membership
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import DueDate, Notification, Outbox
from procedure.notifying import notify
from procedure.perform import Refused, perform
from tests.applications.asking import client_of, text_of
from tests.applications.building import World

from .built import approved, filed_report, fill_dossier, promising

pytestmark = pytest.mark.rule("B17")


@pytest.fixture
def base(world: World) -> Base:
    return promising(world)


def written(base: Base, seats: dict[str, Membership], year: int = 2026) -> BuildReport:
    report = begin_report(base, year, seat=seats["preparer"])
    fill_dossier(report.dossier, seats["preparer"])
    return report


# Refused


def test_only_the_host_begins_one_and_only_its_submitter_files_it(world: World, base: Base) -> None:
    for name, seat in world.seats.items():
        if name not in ("preparer", "submitter"):
            with pytest.raises(NotPermitted):
                begin_report(base, 2026, seat=seat)
    report = written(base, world.seats)
    for name, seat in world.seats.items():
        if name != "submitter":
            with pytest.raises(NotPermitted):
                perform(report, "file_report", seat=seat)
    assert BuildReport.objects.count() == 1


def test_one_a_year_and_none_of_a_year_that_has_not_come(world: World, base: Base) -> None:
    written(base, world.seats)
    with pytest.raises(Refused, match="2026年度的报告已经有一份"):
        begin_report(base, 2026, seat=world.seats["preparer"])
    for year in (2025, 2027, 0):
        with pytest.raises(Refused, match="不在已经开始的建设年度之内"):
            begin_report(base, year, seat=world.seats["preparer"])


def test_an_unfinished_one_is_not_filed(world: World, base: Base) -> None:
    report = begin_report(base, 2026, seat=world.seats["preparer"])
    with pytest.raises(Refused, match="还缺 7 项，请先补齐"):
        perform(report, "file_report", seat=world.seats["submitter"])


def test_it_goes_through_the_organiser_and_not_twice(world: World, base: Base) -> None:
    report = written(base, world.seats)
    with pytest.raises(Refused, match="须在“待国家标准委接收”时办理"):
        perform(report, "receive_report", seat=world.seats["sac_officer"], data={})
    perform(report, "file_report", seat=world.seats["submitter"])
    with pytest.raises(Refused, match="须在“填报中”时办理"):
        perform(report, "file_report", seat=world.seats["submitter"])
    for name in ("submitter", "sac_officer", "recommender_officer", "other_organiser_officer"):
        with pytest.raises(NotPermitted):
            perform(report, "send_report", seat=world.seats[name], data={})
    with pytest.raises(Refused, match="请填写意见"):
        perform(report, "return_report", seat=world.seats["organiser_officer"], data={"note": " "})


def test_a_page_grown_old_and_a_click_twice(world: World, base: Base) -> None:
    report, key = written(base, world.seats), "7d3fd5a0-4f6e-4a8e-8f0e-0d7d4f7a3c11"
    url = f"/cases/build_report/{report.pk}/steps/file_report/"
    client = client_of(world.seats["submitter"])
    assert client.post(url, {"seen": "7", "key": key}).status_code == 409
    for _ in range(2):
        assert client.post(url, {"seen": "0", "key": key}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.version) == ("filed", 1)


def test_whoever_returns_it_is_led_to_the_base_and_not_to_a_page_that_is_gone(world: World, base: Base) -> None:
    report = written(base, world.seats)
    perform(report, "file_report", seat=world.seats["submitter"])
    client = client_of(world.seats["organiser_officer"])
    url = f"/cases/build_report/{report.pk}/steps/return_report/"
    answer = client.post(url, {"seen": "1", "note": "请补充数据来源。"}, follow=True)
    assert (answer.redirect_chain, answer.status_code) == ([(base.get_absolute_url(), 302)], 200)
    assert "“退回年度建设情况”已办理" in text_of(answer)


def test_begun_twice_by_one_click_it_is_one(world: World, base: Base) -> None:
    key = "0c7b9d5e-2b0f-4a7c-9c55-5a0d4b1f2f10"
    url, client = f"/assessments/bases/{base.pk}/reports/new/", client_of(world.seats["preparer"])
    answers = [client.post(url, {"year": "2026", "key": key}) for _ in range(2)]
    report = BuildReport.objects.get()
    assert {answer["Location"] for answer in answers} == {report.get_absolute_url()}
    assert base.dossiers.count() == 1


# In time and late


def test_the_approval_opens_a_date_for_each_year_and_filing_closes_its_own(world: World) -> None:
    base = approved(world)
    rows = DueDate.objects.filter(subject_id=base.pk, kind="build_report").order_by("cycle")
    assert [row.cycle for row in rows] == [2026, 2027, 2028]
    report = written(base, world.seats)
    perform(report, "file_report", seat=world.seats["submitter"])
    assert [row.cycle for row in rows.filter(closed_at=None)] == [2027, 2028]
    assert report.is_late is False
    late = rows.get(cycle=2027)
    with clock.at(late.due_at):
        second = written(base, world.seats, 2027)
        perform(second, "file_report", seat=world.seats["submitter"])
        assert (second.is_late, second.state) == (True, "filed")


def test_sac_sets_another_date_with_a_reason_and_nobody_else(world: World) -> None:
    base = approved(world)
    data = {"year": "2026", "day": "2027-01-31", "note": "因统计口径调整，推迟一个月。"}
    for name in ("organiser_officer", "submitter", "recommender_officer"):
        with pytest.raises(NotPermitted):
            perform(base, "move_report_date", seat=world.seats[name], data=data)
    with pytest.raises(Refused, match="请填写理由"):
        perform(base, "move_report_date", seat=world.seats["sac_officer"], data=data | {"note": ""})
    with pytest.raises(Refused, match="该年度没有等待报送的截止日"):
        perform(base, "move_report_date", seat=world.seats["sac_officer"], data=data | {"year": "2031"})
    perform(base, "move_report_date", seat=world.seats["sac_officer"], data=data)
    due = DueDate.objects.get(subject_id=base.pk, kind="build_report", cycle=2026)
    assert (due.due_at - timedelta(seconds=1)).astimezone(clock.BEIJING).date() == date(2027, 1, 31)
    assert "推迟一个月" in due.why


# The road


def test_what_the_organiser_returns_comes_again_with_its_first_date(world: World, base: Base) -> None:
    report = written(base, world.seats)
    perform(report, "file_report", seat=world.seats["submitter"])
    first = report.filed_at
    perform(report, "return_report", seat=world.seats["organiser_officer"], data={"note": "请补充。"})
    with clock.at(clock.now() + timedelta(days=300)):
        perform(report, "file_report", seat=world.seats["submitter"])
    assert (report.state, report.filed_at, report.is_late) == ("filed", first, False)


def test_who_reads_it_and_when(world: World, base: Base) -> None:
    report = written(base, world.seats)
    host = {"preparer", "submitter", "unit_admin"}

    def seen() -> set[str]:
        return {
            name for name, seat in world.seats.items()
            if client_of(seat).get(report.get_absolute_url()).status_code == 200
        }  # fmt: skip

    assert seen() == host
    perform(report, "file_report", seat=world.seats["submitter"])
    assert seen() == host | {"organiser_officer"}
    perform(report, "send_report", seat=world.seats["organiser_officer"], data={})
    assert seen() == host | {"organiser_officer", "recommender_officer", "sac_officer", "sac_approver"}


def test_sac_receives_it_and_the_host_is_told(world: World, base: Base) -> None:
    report = filed_report(base, 2026, world.seats)
    perform(report, "receive_report", seat=world.seats["sac_officer"], data={})
    assert (report.state, report.is_final) == ("received", True)
    notify(Outbox.objects.filter(kind="notify", record__subject_id=report.pk).latest("pk"))
    told = set(Notification.objects.values_list("person", flat=True))
    assert {world.seats[name].person_id for name in ("submitter", "organiser_officer")} <= told
