"""验收: who applies, when and resting on what; copy, correction, and the three conclusions (办法19, 21)."""

from datetime import date, timedelta
from typing import Any

import pytest

from assessments import applying
from assessments.models import Acceptance
from assessments.procedure.people import DELEGATE_FOR, Task
from bases.models import Base
from organisations.models import Membership
from procedure import clock
from procedure.acts import NotPermitted, Refused
from procedure.models import DueDate, Notification, Outbox
from procedure.outbox import deliver
from procedure.perform import perform
from procedure.proposals import propose, sign
from procedure.reckoning import end_instant
from reviews import composing, concluding, documents
from reviews.models import Case, Panel
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World
from tests.assessments.accepting import (
    BEFORE_IT,
    IN_WINDOW,
    POINTS,
    TOO_LATE,
    accepted,
    checked,
    complete,
    drafted,
    filed,
    fresh,
    rectified,
    signed,
    with_panel,
)
from tests.assessments.built import promising
from tests.deciding import desk, pool
from tests.routes.stage import body
from workbench.demo.deciding.reviewing import expert_seat, meet, new_panel
from workbench.demo.endings import entrust

pytestmark = pytest.mark.rule("B19")
A_MONTH_LATER = IN_WINDOW + timedelta(days=30)


@pytest.fixture(autouse=True)
def in_window() -> Any:
    with clock.at(IN_WINDOW):
        yield


@pytest.fixture
def organiser(world: World) -> Membership:
    return world.seats["organiser_officer"]


def sentences(refused: Any) -> str:
    return "".join(each.sentence for each in refused.value.refusals)


def end(row: Acceptance, step: str, by: Any = None, **data: str) -> Base:
    perform(row, step, seat=by or desk().officer, data=data)
    return fresh(row)


# Applying


@pytest.mark.parametrize("name", ["preparer", "submitter", "recommender_officer", "sac_officer", "expert"])
def test_only_the_organiser_drafts_and_files(world: World, name: str) -> None:
    base = fresh(checked(world))
    with pytest.raises(NotPermitted):
        applying.draft(base, seat=world.seats[name], key=None)
    row = applying.draft(base, seat=world.seats["organiser_officer"], key=None)
    complete(row, world.seats["organiser_officer"])
    with pytest.raises(NotPermitted):
        perform(row, "file_request", seat=world.seats[name])


def test_without_a_self_check_nothing_is_applied_for(world: World, organiser: Membership) -> None:
    with pytest.raises(Refused) as refused:
        applying.draft(promising(world), seat=organiser, key=None)
    assert "还没有开展自查" in sentences(refused)


def test_a_base_found_unfit_is_not_applied_for(world: World, organiser: Membership) -> None:
    base = fresh(checked(world, fit=False))
    with pytest.raises(Refused) as refused:
        applying.draft(base, seat=organiser, key=None)
    assert sentences(refused) == "最近一次自查认定不符合验收条件，不能提出验收申请。"


def test_a_draft_that_a_later_self_check_finds_unfit_is_not_filed(world: World, organiser: Membership) -> None:
    row = drafted(world)
    type(row.self_check).objects.filter(pk=row.self_check_id).update(begun_at=IN_WINDOW - timedelta(days=1))
    perform(row, "drop_draft", seat=organiser)
    with pytest.raises(Refused, match="已认定符合验收条件"):
        checked(world, fresh(row))


@pytest.mark.parametrize(("moment", "said"), [(BEFORE_IT, "自2029年4月20日起"), (TOO_LATE, "已过2029年7月20日")])
def test_outside_the_window_it_is_not_filed(world: World, organiser: Membership, moment: Any, said: str) -> None:
    row = drafted(world)
    with clock.at(moment), pytest.raises(Refused) as refused:
        perform(row, "file_request", seat=organiser)
    assert said in sentences(refused)


def test_what_is_not_written_or_sealed_is_named(world: World, organiser: Membership) -> None:
    row = applying.draft(fresh(checked(world)), seat=organiser, key=None)
    with pytest.raises(Refused, match="申请内容、盖章的申请文件"):
        perform(row, "file_request", seat=organiser)


def test_there_is_one_application_at_a_time(world: World, organiser: Membership) -> None:
    row = drafted(world)
    with pytest.raises(Refused, match="已有一件验收申请在办"):
        applying.draft(fresh(row), seat=organiser, key=None)


def test_filing_stops_the_clock_and_goes_in_copy_to_whoever_is_above(world: World) -> None:
    row = filed(world)
    assert (row.state, fresh(row).state, row.first_filed_at) == ("filed", "awaiting_acceptance", IN_WINDOW)
    copy = row.copies.get()
    assert (copy.unit, copy.opened_at) == (world.units["recommender"], None)
    page = client_of(world.seats["recommender_officer"]).get(row.get_absolute_url())
    assert "还没有打开" not in text_of(page)
    copy.refresh_from_db()
    assert (copy.opened_at, copy.opened_by_name) == (IN_WINDOW, world.seats["recommender_officer"].name_shown)
    assert deliver(Outbox.objects.get(kind="notify", record__machine="acceptance", record__step="file_request").pk)
    told = Notification.objects.filter(person=world.seats["recommender_officer"].person_id)
    assert told.filter(title__contains="提出验收申请").exists()


def test_a_stale_page_and_a_second_click_file_nothing_more(world: World, organiser: Membership) -> None:
    row = drafted(world)
    seen = row.version
    perform(row, "file_request", seat=organiser, seen=seen)
    with pytest.raises(Refused, match="已有变动"):
        perform(row, "file_request", seat=organiser, seen=seen)
    assert row.copies.count() == 1


# Taking it up, or giving it back


def test_a_corrected_application_keeps_its_first_date(world: World, organiser: Membership) -> None:
    row = filed(world)
    perform(row, "return_request", seat=desk().officer, data={"note": "请补盖章。"})
    with clock.at(TOO_LATE + timedelta(days=20)):
        perform(row, "refile", seat=organiser)
        assert (row.state, row.first_filed_at, row.copies.count()) == ("filed", IN_WINDOW, 2)
        perform(row, "accept_request", seat=desk().officer)
    assert fresh(row).state == "awaiting_acceptance"


def test_one_that_is_given_up_leads_back_to_where_the_base_came_from(world: World, organiser: Membership) -> None:
    row = filed(world)
    with pytest.raises(Refused, match="当前为“待受理”"):
        perform(row, "give_up", seat=organiser, data={"note": "不再申请。"})
    perform(row, "return_request", seat=desk().officer, data={"note": "请补。"})
    assert end(row, "give_up", organiser, note="不再申请。").state == "building"


@pytest.mark.rule("B21")
def test_after_rectification_it_leads_back_to_rectification(world: World, organiser: Membership) -> None:
    base = fresh(rectified(world))
    with clock.at(A_MONTH_LATER):
        again = filed(world, base)
        assert (again.is_again, fresh(again).state) == (True, "awaiting_acceptance")
        perform(again, "return_request", seat=desk().officer, data={"note": "请补。"})
        assert end(again, "give_up", organiser, note="继续整改。").state == "rectifying"


# What the experts read, and who of them may


@pytest.mark.rule("B21")
def test_the_case_holds_what_was_filed_and_names_whom_to_avoid(world: World) -> None:
    case = accepted(world).case
    assert case is not None
    assert [party["role"] for party in case.parties] == ["承担单位", "申报组织单位", "行业部门或者地方政府"]
    assert case.conclusions == ["通过", "整改", "未通过"]
    rows = {part["key"]: part for part in case.material}["indicators"]["blocks"][0]["rows"]
    assert [cell for _, cell in rows[0]][:4] == ["国家标准", "50项", "52项", "已达到"]


@pytest.mark.rule("B21")
def test_an_expert_of_the_hosts_unit_is_not_appointed(world: World) -> None:
    row = accepted(world)
    own, *others = pool()
    own.unit, own.unit_name, own.unit_code = world.units["host"], world.units["host"].name, world.units["host"].code
    own.save()
    panel = new_panel(desk(), [row.case], size=5)
    with pytest.raises(composing.NotComposed, match="与承担单位同一单位"):
        composing.appoint(panel, [own, *others], "专业面窄。", desk().officer)


@pytest.mark.rule("B21")
def test_a_member_reads_the_material_and_its_files_and_nothing_else(world: World) -> None:
    row, panel = with_panel(world)
    member = panel.members.select_related("expert").first()
    seat = expert_seat(member)
    page = f"/reviews/cases/{row.case_id}/"
    text = text_of(client_of(seat).get(page))
    assert "核算依据" in text
    assert "任务完成情况" in text
    file = row.case.files.get(label="验收申请（盖章）.pdf")
    answer = client_of(seat).get(f"/reviews/files/{file.pk}/")
    assert (answer.status_code, body(answer)[:4]) == (200, b"%PDF")
    assert client_of(seat).get(row.get_absolute_url()).status_code == 404
    stranger = world.seats["expert"]
    assert client_of(stranger).get(page).status_code == 404
    assert client_of(stranger).get(f"/reviews/files/{file.pk}/").status_code == 404


@pytest.mark.rule("B21")
def test_a_panel_judges_one_kind_of_matter(world: World) -> None:
    from tests.arriving import arrive

    with clock.at(NOON):
        other = arrive(world.other_draft(filled=True), "expert_review")
    row = accepted(world)
    with pytest.raises(composing.NotComposed, match="只评审同一种事项"):
        composing.compose(Panel(title="混合"), [row.case, other], desk().officer)


# The three conclusions


@pytest.mark.rule("B21")
def test_before_the_round_is_closed_nothing_is_concluded(world: World) -> None:
    row, _ = with_panel(world)
    for step in ("conclude_pass", "conclude_rectify"):
        with pytest.raises(Refused, match="独立评审还没有结束"):
            perform(row, step, seat=desk().officer, data={"note": ""})
    with pytest.raises(Refused, match="独立评审还没有结束"):
        propose(row, "conclude_fail", seat=desk().officer)


@pytest.mark.rule("B21")
def test_a_conclusion_that_is_not_signed_or_not_the_chairs_is_refused(world: World) -> None:
    row, panel = with_panel(world)
    meet(desk(), panel)
    with pytest.raises(Refused, match="还没有写出评审结论"):
        perform(row, "conclude_pass", seat=desk().officer)
    case = Case.objects.select_related("panel").get(pk=row.case_id)
    chair = expert_seat(panel.members.select_related("expert").get(is_chair=True))
    concluding.write(case, result="通过", text="一致同意。", points=[], means=["查阅资料"], base="", seat=chair)
    with pytest.raises(Refused, match="还没有在现在的结论上签名"):
        perform(row, "conclude_pass", seat=desk().officer)
    found = concluding.conclusion_of(case)
    for member in panel.members.select_related("expert"):
        concluding.sign(case, shown=found.digest, agrees=True, dissent="", seat=expert_seat(member))
    with pytest.raises(Refused, match="组长写的结论是“通过”，不是“整改”"):
        perform(row, "conclude_rectify", seat=desk().officer, data={"note": ""})
    with pytest.raises(Refused, match="组长写的结论是“通过”，不是“未通过”"):
        propose(row, "conclude_fail", seat=desk().officer)
    assert end(row, "conclude_pass").state == "passed"


@pytest.mark.rule("B21")
@pytest.mark.parametrize("name", ["sac_approver", "organiser_officer", "submitter", "recommender_officer"])
def test_nobody_but_the_officer_records_it(world: World, name: str) -> None:
    row = signed(world, "通过")
    with pytest.raises(NotPermitted):
        perform(row, "conclude_pass", seat=world.seats[name])


@pytest.mark.rule("B07", "B21")
def test_whoever_is_entrusted_with_every_task_concludes_nothing(world: World, organiser: Membership) -> None:
    row = signed(world, "通过")
    day = IN_WINDOW.date()
    entrust([fresh(row)], day, day + timedelta(days=60), tuple(Task))
    assert all(DELEGATE_FOR(task).allows(fresh(row), organiser) for task in Task)
    for step in ("conclude_pass", "conclude_rectify", "accept_request"):
        with pytest.raises(NotPermitted):
            perform(row, step, seat=organiser, data={"note": ""})
    base = end(row, "conclude_pass")
    with pytest.raises(NotPermitted):
        propose(base, "establish", seat=organiser, data={})


@pytest.mark.rule("B21")
def test_a_pass_is_of_the_day_of_the_last_signature_and_is_no_establishment(world: World) -> None:
    row = signed(world, "通过")
    with clock.at(IN_WINDOW + timedelta(days=9)):
        base = end(row, "conclude_pass")
    assert (base.state, base.passed, base.established) == ("passed", "2029-05-08", "")
    row.refresh_from_db()
    assert row.opinion_on == date(2029, 5, 8)
    assert Case.objects.get(pk=row.case_id).concluded_at == IN_WINDOW + timedelta(days=9)


@pytest.mark.rule("B21")
def test_rectification_has_six_months_from_the_opinion(world: World) -> None:
    row = signed(world, "整改", points=POINTS)
    with clock.at(IN_WINDOW + timedelta(days=9)):
        base = end(row, "conclude_rectify", note="")
    due = DueDate.objects.get(subject_id=base.pk, kind="rectification", closed_at=None)
    assert (base.state, base.rectify_since) == ("rectifying", date(2029, 5, 8))
    assert due.due_at == end_instant(date(2029, 11, 8))


@pytest.mark.rule("B21")
def test_a_second_rectification_needs_a_reason(world: World) -> None:
    base = fresh(rectified(world))
    with clock.at(A_MONTH_LATER):
        row = signed(world, "整改", base, POINTS)
        with pytest.raises(Refused, match="再次整改的，请写明理由"):
            perform(row, "conclude_rectify", seat=desk().officer, data={"note": ""})
        assert end(row, "conclude_rectify", note="已完成大部分，差一项标准。").state == "rectifying"


@pytest.mark.rule("B21", "B05")
def test_a_fail_is_of_two_persons_and_leads_to_the_end_alone(world: World) -> None:
    row = signed(world, "未通过")
    proposal = propose(row, "conclude_fail", seat=desk().officer)
    with pytest.raises(NotPermitted):
        sign(proposal, seat=desk().officer)
    sign(proposal, seat=desk().approver)
    base = fresh(row)
    assert base.state == "failed"
    with pytest.raises(Refused):
        propose(
            base, "establish", seat=desk().officer, data={"number": "国标委综合函〔2029〕1号", "dated": "2029-05-08"}
        )


@pytest.mark.rule("B21")
def test_the_opinion_is_printed_with_means_place_and_signatures(world: World) -> None:
    row = signed(world, "整改", points=POINTS)
    content = documents.content_of(Case.objects.get(pk=row.case_id))
    assert (content["title"], content["result"]) == ("验收意见", "整改")
    facts = dict(content["facts"])
    assert facts["验收方式"] == "听取汇报、查阅资料、质询答疑、现场考察"
    assert facts["会议"].endswith("南京")
    assert content["points"] == ["考核指标完成情况：请补齐国家标准的数量。"]
    assert [post for _, _, post, _ in content["members"]] == ["组长", "组员", "组员", "组员", "组员"]
    assert all(words.startswith("同意（电子签署") for *_, words in content["members"])


def test_without_anybody_above_there_is_nobody_to_send_the_copy_to(world: World, organiser: Membership) -> None:
    row = drafted(world)
    fresh(row).supervisors.update(until="2029-01-01")
    with pytest.raises(Refused, match="无处抄报"):
        perform(row, "file_request", seat=organiser)
