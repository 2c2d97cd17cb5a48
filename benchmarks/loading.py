"""Applications by the thousand, written by SQL with the triggers off: nothing but a benchmark may do that.

Ten past calls and an open one; sixty organisers, of which the first has a fifth of everything; a plan version for
every submission, a record and a line of history for every step. The first rows are the measured ones, see ``Pools``.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from accounts.models import Person
from applications import models, sections
from applications.procedure import BaseKind
from bases.models import Base, HostSpell
from documents.models import File
from notices.models import ItemOutcome, Notice, NoticeItem
from organisations.models import Membership, Region, Role, Sector, Unit
from procedure.conditions import conditions
from procedure.machines import steps_of
from procedure.models import DueDate, Notification, Outbox, Record
from procedure.rulebook import DEFAULT_EDITION
from tests.documents import plans

from .inserting import execute, insert

BASE = 1_000_000  # above every key that a migration or a test may have given
ORGANISERS, RECOMMENDERS, REGIONS, SECTORS, PAST_CALLS = 60, 30, 36, 20, 10
ORGANISER, RECOMMENDER, SAC, APPLICANT = BASE + 1000, BASE + 2000, BASE + 3000, BASE + 10_000
OPEN_CALL = PAST_CALLS
# How many applications there are for a notice, and how many notices run.
PER_NOTICE, RUNNING = 20, 3
# Seats of the measured people; the same number is the key of the person and of the seat.
PEOPLE = {
    Role.PREPARER: APPLICANT * 2,
    Role.SUBMITTER: APPLICANT * 2 + 1,
    Role.ORGANISER_OFFICER: ORGANISER * 2,
    Role.RECOMMENDER_OFFICER: RECOMMENDER * 2,
    Role.SAC_OFFICER: SAC * 2,
    Role.SAC_APPROVER: SAC * 2 + 1,
}
PATHS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "organiser_review": ("submit_plan",),
    "recommender_review": ("submit_plan", "endorse_plan"),
    "received": ("submit_plan", "endorse_plan", "recommend"),
    "not_recommended": ("submit_plan", "endorse_plan", "decline_recommendation"),
    "withdrawn": ("submit_plan", "withdraw"),
}
CASES = ("draft", "organiser_review", "recommender_review", "received")
# To every condition of an application with a plan.
ANSWER = {"met": "yes", "text": "详见证明材料。", "evidence": ["1"]}
FULL_EVERY = 20  # one in so many has all rows of its plan; the others have the frozen version alone
LONG = plans.plan()
# As small as the row that points to a long plan: filling, not the plan of a page that is measured.
SHORT = {"format": 1, "name": LONG["name"], "kind": "sector", "applicant": LONG["applicant"]}


@dataclass(frozen=True)
class Pools:
    """How many of the first rows wait for the measured people: the case pages' four come first, once returned each."""

    drafts: int = 0
    in_review: int = 0
    to_recommend: int = 0

    def ranges(self) -> list[tuple[int, int, str, bool]]:
        """First row, end, state, and whether it is the measured applicant's."""
        sizes = [
            *((state, 1, True) for state in CASES),
            ("draft", self.drafts, True),
            ("organiser_review", self.in_review, False),
            ("recommender_review", self.to_recommend, False),
        ]
        found, start = [], 0
        for state, size, own in sizes:
            found.append((start, start + size, state, own))
            start += size
        return found

    def keys(self, part: int) -> list[str]:
        """The keys of one part of ``ranges``."""
        start, end, _, _ = self.ranges()[part]
        return [key_of("application", number) for number in range(start, end)]


def key_of(kind: str, number: int | str) -> str:
    """The UUID that PostgreSQL makes of ``md5(kind || number)``."""
    return str(uuid.UUID(hashlib.md5(f"{kind}{number}".encode(), usedforsecurity=False).hexdigest()))


def load(count: int, pools: Pools | None = None) -> None:
    """Fill an empty database with so many applications and all that belongs to them."""
    load_cases(count, pools)
    with triggers_off():
        _load_records()
        _load_plans()
        _load_papers()
        _load_what_follows()
    load_register(count)
    load_notices(count)
    execute("ANALYZE")


def load_register(count: int) -> None:
    """So many bases with their hosts, in the areas and sectors of the applications."""
    each, key = f"generate_series(0, {count - 1}) i", "md5('base' || i)::uuid"
    day = "to_char(DATE '2013-01-01' + mod(i, 4000), 'YYYY-MM-DD')"
    with triggers_off():
        insert(
            Base, each, id=key, root=key, version="1", since="now()", approved=day,
            state="(ARRAY['building', 'passed', 'operating'])[1 + mod(i, 3)]", inner_name="'标准化基地' || i",
            kind="(ARRAY['regional', 'sector', 'international'])[1 + mod(i / 3, 3)]",
            region_id=f"{BASE} + mod(i, {REGIONS})", sector_id=f"{BASE} + mod(i, {SECTORS})",
            recommender_name=f"'第' || mod(i, {RECOMMENDERS}) || '省人民政府'",
        )  # fmt: skip
        insert(HostSpell, each, base_id=key, name="'第' || i || '标准技术研究院有限公司'", since=day)
    execute("ANALYZE bases_base, bases_hostspell")


def load_notices(count: int) -> None:
    """A notice of five bases for every twenty applications; the first of them run, the others are over for long."""
    ends = f"current_date + CASE WHEN i < {RUNNING} THEN 20 ELSE -20 - i END"
    with triggers_off():
        insert(
            Notice, f"generate_series(0, {count // PER_NOTICE - 1}) i",
            id="md5('notice' || i)::uuid", root="md5('notice' || i)::uuid", version="1", since="now()",
            state=f"CASE WHEN i < {RUNNING} THEN 'published' ELSE 'ended' END",
            title="'第' || i || '批国家技术标准创新基地公示'", text="'现予公示，有异议的请实名提出。'",
            published_on=f"{ends} - 31", published_at=f"({ends} - 31)::timestamptz", shown_start=f"{ends} - 31",
            shown_end=ends, office="'科技管理处'", phone="'010-82261094'", address="'北京市海淀区马甸东路9号'",
        )  # fmt: skip
        insert(
            NoticeItem, "notices_notice n CROSS JOIN generate_series(1, 5) p",
            notice_id="n.id", position="p", name="'国家技术标准创新基地（标准化' || p || '）'",
            host="'第' || p || '标准技术研究院有限公司'", recommender="'第' || p || '省人民政府'",
            kind_label="'区域（综合）'", minimum_end="n.shown_end", shown_end="n.shown_end",
            ends_at="(n.shown_end + 1)::timestamptz",
        )  # fmt: skip
        insert(ItemOutcome, "notices_noticeitem i WHERE ends_at < now()", item_id="i.id", kind="'approved'",
               at="ends_at")  # fmt: skip
    execute("ANALYZE notices_notice, notices_noticeitem, notices_itemoutcome")


def load_cases(count: int, pools: Pools | None = None) -> None:
    """The applications with units, people and calls, and nothing else of theirs."""
    applicants = max(60, count // 5)
    with triggers_off():
        _load_places()
        _load_people(applicants)
        _load_calls()
        _make_spread(count, pools or Pools(), applicants)
        _load_sectors()
        insert(models.Application, "bench_spread", **_COLUMNS, current_id="current")
    execute("ANALYZE applications_application")


@contextmanager
def triggers_off() -> Iterator[None]:
    execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        execute("SET session_replication_role = origin")


def _load_places() -> None:
    insert(
        Region, f"generate_series(0, {REGIONS - 1}) i",
        id=f"{BASE} + i", code="'B' || i", name="'第' || i || '省'", short_name="'省' || i",
        kind="'province'",
    )  # fmt: skip
    _load_units(SAC, 1, "sac", "'国家标准化管理委员会' || i", "NULL")
    _load_units(RECOMMENDER, RECOMMENDERS, "provincial_government", "'第' || i || '省人民政府'", "NULL")
    _load_units(ORGANISER, ORGANISERS, "local_department", "'第' || i || '市场监督管理局'",
                f"{RECOMMENDER} + mod(i, {RECOMMENDERS})")  # fmt: skip


def _load_units(first: int, count: int, kind: str, name: str, reports_to: str) -> None:
    code = f"lpad(({first} + i)::text, 18, '9')" if kind == "enterprise" else "''"
    insert(
        Unit, f"generate_series(0, {count - 1}) i",
        id=f"{first} + i", name=name, kind=f"'{kind}'", code=code, region_id=f"{BASE} + mod(i, {REGIONS})",
        reports_to_id=reports_to, leader="'负责人'", contact="'联系人'", phone="'010-12345678'",
        address="'某市某路 1 号'", confirmed_at="now()",
    )  # fmt: skip


def _load_people(applicants: int) -> None:
    """Two people in every unit; the key of the first is twice the unit's."""
    _load_units(APPLICANT, applicants, "enterprise", "'第' || i || '标准技术研究院有限公司'", "NULL")
    roles = (
        (APPLICANT, applicants, Role.PREPARER, Role.SUBMITTER),
        (ORGANISER, ORGANISERS, Role.ORGANISER_OFFICER, Role.ORGANISER_OFFICER),
        (RECOMMENDER, RECOMMENDERS, Role.RECOMMENDER_OFFICER, Role.RECOMMENDER_OFFICER),
        (SAC, 1, Role.SAC_OFFICER, Role.SAC_APPROVER),
    )
    for first, count, *pair in roles:
        for place, role in enumerate(pair):
            source, key = f"generate_series(0, {count - 1}) i", f"({first} + i) * 2 + {place}"
            insert(Person, source, id=key, email=f"'p' || {key} || '@example.invalid'", name=f"'人员' || {key}",
                   password="'!'")  # fmt: skip  # noqa: S106 - nobody signs in with it
            insert(Membership, source, id=key, person_id=key, unit_id=f"{first} + i", role=f"'{role}'",
                   starts="DATE '2015-01-01'")  # fmt: skip


def _load_calls() -> None:
    """The open call has run two thirds of its window; the others ended a year and more ago."""
    opens = f"now() - make_interval(days => 60 + 365 * ({PAST_CALLS} - i))"
    insert(
        models.Call, f"generate_series(0, {PAST_CALLS}) i",
        id="md5('call' || i)::uuid", root="md5('call' || i)::uuid", version="1", since=opens, opens_at=opens,
        state=f"CASE WHEN i = {OPEN_CALL} THEN 'published' ELSE 'closed' END",
        closes_at=f"{opens} + interval '90 days'",
        title="'第' || i || '批国家技术标准创新基地申报'", year=f"{2026 - PAST_CALLS} + i", text="'正文'",
        edition_name=f"'{DEFAULT_EDITION}'", kinds="'[\"regional\", \"sector\", \"international\"]'::jsonb",
    )  # fmt: skip


def _make_spread(count: int, pools: Pools, applicants: int) -> None:
    """The facts of every application in a temporary table from which all the others are filled."""
    execute("DROP TABLE IF EXISTS bench_path, bench_pool, bench_spread")
    execute("CREATE TEMP TABLE bench_path (state text, returned bool, place int, step text, label text, article text,"
            " source text, target text, filing int)")  # fmt: skip
    for row in _path_rows():
        execute("INSERT INTO bench_path VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)", list(row))
    execute("CREATE TEMP TABLE bench_pool (first int, beyond int, state text, own bool)")
    for row in pools.ranges():
        execute("INSERT INTO bench_pool VALUES (%s, %s, %s, %s)", list(row))
    execute(_SPREAD.format(last=count - 1, others=applicants - 1, recommenders=RECOMMENDERS, sectors=SECTORS))
    execute("CREATE INDEX ON bench_spread (i)")
    execute("ANALYZE bench_spread")


def _load_sectors() -> None:
    """The catalogue, and an entry for each case to be recommended: no quota stands in its way, and all are judged."""
    insert(Sector, f"generate_series(0, {SECTORS - 1}) sector", **_SECTOR)
    insert(Sector, f"bench_spread WHERE sector >= {SECTORS}", **_SECTOR)


def _path_rows() -> Iterator[tuple[Any, ...]]:
    declared = steps_of(models.Application)
    for state, path in PATHS.items():
        for returned in (False, True):
            here, submits = "draft", 0
            yield state, returned, 0, "begin", "开始填报", "指南三（二）", "", here, 0
            taken = (("submit_plan", "return_plan") if returned else ()) + path
            for place, name in enumerate(taken, 1):
                step, submits = declared[name], submits + (name == "submit_plan")
                yield state, returned, place, name, step.label, str(step.article), here, str(step.target), submits
                here = str(step.target)


_SPREAD = """
CREATE TEMP TABLE bench_spread AS
WITH rolled AS (
    SELECT i, pool.state AS pooled, pool.own, hashint4(i) & 2147483647 AS h
    FROM generate_series(0, {last}) i LEFT JOIN bench_pool pool ON i >= pool.first AND i < pool.beyond
), placed AS (
    SELECT *, (pooled IS NOT NULL OR mod(h, 5) = 0) AS open, mod(h / 5, 100) AS roll,
        CASE WHEN pooled IS NOT NULL OR mod(h / 3, 5) = 0 THEN 0 ELSE 1 + mod(h / 11, 59) END AS organiser
    FROM rolled
), staged AS (
    SELECT *, organiser % {recommenders} AS recommender,
        CASE WHEN pooled = 'recommender_review' THEN 'sector'
            ELSE (ARRAY['regional', 'sector', 'international'])[1 + mod(i, 3)] END AS kind,
        CASE WHEN pooled = 'recommender_review' THEN {sectors} + i ELSE mod(h, {sectors}) END AS sector,
        (mod(i, 3) = 0 OR i < 4) AS returned,
        CASE WHEN own THEN 0 ELSE 1 + mod(i, {others}) END AS unit,
        CASE WHEN pooled IS NOT NULL THEN pooled
            WHEN open AND roll < 30 THEN 'draft' WHEN open AND roll < 55 THEN 'organiser_review'
            WHEN open AND roll < 80 THEN 'recommender_review' WHEN open OR roll < 70 THEN 'received'
            WHEN roll < 82 THEN 'not_recommended' WHEN roll < 90 THEN 'withdrawn' WHEN roll < 94 THEN 'draft'
            WHEN roll < 97 THEN 'organiser_review' ELSE 'recommender_review' END AS state,
        CASE WHEN open THEN 10 ELSE mod(h / 500, 10) END AS call
    FROM placed
)
SELECT staged.*, md5('application' || i)::uuid AS id, path.version, path.submits,
    CASE WHEN submits > 0 THEN md5('version' || i || '-' || submits)::uuid END AS current,
    now() - make_interval(days => 365 * (10 - call) + mod(h, 58) + 1, secs => mod(h, 86399)) AS since
FROM staged JOIN (
    SELECT state, returned, max(place) AS version, max(filing) AS submits FROM bench_path GROUP BY state, returned
) path USING (state, returned)
"""

# Alike, as in the real catalogue, are the few of a family, and none by its name.
_SECTOR = {
    "id": f"{BASE} + sector", "code": "'B' || sector", "family": "'门类' || sector / 4",
    "name": "chr(20000 + 2 * sector) || chr(20001 + 2 * sector)",
}  # fmt: skip
_SEALED = "(state = 'received' OR pooled = 'recommender_review')"
_LETTER = f"{BASE} + call * {RECOMMENDERS} + recommender"
_COLUMNS = {
    "id": "id", "root": "id", "state": "state", "since": "since", "version": "version",
    "call_id": "md5('call' || call)::uuid", "unit_id": f"{APPLICANT} + unit",
    "organiser_id": f"{ORGANISER} + organiser", "recommender_id": f"{RECOMMENDER} + recommender",
    "serial": f"{BASE} + i", "kind": "kind", "inner_name": "'标准化' || i || '平台'",  # no name is a part of another
    "region_id": f"{BASE} + mod(organiser, {REGIONS})", "sector_id": f"{BASE} + sector",
    "submitted_at": "CASE WHEN submits > 0 THEN since END",
    "endorsed_at": "CASE WHEN state IN ('recommender_review', 'received', 'not_recommended') THEN since END",
    "received_at": "CASE WHEN state = 'received' THEN since END", "started_by_id": f"({APPLICANT} + unit) * 2",
    "letter_id": f"CASE WHEN {_SEALED} THEN {_LETTER} END",
}  # fmt: skip
_STEPS = "bench_spread JOIN bench_path path USING (state, returned)"
_AT = "since - make_interval(days => 5 * (version - place))"


def _load_records() -> None:
    insert(
        models.Application.history.model, _STEPS, **_COLUMNS | {"version": "place", "state": "target", "since": _AT},
        current_id="current", history_date=_AT, history_user_id=_COLUMNS["started_by_id"],
        history_change_reason="label || '（' || article || '）'",
        history_type="CASE WHEN place = 0 THEN '+' ELSE '~' END",
    )  # fmt: skip
    insert(
        Record, _STEPS,
        machine="'application'", subject_id="id", root="id", version="place", step="step", label="label",
        kind="CASE WHEN place = 0 THEN 'birth' ELSE 'step' END", source="source", target="target", article="article",
        actor_id=_COLUMNS["started_by_id"], actor_name="'王珺'", actor_unit="'某省市场监督管理局'", actor_role="'经办'",
        note="CASE WHEN place > 0 THEN '论证意见：目标明确，任务具体，同意报送。' ELSE '' END", at=_AT,
        digest="repeat('0', 64)", key="gen_random_uuid()",
    )  # fmt: skip


def _load_plans() -> None:
    """Frozen versions for all; sections, rows and files for the measured cases and for one in twenty."""
    long, short = (f"'{_quoted(plan)}'::jsonb" for plan in (LONG, SHORT))
    insert(
        models.Version, f"{_STEPS} WHERE path.step = 'submit_plan'",
        id="md5('version' || i || '-' || filing)::uuid", application_id="id", number="filing",
        content=f"CASE WHEN pooled IS NULL THEN {short} ELSE {long} END", digest="md5('d' || i) || md5('e' || place)",
        code="upper(left(md5('code' || i || '-' || filing), 12))", frozen_at=_AT,
        frozen_by_id=_COLUMNS["started_by_id"],
    )  # fmt: skip
    insert(models.Print, "applications_version v", id="gen_random_uuid()", application_id="application_id",
           version_id="id", asked_by_id="frozen_by_id", asked_at="frozen_at", file_id="md5('file1')::uuid")  # fmt: skip
    full = f"bench_spread WHERE pooled IS NOT NULL OR mod(i, {FULL_EVERY}) = 0"
    for key, content in _sections().items():
        insert(models.Section, full, application_id="id", key=f"'{key}'", content=f"'{_quoted(content)}'::jsonb",
               version="1", saved_at="since", saved_by_id=_COLUMNS["started_by_id"])  # fmt: skip
    for kind in BaseKind.values:
        for condition in conditions(DEFAULT_EDITION, kind, type_lists=True):
            insert(models.Section, f"(SELECT * FROM {full}) b WHERE kind = '{kind}'", application_id="id",
                   key=f"'{sections.of_condition(condition.key)}'", content=f"'{_quoted(ANSWER)}'::jsonb",
                   version="1", saved_at="since", saved_by_id=_COLUMNS["started_by_id"])  # fmt: skip
    insert(models.SectionState, "applications_section s", section_id="id", version="version", format="format",
           content="content", saved_at="saved_at", saved_by_id="saved_by_id")  # fmt: skip
    _load_rows(full.replace(" WHERE ", " CROSS JOIN generate_series({}, {}) n WHERE "))


def _load_papers() -> None:
    """What was found, and the sealed scans with a letter of each recommender in each call."""
    insert(models.Appraisal, "bench_spread WHERE state IN ('recommender_review', 'received', 'not_recommended')",
           version_id="current", items="'[]'::jsonb", opinion="'经充分论证，符合申报条件。'",
           unit_id=f"{ORGANISER} + organiser", by_id=f"({ORGANISER} + organiser) * 2", by_name="'王珺'",
           at="since")  # fmt: skip
    insert(models.Letter, f"(SELECT DISTINCT call, recommender FROM bench_spread WHERE {_SEALED}) letter", id=_LETTER,
           call_id="md5('call' || call)::uuid", recommender_id=f"{RECOMMENDER} + recommender",
           number="'省函〔2026〕' || recommender || '号'", dated="current_date", file_id="md5('file1')::uuid",
           by_id=f"({RECOMMENDER} + recommender) * 2", by_name="'王珺'", at="now()")  # fmt: skip
    insert(models.Scan, f"bench_spread WHERE {_SEALED}", version_id="current", file_id="md5('file2')::uuid",
           by_id=f"({RECOMMENDER} + recommender) * 2", by_name="'王珺'", at="since", read_at="since", matches="true",
           verdict="'各页核验码与报送版本一致。'")  # fmt: skip


def _sections() -> dict[str, Any]:
    basic = {name: str(LONG["applicant"][name]) for name in sections.BASIC_FIELDS}
    texts = {section.key: {"text": LONG["sections"][section.key]["text"]} for section in sections.SECTIONS}
    return {sections.BASIC: basic} | texts


def _load_rows(each: str) -> None:
    insert(models.Task, each.format(1, 12), id="md5('task' || i || '-' || n)::uuid", application_id="id",
           position="n", title="'建设标准体系第' || n || '项'", content="'按年度完成标准研制和验证。'")  # fmt: skip
    insert(models.Indicator, each.format(1, 20), id="gen_random_uuid()", application_id="id", position="n",
           kind="'quantity'", name="'国家标准' || n", unit="'项'", target="'10'", midterm="'4'")  # fmt: skip
    insert(models.Milestone, each.format(1, 6), id="gen_random_uuid()", application_id="id", position="n",
           due="current_date + 180 * n", content="'完成第' || n || '阶段任务'",
           task_id="md5('task' || i || '-' || n)::uuid")  # fmt: skip
    insert(File, "generate_series(1, 8) n", id="md5('file' || n)::uuid", sha256="repeat('0', 64)", size="1000 * n",
           content_type="'application/pdf'", name="'证明材料' || n || '.pdf'", created_at="now()")  # fmt: skip
    insert(models.Attachment, each.format(1, 8), application_id="id", file_id="md5('file' || n)::uuid",
           title="'证明材料' || n", position="n", frozen_at="CASE WHEN submits > 0 THEN since END")  # fmt: skip


_DUE_KINDS = """(VALUES ('draft', 'submit_plan', '报送申报方案'), ('organiser_review', 'endorse_plan', '论证并报送'),
    ('recommender_review', 'recommend', '审核推荐')) due (at_state, due_kind, due_label)"""


def _load_what_follows() -> None:
    """Comments, dates, messages and the outbox, whose rows are done."""
    insert(models.Comment, "bench_spread CROSS JOIN generate_series(1, 3) n WHERE submits > 0 AND mod(i, 3) = 0",
           version_id="current", section="'goals'", text="'目标请与国家重大战略进一步衔接，并补充量化依据。'",
           author_id=str(PEOPLE[Role.ORGANISER_OFFICER]), author_name="'王珺'", unit_id=f"{ORGANISER} + organiser",
           at="since")  # fmt: skip
    insert(DueDate, f"bench_spread JOIN {_DUE_KINDS} ON true WHERE state = at_state OR state = 'received'",
           machine="'application'", subject_id="id", root="id", kind="due_kind", label="due_label", cycle="0",
           starts="since", due_at="since - mod(h, 58) * interval '1 day' + interval '95 days'", article="'指南四.3'",
           why="'固定日期不因节假日顺延。'", closed_at="CASE WHEN state <> at_state THEN since END")  # fmt: skip
    few = f"p.id >= {2 * APPLICANT + 2} AND n > 2"
    people = f"{Person._meta.db_table} p CROSS JOIN generate_series(1, 20) n WHERE p.id >= {BASE} AND NOT ({few})"
    insert(Notification, people, person_id="p.id", title="'国家技术标准创新基地（光伏）：报送申报方案'",
           body="'已办理“报送申报方案”。'", url="'/home/'", at="now() - n * interval '1 day'",
           read_at="CASE WHEN n > 8 THEN now() END")  # fmt: skip
    insert(Outbox, "procedure_record r WHERE r.kind = 'step'", kind="'notify'", record_id="id", created_at="at",
           next_try="at", done_at="at", attempts="1")  # fmt: skip


def _quoted(content: Any) -> str:
    """For an SQL literal in a statement that also has parameters."""
    return json.dumps(content, ensure_ascii=False).replace("'", "''").replace("%", "%%")
