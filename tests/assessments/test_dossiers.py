"""The dossier: saved part by part and never over somebody else's, frozen when filed, begun with what was said last."""

import re
import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from applications.saving import Conflict, NotWritable, Saved
from assessments import dossiers
from assessments.dossiers.asked import FORMS
from assessments.dossiers.ledger import Reported, Row, ledger_of
from assessments.dossiers.plot import plot
from assessments.models import BuildReport, Dossier, LedgerEntry
from assessments.queries.dossiers import SIGHT
from assessments.reporting import begin_report
from bases.models import Base, BaseIndicator, PromiseState
from bases.promising import change_promise
from documents import codes
from procedure import clock
from procedure.perform import perform
from tests.applications.asking import client_of, text_of
from tests.applications.building import World

from .built import filed_report, fill_dossier, noon_of, promising

pytestmark = pytest.mark.rule("B17")
PROMISED = ("title", "content", "name", "unit", "target", "midterm", "target_number", "due", "version", "position")


@pytest.fixture
def base(world: World) -> Base:
    return promising(world)


@pytest.fixture
def report(world: World, base: Base) -> BuildReport:
    return begin_report(base, 2026, seat=world.seats["preparer"])


def promises(base: Base) -> list[dict[str, Any]]:
    return [row for rows in (base.tasks, base.indicators, base.milestones) for row in rows.values()]


def indicator_of(report: BuildReport) -> LedgerEntry:
    return report.dossier.entries.select_related("dossier__base", "indicator").get(indicator__isnull=False)


def posted(entry: LedgerEntry, **changes: str) -> dict[str, str]:
    return {"base": str(entry.version), "value": "12", "note": "已立项。"} | changes


def entry_url(entry: LedgerEntry) -> str:
    return f"/assessments/dossiers/{entry.dossier_id}/entries/{entry.pk}/"


def said_on(page: Any) -> set[str]:
    """What stands side by side, without the marks of what differs."""
    return set(re.findall(r">([^<>]+)<", re.sub(r"</?mark>", "", page.content.decode())))


# Refused


def test_nothing_posted_with_a_report_reaches_what_was_promised(world: World, report: BuildReport) -> None:
    before, client = promises(report.base), client_of(world.seats["preparer"])
    for entry in report.dossier.entries.all():
        answer = client.post(entry_url(entry), posted(entry, **dict.fromkeys(PROMISED, "1"), status="done"))
        assert answer.status_code == 302
    assert promises(report.base) == before


def test_a_promised_row_does_not_change_in_the_database_either(report: BuildReport) -> None:
    row = report.base.indicators.get()
    for change in ({"target": "1"}, {"target": "1", "version": row.version + 1}):
        with pytest.raises(DatabaseError, match="decided change"), transaction.atomic():
            BaseIndicator.objects.filter(pk=row.pk).update(**change)


def test_only_its_writers_write_it_and_only_while_it_is_written(world: World, report: BuildReport) -> None:
    entry = indicator_of(report)
    for name, seat in world.seats.items():
        wanted = name in ("preparer", "submitter")
        assert (name, dossiers.may_write(report.dossier, seat)) == (name, wanted)
        answer = client_of(seat).post(entry_url(entry), posted(entry, value=name))
        assert (name, answer.status_code in (302, 409)) == (name, wanted)
        if not wanted:
            assert answer.status_code == 404
            with pytest.raises(NotWritable):
                dossiers.save_entry(entry, {"value": name}, base=entry.version, seat=seat)
    assert indicator_of(report).value == "preparer"


def test_a_stale_save_changes_nothing_and_gives_both_back(world: World, report: BuildReport) -> None:
    entry, seat = indicator_of(report), world.seats["preparer"]
    assert isinstance(dossiers.save_entry(entry, {"value": "12"}, base=0, seat=seat), Saved)
    late = dossiers.save_entry(entry, {"value": "13"}, base=0, seat=seat)
    assert isinstance(late, Conflict)
    assert (late.section.value, late.mine) == ("12", {"value": "13"})
    page = client_of(seat).post(entry_url(entry), posted(entry, value="13"))
    assert page.status_code == 409
    assert {"12", "13"} <= said_on(page)
    again = dossiers.save_entry(entry, {"value": "12"}, base=0, seat=seat)
    assert (isinstance(again, Saved), again.section.version) == (True, 1)


def test_a_stale_section_too(world: World, report: BuildReport) -> None:
    seat, url = world.seats["preparer"], f"/assessments/dossiers/{report.dossier.pk}/sections/progress/"
    dossiers.save_section(report.dossier, "progress", {"text": "<p>甲。</p>"}, base=0, seat=seat)
    page = client_of(seat).post(url, {"base": "0", "text": "乙。"})
    assert page.status_code == 409
    assert {"甲。", "乙。"} <= said_on(page)
    assert report.dossier.sections.get().text == "<p>甲。</p>"


def test_what_comes_after_the_filing_is_given_back(world: World, report: BuildReport) -> None:
    fill_dossier(report.dossier, world.seats["preparer"])
    perform(report, "file_report", seat=world.seats["submitter"])
    entry = indicator_of(report)
    answer = client_of(world.seats["preparer"]).post(entry_url(entry), posted(entry, note="又立项十项。"))
    assert answer.status_code == 409
    assert "又立项十项。" in answer.content.decode()
    scripted = client_of(world.seats["preparer"]).post(entry_url(entry), posted(entry), headers={"X-Autosave": "1"})
    assert (scripted.status_code, "不能修改" in scripted.json()["closed"]) == (409, True)


def test_what_was_filed_is_frozen_in_the_database(world: World, report: BuildReport) -> None:
    fill_dossier(report.dossier, world.seats["preparer"])
    perform(report, "file_report", seat=world.seats["submitter"])
    changes: list[tuple[Any, dict[str, Any]]] = [
        (type(report.dossier).objects.filter(pk=report.dossier.pk), {"digest": "0" * 64}),
        (report.dossier.entries.all(), {"value": "99"}),
        (report.dossier.sections.all(), {"version": 9}),
    ]
    for rows, change in changes:
        with pytest.raises(DatabaseError, match="filed dossier"), transaction.atomic():
            rows.update(**change)


@pytest.mark.parametrize(
    ("changes", "said"), [({"value": "约十项"}, "应为数字"), ({"value": ""}, "未填写目前达到"), ({}, "")]
)
def test_a_value_that_cannot_be_held_against_its_promise_is_saved_and_said(
    world: World, report: BuildReport, changes: dict[str, str], said: str
) -> None:
    entry = indicator_of(report)
    answer = client_of(world.seats["preparer"]).post(
        entry_url(entry), posted(entry, **changes), headers={"X-Autosave": "1"}
    )
    assert (answer.status_code, said in "；".join(answer.json()["missing"])) == (200, True)
    assert bool(answer.json()["missing"]) == bool(said)
    assert indicator_of(report).value == changes.get("value", "12")


def test_a_state_that_is_not_offered_is_refused_at_its_field(world: World, report: BuildReport) -> None:
    entry = report.dossier.entries.get(task__isnull=False)
    answer = client_of(world.seats["preparer"]).post(
        entry_url(entry), {"base": "0", "status": "dropped", "note": "不做了"}
    )
    assert answer.status_code == 422
    assert "请从列出的状态中选择" in text_of(answer)
    assert "不做了" in answer.content.decode()


def test_a_row_of_another_dossier_is_not_there(world: World, report: BuildReport) -> None:
    entry = indicator_of(report)
    url = f"/assessments/dossiers/{uuid.uuid4()}/entries/{entry.pk}/"
    assert client_of(world.seats["preparer"]).post(url, posted(entry)).status_code == 404


# Begun, filed, read


def test_a_report_has_an_entry_for_each_promise(report: BuildReport) -> None:
    rows = {row["id"] for row in promises(report.base)}
    assert {entry.row_id for entry in report.dossier.entries.all()} == rows
    assert len(rows) == 3


def test_it_begins_with_what_was_reported_last_and_marks_what_changes(world: World, base: Base) -> None:
    first = filed_report(base, 2026, world.seats, **{base.indicators.get().name: "10"})
    with clock.at(noon_of(date(2027, 11, 1))):
        second = begin_report(base, 2027, seat=world.seats["preparer"])
        assert second.dossier.prefilled_from == first.dossier
        entry = indicator_of(second)
        assert (entry.value, entry.version) == ("10", 0)
        row = ledger_of(base, second.dossier).indicators[0]
        assert (row.last.value, row.now.value, row.changed) == ("10", "10", False)
        dossiers.save_entry(entry, {"value": "25"}, base=0, seat=world.seats["preparer"])
        row = ledger_of(base, second.dossier).indicators[0]
        assert (row.last.value, row.now.value, row.changed) == ("10", "25", True)
        page = client_of(world.seats["preparer"]).get(f"/assessments/dossiers/{second.dossier.pk}/rows/indicators/")
        assert "本次已改" in text_of(page)
        # Nobody else's ledger knows of it before it stands.
        assert [each.value for each in ledger_of(base).indicators[0].reports] == ["10"]


def test_the_filed_value_says_what_it_answers_to(world: World, report: BuildReport) -> None:
    fill_dossier(report.dossier, world.seats["preparer"])
    perform(report, "file_report", seat=world.seats["submitter"])
    dossier, promised = Dossier.objects.get(), report.base.indicators.get()
    assert dossier.digest == codes.digest(dossier.content)
    assert dossier.content["indicators"] == [{
        "id": str(promised.pk), "version": 1, "last": None, "changed": False,
        "promised": {"name": promised.name, "unit": promised.unit, "target": promised.target,
                     "midterm": promised.midterm, "kind": promised.get_kind_display()},
        "now": {"source": "2026年度建设情况报告", "value": "10", "status": "", "status_label": "",
                "note": "按计划开展。", "files": []},
    }]  # fmt: skip
    assert [part["key"] for part in dossier.content["sections"]] == [
        "progress",
        "results",
        "support",
        "problems",
        "next",
    ]


def test_what_is_returned_goes_on_and_the_filed_one_stays(world: World, report: BuildReport) -> None:
    fill_dossier(report.dossier, world.seats["preparer"])
    perform(report, "file_report", seat=world.seats["submitter"])
    first = report.dossier
    perform(report, "return_report", seat=world.seats["organiser_officer"], data={"note": "请补充数据来源。"})
    first.refresh_from_db()
    assert (report.dossier_id != first.pk, first.set_aside_at is not None, first.filed_at is not None) == (True,) * 3
    assert dossiers.missing(report.dossier) == []
    assert {section.text for section in report.dossier.sections.all()} == {s.text for s in first.sections.all()}


def test_a_decided_change_alone_moves_a_promise_and_keeps_what_it_was(world: World, report: BuildReport) -> None:
    row = report.base.indicators.get()
    before = row.target
    act = type("Act", (), {"at": clock.now(), "step": type("Step", (), {"article": "办法26"})})
    change_promise(row, {"target": "80"}, act, reason="经批准变更。")  # type: ignore[arg-type]
    row.refresh_from_db()
    assert (row.target, row.target_number, row.version) == ("80", 80, 2)
    kept = PromiseState.objects.get(row=row.pk)
    assert (kept.content["target"], kept.version, kept.reason) == (before, 1, "经批准变更。")
    was, now = (ledger_of(report.base, until=kept.until + timedelta(seconds=late)) for late in (0, 1))
    assert [each.indicators[0].promised.target for each in (was, now)] == [before, "80"]


def test_a_dossier_of_every_kind_is_found_by_whoever_writes_it() -> None:
    assert set(SIGHT) == set(Dossier.Kind.values) == set(FORMS)


def test_numbers_are_drawn_against_target_and_middle(world: World, base: Base) -> None:
    name = base.indicators.get().name
    filed_report(base, 2026, world.seats, **{name: "10"})
    with clock.at(clock.now() + timedelta(days=400)):
        filed_report(base, 2027, world.seats, **{name: "25"})
        row = ledger_of(base).indicators[0]
        picture = str(plot(row, base.build_starts, base.build_ends))
        assert picture.count('class="plot-dot"') == 2
        for part in ('class="plot-target"', f"目标 {row.promised.target}", 'class="plot-midterm"', f"{name}："):
            assert part in picture
        assert [each.source for each in row.reports] == ["2026年度建设情况报告", "2027年度建设情况报告"]


@pytest.mark.parametrize(
    ("midterm", "target", "now", "share"),
    [
        ("12", "40", "10", 25),
        ("56", "28", "44", 64),
        ("56", "28", "20", 140),
        ("5", "3", "0", None),
        ("", "40", "50", 125),
    ],
)
def test_how_far_a_number_is_reckons_the_other_way_where_less_is_more(
    midterm: str, target: str, now: str, share: int | None
) -> None:
    promised = BaseIndicator(midterm=midterm, target=target, target_number=Decimal(target))
    said = Reported(None, "2026年度建设情况报告", uuid.uuid4(), now, Decimal(now), "", "", "")
    assert Row("indicators", promised, (said,)).share == share


def test_the_ledger_costs_the_same_however_much_was_reported(
    world: World, base: Base, django_assert_num_queries: Any
) -> None:
    filed_report(base, 2026, world.seats)
    with django_assert_num_queries(5):
        ledger_of(base)
    with clock.at(clock.now() + timedelta(days=400)):
        filed_report(base, 2027, world.seats)
        with django_assert_num_queries(5):
            ledger_of(base)
