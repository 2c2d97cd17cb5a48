"""批准建设: in pairs, never over an open objection, and the base stands in the register with all it has promised."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from applications import approving, documents_approval
from applications.forms import ApproveForm
from applications.models import Application, Approval, ApprovalPaper
from bases.models import Base
from bases.periods import build_end
from documents import papers
from notices.models import ItemOutcome
from organisations.models import Role, Unit, UnitKind
from procedure import clock, outbox
from procedure.acts import NotPermitted
from procedure.models import Notification, Outbox, Proposal, Record
from procedure.perform import Refused, perform
from procedure.proposals import propose, sign
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World
from tests.applications.refusing import refusals
from tests.arriving import arrive
from tests.deciding import desk
from tests.documents.reading import docx_text, pdf_text
from tests.ground import shared
from tests.notices.filing import objected
from tests.routes.stage import body

# The month that began on 15 June is over.
DAY = datetime(2026, 7, 20, 10, tzinfo=clock.BEIJING)
NUMBER = "国标委综合函〔2026〕6号"
GOOD = {
    "number": NUMBER, "dated": "2026-07-20", "build_starts": "", "build_years": "3", "reason": "", "remarks": "",
    "english_name": "Photovoltaics",
}  # fmt: skip


@shared
def decided(world: World) -> Application:
    return arrive(world.draft(), "publicity", "decision")


@pytest.fixture
def case(decided: Application) -> Iterator[Application]:
    """A case whose month is over, on a day after it."""
    with clock.at(DAY):
        yield decided


def proposed(case: Application, **changes: str) -> Proposal:
    return propose(case, "approve", seat=desk().officer, data=GOOD | changes)


def approved(case: Application, **changes: str) -> Approval:
    sign(proposed(case, **changes), seat=desk().approver)
    case.refresh_from_db()
    return Approval.objects.get(application=case)


def faults(case: Application, **changes: str) -> list[str]:
    form = ApproveForm(GOOD | changes, subject=case, seat=desk().officer)
    form.is_valid()
    return list(form.errors)


def undecided(case: Application) -> bool:
    case.refresh_from_db()
    return case.state == "decision" and not Approval.objects.exists() and not Base.objects.exists()


# Refused


@pytest.mark.rule("B16")
def test_an_open_objection_bars_the_approval_and_is_named(case: Application) -> None:
    objection = objected(case.notice_item, datetime(2026, 7, 1, 9, tzinfo=clock.BEIJING))
    sentence = f"还有 1 件异议没有办结（{objection.number}），办结后才能批准。"
    assert (sentence, "办法16") in refusals(lambda: proposed(case))
    assert undecided(case)


@pytest.mark.rule("B16")
@pytest.mark.parametrize("found", ["close_unfit", "close_to_correct"])
def test_an_objection_that_was_found_right_bars_the_approval(case: Application, found: str) -> None:
    objection = objected(case.notice_item, datetime(2026, 7, 1, 9, tzinfo=clock.BEIJING))
    perform(objection, "admit_objection", seat=desk().officer, data={})
    sign(propose(objection, found, seat=desk().officer, data={"answer": "经核实，异议成立。"}), seat=desk().approver)
    sentence = f"异议 {objection.number} 办结为不符合要求或者须更正公示，不能批准。"
    assert (sentence, "办法16") in refusals(lambda: proposed(case))
    assert undecided(case)


@pytest.mark.rule("B16")
def test_an_objection_that_comes_before_the_signature_bars_it_too(case: Application) -> None:
    waiting = proposed(case)
    objected(case.notice_item, DAY)
    with pytest.raises(Refused, match="没有办结"):
        sign(waiting, seat=desk().approver)
    assert undecided(case)


@pytest.mark.rule("B05")
def test_nobody_signs_what_he_proposed(world: World, case: Application) -> None:
    waiting = proposed(case)
    both = world.seat("both", "sac", Role.SAC_APPROVER, person=desk().officer.person)
    with pytest.raises(Refused, match="不能是同一人"):
        sign(waiting, seat=both)
    assert undecided(case)


@pytest.mark.rule("B05")
def test_only_sac_proposes_and_only_an_approver_signs(world: World, case: Application) -> None:
    for name, seat in world.seats.items():
        if name != "sac_officer":
            with pytest.raises(NotPermitted):
                propose(case, "approve", seat=seat, data=GOOD)
    waiting = proposed(case)
    for name, seat in world.seats.items():
        if name != "sac_approver":
            with pytest.raises(NotPermitted):
                sign(waiting, seat=seat)
    assert undecided(case)


@pytest.mark.rule("B16")
def test_four_years_need_a_reason(case: Application) -> None:
    assert faults(case, build_years="4") == ["reason"]
    assert faults(case, build_years="4", reason="　") == ["reason"]
    assert faults(case, build_years="3") == []
    with pytest.raises(Refused, match=r"一般不超过3年.*须由国家标准委写明理由"):
        proposed(case, build_years="4")
    assert undecided(case)


WRONG = [
    ({"number": ""}, "number"),
    ({"number": "第6号"}, "number"),
    ({"number": "国标委综合函2018-6"}, "number"),
    ({"dated": "2026-07-21"}, "dated"),
    ({"dated": "2026-07-15"}, "dated"),
    ({"dated": "七月"}, "dated"),
    ({"build_starts": "2026-07-19"}, "build_starts"),
    ({"build_years": "0"}, "build_years"),
    ({"build_years": "11"}, "build_years"),
    ({"english_name": ""}, "english_name"),
    ({"english_name": "光伏"}, "english_name"),
    ({"english_name": "National Technical Standard Innovation Base of"}, "english_name"),
]


@pytest.mark.rule("B16", "B37")
def test_what_is_wrong_is_said_at_its_field(case: Application) -> None:
    assert [(changes, faults(case, **changes)) for changes, _ in WRONG] == [
        (changes, [field]) for changes, field in WRONG
    ]


def test_a_number_is_given_once(world: World, case: Application) -> None:
    with clock.at(NOON):
        other = arrive(world.other_draft(), "publicity", "decision")
    waiting = proposed(other)
    approved(case)
    for typed in (NUMBER, "国标委综合函[2026]第06号", "国标委综合函（2026）6号"):
        assert faults(other, number=typed) == ["number"]
    with pytest.raises(Refused, match="已经用于另一份文件"):
        sign(waiting, seat=desk().approver)
    assert Approval.objects.count() == 1


@pytest.mark.parametrize("broken", ["copy_promises", "_seat_units"])
def test_nothing_is_half_approved(case: Application, monkeypatch: Any, broken: str) -> None:
    def fails(*_: Any) -> None:
        raise RuntimeError("the disk is full")

    waiting = proposed(case)
    monkeypatch.setattr(approving, broken, fails)
    with pytest.raises(RuntimeError):
        sign(waiting, seat=desk().approver)
    assert undecided(case)
    assert not ItemOutcome.objects.exists()
    assert not Outbox.objects.filter(kind=approving.PAPERS).exists()


# Approved


@pytest.mark.rule("B16")
@pytest.mark.parametrize(
    ("starts", "years", "ends"),
    [
        (date(2026, 7, 20), 3, date(2029, 7, 20)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2028, 2, 29), 3, date(2031, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2027, 2, 28), 1, date(2028, 2, 28)),
        (date(2026, 12, 31), 2, date(2028, 12, 31)),
    ],
)
def test_the_build_ends_on_the_corresponding_day(starts: date, years: int, ends: date) -> None:
    assert build_end(starts, years) == ends


@pytest.mark.rule("B03", "B04", "B16", "B37")
def test_the_base_stands_in_the_register(world: World, case: Application) -> None:
    approval = approved(case, build_starts="2026-08-01", remarks="请加强国际标准化工作。")
    base = Base.objects.get(pk=case.base_id)
    assert (case.state, base.state, base.root) == ("approved", "building", base.pk)
    assert (base.inner_name, base.english_name, base.kind) == ("光伏", "Photovoltaics", "regional")
    assert (base.region, base.organiser) == (world.units["host"].region, world.units["organiser"])
    assert (base.recommender_name, base.approval_number, base.approved) == ("贵州省人民政府", NUMBER, "2026-07-20")
    assert (base.build_starts, base.build_ends) == (date(2026, 8, 1), date(2029, 8, 1))
    host, supervisor = base.hosts.get(), base.supervisors.get()
    assert (host.unit, host.name, host.since, host.until) == (case.unit, case.unit.name, "2026-07-20", "")
    assert (supervisor.unit, supervisor.since, base.gaps) == (world.units["recommender"], "2026-07-20", [])
    assert (approval.build_starts, approval.build_years, approval.reason) == (date(2026, 8, 1), 3, "")
    assert (approval.proposed_by_name, approval.signed_by_name) == (
        desk().officer.name_shown,
        desk().approver.name_shown,
    )
    assert case.notice_item is not None
    assert [outcome.kind for outcome in case.notice_item.outcomes.all()] == ["approved"]
    born = Record.objects.get(subject_id=base.pk)
    assert (born.step, born.article, born.version) == ("start_build", "办法16", 0)


@pytest.mark.rule("B16")
def test_promises_are_the_frozen_rows_whatever_became_of_the_draft(case: Application) -> None:
    assert case.current is not None
    content = case.current.content
    case.tasks.update(title="后来改了的任务")
    case.indicators.all().delete()
    approved(case)
    base = Base.objects.get(pk=case.base_id)
    tasks = [{"id": str(row.pk), "title": row.title, "content": row.content} for row in base.tasks.all()]
    indicators = [
        {
            "id": str(row.pk), "kind": row.kind, "name": row.name, "unit": row.unit, "target": row.target,
            "midterm": row.midterm,
        }
        for row in base.indicators.all()
    ]  # fmt: skip
    milestones = [
        {"id": str(row.pk), "due": row.due.isoformat(), "content": row.content, "task": str(row.task_id)}
        for row in base.milestones.all()
    ]
    assert (tasks, indicators, milestones) == (content["tasks"], content["indicators"], content["milestones"])
    assert tasks
    assert [row.target_number for row in base.indicators.all()] == [10]


def test_a_recommender_that_supervises_nobody_leaves_a_gap(world: World, case: Application) -> None:
    Unit.objects.filter(pk=case.recommender_id).update(kind=UnitKind.ASSOCIATION)
    approved(case)
    base = Base.objects.get(pk=case.base_id)
    assert (base.gaps, base.supervisors.count(), base.recommender_name) == (["supervisor"], 0, "贵州省人民政府")


def test_a_whole_english_name_may_be_pasted(case: Application) -> None:
    approved(case, english_name="National Technical Standard Innovation Base of  Photovoltaics ")
    assert Base.objects.get().english_name == "Photovoltaics"


def test_the_form_opens_with_what_is_known(case: Application) -> None:
    form = ApproveForm(subject=case, seat=desk().officer)
    assert form.initial == {
        "dated": date(2026, 7, 20), "build_starts": date(2026, 7, 20), "build_years": 3,
        "english_name": case.english_name,
    }  # fmt: skip


# Its papers


def owed() -> Outbox:
    return Outbox.objects.get(kind=approving.PAPERS)


@pytest.mark.rule("B16")
def test_the_reason_of_a_longer_build_is_printed(case: Application) -> None:
    approved(case, build_years="4", reason="涉及多地中试平台建设，周期较长。")
    assert outbox.deliver(owed().pk)
    assert Base.objects.get().build_reason == "涉及多地中试平台建设，周期较长。"
    for text in texts().values():
        assert "建设期4年，自2026年7月20日起至2030年7月20日止" in text
        assert "超过“一般不超过3年”的理由：涉及多地中试平台建设，周期较长。" in text


def test_four_papers_say_the_decision(case: Application) -> None:
    approved(case, remarks="一是加强国际标准化。\n二是按年度报告。")
    assert outbox.deliver(owed().pk)
    found = texts()
    assert set(found) == {(form, format_) for form in ("letter", "red_head") for format_ in ("pdf", "docx")}
    for text in found.values():
        for wanted in (
            NUMBER, "贵州省人民政府", "批准建设国家技术标准创新基地（光伏）", "黔府函〔2026〕1号", "征求意见稿",
            "昇阳光伏科技有限公司", "贵州省市场监督管理局", "2026年7月20日", "二是按年度报告。",
            "NationalTechnicalStandardInnovationBaseofPhotovoltaics",
        ):  # fmt: skip
            assert wanted in text
        assert "理由" not in text


def test_papers_that_fail_leave_the_approval_whole_and_none_of_them(case: Application, monkeypatch: Any) -> None:
    approved(case)
    calls: list[str] = []

    def fails(*_: Any) -> bytes:
        calls.append("asked")
        raise RuntimeError("no more memory")

    with monkeypatch.context() as patched:
        patched.setattr(papers, "_MAKERS", (*papers._MAKERS, ("odt", "x/y", fails)))
        assert not outbox.deliver(owed().pk)
    assert (calls, ApprovalPaper.objects.count(), case.state) == (["asked"], 0, "approved")
    assert Base.objects.get().state == "building"
    assert outbox.deliver(owed().pk)
    assert ApprovalPaper.objects.count() == 4
    documents_approval.make_papers(owed())
    assert ApprovalPaper.objects.count() == 4


def test_the_recommender_is_written_to_and_the_others_get_copies(world: World, case: Application) -> None:
    approved(case)
    outbox.deliver(owed().pk)
    papers = Notification.objects.filter(title__contains="批准文件")
    told = {
        name: list(papers.filter(person=world.seats[name].person).values_list("title", flat=True))
        for name in ("recommender_officer", "organiser_officer", "submitter", "other_submitter", "expert")
    }
    assert told == {
        "recommender_officer": [f"{case}：批准文件（主送）"], "organiser_officer": [f"{case}：批准文件（抄送）"],
        "submitter": [f"{case}：批准文件（抄送）"], "other_submitter": [], "expert": [],
    }  # fmt: skip


def test_the_papers_are_read_by_those_to_whom_they_go(world: World, case: Application) -> None:
    approved(case)
    outbox.deliver(owed().pk)
    readers = {"preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer"}
    readers |= {"sac_officer", "sac_approver"}
    paper = ApprovalPaper.objects.get(form="letter", format="pdf")
    base_papers = text_of(client_of(world.seats["submitter"]).get(f"/cases/base/{case.base_id}/?tab=papers"))
    assert f"/applications/approval/papers/{paper.pk}/" in base_papers
    for name, seat in world.seats.items():
        answer = client_of(seat).get(f"/applications/approval/papers/{paper.pk}/")
        body(answer)
        assert (name, answer.status_code) == (name, 200 if name in readers else 404)
    page = text_of(client_of(world.seats["recommender_officer"]).get(f"{case.get_absolute_url()}?tab=approval"))
    assert NUMBER in page
    assert page.count("/applications/approval/papers/") == 6  # two are opened too


def texts() -> dict[tuple[str, str], str]:
    """What a reader finds in each paper."""
    readers: dict[str, Callable[[bytes], str]] = {"pdf": pdf_text, "docx": docx_text}
    found = {}
    for paper in ApprovalPaper.objects.select_related("file"):
        with paper.file.open() as content:
            found[(paper.form, paper.format)] = readers[paper.format](content.read())
    return found


@pytest.mark.rule("B16")
def test_whoever_signs_later_is_told_of_the_day_on_the_paper(case: Application) -> None:
    proposal, approver = proposed(case), client_of(desk().approver)
    address, said = f"/proposals/{proposal.pk}/", "成文日期应为签发之日"
    assert said not in text_of(approver.get(address))
    with clock.at(DAY + timedelta(days=3)):
        page = text_of(approver.get(address))
        assert "提请的成文日期是2026年7月20日，今天是2026年7月23日" in page
        assert said in page
        sign(proposal, seat=desk().approver)
    assert Approval.objects.get(application=case).dated == date(2026, 7, 20)
