"""The edges of every machine, typed by hand from the regulations: article, from, to, who."""

import pytest

from procedure import tables
from procedure.machines import machine_rows

# 办法 of 2023 (draft) and the guide, with design.md 3 where they say nothing.
# machine, step, article, from, to, who, by two persons
NOT_ESTABLISHED = ["building", "awaiting_acceptance", "rectifying", "failed", "passed"]
PANEL = "办法14、办法21、办法32、指南三（五）"
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
    ("notice", "withdraw", "办法15、办法35", ["published"], "withdrawn", "sac_officer", True),
    # 办法16: ……异议处理完毕
    ("objection", "admit_objection", "办法16", ["received"], "handling", "sac_officer", False),
    ("objection", "refuse_objection", "办法16", ["received"], "not_admitted", "sac_officer", True),
    ("objection", "close_met", "办法16", ["handling"], "met", "sac_officer", True),
    ("objection", "close_to_correct", "办法16", ["handling"], "to_correct", "sac_officer", True),
    ("objection", "close_unfit", "办法16", ["handling"], "unfit", "sac_officer", True),
    # 办法14: 国家标准委组织专家……进行评审，形成评审意见
    ("panel", "invite_members", PANEL, ["composing"], "inviting", "sac_officer", False),
    ("panel", "confirm_panel", PANEL, ["inviting"], "reviewing", "sac_officer", False),
    ("panel", "close_round", PANEL, ["reviewing"], "meeting", "sac_officer", False),
    ("panel", "finish_panel", PANEL, ["meeting"], "concluded", "sac_officer", False),
    ("panel", "exclude_member", PANEL, ["inviting", "reviewing"], "inviting", "sac_officer", True),
    ("panel", "redraw_panel", PANEL, ["composing", "inviting"], "composing", "sac_officer", True),
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
    # 指南三（六）: 在收到批复筹建文件3个月内……报送建设方案
    ("base", "record_receipt", "指南三（六）", ["building"], "", "base_organiser_or_sac", False),
    ("base", "correct_receipt", "无条文：管理需要", ["building"], "", "sac_officer", False),
    ("base", "record_plan", "指南三（六）", NOT_ESTABLISHED, "", "base_organiser", False),
    ("construction_plan", "file_plan", "指南三（六）", ["draft", "returned"], "filed", "base_organiser", False),
    ("construction_plan", "accept_plan", "指南三（六）", ["filed"], "accepted", "sac_officer", False),
    ("construction_plan", "return_plan", "指南三（六）", ["filed"], "returned", "sac_officer", False),
    # 办法17: ……组织创新基地承担单位根据申报方案开展工作，每年上报建设情况
    ("base", "move_report_date", "办法17", NOT_ESTABLISHED, "", "sac_officer", False),
    ("build_report", "file_report", "办法17", ["draft"], "filed", "base_host_submitter", False),
    ("build_report", "return_report", "办法17", ["filed"], "draft", "base_organiser", False),
    ("build_report", "send_report", "办法17", ["filed"], "sent", "base_organiser", False),
    ("build_report", "receive_report", "办法17", ["sent"], "received", "sac_officer", False),
    # 办法17: 创新基地建设过程中如遇重大问题，应当及时……报告
    ("major_problem", "close_problem", "办法17", ["reported"], "closed", "sac_officer", False),
    # 办法18: ……于创新基地建设中期组织开展中期评估，并向国家标准委提交中期评估报告
    ("midterm_review", "file_review", "办法18", ["draft"], "filed", "base_organiser", False),
    ("midterm_review", "receive_review", "办法18", ["filed"], "received", "sac_officer", False),
    # 办法19: ……于创新基地建设期届满前3个月内，组织创新基地承担单位对照申报方案开展自查
    ("self_check", "file_self_check", "办法19", ["checking"], "filed", "base_host_submitter", False),
    ("self_check", "return_self_check", "办法19", ["filed"], "checking", "base_organiser", False),
    # 办法19: 创新基地符合验收条件的，由行业标准化主管机构、地方标准化主管部门提出验收申请
    ("self_check", "find_fit", "办法19", ["filed"], "fit", "base_organiser", False),
    ("self_check", "find_unfit", "办法19", ["filed"], "unfit", "base_organiser", False),
    ("acceptance", "file_request", "办法19", ["draft"], "filed", "base_organiser", False),
    # 办法19: ……报送国家标准委审核
    ("acceptance", "accept_request", "办法19", ["filed"], "accepted", "sac_officer", False),
    ("acceptance", "return_request", "办法19", ["filed"], "returned", "sac_officer", False),
    ("acceptance", "refile", "办法19", ["returned"], "filed", "base_organiser", False),
    ("acceptance", "give_up", "办法19", ["returned"], "given_up", "base_organiser", False),
    ("acceptance", "drop_draft", "无条文：管理需要", ["draft"], "given_up", "base_organiser", False),
    # 办法21: 验收意见分为“通过”、“整改”、“未通过”3种; SAC ends a build in pairs
    ("acceptance", "conclude_pass", "办法21", ["accepted"], "passed", "sac_officer", False),
    ("acceptance", "conclude_rectify", "办法21", ["accepted"], "rectify", "sac_officer", False),
    ("acceptance", "conclude_fail", "办法21", ["accepted"], "failed", "sac_officer", True),
    # 办法21: ……在6个月内完成整改，并再次提出验收申请
    ("acceptance", "file_again", "办法21", ["draft"], "filed", "base_organiser", False),
    ("base", "request_acceptance", "办法19", ["building"], "awaiting_acceptance", "base_organiser", False),
    ("base", "request_again", "办法21", ["rectifying"], "awaiting_acceptance", "base_organiser", False),
    # a returned application that its organiser gives up: the base is where it was
    ("base", "drop_request", "办法19", ["awaiting_acceptance"], "building", "base_organiser", False),
    ("base", "drop_again", "办法21", ["awaiting_acceptance"], "rectifying", "base_organiser", False),
    ("base", "record_pass", "办法21", ["awaiting_acceptance"], "passed", "sac_officer", False),
    ("base", "record_rectify", "办法21", ["awaiting_acceptance"], "rectifying", "sac_officer", False),
    ("base", "record_fail", "办法21", ["awaiting_acceptance"], "failed", "sac_officer", True),
    # 办法7: 地方标准化主管部门受国家标准委委托，协助开展本辖区内创新基地的验收、评估、监督检查等
    ("delegation", "entrust", "办法7", ["draft"], "in_force", "sac_officer", True),
    ("delegation", "drop_delegation", "无条文：管理需要", ["draft"], "dropped", "sac_officer", False),
    ("delegation", "record_finding", "办法7", ["in_force"], "", "delegate", False),
    ("delegation", "end_delegation", "办法7", ["in_force"], "ended", "sac_officer", False),
    ("delegation", "expire_delegation", "办法7", ["in_force"], "expired", "system", False),
    # 办法20: 不能按期完成建设任务的，……于……建设期届满前3个月内提出延期申请，经行业部门、地方政府审核同意后报国家标准委
    ("extension", "file_extension", "办法20", ["draft"], "consent", "base_organiser", False),
    ("extension", "agree_extension", "办法20", ["consent"], "decision", "base_supervisor", False),
    ("extension", "decline_extension", "办法20", ["consent"], "declined", "base_supervisor", False),
    ("extension", "return_extension", "办法20", ["decision"], "returned", "sac_officer", False),
    ("extension", "refile_extension", "办法20", ["returned"], "consent", "base_organiser", False),
    ("extension", "grant_extension", "办法20", ["decision"], "granted", "sac_officer", True),
    ("extension", "refuse_extension", "办法20", ["decision", "returned"], "refused", "sac_officer", True),
    (
        "extension", "withdraw_extension", "无条文：管理需要",
        ["draft", "consent", "returned"], "withdrawn", "base_organiser", False,
    ),
    # what of it is the base's: a timely request stops the clock, a grant moves the end
    ("base", "ask_extension", "办法20", ["building"], "", "base_organiser", False),
    ("base", "drop_extension", "办法20", ["building"], "", "base_supervisor、base_organiser", False),
    ("base", "refuse_extension", "办法20", ["building"], "", "sac_officer", True),
    ("base", "extend_build", "办法20", ["building"], "", "sac_officer", True),
    # 办法20: ……国家标准委终止创新基地建设; the clock only tells
    ("base", "propose_termination", "办法20", ["building"], "", "system", False),
    ("base", "open_window", "办法19", ["building"], "", "sac_officer", True),
    ("base", "terminate_overdue", "办法20", ["building"], "terminated", "sac_officer", True),
    # 办法36: ……国家标准委终止其建设或者予以撤销
    (
        "base", "record_violation", "办法36",
        [
            "building", "awaiting_acceptance", "rectifying", "failed", "passed", "operating", "remediation",
            "unqualified",
        ],
        "", "sac_officer", True,
    ),
    (
        "base", "terminate_violation", "办法36",
        ["building", "awaiting_acceptance", "rectifying", "passed"], "terminated", "sac_officer", True,
    ),
    # 办法21: 整改……6个月内完成; 验收意见为“未通过”的，国家标准委终止创新基地建设
    ("base", "propose_unrectified", "办法21", ["rectifying"], "", "system", False),
    ("base", "open_late_acceptance", "办法21", ["rectifying"], "", "sac_officer", True),
    ("base", "terminate_unrectified", "办法21", ["rectifying"], "terminated", "sac_officer", True),
    ("base", "terminate_failed", "办法21", ["failed"], "terminated", "sac_officer", True),
    # 办法32: 评估周期为3—5年
    ("base", "set_evaluation_cycle", "办法32", ["operating"], "", "sac_officer", False),
    # 办法32: 评估程序分为材料审查、现场核查和综合评议3个阶段
    ("evaluation", "file_material", "办法32", ["preparing"], "material", "base_host_submitter", False),
    ("evaluation", "return_material", "办法32", ["material"], "preparing", "sac_officer", False),
    ("evaluation", "finish_material", "办法32", ["material"], "on_site", "sac_officer", False),
    ("evaluation", "finish_on_site", "办法32", ["on_site"], "overall", "sac_officer", False),
    # 办法33: 评估结果分为“优秀”、“合格”、“不合格”3种
    ("evaluation", "conclude_excellent", "办法33", ["overall"], "excellent", "sac_officer", True),
    ("evaluation", "conclude_qualified", "办法33", ["overall"], "qualified", "sac_officer", True),
    ("evaluation", "conclude_unqualified", "办法33", ["overall"], "unqualified", "sac_officer", True),
    ("evaluation", "conclude_unqualified_again", "办法33", ["overall"], "unqualified", "sac_officer", True),
    (
        "evaluation", "drop_evaluation", "无条文：管理需要",
        ["preparing", "material", "on_site"], "dropped", "sac_officer", False,
    ),
    ("base", "record_excellent", "办法33", ["operating", "remediation"], "operating", "sac_officer", True),
    ("base", "record_qualified", "办法33", ["operating", "remediation"], "operating", "sac_officer", True),
    # 办法33: 评估结果为“不合格”的，给予1年时间整改，整改后再次评估结果仍为“不合格”的，予以撤销
    ("base", "record_unqualified", "办法33", ["operating"], "remediation", "sac_officer", True),
    ("base", "record_unqualified_again", "办法33", ["remediation"], "unqualified", "sac_officer", True),
    ("base", "revoke_unqualified", "办法33", ["unqualified"], "revoked", "sac_officer", True),
    # 办法36: ……予以撤销
    ("base", "revoke_violation", "办法36", ["operating", "remediation"], "revoked", "sac_officer", True),
    # 办法34: 国家标准委……在组织专家评估的基础上，对创新基地进行调整
    ("adjustment", "adjust", "办法34", ["draft"], "adjusted", "sac_officer", True),
    ("adjustment", "drop_adjustment", "无条文：管理需要", ["draft"], "dropped", "sac_officer", False),
    (
        "base", "adjust_base", "办法34",
        ["building", "awaiting_acceptance", "rectifying", "passed", "operating", "remediation"],
        "", "sac_officer", True,
    ),
    # 办法35: 名称、承担单位变更等重大事项，应当由行业部门、地方政府向国家标准委提出书面申请
    ("change", "answer_conditions", "办法35、办法10", ["answering"], "examining", "change_new_host", False),
    ("change", "return_answers", "办法35、办法10", ["examining"], "answering", "sac_officer", False),
    ("change", "return_request", "办法35", ["examining"], "returned", "sac_officer", False),
    ("change", "file_again", "办法35", ["returned"], "examining", "base_supervisor", False),
    # 办法35: 经国家标准委审查、公示通过后进行调整。公示时间不少于1个月
    ("change", "publish_change", "办法35", ["examining"], "publicity", "sac_officer", True),
    ("change", "close_publicity", "办法35", ["publicity"], "decision", "system", False),
    ("change", "pull_change", "办法35", ["publicity", "decision"], "examining", "sac_officer", True),
    ("change", "approve_change", "办法35", ["decision"], "approved", "sac_officer", True),
    ("change", "take_effect", "办法35", ["approved"], "effective", "system", False),
    ("change", "refuse_change", "办法35", ["examining", "decision"], "refused", "sac_officer", True),
    (
        "change", "withdraw_change", "无条文：管理需要",
        ["answering", "examining", "returned"], "withdrawn", "base_supervisor", False,
    ),
    # decided by two, in force on its day; in build, acceptance and operation; the state stays
    *(
        (
            "base", step, "办法35",
            ["building", "awaiting_acceptance", "rectifying", "passed", "operating", "remediation"],
            "", "system", False,
        )
        for step in ("change_name", "change_host", "change_matter")
    ),
    # 办法21: 验收意见为“通过”的，国家标准委予以批准成立; one document may establish several
    ("base", "establish", "办法21", ["passed"], "operating", "sac_officer", True),
    ("base", "establish_together", "办法21", ["passed"], "operating", "sac_officer", True),
    # 办法29: ……组织创新基地承担单位向国家标准委报送本年度工作总结和下一年度工作计划; the organiser is no gate
    (
        "annual_summary", "file_summary", "办法29", ["draft", "correcting"], "filed", "base_host_submitter", False,
    ),
    ("annual_summary", "ask_correction", "办法29", ["filed"], "correcting", "sac_officer", False),
    ("annual_summary", "receive_summary", "办法29", ["filed"], "received", "sac_officer", False),
    # 办法30: 考核结果同时报送行业部门、地方政府、国家标准委
    (
        "annual_assessment", "correct_assessment", "办法30",
        ["delivered", "corrected"], "corrected", "base_organiser", False,
    ),
    (
        "annual_assessment", "withdraw_assessment", "无条文：管理需要",
        ["delivered", "corrected"], "withdrawn", "base_organiser", False,
    ),
    # 办法31: 国家标准委根据年度考核情况对创新基地进行监督检查; visits also in its commission (办法7)
    ("inspection", "record_visit", "办法31", ["opened", "following"], "", "sac_or_delegate_inspection", False),
    ("inspection", "record_findings", "办法31", ["opened"], "following", "sac_officer", False),
    ("inspection", "answer_follow_up", "办法31", ["following"], "", "base_host_submitter", False),
    ("inspection", "accept_follow_up", "办法31", ["following"], "", "sac_officer", False),
    ("inspection", "return_follow_up", "办法31", ["following"], "", "sac_officer", False),
    ("inspection", "close_inspection", "办法31", ["following"], "closed", "sac_officer", False),
    # 办法29: 每年12月底前; the clock alone turns the year
    ("base", "turn_year", "办法29", ["operating", "remediation", "unqualified"], "", "system", False),
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
    ("notice", "published", "办法15、办法35", None),
    ("objection", "received", "办法16", "objector"),
    ("panel", "composing", PANEL, "sac_officer"),
    ("application_review", "open", "办法14、指南三（五）", "sac_officer"),
    ("violation", "opened", "办法36", "sac_officer"),
    ("construction_plan", "draft", "指南三（六）", "plan_writers"),
    ("build_report", "draft", "办法17", "base_host"),
    ("major_problem", "reported", "办法17", "base_host_submitter"),
    ("midterm_review", "draft", "办法18", "base_organiser"),
    ("self_check", "checking", "办法19", "base_host"),
    ("acceptance", "draft", "办法19", "base_organiser"),
    ("delegation", "draft", "办法7", "sac_officer"),
    ("extension", "draft", "办法20", "base_organiser"),
    ("evaluation", "preparing", "办法32、办法33", "sac_officer"),
    ("adjustment", "draft", "办法34", "sac_officer"),
    ("change", "examining", "办法35", "base_supervisor"),
    ("change", "answering", "办法35", "base_supervisor"),
    ("annual_summary", "draft", "办法29", "base_host"),
    ("annual_assessment", "delivered", "办法30", "base_organiser"),
    ("inspection", "opened", "办法31", "sac_officer"),
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
    "evaluation": {
        *("preparing", "material", "on_site", "overall", "excellent", "qualified", "unqualified", "dropped"),
    },
    "adjustment": {"draft", "adjusted", "dropped"},
    "change": {
        *("answering", "examining", "returned", "publicity", "decision", "approved"),
        *("effective", "refused", "withdrawn"),
    },
    "violation": {"opened", "stated", "upheld", "dismissed"},
    "construction_plan": {"draft", "filed", "returned", "accepted"},
    "major_problem": {"reported", "closed"},
    "midterm_review": {"draft", "filed", "received"},
    "build_report": {"draft", "filed", "sent", "received"},
    "self_check": {"checking", "filed", "fit", "unfit"},
    "acceptance": {"draft", "filed", "returned", "accepted", "passed", "rectify", "failed", "given_up"},
    "base": {
        *("recorded", "building", "awaiting_acceptance", "rectifying", "failed", "passed", "operating"),
        *("remediation", "unqualified", "terminated", "revoked"),
    },
    "delegation": {"draft", "in_force", "ended", "expired", "dropped"},
    "extension": {"draft", "consent", "decision", "returned", "granted", "refused", "declined", "withdrawn"},
    "annual_summary": {"draft", "filed", "correcting", "received"},
    "annual_assessment": {"delivered", "corrected", "withdrawn"},
    "inspection": {"opened", "following", "closed"},
}  # fmt: skip


def declared(machine: str) -> list[tuple[object, ...]]:
    columns = ("machine", "step", "article", "source", "target", "permission", "two_person")
    rows = [row for row in tables.rows() if row["machine"] == machine]
    return sorted((tuple(row[column] for column in columns) for row in rows), key=str)


@pytest.mark.rule(
    "B05", "B07", "B12", "B13", "B14", "B15", "B16", "B17", "B18", "B19", "B20", "B21", "B34", "B35", "B36", "Z36"
)
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
    "base.record_plan": ["construction_plan.file_plan"],
    "application.record_pass": ["application_review.conclude_pass"],
    "application.record_revise": ["application_review.conclude_revise"],
    "application.record_fail": ["application_review.conclude_fail"],
    "application.record_guide_pass": ["application_review.conclude_guide_pass"],
    "application.record_guide_fail": ["application_review.conclude_guide_fail"],
    "application.publish": ["publication.publish_notice"],
    "application.return_to_deliberation": ["publication.pull_cases"],
    "application.reject_violation": ["violation.uphold_violation"],
    "base.request_acceptance": ["acceptance.file_request"],
    "base.request_again": ["acceptance.file_again"],
    "base.drop_request": ["acceptance.give_up"],
    "base.drop_again": ["acceptance.give_up"],
    "base.record_pass": ["acceptance.conclude_pass"],
    "base.record_rectify": ["acceptance.conclude_rectify"],
    "base.record_fail": ["acceptance.conclude_fail"],
    "base.record_violation": ["violation.uphold_violation"],
    "base.ask_extension": ["extension.file_extension"],
    "base.drop_extension": ["extension.decline_extension", "extension.withdraw_extension"],
    "base.refuse_extension": ["extension.refuse_extension"],
    "base.extend_build": ["extension.grant_extension"],
    "notice.withdraw": ["publication.pull_cases", "change.pull_change"],
    "base.record_excellent": ["evaluation.conclude_excellent"],
    "base.record_qualified": ["evaluation.conclude_qualified"],
    "base.record_unqualified": ["evaluation.conclude_unqualified"],
    "base.record_unqualified_again": ["evaluation.conclude_unqualified_again"],
    "base.adjust_base": ["adjustment.adjust"],
    "base.change_name": ["change.take_effect"],
    "base.change_host": ["change.take_effect"],
    "base.change_matter": ["change.take_effect"],
    "base.establish_together": ["base.establish"],
}


def test_a_step_follows_from_another_only_where_it_is_said() -> None:
    rows = [row for row in tables.rows() if row["machine"] in STATES and row["caused_by"]]
    assert {f"{row['machine']}.{row['step']}": row["caused_by"] for row in rows} == CAUSED


def test_every_machine_of_the_product_stands_here() -> None:
    product = {name for name, model in machine_rows().items() if not model.__module__.startswith("tests.")}
    assert product == set(STATES)
