"""The edges of every machine, typed by hand from the regulations: article, from, to, who."""

import pytest

from procedure import tables
from procedure.machines import machine_rows

# 办法 of 2023 (draft) and the guide, with design.md 3 where they say nothing.
# machine, step, article, from, to, who, by two persons
GOLDEN = [
    # 办法9: 国家标准委根据需要编制创新基地申报指南
    ("call", "publish_call", "办法9", ["draft"], "published", "sac_officer", False),
    # 指南四.3: 受理时间为5月5日—7月30日
    ("call", "close_call", "指南四.3", ["published"], "closed", "sac_officer", False),
    # 指南三（二）: 申报单位……报送申报组织单位
    ("application", "submit_plan", "指南三（二）", ["draft"], "organiser_review", "submitter", False),
    # 办法12: 行业标准化主管机构、地方标准化主管部门充分论证申报方案后
    ("application", "return_plan", "办法12", ["organiser_review"], "draft", "organiser", False),
    # 办法12: ……提交行业部门、地方政府审核
    ("application", "endorse_plan", "办法12", ["organiser_review"], "recommender_review", "organiser", False),
    ("application", "decline_endorsement", "办法12", ["organiser_review"], "not_recommended", "organiser", False),
    # 办法12: 行业部门、地方政府认为符合申报条件的，择优向国家标准委推荐
    ("application", "return_endorsement", "办法12", ["recommender_review"], "organiser_review", "recommender", False),
    ("application", "recommend", "办法12", ["recommender_review"], "received", "recommender", False),
    (
        "application", "decline_recommendation", "办法12",
        ["recommender_review"], "not_recommended", "recommender", False,
    ),
    # no article: the applicant's own until it has reached SAC, then the recommender's
    (
        "application", "withdraw", "无条文：管理需要",
        ["draft", "organiser_review", "recommender_review"], "withdrawn", "submitter", False,
    ),
    (
        "application", "withdraw_recommendation", "无条文：管理需要",
        [
            "received", "form_check", "supplementing", "expert_review", "revising", "revision_check", "deliberation",
        ],
        "withdrawn", "recommender", False,
    ),
    # 办法13: 国家标准委……适时组织对申报材料进行形式审查，通过形式审查的纳入专家评审范围
    ("application", "start_form_check", "办法13", ["received"], "form_check", "sac_officer", False),
    ("application", "pass_form_check", "办法13", ["form_check"], "expert_review", "sac_officer", False),
    ("application", "reject_form_check", "办法13", ["form_check"], "rejected", "sac_officer", True),
    # 指南三（四）: ……需补充材料的，在规定时间内
    ("application", "request_supplement", "指南三（四）", ["form_check"], "supplementing", "sac_officer", False),
    ("application", "file_amended_plan", "指南三（四）", ["supplementing"], "supplementing", "submitter", False),
    ("application", "resume_form_check", "指南三（四）", ["supplementing"], "form_check", "sac_officer", False),
    # 办法14: 评审意见分为“通过”、“修改完善后通过”、“未通过”3种; SAC ends a case in pairs
    ("application", "record_pass", "办法14", ["expert_review"], "deliberation", "sac_officer", False),
    ("application", "record_revise", "办法14", ["expert_review"], "revising", "sac_officer", False),
    ("application", "record_fail", "办法14", ["expert_review"], "rejected", "sac_officer", True),
    # 指南三（五）: 通过论证的，按论证意见修改
    ("application", "record_guide_pass", "指南三（五）", ["expert_review"], "revising", "sac_officer", False),
    ("application", "record_guide_fail", "指南三（五）", ["expert_review"], "rejected", "sac_officer", True),
    ("application", "submit_revision", "办法14、指南三（五）", ["revising"], "revision_check", "submitter", False),
    (
        "application", "accept_revision", "办法14、指南三（五）",
        ["revision_check"], "deliberation", "sac_officer", False,
    ),
    ("application", "return_revision", "办法14、指南三（五）", ["revision_check"], "revising", "sac_officer", False),
    # 办法15: 国家标准委对通过专家评审的申报方案进行研究，符合要求的按程序在官方网站上公示
    ("application", "publish", "办法15", ["deliberation"], "publicity", "sac_officer", True),
    ("application", "reject_deliberation", "办法15", ["deliberation"], "rejected", "sac_officer", True),
    # 办法15: 公示时间不少于1个月; the clock alone ends it
    ("application", "close_publicity", "办法15", ["publicity"], "decision", "system", False),
    (
        "application", "return_to_deliberation", "办法15",
        ["publicity", "decision"], "deliberation", "sac_officer", True,
    ),
    # the guide knows no publicity
    ("application", "skip_publicity", "指南三（六）", ["deliberation"], "decision", "sac_officer", False),
    # 办法16: 公示后无异议或者异议处理完毕符合要求的，国家标准委予以批准建设
    ("application", "approve", "办法16", ["decision"], "approved", "sac_officer", True),
    ("application", "reject_decision", "办法16", ["decision"], "rejected", "sac_officer", True),
    ("application", "reconsider", "办法16", ["decision"], "deliberation", "sac_officer", False),
    (
        "application", "confirm_withdrawal", "无条文：管理需要",
        ["publicity", "decision"], "withdrawn", "sac_officer", False,
    ),
    # 办法36: 申报、建设和运行过程中……终止其建设或者予以撤销
    (
        "application", "reject_violation", "办法36",
        [
            "draft", "organiser_review", "recommender_review", "received", "form_check", "supplementing",
            "expert_review", "revising", "revision_check", "deliberation", "publicity", "decision",
        ],
        "rejected", "sac_officer", True,
    ),
    ("publication", "publish_notice", "办法15", ["draft"], "published", "sac_officer", True),
    ("publication", "pull_cases", "办法15", ["published"], "published", "sac_officer", True),
    ("publication", "drop_publication", "无条文：管理需要", ["draft"], "dropped", "sac_officer", False),
    ("notice", "withdraw", "办法15", ["published"], "withdrawn", "sac_officer", True),
    # 办法16: ……异议处理完毕
    ("objection", "admit_objection", "办法16", ["received"], "handling", "sac_officer", False),
    ("objection", "refuse_objection", "办法16", ["received"], "not_admitted", "sac_officer", True),
    ("objection", "close_met", "办法16", ["handling"], "met", "sac_officer", True),
    ("objection", "close_to_correct", "办法16", ["handling"], "to_correct", "sac_officer", True),
    ("objection", "close_unfit", "办法16", ["handling"], "unfit", "sac_officer", True),
    # 办法14: 国家标准委组织专家……进行评审，形成评审意见
    ("panel", "invite_members", "办法14、指南三（五）", ["composing"], "inviting", "sac_officer", False),
    ("panel", "confirm_panel", "办法14、指南三（五）", ["inviting"], "reviewing", "sac_officer", False),
    ("panel", "close_round", "办法14、指南三（五）", ["reviewing"], "meeting", "sac_officer", False),
    ("panel", "finish_panel", "办法14、指南三（五）", ["meeting"], "concluded", "sac_officer", False),
    ("panel", "exclude_member", "办法14、指南三（五）", ["inviting", "reviewing"], "inviting", "sac_officer", True),
    ("panel", "redraw_panel", "办法14、指南三（五）", ["composing", "inviting"], "composing", "sac_officer", True),
    (
        "panel", "dissolve_panel", "无条文：管理需要",
        ["composing", "inviting", "reviewing"], "dissolved", "sac_officer", True,
    ),
    ("application_review", "conclude_pass", "办法14", ["open"], "passed", "sac_officer", False),
    ("application_review", "conclude_revise", "办法14", ["open"], "revise", "sac_officer", False),
    ("application_review", "conclude_fail", "办法14", ["open"], "failed", "sac_officer", True),
    ("application_review", "conclude_guide_pass", "指南三（五）", ["open"], "revise", "sac_officer", False),
    ("application_review", "conclude_guide_fail", "指南三（五）", ["open"], "failed", "sac_officer", True),
    ("violation", "file_statement", "办法36", ["opened"], "stated", "accused", False),
    ("violation", "waive_statement", "办法36", ["opened"], "stated", "sac_officer", False),
    ("violation", "uphold_violation", "办法36", ["stated"], "upheld", "sac_officer", True),
    ("violation", "dismiss_violation", "办法36", ["stated"], "dismissed", "sac_officer", True),
    # what was before the portal, one step for each state
    ("base", "record_building", "无条文：历史导入", ["recorded"], "building", "sac_officer", False),
    ("base", "record_passed", "无条文：历史导入", ["recorded"], "passed", "sac_officer", False),
    ("base", "record_operating", "无条文：历史导入", ["recorded"], "operating", "sac_officer", False),
    ("base", "record_terminated", "无条文：历史导入", ["recorded"], "terminated", "sac_officer", False),
    ("base", "record_revoked", "无条文：历史导入", ["recorded"], "revoked", "sac_officer", False),
]  # fmt: skip
# machine, first state, article, who
BIRTHS = [
    ("call", "draft", "办法9", "sac_officer"),
    ("application", "draft", "指南三（二）", "preparer"),
    ("publication", "draft", "办法15", "sac_officer"),
    ("notice", "published", "办法15", None),
    ("objection", "received", "办法16", "objector"),
    ("panel", "composing", "办法14、指南三（五）", "sac_officer"),
    ("application_review", "open", "办法14、指南三（五）", "sac_officer"),
    ("violation", "opened", "办法36", "sac_officer"),
    ("base", "building", "办法16", None),
    ("base", "recorded", "无条文：历史导入", "sac_officer"),
]
STATES = {
    "call": {"draft", "published", "closed"},
    "application": {
        *("draft", "organiser_review", "recommender_review", "received", "not_recommended", "withdrawn"),
        *("form_check", "supplementing", "expert_review", "revising", "revision_check", "deliberation"),
        *("publicity", "decision", "approved", "rejected"),
    },
    "publication": {"draft", "published", "dropped"},
    "notice": {"published", "withdrawn"},
    "objection": {"received", "handling", "not_admitted", "met", "to_correct", "unfit"},
    "panel": {"composing", "inviting", "reviewing", "meeting", "concluded", "dissolved"},
    "application_review": {"open", "passed", "revise", "failed"},
    "violation": {"opened", "stated", "upheld", "dismissed"},
    "base": {"recorded", "building", "passed", "operating", "terminated", "revoked"},
}  # fmt: skip


def declared(machine: str) -> list[tuple[object, ...]]:
    columns = ("machine", "step", "article", "source", "target", "permission", "two_person")
    rows = [row for row in tables.rows() if row["machine"] == machine]
    return sorted((tuple(row[column] for column in columns) for row in rows), key=str)


@pytest.mark.rule("B05", "B12", "B13", "B14", "B15", "B16", "B36")
@pytest.mark.parametrize("machine", sorted(STATES))
def test_the_declared_edges_are_those_of_the_regulations(machine: str) -> None:
    assert declared(machine) == sorted((row for row in GOLDEN if row[0] == machine), key=str)


@pytest.mark.parametrize("machine", sorted(STATES))
def test_a_machine_has_exactly_the_states_of_the_regulations(machine: str) -> None:
    assert set(machine_rows()[machine].States.values) == STATES[machine]


def test_every_birth_is_declared_with_its_article_and_who() -> None:
    births = [
        (name, str(birth.state), str(birth.article), birth.permission.name if birth.permission else None)
        for name in STATES
        for birth in machine_rows()[name].births
    ]
    assert sorted(births, key=str) == sorted(BIRTHS, key=str)


# What follows from an act elsewhere: which act, typed by hand.
CAUSED = {
    "application.record_pass": ["application_review.conclude_pass"],
    "application.record_revise": ["application_review.conclude_revise"],
    "application.record_fail": ["application_review.conclude_fail"],
    "application.record_guide_pass": ["application_review.conclude_guide_pass"],
    "application.record_guide_fail": ["application_review.conclude_guide_fail"],
    "application.publish": ["publication.publish_notice"],
    "application.return_to_deliberation": ["publication.pull_cases"],
    "application.reject_violation": ["violation.uphold_violation"],
    "notice.withdraw": ["publication.pull_cases"],
}


def test_a_step_follows_from_another_only_where_it_is_said() -> None:
    rows = [row for row in tables.rows() if row["machine"] in STATES and row["caused_by"]]
    assert {f"{row['machine']}.{row['step']}": row["caused_by"] for row in rows} == CAUSED


def test_every_machine_of_the_product_stands_here() -> None:
    product = {name for name, model in machine_rows().items() if not model.__module__.startswith("tests.")}
    assert product == set(STATES)
