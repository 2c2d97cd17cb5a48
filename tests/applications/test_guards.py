"""The conditions one by one: refused first, each with its article; then the same thing allowed.

The window stands in test_window, who is entitled in test_entitled, the quotas in test_quotas.
"""

from typing import Any

import pytest

from applications.completeness import missing_of_form
from applications.models import Application, Appraisal
from procedure import clock
from procedure.conditions import Condition
from procedure.perform import perform
from tests.applications.building import CLOSES, NOON, World, answer_conditions, attach, fill, seal
from tests.applications.refusing import WINDOW_ENDED, begin, refusals
from tests.arriving import arrive, endorsement, take

# The call


@pytest.mark.rule("B09")
def test_nobody_applies_under_a_call_that_is_not_published(world: World) -> None:
    application = world.unborn(call=world.new_call(published=False, title="2027年度指南"))
    assert refusals(lambda: begin(application, world)) == [("“2027年度指南”拟制中，不能据以申报。", "办法9")]


@pytest.mark.rule("B09")
def test_nobody_applies_or_submits_under_a_closed_call(world: World) -> None:
    application = world.draft(filled=True)
    with clock.at(CLOSES):
        arrive(world.call, "closed")
        application.call.refresh_from_db()
        closed = ("“2026年度国家技术标准创新基地申报指南”已结束，不能据以申报。", "办法9")
        assert refusals(lambda: begin(world.unborn(call=world.call), world)) == [closed, WINDOW_ENDED]
        assert refusals(lambda: take(application, "submit_plan")) == [closed, WINDOW_ENDED]


@pytest.mark.rule("B09")
def test_only_the_types_of_the_call_are_applied_for(world: World) -> None:
    call = world.new_call(kinds=["regional"], title="区域专项")
    application = world.unborn(call=call, kind="international")
    assert refusals(lambda: begin(application, world)) == [("“区域专项”不受理国际类型。", "办法9")]
    assert begin(world.unborn(call=call), world).state == "draft"


@pytest.mark.rule("B09")
@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"text": " ", "kinds": []}, "正文、类型"),
        ({"text": ""}, "正文"),
        ({"kinds": []}, "类型"),
        ({"address": " "}, "书面材料接收地址"),
        ({"phone": ""}, "联系电话"),
    ],
)
def test_a_call_that_lacks_something_is_not_published(world: World, lacking: dict[str, Any], words: str) -> None:
    call = world.new_call(published=False, **lacking)
    refusal = (f"申报指南还缺少{words}，补齐后才能发布。", "办法9")
    assert refusals(lambda: take(call, "publish_call")) == [refusal]
    assert take(world.new_call(published=False), "publish_call").target == "published"


# What the plan must hold


def form_open(count: int) -> tuple[str, str]:
    return f"申报方案还缺少 {count} 项，补齐后才能报送。", "指南附件2"


def conditions_open(count: int) -> tuple[str, str]:
    return f"申报条件还有 {count} 条没有答复完整，补齐后才能报送。", "办法10"


# The measures' four and the five of a regional base that are not 其他.
CONDITIONS_OPEN = conditions_open(9)

PLAN_PARTS = [
    *[("basic", 8)], *[(key, 1) for key in (
        "meaning", "necessity", "groundwork", "qualifications", "advantages", "goals", "organisation", "policy",
        "funding", "tasks", "indicators", "schedule", "attachments",
    )],
]  # fmt: skip


@pytest.mark.rule("Z62")
@pytest.mark.parametrize(("part", "count"), PLAN_PARTS)
def test_a_plan_with_one_part_missing_is_not_submitted(world: World, part: str, count: int) -> None:
    application = world.draft()
    fill(application, without=(part,))
    # Without an attachment no answer has its evidence.
    unproved = [CONDITIONS_OPEN] if part == "attachments" else []
    assert refusals(lambda: submit(application, world)) == [form_open(count), *unproved]
    assert Application.objects.get().state == "draft"
    assert application.versions.count() == 0


def test_an_empty_plan_lacks_everything(world: World) -> None:
    application = world.draft()
    assert refusals(lambda: submit(application, world)) == [form_open(21), CONDITIONS_OPEN]


@pytest.mark.parametrize("field", ["leader", "leader_title", "contact", "contact_title", "phone", "postcode", "email"])
def test_one_missing_field_of_the_letterhead_is_enough(world: World, field: str) -> None:
    application = world.draft(filled=True)
    basic = application.sections.get(key="basic")
    basic.content[field] = " \n"
    basic.save()
    assert refusals(lambda: submit(application, world)) == [form_open(1)]


@pytest.mark.parametrize(
    ("name", "section"), [("tasks", "tasks"), ("indicators", "indicators"), ("milestones", "schedule")]
)
def test_a_list_without_a_row_is_missing_in_its_own_section(world: World, name: str, section: str) -> None:
    application = world.draft(filled=True)
    application.milestones.update(task=None)
    getattr(application, name).all().delete()
    assert [item.section for item in missing_of_form(application)] == [section]


def test_a_removed_attachment_does_not_count(world: World) -> None:
    application = world.draft(filled=True)
    application.attachments.update(removed_at=NOON)
    assert refusals(lambda: submit(application, world)) == [form_open(1)]
    attach(application)
    assert submit(application, world)


def test_every_reason_is_told_and_not_the_first_alone(world: World) -> None:
    application = world.draft()
    with clock.at(CLOSES):
        found = refusals(lambda: submit(application, world))
    assert found == [WINDOW_ENDED, form_open(21), CONDITIONS_OPEN]


def submit(application: Application, world: World) -> object:
    return perform(application, "submit_plan", seat=world.seats["submitter"])


# The conditions of the host


@pytest.mark.rule("B10")
@pytest.mark.rule("Z22")
def test_each_condition_is_answered_and_the_last_of_the_types_list_may_stay_open(world: World) -> None:
    conditions = world.call.conditions("regional")
    assert [condition.key for condition in conditions if condition.optional] == ["r6"]
    application = world.draft()
    fill(application, without=("conditions",))
    answer_conditions(application, but=tuple(condition.key for condition in conditions))
    for left, condition in enumerate(reversed([each for each in conditions if not each.optional])):
        assert refusals(lambda: submit(application, world)) == [conditions_open(len(conditions) - 1 - left)]
        answer_conditions(application, but=tuple(each.key for each in conditions if each != condition))
    assert submit(application, world)


@pytest.mark.rule("B10")
@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        ({"met": "", "text": "有。", "evidence": ["1"]}, False),
        ({"met": "perhaps", "text": "有。", "evidence": ["1"]}, False),
        ({"met": "yes", "text": " ", "evidence": ["1"]}, False),
        ({"met": "yes", "text": "有。", "evidence": []}, False),
        ({"met": "no", "text": "\n"}, False),
        ({}, False),
        ({"met": "yes", "text": "有。", "evidence": ["1"]}, True),
        ({"met": "no", "text": "正在筹建检测平台，年内建成。"}, True),
    ],
)
def test_an_answer_says_how_with_evidence_or_why_not(world: World, answer: dict[str, Any], taken: bool) -> None:
    application = world.draft(filled=True)
    application.sections.filter(key="condition-m4").update(content=answer)
    if taken:
        assert submit(application, world)
    else:
        assert refusals(lambda: submit(application, world)) == [conditions_open(1)]


@pytest.mark.rule("B10")
@pytest.mark.rule("B12")
def test_a_condition_found_unmet_goes_on_with_a_written_reason_only(world: World) -> None:
    application = arrive(world.draft(), "organiser_review")
    unmet = {"finding_m2": "unmet"}
    sentence = "不符合这一条而仍予报送的，请写明理由（办法第十条“原则上应当满足”）。"
    assert refusals(lambda: take(application, "endorse_plan", **unmet)) == [(sentence, "办法12")]
    assert not Appraisal.objects.exists()
    take(application, "endorse_plan", **unmet, reason_m2="专职人员年内到位。")
    items = {item["key"]: item for item in Appraisal.objects.get().items}
    assert items["m2"] == {"key": "m2", "finding": "unmet", "reason": "专职人员年内到位。"}
    assert {item["finding"] for key, item in items.items() if key != "m2"} == {"met"}


@pytest.mark.rule("B10")
@pytest.mark.rule("B12")
@pytest.mark.parametrize("finding", ["", "maybe"])
def test_every_condition_but_the_optional_one_is_judged(world: World, finding: str) -> None:
    application = arrive(world.draft(), "organiser_review")
    for condition in world.call.conditions("regional"):
        if not condition.optional:
            assert len(refusals(lambda c=condition: take(application, "endorse_plan", **judged(c, finding)))) == 1
    assert take(application, "endorse_plan", finding_r6="").target == "recommender_review"


def judged(condition: Condition, finding: str) -> dict[str, str]:
    return {f"finding_{condition.key}": finding}


@pytest.mark.rule("B12")
def test_who_endorses_declares_the_conditions_met(world: World) -> None:
    application = arrive(world.draft(), "organiser_review")
    refusal = ("报送推荐单位须声明符合申报条件；不符合的请办理“退回修改”或“不予报送”。", "办法12")
    assert refusals(lambda: take(application, "endorse_plan", qualified="")) == [refusal]


# The sealed papers

LETTER_AND_SCAN = ("还没有上传盖章后的申报方案扫描件和正式推荐函扫描件，请先在“推荐材料”中上传。", "指南三（三）")


def recommend(application: Application, world: World) -> object:
    """Without the papers that ``take`` would send along."""
    data = {"qualified": "on", "note": ""}
    return perform(application, "recommend", seat=world.seats["recommender_officer"], data=data)


@pytest.mark.rule("Z33")
def test_nothing_is_recommended_without_both_scans(world: World) -> None:
    application = arrive(world.draft(), "recommender_review")
    assert refusals(lambda: recommend(application, world)) == [LETTER_AND_SCAN]
    seal(application)
    Application.objects.update(letter=None)
    letter = ("还没有上传正式推荐函扫描件，请先在“推荐材料”中上传。", "指南三（三）")
    assert refusals(lambda: recommend(application, world)) == [letter]
    scan = seal(application)
    scan.replaced_at = NOON
    scan.save()
    missing = ("还没有上传盖章后的申报方案扫描件，请先在“推荐材料”中上传。", "指南三（三）")
    assert refusals(lambda: recommend(application, world)) == [missing]
    seal(application)
    assert recommend(application, world)


@pytest.mark.rule("Z32")
@pytest.mark.rule("Z33")
def test_a_scan_is_that_of_the_version_or_somebody_says_why(world: World) -> None:
    application = arrive(world.draft(), "recommender_review")
    scan = seal(application, matches=False)
    scan.read_at = None
    scan.save()
    waiting = ("盖章扫描件正在机读核对，稍候再办理。", "指南三（三）")
    assert refusals(lambda: recommend(application, world)) == [waiting]
    scan.read_at, scan.verdict = NOON, "第 3 页的核验码属于第 1 版。"
    scan.save()
    unread = f"盖章扫描件没有通过机读核对：{scan.verdict}确系同一版本且没有缺页的，请写明人工核对情况。"
    assert refusals(lambda: recommend(application, world)) == [(unread, "指南三（三）")]
    scan.accepted_reason = "第 3 页污损，已逐页人工核对。"
    scan.save()
    assert recommend(application, world)


@pytest.mark.rule("Z33")
def test_a_new_version_needs_a_scan_of_its_own(world: World) -> None:
    application = arrive(world.draft(), "recommender_review")
    seal(application)
    arrive(application, "organiser_review", "draft", "recommender_review")
    missing = ("还没有上传盖章后的申报方案扫描件，请先在“推荐材料”中上传。", "指南三（三）")
    assert refusals(lambda: recommend(application, world)) == [missing]
    seal(application)
    assert recommend(application, world)


# What a step's own form asks for

NOTES = [
    ("organiser_review", "return_plan", "请写明退回说明。"),
    ("organiser_review", "endorse_plan", "请写明论证意见。"),
    ("organiser_review", "decline_endorsement", "请写明理由。"),
    ("recommender_review", "return_endorsement", "请写明退回说明。"),
    ("recommender_review", "decline_recommendation", "请写明理由。"),
    ("draft", "withdraw", "请写明撤回原因。"),
    ("received", "withdraw_recommendation", "请写明撤回原因。"),
]


@pytest.mark.rule("B12")
@pytest.mark.parametrize(("state", "step", "sentence"), NOTES)
@pytest.mark.parametrize("note", ["", "  \n "])
def test_who_returns_or_ends_a_case_says_why(world: World, state: str, step: str, sentence: str, note: str) -> None:
    application = arrive(world.draft(), state)
    article = "无条文：管理需要" if step.startswith("withdraw") else "办法12"
    assert refusals(lambda: take(application, step, note=note)) == [(sentence, article)]
    assert Application.objects.get().state == state


@pytest.mark.rule("B12")
def test_who_recommends_declares_the_conditions_met(world: World) -> None:
    application = arrive(world.draft(), "recommender_review")
    seal(application)
    found = refusals(lambda: perform(application, "recommend", seat=world.seats["recommender_officer"], data={}))
    assert found == [("推荐须认为符合申报条件；不符合的请办理“不予推荐”或“退回组织单位”。", "办法12")]


def test_a_note_that_cannot_be_printed_is_refused_with_its_code_point(world: World) -> None:
    application = arrive(world.draft(), "organiser_review")
    found = refusals(lambda: take(application, "return_plan", note="请改\U0001f600"))
    assert found == [("含有无法打印的字符：「\U0001f600」（U+1F600），请改用其他字符。", "办法12")]


def test_a_note_of_more_than_four_thousand_signs_is_refused(world: World) -> None:
    application = arrive(world.draft(), "organiser_review")
    assert len(refusals(lambda: take(application, "return_plan", note="字" * 4001))) == 1
    assert take(application, "return_plan", note="字" * 4000).note == "字" * 4000


def test_form_and_conditions_are_told_together(world: World) -> None:
    application = arrive(world.draft(), "recommender_review")
    seal(application)
    with clock.at(CLOSES):
        found = refusals(lambda: perform(application, "recommend", seat=world.seats["recommender_officer"], data={}))
    assert [article for _, article in found] == ["指南四.3", "办法12"]


# Stale, twice, out of order


def test_a_page_from_before_a_return_and_a_second_submission_is_refused(world: World) -> None:
    """A-B-A: the state is the same again, the case is not."""
    application = arrive(world.draft(), "organiser_review")
    seen = application.version
    arrive(application, "draft", "organiser_review")
    assert application.version == seen + 2
    found = refusals(
        lambda: perform(
            application, "endorse_plan", seat=world.seats["organiser_officer"], data=endorsement(application), seen=seen
        )
    )
    assert [sentence for sentence, _ in found] == ["本页打开之后，该事项已有变动。请先看清最新情况，再决定是否办理。"]


def test_a_step_out_of_order_says_when_it_is_due(world: World) -> None:
    application = arrive(world.draft(), "recommender_review")
    found = refusals(lambda: take(application, "return_plan"))
    assert found == [("“退回修改”须在“组织单位论证”时办理，当前为“推荐单位审核”。", "办法12")]
