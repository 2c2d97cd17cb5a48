"""年度总结和计划: the host's, straight to SAC by the end of December; late ones are taken and marked (办法29)."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from assessments.forms import FileSummaryForm
from assessments.keeping import keep
from assessments.models import Achievement, AnnualSummary
from assessments.summarising import begin_summary, give_opinion
from bases.models import Base
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import DueDate, Notification, Outbox
from procedure.notifying import notify
from procedure.perform import Refused, perform
from procedure.sweep import sweep
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.assessments.based import SEES, a_base
from tests.assessments.built import fill_dossier
from tests.ground import shared

pytestmark = pytest.mark.rule("B29")
TICKED = {"clean_house": "on", "no_trend": "明年一并报送。"}
END = datetime(2027, 1, 1, tzinfo=clock.BEIJING)


@shared
def base(world: World) -> Base:
    return a_base(world)


@shared
def row(world: World, base: Base) -> AnnualSummary:
    return written(world, base)


def written(world: World, base: Base, year: int = 2026) -> AnnualSummary:
    found = begin_summary(base, year, seat=world.seats["preparer"])
    fill_dossier(found.dossier, world.seats["preparer"])
    return found


def file(world: World, row: AnnualSummary, **data: str) -> None:
    perform(row, "file_summary", seat=world.seats["submitter"], data=TICKED | data)


def due_of(base: Base, year: int = 2026) -> DueDate:
    return DueDate.objects.get(subject_id=base.pk, kind="annual_summary", cycle=year)


def url(base: Base) -> str:
    return f"/assessments/bases/{base.pk}/summaries/new/"


# Refused


def test_only_the_host_begins_and_only_its_submitter_files(world: World, base: Base) -> None:
    for name, seat in world.seats.items():
        wanted = 200 if name in ("preparer", "submitter") else 404
        assert (name, client_of(seat).get(url(base)).status_code) == (name, wanted)
        if wanted == 404:
            with pytest.raises(NotPermitted):
                begin_summary(base, 2026, seat=seat)
    assert not AnnualSummary.objects.exists()
    row = written(world, base)
    for name, seat in world.seats.items():
        if name != "submitter":
            with pytest.raises(NotPermitted):
                perform(row, "file_summary", seat=seat, data=TICKED)


@pytest.mark.parametrize("state", ["building", "passed", "terminated", "revoked"])
def test_only_what_is_established_reports_so(world: World, state: str) -> None:
    with pytest.raises(Refused, match=r"已经批准成立|不再办理"):
        begin_summary(a_base(world, state), 2026, seat=world.seats["preparer"])


@pytest.mark.parametrize(("year", "there"), [(2024, False), (2025, True), (2026, True), (2027, False)])
def test_the_year_is_one_since_the_establishment(world: World, base: Base, year: int, there: bool) -> None:
    if there:
        assert begin_summary(base, year, seat=world.seats["preparer"]).year == year
    else:
        with pytest.raises(Refused, match="不在批准成立以来的年度之内"):
            begin_summary(base, year, seat=world.seats["preparer"])


def test_one_a_year(world: World, base: Base, row: AnnualSummary) -> None:
    with pytest.raises(Refused, match="2026年度的总结已经有一份"):
        begin_summary(base, 2026, seat=world.seats["preparer"])


def test_nothing_is_filed_half(world: World, base: Base) -> None:
    row = begin_summary(base, 2026, seat=world.seats["preparer"])
    with pytest.raises(Refused, match="请先补齐"):
        file(world, row)


@pytest.mark.rule("B22")
def test_without_the_tick_of_article_22_nothing_is_filed(world: World, row: AnnualSummary) -> None:
    with pytest.raises(Refused, match="请声明没有自行成立或者批准分支机构、没有刻制印章"):
        file(world, row, clean_house="")


@pytest.mark.rule("B25")
def test_a_trend_report_is_asked_for_or_why_there_is_none(world: World, base: Base, row: AnnualSummary) -> None:
    with pytest.raises(Refused, match="请填写没有报送趋势研究报告的说明"):
        file(world, row, no_trend=" ")
    report = Achievement(base=base, kind="trend_report", title="趋势", happened_on=date(2026, 5, 1), status="已报送")
    keep(report, [], seat=world.seats["preparer"])
    assert "no_trend" not in FileSummaryForm(subject=row).fields
    file(world, row, no_trend="")
    assert row.no_trend == ""


def test_a_stale_page_files_nothing(world: World, row: AnnualSummary) -> None:
    with pytest.raises(Refused, match="已有变动"):
        perform(row, "file_summary", seat=world.seats["submitter"], data=TICKED, seen=row.version + 1)


# Filed


def test_it_goes_straight_to_sac_and_the_organiser_is_no_gate(world: World, row: AnnualSummary) -> None:
    file(world, row)
    notify(Outbox.objects.get(kind="notify", record__subject_id=row.pk, record__step="file_summary"))
    told = set(Notification.objects.filter(url=row.get_absolute_url()).values_list("person", flat=True))
    assert told == {world.seats[name].person_id for name in ("organiser_officer", "sac_officer")}
    perform(row, "receive_summary", seat=world.seats["sac_officer"], data={})
    assert row.state == "received"


@pytest.mark.parametrize(("at", "is_late"), [(END - timedelta(seconds=1), False), (END, True)])
def test_a_second_too_late_is_taken_and_marked(world: World, row: AnnualSummary, at: datetime, is_late: bool) -> None:
    with clock.at(at):
        sweep()
        file(world, row)
    assert (row.state, row.filed_at, row.is_late) == ("filed", at, is_late)
    assert due_of(row.base).closed_at == at
    if is_late:
        assert due_of(row.base, 2027).closed_at is None
    assert ("逾期报送" in text_of(client_of(world.seats["sac_officer"]).get(row.get_absolute_url()))) == is_late


def test_pressed_twice_it_is_filed_once(world: World, row: AnnualSummary) -> None:
    key, seat = uuid.uuid4(), world.seats["submitter"]
    first = perform(row, "file_summary", seat=seat, data=TICKED, key=key)
    assert perform(row, "file_summary", seat=seat, data=TICKED, key=key) == first


def test_a_corrected_one_keeps_its_first_date(world: World, row: AnnualSummary) -> None:
    file(world, row)
    first = row.filed_at
    with pytest.raises(Refused, match="请填写意见"):
        perform(row, "ask_correction", seat=world.seats["sac_officer"], data={"note": ""})
    perform(row, "ask_correction", seat=world.seats["sac_officer"], data={"note": "请补经费。"})
    with clock.at(END + timedelta(days=3)):
        file(world, row)
    assert (row.state, row.filed_at, row.is_late) == ("filed", first, False)
    for name, seat in world.seats.items():
        if name != "sac_officer":
            for step in ("receive_summary", "ask_correction"):
                with pytest.raises(NotPermitted):
                    perform(row, step, seat=seat, data={"note": "好。"})


@pytest.mark.rule("B25")
def test_the_year_s_achievements_are_counted_in_as_they_stood(world: World, base: Base, row: AnnualSummary) -> None:
    seat = world.seats["preparer"]
    for day, amount in ((date(2026, 3, 1), 120), (date(2026, 4, 1), 80), (date(2025, 4, 1), 7)):
        keep(Achievement(base=base, kind="training", title="培训", happened_on=day, amount=amount), [], seat=seat)
    file(world, row)
    keep(Achievement(base=base, kind="training", title="迟到", happened_on=date(2026, 6, 1)), [], seat=seat)
    assert row.achieved == [
        {"kind": "training", "label": "实习培训", "count": 2, "amount": "200 人次"},
    ]
    assert "200 人次" in text_of(client_of(seat).get(f"{row.get_absolute_url()}?tab=year"))


def test_last_year_s_plan_stands_beside_this_year_s_summary(world: World, base: Base, row: AnnualSummary) -> None:
    file(world, written(world, base, 2025))
    page = text_of(client_of(world.seats["preparer"]).get(f"{row.get_absolute_url()}?tab=beside"))
    assert "下一年度工作计划的正文。" in page
    assert "本年度工作总结的正文。" in page


def test_the_organiser_says_something_after_the_filing_and_holds_nothing_up(world: World, row: AnnualSummary) -> None:
    page = f"/assessments/annual-summaries/{row.pk}/opinion/"
    assert client_of(world.seats["organiser_officer"]).get(page).status_code == 404
    file(world, row)
    for name, seat in world.seats.items():
        assert (name, client_of(seat).get(page).status_code) == (name, 200 if name == "organiser_officer" else 404)
    client = client_of(world.seats["organiser_officer"])
    assert client.post(page, {"text": ""}).status_code == 422
    for _ in range(2):
        assert client.post(page, {"text": "情况属实。"}).status_code == 302
    assert row.opinions.count() == 1
    perform(row, "receive_summary", seat=world.seats["sac_officer"], data={})
    give_opinion(row, "补充一句。", seat=world.seats["organiser_officer"])
    assert "补充一句。" in text_of(client_of(world.seats["preparer"]).get(row.get_absolute_url()))


def test_it_is_begun_from_the_base_s_page(world: World, base: Base) -> None:
    client, sent = client_of(world.seats["preparer"]), {"year": "2026", "key": str(uuid.uuid4())}
    assert [year for year, _ in client.get(url(base)).context["form"].fields["year"].choices] == ["2026", "2025"]
    for _ in range(2):
        answer: Any = client.post(url(base), sent)
        assert answer.status_code == 302
    row = AnnualSummary.objects.get()
    assert answer["Location"] == f"/assessments/dossiers/{row.dossier_id}/"


def test_a_draft_is_the_host_s_and_what_is_filed_everybody_s_above(world: World, row: AnnualSummary) -> None:
    def readers() -> set[str]:
        pages = {name: client_of(seat).get(row.get_absolute_url()) for name, seat in world.seats.items()}
        return {name for name, page in pages.items() if page.status_code == 200}

    assert readers() == {"preparer", "submitter", "unit_admin"}
    file(world, row)
    assert readers() == set(SEES)
