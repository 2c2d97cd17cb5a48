"""形式审查: who judges what, on which version, and when the check is passed or rejected (办法13)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from applications import checking, numbering
from applications.models import Application, Attachment, CheckResult
from documents.models import File
from organisations.models import Role
from procedure import clock
from procedure.acts import NotPermitted
from procedure.perform import perform
from procedure.proposals import propose, sign
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, answer_conditions, fill
from tests.applications.checklists import item_of, judge, judge_all
from tests.applications.refusing import refusals
from tests.arriving import arrive, supplement, take
from tests.documents import hostile
from tests.ground import shared
from tests.routes.stage import body

pytestmark = pytest.mark.rule("B13")

BY_ITSELF = {"HTTP_X_AUTOSAVE": "1"}


@shared
def case(world: World) -> Application:
    return arrive(world.draft(), "form_check")


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.seats["sac_officer"])


def address(case: Application, key: str = "") -> str:
    return f"/applications/{case.pk}/form-check/{key}{'/' if key else ''}"


def send(client: Client, case: Application, key: str, *, base: str | None = None, **facts: str) -> Any:
    scripted = BY_ITSELF if facts.pop("by_itself", "") else {}
    data = {"base": item_of(case, key).base if base is None else base} | facts
    return client.post(address(case, key), data, **scripted)  # type: ignore[arg-type]


def results() -> dict[str, str]:
    return dict(CheckResult.objects.values_list("key", "result"))


def again_with_new_plan(case: Application) -> None:
    """A supplement that asks for another plan, filed and closed."""
    take(case, "request_supplement", **supplement(case, item_1_plan="on"))
    take(case, "file_amended_plan")
    take(case, "resume_form_check", note="已补齐。")


# Refused


@pytest.mark.parametrize(
    "name",
    ["preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer", "expert", "system_admin"],
)
def test_the_checklist_is_sacs_alone(world: World, case: Application, name: str) -> None:
    client = client_of(world.seats[name])
    answers = (client.get(address(case)), client.get(address(case, "seal")), send(client, case, "seal", result="met"))
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    tab = text_of(client.get(f"{case.get_absolute_url()}?tab=check")) if name not in ("expert", "system_admin") else ""
    assert (results(), "核对事项" in tab) == ({}, False)


def test_an_approver_reads_and_does_not_write(world: World, case: Application) -> None:
    client = client_of(world.seats["sac_approver"])
    page = client.get(address(case))
    assert (page.status_code, "data-check" in text_of(page)) == (200, False)
    assert send(client, case, "seal", result="met").status_code == 404
    assert results() == {}


def test_a_case_that_has_not_come_to_sac_has_no_checklist(world: World, officer: Client) -> None:
    case = arrive(world.draft(), "organiser_review")
    assert officer.get(address(case)).status_code == 404


@pytest.mark.parametrize("state", ["received", "supplementing", "expert_review"])
def test_results_are_written_during_the_form_check_only(world: World, officer: Client, state: str) -> None:
    case = arrive(world.draft(), state)
    before = results()
    page = send(officer, case, "seal", result="unmet", reason="第 3 页缺章")
    assert (page.status_code, results()) == (409, before)
    assert "不能再改这里的内容" in text_of(page)
    assert "第 3 页缺章" in text_of(page)
    scripted = send(officer, case, "seal", result="unmet", reason="第 3 页缺章", by_itself="yes")
    assert (scripted.status_code, list(scripted.json())) == (409, ["closed"])


def test_what_is_not_on_the_list_is_not_there(case: Application, officer: Client) -> None:
    assert officer.post(address(case, "no-such"), {"result": "met"}).status_code == 404
    assert officer.post(address(case, "sector-quota"), {"result": "met"}).status_code == 404


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"result": "unmet", "reason": "  "}, "reason"),
        ({"reason": "缺页"}, "result"),
        ({"result": "perhaps", "reason": "缺页"}, "result"),
        ({"result": "unmet", "reason": "长" * 4001}, "reason"),
    ],
)
def test_a_faulty_result_is_told_at_its_item(
    case: Application, officer: Client, facts: dict[str, str], field: str
) -> None:
    page = send(officer, case, "seal", **facts)
    assert (page.status_code, list(page.context["faulty"].errors), results()) == (422, [field], {})
    assert f'id="id_seal_{field}' in text_of(page)
    assert facts["reason"].strip() in text_of(page)
    scripted = send(officer, case, "seal", by_itself="yes", **facts)
    assert (scripted.status_code, list(scripted.json()["errors"])) == (422, [field])


def test_a_colleague_who_judged_in_between_is_not_overwritten(world: World, case: Application, officer: Client) -> None:
    other = world.seat("other_officer", "sac", Role.SAC_OFFICER)
    opened = item_of(case, "seal").base
    judge(case, "seal", "unmet", "缺第 3 页", seat=other)
    page = send(officer, case, "seal", base=opened, result="met")
    assert (page.status_code, results()) == (409, {"seal": "unmet"})
    assert f"{other.name_shown}写的“不符合”（缺第 3 页）" in text_of(page)
    scripted = send(officer, case, "seal", base=opened, result="met", by_itself="yes")
    assert scripted.json()["conflict"]["by"] == other.name_shown
    # The page that said so carries the newer state: confirmed there, it is an ordinary save.
    assert send(officer, case, "seal", base=page.context["faulty"].data["base"], result="met").status_code == 302
    assert results() == {"seal": "met"}


def test_a_page_of_the_former_version_judges_nothing(case: Application, officer: Client) -> None:
    opened = item_of(case, "plan").base
    again_with_new_plan(case)
    page = send(officer, case, "plan", base=opened, result="met")
    assert (page.status_code, results()) == (409, {})
    assert "方案已有新的版本" in text_of(page)


@pytest.mark.parametrize("base", ["", "1-", "x" * 40, "9" * 40])
def test_a_page_that_does_not_say_what_it_showed_is_an_old_one(case: Application, officer: Client, base: str) -> None:
    judge(case, "seal")
    page = officer.post(address(case, "seal"), {"result": "unmet", "reason": "缺页", "base": base})
    assert (page.status_code, results()) == (409, {"seal": "met"})


def test_the_check_is_not_passed_while_something_is_unjudged_or_unmet(world: World, case: Application) -> None:
    seat = world.seats["sac_officer"]
    total = len(checking.points(case))

    def passed() -> Any:
        return perform(case, "pass_form_check", seat=seat)

    assert refusals(passed) == [(f"核对表还有 {total} 项没有结果，请逐项核对后再办理。", "办法13")]
    judge_all(case, seal="第 3 页缺章。")
    assert refusals(passed) == [
        ("核对表有 1 项不符合，请要求补充材料，或者提请“形式审查不通过”。", "办法13"),
    ]
    judge(case, "seal", "none")
    assert passed().target == "expert_review"


def test_a_case_is_not_rejected_without_an_unmet_item(world: World, case: Application) -> None:
    judge_all(case)
    sentence = "核对表中没有不符合的项目；请先在核对表中写明哪一项不符合、为什么。"

    def proposed() -> Any:
        return propose(case, "reject_form_check", seat=world.seats["sac_officer"], data={"note": "不符合。"})

    assert refusals(proposed) == [(sentence, "办法13")]


def test_rejecting_takes_two_persons(world: World, case: Application) -> None:
    seat = world.seats["sac_officer"]
    judge_all(case, letter="推荐函没有文号。")
    assert len(refusals(lambda: perform(case, "reject_form_check", seat=seat, data={"note": "不符合。"}))) == 1
    assert [sentence for sentence, _ in refusals(lambda: propose(case, "reject_form_check", seat=seat, data={}))] == [
        "请写明理由。"
    ]
    both = world.seat("both", "sac", Role.SAC_OFFICER)
    proposal = propose(case, "reject_form_check", seat=both, data={"note": "推荐函没有文号。"})
    same = world.seat("same", "sac", Role.SAC_APPROVER, person=both.person)
    with pytest.raises(NotPermitted):
        sign(proposal, seat=seat)
    assert "不能是同一人" in refusals(lambda: sign(proposal, seat=same))[0][0]
    record = sign(proposal, seat=world.seats["sac_approver"])
    assert (record.target, record.note) == ("rejected", "推荐函没有文号。")


def test_a_rejection_lapses_when_the_item_is_met_after_all(world: World, case: Application) -> None:
    judge_all(case, letter="推荐函没有文号。")
    proposal = propose(case, "reject_form_check", seat=world.seats["sac_officer"], data={"note": "没有文号。"})
    judge(case, "letter")
    assert "没有不符合的项目" in refusals(lambda: sign(proposal, seat=world.seats["sac_approver"]))[0][0]


# Done


def test_a_result_is_kept_with_the_version_and_by_whom(world: World, case: Application, officer: Client) -> None:
    assert send(officer, case, "seal", result="unmet", reason="缺第 3 页").status_code == 302
    row = CheckResult.objects.get()
    kept = (row.key, row.result, row.reason, row.version_id, row.by_name, row.at)
    seat = world.seats["sac_officer"]
    assert kept == ("seal", "unmet", "缺第 3 页", case.current_id, seat.name_shown, clock.now())
    assert [old.history_user_id for old in row.history.all()] == [seat.person_id]


def test_saved_by_itself_it_answers_with_what_is_still_open(case: Application, officer: Client) -> None:
    said = send(officer, case, "seal", result="met", by_itself="yes").json()
    assert said == {
        "version": item_of(case, "seal").base, "saved_at": "12:00:00", "missing": [],
        "missing_in_all": len(checking.points(case)) - 1,
    }  # fmt: skip


def test_the_same_result_twice_is_written_once(case: Application, officer: Client) -> None:
    base = item_of(case, "seal").base
    first, second = (send(officer, case, "seal", base=base, result="met", by_itself="yes") for _ in range(2))
    assert (first.json(), CheckResult.history.count()) == (second.json(), 1)


def test_a_new_version_asks_for_every_result_again(case: Application, officer: Client) -> None:
    judge_all(case, seal="缺第 3 页。")
    assert (checking.unjudged(case), checking.unmet(case)) == (0, 1)
    again_with_new_plan(case)
    total = len(checking.points(case))
    assert (checking.unjudged(case), checking.unmet(case)) == (total, 0)
    page = text_of(officer.get(address(case)))
    assert page.count("第 1 版核对") == total
    assert "缺第 3 页。" in page
    judge(case, "seal")
    assert checking.unjudged(case) == total - 1
    assert "第 1 版核对" in text_of(officer.get(f"{case.get_absolute_url()}?tab=check"))


@pytest.mark.parametrize(
    ("kind", "changes", "last"),
    [
        ("regional", {}, "region-quota"),
        ("sector", {}, "sector-quota"),
        ("international", {}, "recommender"),
        ("regional", {"one_regional_per_region": False}, "recommender"),
    ],
)
def test_the_list_comes_from_the_call(world: World, kind: str, changes: dict[str, Any], last: str) -> None:
    call = world.new_call(**changes)
    case = world.draft(call=call, kind=kind, sector=world.sector if kind == "sector" else None)
    keys = [point.key for point in checking.points(case)]
    proofs = [f"proof-{condition.key}" for condition in call.conditions(kind)]
    assert keys[: len(proofs)] == proofs
    assert (keys[len(proofs) : len(proofs) + 4], keys[-1]) == (["plan", "seal", "letter", "copies"], last)


def test_the_portal_says_what_it_found(world: World) -> None:
    draft = world.draft()
    fill(draft, without=("conditions",))
    answer_conditions(draft, met="no")
    case = arrive(draft, "received")
    proof, seal = item_of(case, "proof-m1").hint, item_of(case, "seal").hint
    assert (proof.good, proof.sentences[0]) == (False, "申报单位答：不满足；列出证明材料 1 份。")
    assert (seal.good, seal.sentences[0], len(seal.evidence)) == (True, "机读核验码一致。机读结果。", 1)
    assert item_of(case, "plan").hint.good
    assert item_of(case, "organiser").hint.good
    assert item_of(case, "copies").hint.sentences == ("国家标准委登记收到 0 份，应为 4 份。",)


def test_evidence_opens_on_the_left_at_its_place(case: Application, officer: Client) -> None:
    papers = {paper.place: paper for item in checking.items(case) for paper in item.hint.evidence}
    assert {"scan", "letter"} < set(papers)
    for paper in papers.values():
        page = officer.get(f"{address(case)}?tab={paper.tab}&open={paper.place}")
        left = page.content.decode().partition('id="desk-right"')[0]
        shown = re.findall(r'<iframe class="opened" src="([^"]+)" title="([^"]+)"', left)
        assert (f'id="{paper.place}"' in left, page.context["opened_words"]) == (True, f"左边已打开“{paper.label}”")
        answers = [officer.get(each) for each, name in shown if name]
        assert [(each["Content-Type"], body(each)[:5]) for each in answers] == [("application/pdf", b"%PDF-")]


def test_only_what_the_checklist_names_is_opened(case: Application, officer: Client) -> None:
    page = officer.get(f"{address(case)}?tab=files&open=attachment-0")
    assert (page.context["opened"], "<iframe" in page.content.decode()) == ("", False)


def test_a_picture_is_offered_to_be_fetched(case: Application, officer: Client) -> None:
    place = item_of(case, "proof-m1").hint.evidence[0].place
    kept = Attachment.objects.get(pk=place.removeprefix("attachment-"))
    kept.file = File.store(hostile.picture(), name="证照.png")
    kept.save(update_fields=["file"])
    page = officer.get(f"{address(case)}?tab=files&open={place}").content.decode()
    assert ("不能在本页显示" in page, "<iframe" in page) == (True, False)


@pytest.mark.parametrize("tab", ["plan", "appraisal", "files", "papers", "copies", "comments", "no-such"])
def test_the_left_shows_what_is_asked_for(case: Application, officer: Client, tab: str) -> None:
    page = officer.get(f"{address(case)}?tab={tab}")
    shown = [name for name, _, here in page.context["left"] if here]
    assert (page.status_code, shown) == (200, [tab if tab != "no-such" else "plan"])


# The number


def number(case: Application, world: World, typed: str) -> Any:
    return perform(case, "start_form_check", seat=world.seats["sac_officer"], data={"sac_number": typed})


@pytest.mark.parametrize(
    "typed",
    [
        "2026-L-001",
        "2025-Q-001",
        "2026-Q-1",
        "2026-Q-0000001",
        "2026-Q-00a",
        "Q-001",
        "2026-Q-\uff10\uff10\uff11",
        "2026-Q-001x",
    ],
)
def test_a_number_follows_the_pattern(world: World, typed: str) -> None:
    case = arrive(world.draft(), "received")
    sentence = "编号应形如 2026-Q-001：申报年度、类型（区域 Q、领域 L、国际 G）、三至六位顺序号。"
    assert [said for said, _ in refusals(lambda: number(case, world, typed))] == [sentence]


def test_a_number_is_given_once(world: World) -> None:
    first = arrive(world.draft(), "form_check")
    case = arrive(world.other_draft(), "received")
    said = [sentence for sentence, _ in refusals(lambda: number(case, world, "2026-Q-001"))]
    assert said == [f"2026-Q-001已给了{first}，下一个可用的编号是 2026-Q-002。"]
    assert [sentence for sentence, _ in refusals(lambda: number(case, world, ""))] == [
        "请给定编号，或保留系统给出的编号。"
    ]


def test_the_next_free_number_is_offered_by_year_and_type(world: World) -> None:
    sector = world.other_draft(kind="sector", sector=world.sector)
    international = world.other_draft(kind="international", inner_name="国际")
    case = world.draft()
    offered = [numbering.next_number(each) for each in (case, sector, international)]
    assert offered == ["2026-Q-001", "2026-L-001", "2026-G-001"]
    arrive(case, "received")
    number(case, world, " 2026-q-003 ")
    case.refresh_from_db()
    assert case.sac_number == "2026-Q-003"
    other = arrive(world.other_draft(), "received")
    page = client_of(world.seats["sac_officer"]).get(f"{other.get_absolute_url()}steps/start_form_check/")
    assert (numbering.next_number(other), 'value="2026-Q-001"' in text_of(page)) == ("2026-Q-001", True)


def test_the_tab_names_who_judged_when(world: World, case: Application, officer: Client) -> None:
    with clock.at(clock.now() + timedelta(days=1)):
        judge(case, "seal", "unmet", "<b>缺页</b>")
        page = text_of(client_of(world.seats["sac_approver"]).get(f"{case.get_absolute_url()}?tab=check"))
    assert "&lt;b&gt;缺页&lt;/b&gt;" in page
    assert "<b>缺页" not in page
    assert world.seats["sac_officer"].name_shown in page
