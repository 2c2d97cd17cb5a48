"""The demo's content is what the portal could have been given: valid, entitled, in time, and always the same."""

import datetime as dt
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import pytest
from chinese_calendar import is_workday

from organisations import divisions
from organisations.catalogue import BY_CODE as SECTORS
from procedure import rulebook
from workbench.demo import units
from workbench.demo.cases import ACTORS, CALLS, CASES, DEMO_NOW, EARLIER, FOUNDED, GRANTS, Case, content_of
from workbench.demo.cases.model import TARGETS, year_of
from workbench.demo.credit_codes import check_sign, organisation_check
from workbench.demo.people import BY_EMAIL, PEOPLE, ROLES, Membership
from workbench.demo.plans import SECTIONS, PlanContent, long_plan

SOURCES = {
    "submit_plan": {"draft"},
    "return_plan": {"organiser_review"},
    "endorse_plan": {"organiser_review"},
    "decline_endorsement": {"organiser_review"},
    "return_endorsement": {"recommender_review"},
    "recommend": {"recommender_review"},
    "decline_recommendation": {"recommender_review"},
    "withdraw": {"draft", "organiser_review", "recommender_review"},
    "withdraw_recommendation": {"received"},
}
EVERY = (*CASES, *FOUNDED)
RECEIVED = [case for case in EVERY if case.state == "received"]
CALL = {call.key: call for call in (*EARLIER, *CALLS)}
# Han with extension A, CJK marks, full-width forms, and what technical text takes from the other blocks.
SPANS = (
    (0x20, 0x7E), (0x3000, 0x303F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF), (0xA0, 0xFF), (0x3B1, 0x3C9),
)  # fmt: skip
SIGNS = set("\n—“”‘’…‰″−√≤≥→℃№⁴")
by_key = pytest.mark.parametrize("case", EVERY, ids=lambda case: case.key)


def spoken(content: PlanContent) -> str:
    rows = (
        *content.sections.values(),
        *(task.title + task.content for task in content.tasks),
        *(row.name + row.unit + row.target + row.midterm for row in content.indicators),
        *(row.content for row in content.milestones),
        *(file.name for file in content.attachments),
    )
    return "\n".join((content.name, *rows))


def printable(sign: str) -> bool:
    return sign in SIGNS or any(low <= ord(sign) <= high for low, high in SPANS)


@pytest.mark.parametrize(
    "code",
    ["12100000400000624D", "1210000042500615X0", "12440300455752807L", "914403001922038216", "9144030071526726XG"],
)
def test_published_codes_pass_both_checks(code: str) -> None:
    assert check_sign(code[:17]) == code[17]
    assert organisation_check(code[8:16]) == code[16]


def test_codes_of_units_are_valid_and_unique() -> None:
    for unit in units.UNITS:
        assert check_sign(unit.code[:17]) == unit.code[17]
        assert organisation_check(unit.code[8:16]) == unit.code[16]
    assert len({unit.code for unit in units.UNITS}) == len({unit.name for unit in units.UNITS}) == len(units.UNITS)


def test_two_units_of_each_kind() -> None:
    kinds = Counter(unit.kind for unit in units.UNITS)
    assert [kinds.pop(kind) for kind in ("sac", "corps", "corps_department")] == [1, 1, 1]
    assert min(kinds.values()) >= 2
    assert len(units.HOSTS) >= 30


def test_letterheads_reach_nobody() -> None:
    for unit in units.UNITS:
        assert unit.email.endswith(".example")
        assert unit.phone.split("-")[1].startswith("0000")
        assert unit.region in divisions.BY_CODE
        assert unit.sector is None or unit.sector in SECTORS


def test_organisers_report_to_their_own_authority() -> None:
    for unit in units.AUTHORITIES:
        chief = units.BY_KEY[unit.reports_to] if unit.reports_to else None
        if unit.kind == "local_department":
            assert chief is not None
            assert (chief.kind, chief.region) == ("provincial_government", unit.region)
        if unit.kind == "city_department":
            assert chief is not None
            assert (chief.kind, chief.region) == ("city_government", unit.region)
        if unit.kind == "ministry_body":
            assert chief is not None
            assert chief.kind == "ministry"
            assert unit.name.startswith(chief.name)


def test_every_role_has_two_people_and_someone_on_the_sign_in_page() -> None:
    seats = [(seat.role, seat.unit) for person in PEOPLE for seat in person.memberships]
    administrators = {"system_admin", "security_admin", "audit_admin"}
    for role in ROLES:
        holders = [unit for held, unit in seats if held == role]
        assert len(holders) == 1 if role in administrators else len(holders) >= 2
        featured = [p for p in PEOPLE if p.featured and role in {seat.role for seat in p.memberships}]
        assert featured
    assert {seat.unit for p in PEOPLE for seat in p.memberships} == set(units.BY_KEY)


def test_people_are_unique_and_featured_ones_introduced() -> None:
    assert len(BY_EMAIL) == len({person.name for person in PEOPLE}) == len(PEOPLE)
    assert all(bool(person.description) == person.featured for person in PEOPLE)
    assert set("喆䶮〇昇玥") <= set("".join(person.name for person in PEOPLE))
    assert any("〇" in unit.name for unit in units.HOSTS)


def test_states_are_those_the_screens_need() -> None:
    assert Counter((case.call, case.state) for case in CASES) == {
        ("2026", "draft"): 18, ("2026", "organiser_review"): 10, ("2026", "recommender_review"): 12,
        ("2026", "received"): 14, ("2026", "not_recommended"): 3, ("2026", "withdrawn"): 3,
        ("2025", "received"): 3, ("2025", "organiser_review"): 3,
        ("2026-guide", "received"): 2, ("2026-guide", "recommender_review"): 2,
    }  # fmt: skip
    assert {case.state for case in FOUNDED} == {"received"}
    assert len({case.key for case in EVERY}) == len(EVERY)
    assert Counter(case.kind for case in CASES).keys() == {"regional", "sector", "international"}
    assert {case.filled for case in CASES if not case.timeline} >= {0, 100}


@by_key
def test_steps_follow_one_another(case: Case) -> None:
    state = "draft"
    for event in case.timeline:
        assert state in SOURCES[event.step]
        state = TARGETS[event.step]
        assert (event.step == "submit_plan") or len(str(event.data["note"])) >= 8
        assert (event.step != "return_plan") or event.data["comments"]
    assert state == case.state


@by_key
def test_persons_hold_the_seat_they_act_from(case: Case) -> None:
    assert Membership(case.applicant, "preparer") in BY_EMAIL[case.preparer].memberships
    for event in case.timeline:
        place, role = ACTORS[event.step]
        assert Membership(getattr(case, place), role) in BY_EMAIL[event.person].memberships


@by_key
def test_moments_rise_on_working_days_inside_the_window(case: Case) -> None:
    moments = [case.started, *(event.at for event in case.timeline)]
    call = CALL[case.call]
    assert all(earlier < later for earlier, later in pairwise(moments))
    assert call.opens <= moments[0]
    assert moments[-1] < min(call.closes, DEMO_NOW)
    for moment in moments:
        assert is_workday(moment.date())
        assert dt.time(8, 30) <= moment.time() <= dt.time(18, 0)
        assert moment.utcoffset() == dt.timedelta(hours=8)


@pytest.mark.rule("Z21")
@by_key
def test_authorities_are_entitled(case: Case) -> None:
    applicant, organiser = units.BY_KEY[case.applicant], units.BY_KEY[case.organiser]
    entitled = rulebook.edition(CALL[case.call].edition).organisers.kinds(case.kind)
    assert case.recommender in {organiser.reports_to, case.organiser}
    assert applicant.kind in {"enterprise", "institution"}
    assert organiser.kind in entitled
    if organiser.kind == "local_department":
        assert divisions.province_of(case.region).code == organiser.region
        assert divisions.province_of(applicant.region).code == organiser.region
    elif organiser.kind in {"city_department", "corps_department"}:
        assert case.region == organiser.region
    else:
        assert case.kind != "regional"
    assert (case.sector is None) == (case.kind == "regional")


@pytest.mark.rule("Z41")
@pytest.mark.rule("Z42")
def test_no_recommender_exceeds_its_quota() -> None:
    regional = Counter((case.call, case.recommender) for case in RECEIVED if case.kind == "regional")
    sector = Counter((case.call, case.recommender, case.sector) for case in RECEIVED if case.sector)
    assert max(regional.values()) == 1
    assert max(sector.values()) == 1


def test_recommenders_have_a_choice() -> None:
    waiting = Counter((case.call, case.recommender) for case in CASES if case.kind == "regional")
    assert max(waiting.values()) >= 2


@by_key
def test_plans_are_whole_and_printable(case: Case) -> None:
    content = content_of(case)
    assert content.name == f"国家技术标准创新基地（{case.name}）"
    assert not [sign for sign in spoken(content) if not printable(sign)]
    if case.filled < 100:
        assert tuple(content.sections) == SECTIONS[: len(content.sections)]
        return
    assert tuple(content.sections) == SECTIONS
    assert all(150 <= len(text) <= 900 for text in content.sections.values())
    assert 4 <= len(content.tasks) <= 8
    assert 6 <= len(content.indicators) <= 12
    assert 4 <= len(content.milestones) <= 8
    assert len(content.attachments) >= 3


@by_key
def test_milestones_lie_inside_the_build(case: Case) -> None:
    content, first = content_of(case), year_of(case.call) + 1
    starts, ends = dt.date(first, 1, 1), dt.date(first + 2, 12, 31)
    if grant := GRANTS.get(case.key):
        starts, ends = grant.approved, grant.approved.replace(year=grant.approved.year + grant.years)
    days = [row.due for row in content.milestones]
    assert days == sorted(set(days))
    assert all(starts <= day <= ends for day in days)
    assert all(row.task is None or row.task < len(content.tasks) for row in content.milestones)


def test_no_two_plans_say_the_same() -> None:
    for section in SECTIONS:
        texts = [content_of(case).sections.get(section) for case in EVERY]
        written = [text for text in texts if text]
        assert len(set(written)) == len(written), section


def test_resubmissions_answer_the_comments() -> None:
    again = [case for case in CASES if [event.step for event in case.timeline].count("submit_plan") == 2]
    assert len(again) == 6
    for case in again:
        before, after = content_of(case, 1).sections, content_of(case, 2).sections
        changed = {section for section in SECTIONS if before[section] != after[section]}
        returned = next(event for event in case.timeline if event.step == "return_plan")
        assert changed == {section for section, _ in returned.data["comments"]}


def test_long_plan_has_everything_that_breaks_a_print() -> None:
    content = long_plan()
    text = spoken(content)
    assert 11_500 <= len(text) <= 12_500
    assert (len(content.tasks), len(content.indicators), len(content.attachments)) == (12, 20, 8)
    for hard in ("喆", "䶮", "〇", "“", "‘", "<tag", "&", "&amp;", "<script>"):
        assert hard in text
    assert max(len(word) for word in text.split()) > 80
    assert not [sign for sign in text if not printable(sign)]


def test_content_is_the_same_in_another_process() -> None:
    program = (
        "from workbench.demo.cases import CASES, content_of; from workbench.demo import people, units; import hashlib;"
        "print(hashlib.sha256(repr([people.PEOPLE, units.UNITS, CASES, *map(content_of, CASES)]).encode()).hexdigest())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(answers) == 1
