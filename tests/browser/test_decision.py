"""SAC decides, in a browser: from received to approved, everybody at a screen of their own; and a case that is not."""

from typing import Any

import pytest

from tests.applications.building import paper
from tests.browser.building import records_hold
from tests.browser.coming import press
from tests.browser.deciding import (
    Cast,
    closed_for,
    day_after,
    fill,
    follow,
    in_pairs,
    is_nobodys,
    judged,
    opened,
    path_of,
    take,
    weeks_pass,
    words,
)
from tests.product import wait_until
from workbench.demo import units
from workbench.demo.people import BY_EMAIL, email

pytestmark = pytest.mark.browser

COLD = "国家技术标准创新基地（冷链物流）"
RURAL = "国家技术标准创新基地（数字乡村）"
HOST = units.BY_KEY["sd_cold"]
EXPERTS = ("shang.luochuan", "mu.changqing", "gongsun.yan", "min.siqi", "yan.wenqu")
ASPECTS = ("necessity", "feasibility", "goals", "guarantees")
POINT = "请写明断链报警指标的统计口径和数据来源。"
ADDED = "断链报警率按每百车次统计，数据取自企业温控平台，每季度核对一次。"
LACKING = "推荐函没有写明省财政配套经费的安排。"
DOUBT = "方案所称已投用的三座试验冷库，其中一座还没有竣工，请核实。"
ASKED = "有意见反映，方案所列三座试验冷库中有一座尚未竣工。请说明并附竣工验收证明。"
ANSWER = "经核实，三座试验冷库均已竣工验收，该事项符合要求。"
NUMBER = "国标委综合函〔2026〕21号"


@pytest.mark.rule("B13")
@pytest.mark.rule("B14")
@pytest.mark.rule("B15")
@pytest.mark.rule("B16")
@pytest.mark.rule("Z34")
@pytest.mark.rule("Z35")
def test_from_received_to_approved(own_product: Any, chromium: Any) -> None:
    # One of the experts has only a telephone at hand.
    cast = Cast(chromium, own_product.address, experts=EXPERTS, phone=EXPERTS[1])
    case = case_of(cast.officer, COLD)
    form_check(cast, case)
    panel = panel_seated(cast)
    opinions(cast, panel)
    conclusion(cast, case, panel)
    revision(cast, case)
    publicity(cast, case)
    receipt = objection(cast)
    weeks_pass(cast.officer, 5)
    reasons = closed_for(cast.officer, case, "批准建设")
    assert (receipt in reasons, "第十六条" in reasons) == (True, True), reasons
    objection_met(cast, receipt)
    approval(cast, case)
    in_the_register(cast, case)
    assert len(cast.pages) == 10
    assert {local: page.script_errors for local, page in cast.pages.items() if page.script_errors} == {}
    assert records_hold(own_product)


@pytest.mark.rule("B16")
def test_an_objection_found_right_bars_the_approval(own_product: Any, chromium: Any) -> None:
    cast = Cast(chromium, own_product.address)
    officer = cast.officer
    case = case_of(officer, RURAL)
    weeks_pass(officer, 1)
    assert "还有 1 件异议没有办结" in closed_for(officer, case, "批准建设")
    officer.goto(f"{case}?tab=publicity")
    number = officer.get_by_role("row").filter(has_text="办理中").get_by_role("link").inner_text()
    opened(officer, f"{case}?tab=publicity", number)
    here = path_of(officer)
    opened(officer, f"{here}?tab=inquiries", "不等答复，结束转办")
    fill(officer, reason="期限已过，县里的书面证明已经收到。")
    press(officer, "结束转办")
    answer = "经核实，一个试点县没有签订合作协议，该事项不符合要求。"
    in_pairs(officer, cast.approver, here, "办结：不符合要求", answer=answer)
    reasons = closed_for(officer, case, "批准建设")
    assert (f"异议 {number} 办结为不符合要求" in reasons, "第十六条" in reasons) == (True, True), reasons
    in_pairs(officer, cast.approver, case, "不予批准", note="异议成立，不符合要求。")
    cast.citizen.goto("/bases/?q=数字乡村")
    assert RURAL not in words(cast.citizen)


def case_of(page: Any, name: str) -> str:
    page.goto(f"/applications/?q={name[len('国家技术标准创新基地（') : -1]}")
    follow(page, name)
    return path_of(page)


def form_check(cast: Cast, case: str) -> None:
    """Item by item; what the recommender's letter lacks is asked of the recommender, who answers SAC directly."""
    officer, recommender = cast.officer, cast.recommender
    take(officer, case, "开始形式审查")
    judged(officer, case, unmet={"letter": LACKING})
    assert "核对表有 1 项不符合" in closed_for(officer, case, "形式审查通过")
    opened(officer, case, "要求补充材料")
    # What is wanting stands there already, addressed to who can mend it.
    assert officer.locator("[name=item_1_to]").input_value() == "recommender"
    assert LACKING in officer.locator("[name=item_1_text]").input_value()
    take(officer, case, "要求补充材料", due_on=day_after(officer, 10))
    cast.applicant.goto(f"{case}?tab=supplements")
    assert LACKING not in words(cast.applicant)
    opened(recommender, case, "答复这一项")
    fill(recommender, text="配套经费已列入省级预算，见所附说明。")
    upload(recommender, "material", "配套经费说明.pdf")
    press(recommender, "送国家标准委")
    officer.goto(f"{case}?tab=supplements")
    assert "配套经费已列入省级预算" in words(officer)
    take(officer, case, "补充结束，恢复形式审查")
    judged(officer, case)
    take(officer, case, "形式审查通过")


def panel_seated(cast: Cast) -> str:
    """By appointment; who works for the applicant or has kin there is named with the reason, and not offered."""
    officer = cast.officer
    colleague_in_the_pool(officer)
    kin_at_the_applicants(officer)
    officer.goto("/reviews/panels/new/")
    officer.get_by_role("checkbox", name=COLD).check()
    fill(
        officer,
        title="冷链物流评审组",
        method="appoint",
        answer_by=day_after(officer, 3),
        opinions_by=day_after(officer, 7),
    )
    press(officer, "组建评审组")
    out = officer.get_by_role("region", name="不参加的专家")
    assert "与申报单位同一单位" in out.get_by_role("row").filter(has_text="冷月白").inner_text()
    assert "近亲属" in out.get_by_role("row").filter(has_text="温海若").inner_text()
    follow(officer, "指定专家")
    for name in ("冷月白", "温海若"):
        assert officer.get_by_label(f"指定{name}", exact=True).is_disabled()
    for name in names():
        officer.get_by_label(f"指定{name}", exact=True).check()
    fill(officer, reason="冷链物流专业面窄，库内可抽取的专家不足。")
    press(officer, "指定所选专家")
    panel = path_of(officer)
    with officer.expect_navigation():
        officer.get_by_role("row").filter(has_text=names()[0]).get_by_role("button", name="设为组长").press("Enter")
    take(officer, panel, "发出邀请")
    for expert in cast.panel:
        accept(expert)
    take(officer, panel, "确定评审组，开始评审")
    return panel


def names() -> list[str]:
    return [BY_EMAIL[email(local)].name for local in EXPERTS]


def colleague_in_the_pool(officer: Any) -> None:
    opened(officer, "/reviews/experts/", "录入专家")
    fill(
        officer, name="冷月白", unit_name=HOST.name, unit_code=HOST.code, title="高级工程师", email="leng@pool.example"
    )
    officer.get_by_label("冷链物流", exact=True).check()
    officer.locator("[name=region]").select_option(label="青岛市（山东省）")
    press(officer, "入库")


def kin_at_the_applicants(officer: Any) -> None:
    opened(officer, "/reviews/experts/", "温海若")
    follow(officer, "登记关系")
    fill(officer, kind="kin", unit_name=HOST.name, unit_code=HOST.code, note="配偶在该单位工作。")
    press(officer, "登记须回避的关系")


def on_desk(expert: Any, word: str) -> None:
    """An expert's way to what there is to do."""
    expert.goto("/reviews/")
    with expert.expect_navigation():
        expert.locator(".desk li").filter(has_text="冷链物流").get_by_role("link", name=word).press("Enter")


def accept(expert: Any) -> None:
    on_desk(expert, "看邀请并答复")
    assert HOST.name in words(expert)
    # Before the panel is confirmed an expert knows the units to be kept away from, and not the plan.
    assert COLD not in words(expert)
    fill(expert, answer="accept", declares=True, pledges=True)
    press(expert, "提交答复")


def opinions(cast: Cast, panel: str) -> None:
    """Each alone: neither the other experts nor SAC read a word before the round is closed."""
    for number, expert in enumerate(cast.panel):
        on_desk(expert, "开始评审")
        assert "位专家的意见" not in words(expert)
        fill(expert, **{f"{key}_opinion": f"第{number}位专家的意见。" for key in ASPECTS}, overall="总体可行。")
        fill(expert, **{f"{key}_score": str(80 + number) for key in ASPECTS})
        press(expert, "保存")
        assert not expert.evaluate("document.documentElement.scrollWidth > innerWidth")
        follow(expert, "核对并提交")
        press(expert, "本人提交以上意见")
    officer = cast.officer
    officer.goto(panel.replace("/cases/panel/", "/reviews/panels/") + "progress/")
    assert ("5 / 5 已提交" in words(officer), "位专家的意见" in words(officer)) == (True, False)
    take(officer, panel, "结束独立评审，转入会议")


def conclusion(cast: Cast, case: str, panel: str) -> None:
    """The chair writes it, everybody signs, one with another opinion; what was signed is recorded."""
    chair, *others = cast.panel
    on_desk(chair, "会议评议")
    follow(chair, "写评审结论")
    offered = chair.locator("[name=result]").evaluate_all("all => all.map(each => each.value)")
    assert offered == ["通过", "修改完善后通过", "未通过"]
    point = {"points-0-section": "goals", "points-0-text": POINT}
    fill(chair, result="修改完善后通过", text="方案必要、可行，建议按意见修改完善。", **point)
    press(chair, "保存结论")
    signs(chair, word="agree")
    for expert in others[:-1]:
        signs(expert, word="agree")
    assert f"{names()[-1]}还没有在现在的结论上签名" in closed_for(cast.officer, case, "记录评审意见：修改完善后通过")
    signs(others[-1], word="dissent", dissent="断链报警还没有成熟的检测方法。")
    take(cast.officer, case, "记录评审意见：修改完善后通过", due_on=day_after(cast.officer, 14))
    take(cast.officer, panel, "评审结束")
    on_desk(chair, "看评审意见")
    assert POINT in words(chair)
    # With the panel the experts' sight of the plan ends.
    chair.goto(path_of(chair).removesuffix("opinion/"))
    assert "材料现在不能查阅" in words(chair)


def signs(expert: Any, **word: str) -> None:
    on_desk(expert, "看结论并签名")
    fill(expert, **word)
    press(expert, "本人签名")


def revision(cast: Cast, case: str) -> None:
    """The point is answered and the passage changed; SAC checks it against the version that was reviewed."""
    applicant, officer, own = cast.applicant, cast.officer, case.replace("/cases/application/", "/applications/")
    as_submitter(applicant)
    assert "还有 1 条评审意见没有答复" in closed_for(applicant, case, "报送修改稿")
    applicant.goto(f"{own}write/goals/")
    applicant.locator(".ProseMirror").press("Control+End")
    applicant.keyboard.insert_text(ADDED)
    press(applicant, "保存本部分")
    applicant.goto(f"{own}revision/")
    assert POINT in words(applicant)
    applicant.get_by_label("答复", exact=True).fill("已写明口径、来源和核对办法。")
    applicant.get_by_label("修改所在部分").select_option("goals")
    press(applicant, "保存答复")
    take(applicant, case, "报送修改稿")

    officer.goto(f"{own}revision/check/")
    assert ADDED in "".join(officer.locator("ins").all_inner_texts())
    officer.get_by_label("已落实", exact=True).check()
    press(officer, "保存核对结果")
    take(officer, case, "修改稿通过核对")


def as_submitter(page: Any) -> None:
    """The applicant's one person has two seats."""
    page.goto("/home/")
    page.locator(".seat-menu summary").press("Enter")
    button = page.locator(".seat-menu form button").filter(has_text="报送人")
    if button.count():
        with page.expect_navigation():
            button.press("Enter")


def publicity(cast: Cast, case: str) -> None:
    """Made from the case, published in pairs; nobody ends it, and the screen gives nobody the means."""
    officer = cast.officer
    officer.goto("/applications/deliberation/")
    officer.get_by_role("checkbox", name=COLD).check()
    press(officer, "用勾选的起草公示稿")
    press(officer, "保存公示稿")
    in_pairs(officer, cast.approver, path_of(officer), "发布公示")
    for page in (officer, cast.approver):
        is_nobodys(page, case, "close_publicity", "公示期满")


def objection(cast: Cast) -> str:
    """From the public page, by somebody without an account; gives the number of the receipt."""
    citizen = cast.citizen
    citizen.goto("/notices/")
    citizen.locator(".notice-list li").filter(has_text=COLD).get_by_role("link").first.press("Enter")
    citizen.wait_for_url("**/notices/*-*/")
    shown = words(citizen)
    assert [each in shown for each in (COLD, HOST.name, "山东省人民政府", "正在公示")] == [True] * 4
    follow(citizen, "提出异议")
    fill(citizen, name="周明理", contact="13900000000", reason=DOUBT)
    upload(citizen, "evidence", "照片.pdf")
    press(citizen, "提交异议")
    assert "在公示期内" in words(citizen)
    return str(citizen.locator(".lead-line strong").inner_text())


def objection_met(cast: Cast, number: str) -> None:
    """The applicant is asked without learning by whom; two persons close it, and who objected reads the answer."""
    officer, applicant = cast.officer, cast.applicant
    opened(officer, "/notices/objections/", number)
    here = path_of(officer)
    take(officer, here, "受理异议", note="署名来件，予以受理。")
    opened(officer, f"{here}?tab=inquiries", "转有关单位说明")
    officer.get_by_label(f"申报单位：{HOST.name}").check()
    fill(officer, text=ASKED, due_on=day_after(officer, 50))
    press(officer, "转办")
    assert "还有 1 件转办尚未答复" in closed_for(officer, here, "办结：符合要求")

    opened(applicant, "/home/", f"{COLD} · 答复异议转办")
    assert (ASKED in words(applicant), "周明理" in applicant.content()) == (True, False)
    fill(applicant, answer="三座试验冷库都已竣工，验收证明见附件。")
    upload(applicant, "evidence", "竣工验收证明.pdf")
    press(applicant, "答复")
    in_pairs(officer, cast.approver, here, "办结：符合要求", answer=ANSWER)

    opened(cast.citizen, "/notices/", "查询异议回执")
    fill(cast.citizen, number=number)
    press(cast.citizen, "查询")
    said = words(cast.citizen)
    assert ("办结：符合要求" in said, ANSWER in said) == (True, True)


def approval(cast: Cast, case: str) -> None:
    """Four years want a reason, said at the field; three go to the approver, and are approved."""
    officer = cast.officer
    facts = {"number": "国标委综合函[2026]21号", "english_name": "Cold Chain Logistics"}
    opened(officer, case, "批准建设")
    fill(officer, build_years="4", **facts)
    press(officer, "提请审批：批准建设")
    faulty = officer.locator(".field-faulty")
    assert (faulty.count(), faulty.locator("[name=reason]").count()) == (1, 1), words(officer)
    assert "3年" in faulty.inner_text()
    assert officer.locator("[name=number]").input_value() == facts["number"]
    in_pairs(officer, cast.approver, case, "批准建设", build_years="3", **facts)


def in_the_register(cast: Cast, case: str) -> None:
    """For everybody; and the recommender has the letter."""
    citizen, recommender = cast.citizen, cast.recommender
    opened(citizen, "/bases/?q=冷链物流", f"{COLD}（筹）")
    shown = words(citizen)
    assert [each in shown for each in (HOST.name, "山东省人民政府", "建设中", NUMBER)] == [True] * 4, shown
    letter = recommender.get_by_role("link", name="下载信函")

    def made() -> bool:
        recommender.goto(f"{case}?tab=approval")
        return bool(letter.count())

    wait_until(made, "no letter of approval")
    assert NUMBER in words(recommender)


def upload(page: Any, field: str, name: str) -> None:
    file = {"name": name, "mimeType": "application/pdf", "buffer": paper(name.encode().hex())}
    page.locator(f"[name={field}]").set_input_files(file)
