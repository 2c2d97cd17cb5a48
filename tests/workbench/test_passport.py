"""历程和档案: what is shown for a day uses nothing dated after it, and the zip holds what its reader may read."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Person
from assessments.keeping import keep
from assessments.models import Achievement
from bases.models import Base, HostSpell
from organisations.models import Membership
from procedure import clock
from procedure.models import DueDate, Record
from procedure.perform import start
from procedure.reckoning import beijing_day, end_instant
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.applications.conftest import noon
from tests.arriving import arrive
from tests.bases.built import building
from tests.routes.stage import body
from workbench.passport import archive, line, papers
from workbench.passport import standing as was

__all__ = ["noon"]
pytestmark = [pytest.mark.rule("B03"), pytest.mark.rule("B04"), pytest.mark.rule("B06")]
KNOWS = {
    "preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer", "sac_officer", "sac_approver",
}  # fmt: skip
LATER = datetime(2026, 10, 12, 12, tzinfo=clock.BEIJING)
DAYS = st.dates(min_value=date(2018, 1, 1), max_value=date(2030, 12, 31))
PARTS = st.sampled_from(("%Y", "%Y-%m", "%Y-%m-%d"))


@pytest.fixture
def base(world: World) -> Iterator[Base]:
    """Approved by the whole road; it is some weeks later."""
    case = arrive(world.draft(), "publicity", "decision", "approved")
    with clock.at(LATER):
        yield Base.objects.get(pk=case.base_id)


def url(base: Base, day: str = "") -> str:
    return f"/home/bases/{base.pk}/" + (f"?day={day}" if day else "")


def shown(base: Base, seat: Membership, asof: was.AsOf) -> tuple[was.Standing, list[line.Event], list[DueDate]]:
    application = line.application_of(base, seat)
    links = papers.links_of(base, application, seat, asof)
    return was.standing(base, asof), line.events(base, application, seat, asof, links), was.dues(base, asof)


def unpacked(base: Base, seat: Membership, asof: was.AsOf) -> dict[str, bytes]:
    made = b"".join(archive.Archive(base, seat, asof).chunks())
    with zipfile.ZipFile(io.BytesIO(made)) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


# Who


def test_whoever_sees_the_base_sees_its_life_and_nobody_else(world: World) -> None:
    base = building(world)
    for name, seat in world.seats.items():
        wanted = 200 if name in KNOWS else 404
        for address in (url(base), f"{url(base)}archive.zip"):
            answer = client_of(seat).get(address)
            assert (name, address, answer.status_code) == (name, address, wanted)
            body(answer)


def test_the_line_leads_from_the_call_to_today(world: World, base: Base) -> None:
    page = text_of(client_of(world.seats["sac_officer"]).get(url(base)))
    said = ["批准建设，列入名录", "推荐", "2026年度国家技术标准创新基地申报指南"]
    places = [page.index(each) for each in said]
    assert places == sorted(places)
    assert "申报方案第 1 版" in page or "申报方案" in page


def test_an_office_decides_in_its_own_name_for_everybody_else(world: World, base: Base) -> None:
    officials = {world.seats[name].person.name for name in ("sac_officer", "sac_approver")}
    for name in KNOWS - {"sac_officer", "sac_approver"}:
        found = unpacked(base, world.seats[name], was.AsOf.today())
        texts = b"".join(content for path, content in found.items() if not path.startswith("文件/")).decode()
        assert {each for each in officials if each in texts} == set()


# As of


@pytest.mark.rule("B25")
def test_what_was_promised_and_achieved_is_shown_as_it_was_known(world: World, base: Base) -> None:
    seat, day = world.seats["preparer"], clock.today()
    with clock.at(clock.now() + timedelta(days=40)):
        keep(Achievement(base=base, kind="training", title="标准化培训", happened_on=day, amount=30), [], seat=seat)
        now = text_of(client_of(seat).get(url(base)))
        then = text_of(client_of(seat).get(url(base, day.isoformat())))
        cells = unpacked(base, seat, was.AsOf.today())["成果.csv"].decode("utf-8-sig")
        before = unpacked(base, seat, was.AsOf.on(day))["成果.csv"].decode("utf-8-sig")
    assert [("历年成果" in page, f"{day.year}年1项" in page) for page in (now, then)] == [(True, True), (False, False)]
    assert ("标准化培训" in cells, "标准化培训" in before) == (True, False)
    assert all(row.name in now and row.name in then for row in base.indicators.all())


def test_before_it_was_approved_there_was_no_base(world: World, base: Base) -> None:
    born = Record.objects.get(subject_id=base.pk, version=0).at
    day = beijing_day(born) - timedelta(days=1)
    page = text_of(client_of(world.seats["sac_officer"]).get(url(base, day.isoformat())))
    assert "还没有批准建设" in page
    assert "批准建设，列入名录" not in page


@pytest.mark.parametrize("odd", ["2999-01-01", "0001-01-01", "x", "2026-02-30", "' --"])
def test_a_day_that_has_not_been_is_today(world: World, odd: str) -> None:
    base = building(world)
    answer = client_of(world.seats["preparer"]).get(url(base), {"day": odd})
    assert (answer.status_code, answer.context["asof"].day) == (200, clock.today())


def test_a_later_host_and_name_are_not_known_on_the_day(world: World) -> None:
    base, day = building(world, approved="2026-06-01"), clock.today()
    base.hosts.update(since="2026-06-01")
    with clock.at(clock.now() + timedelta(days=100)):
        changed = clock.today()
        base.hosts.update(until=(changed - timedelta(days=1)).isoformat())
        HostSpell.objects.create(base=base, name="后来的承担单位", since=changed.isoformat())
        # A row of its own: the one that a step has saved keeps the step's moment for its history.
        base = Base.objects.get(pk=base.pk)
        base.inner_name = "改后名称"
        base.save()
        then, now = was.standing(base, was.AsOf.on(day)), was.standing(base, was.AsOf.today())
    assert (then.name, [(each.name, each.words, each.is_current) for each in then.hosts]) == (
        "国家技术标准创新基地（光伏）（筹）", [("昇阳光伏科技有限公司", "自2026年6月1日", True)],
    )  # fmt: skip
    assert now.name == "国家技术标准创新基地（改后名称）（筹）"
    assert [each.is_current for each in now.hosts] == [False, True]


def test_nothing_that_is_shown_of_a_day_is_dated_after_it(world: World, base: Base) -> None:
    """For every day on which anything happened, the day before it, and every reader."""
    acts = {beijing_day(at) for at in Record.objects.values_list("at", flat=True)}
    days = {clock.today(), *acts, *(day - timedelta(days=1) for day in acts)}
    readers = ("sac_officer", "preparer", "recommender_officer")
    faults = {fault for name in readers for day in days for fault in _later(base, world.seats[name], was.AsOf.on(day))}
    assert faults == set()


def _later(base: Base, seat: Membership, asof: was.AsOf) -> set[str]:
    """What is shown of a day and was not so by its end."""
    end = end_instant(asof.day)
    standing, events, dues = shown(base, seat, asof)
    last = Record.objects.filter(subject_id=base.pk, at__lt=end).order_by("version").last()
    wrong = {event.label for event in events if event.at >= end}
    wrong |= {link.of for event in events for link in event.links if link.at >= end}
    wrong |= {due.label for due in dues if due.starts >= end}
    right = (standing.since is None or standing.since < end) and standing.state == (last.target if last else "")
    return wrong if right else wrong | {f"state {standing.state} on {asof.day}"}


@given(day=DAYS, since=DAYS, part=PARTS)
def test_a_partial_day_has_begun_with_its_first_day(day: date, since: date, part: str) -> None:
    first = {"%Y": since.replace(month=1, day=1), "%Y-%m": since.replace(day=1), "%Y-%m-%d": since}[part]
    assert was.AsOf.on(day).had_begun(since.strftime(part)) == (first <= day)


@given(day=DAYS, until=DAYS, part=PARTS)
def test_a_spell_lasts_through_all_that_its_end_may_mean(day: date, until: date, part: str) -> None:
    over = was.AsOf.on(day).was_over(until.strftime(part))
    assert over == (until.strftime(part) < day.strftime(part))
    assert not was.AsOf.on(until).was_over(until.strftime(part))


def test_history_says_before_its_records_what_its_own_dates_say(world: World) -> None:
    base = building(world, approved="2018-02", passed="2020-11-26", established="2021-03-19")
    base.hosts.update(since="2018-02", until="")
    then = was.standing(base, was.AsOf.on(date(2020, 12, 1)))
    assert (then.state_label, dict(then.days)) == (
        "验收通过（按补录的史料）", {"批准建设": "2018年2月", "验收通过": "2020年11月26日"},
    )  # fmt: skip
    assert was.standing(base, was.AsOf.on(date(2018, 1, 31))).name == ""


# The file


def test_every_digest_of_the_manifest_is_true(world: World, base: Base) -> None:
    found = unpacked(base, world.seats["sac_officer"], was.AsOf.today())
    sums = dict(reversed(row.split("  ", 1)) for row in found[archive.SUMS].decode().splitlines())
    assert set(sums) == set(found) - {archive.SUMS}
    assert {path: hashlib.sha256(content).hexdigest() for path, content in found.items() if path in sums} == sums
    manifest = json.loads(found[archive.MANIFEST])
    assert {each["path"]: each["sha256"] for each in manifest["files"]} == {
        path: digest for path, digest in sums.items() if path != archive.MANIFEST
    }
    kept = {each["path"]: each["stored_sha256"] for each in manifest["files"] if each["stored_sha256"]}
    assert kept
    assert kept == {path: sums[path] for path in kept}


def test_the_file_holds_what_its_reader_may_read_and_no_more(world: World, base: Base) -> None:
    application = line.application_of(base, world.seats["sac_officer"])
    assert application is not None
    for name in KNOWS:
        seat = world.seats[name]
        found = unpacked(base, seat, was.AsOf.today())
        records = json.loads(found["记录.json"])
        links = papers.links_of(base, line.application_of(base, seat), seat, was.AsOf.today())
        assert len([path for path in found if path.startswith("文件/")]) == len(links)
        proposed = {each["kind"] for each in records} & {"proposed", "declined"}
        assert (name, bool(proposed)) == (name, seat.role.startswith("sac"))
        for link in links:
            answer = client_of(seat).get(link.url)
            assert (name, link.url, answer.status_code) == (name, link.url, 200)
            body(answer)


def test_what_is_too_much_is_refused_before_it_begins(world: World, base: Base, monkeypatch: Any) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 0)
    answer = client_of(world.seats["sac_officer"]).get(f"{url(base)}archive.zip")
    assert (answer.status_code, "档案太大" in text_of(answer)) == (413, True)


def test_no_cell_of_the_tables_is_computed(world: World) -> None:
    base = building(world)
    start_note = "=HYPERLINK(1)"
    Person.objects.filter(pk=world.seats["sac_officer"].person_id).update(name=start_note)
    row = Base(state="recorded", inner_name="另一个", kind="regional", is_history=True)
    seat = Membership.objects.select_related("person", "unit").get(pk=world.seats["sac_officer"].pk)
    other = start(row, seat=seat)
    assert isinstance(other, Base)
    found = unpacked(other, seat, was.AsOf.today())
    assert ",=HYPERLINK" not in found["记录.csv"].decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in found["记录.csv"].decode("utf-8-sig")
    assert base.pk != other.pk


def test_an_archive_is_made_while_it_is_sent(world: World, base: Base) -> None:
    parts = list(archive.Archive(base, world.seats["sac_officer"], was.AsOf.today()).chunks())
    assert len(parts) > 5


def test_the_moment_of_the_day_is_its_end() -> None:
    assert was.AsOf.on(date(2026, 2, 28)).before == datetime(2026, 3, 1, tzinfo=clock.BEIJING)
