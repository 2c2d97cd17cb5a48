"""A base lives, in a browser: two years of it, 不合格, 整改 and 合格; a change of host; and two that are revoked."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from procedure import clock
from tests.browser.building import (
    as_role,
    comes,
    dossier_of,
    experts_conclude,
    filled,
    found,
    it_is,
    on,
    records_hold,
    who,
)
from tests.browser.coming import press
from tests.browser.deciding import (
    Cast,
    closed_for,
    fill,
    follow,
    in_pairs,
    not_offered,
    opened,
    path_of,
    take,
    words,
)
from tests.product import Product

pytestmark = pytest.mark.browser

CLOUD, STEEL, BIOMED, GRID = "云计算", "钢铁", "生物医药", "智能电网"
FOUND = {
    "people": "标准创新管理司评估组",
    "management": "办公室没有专职人员。",
    "service": "验证平台停用半年。",
    "innovation": "没有形成稳定的机制。",
}
ANSWER = "经核实，认可证书已经取得，该事项符合要求。"


def number_in(year: int, place: int) -> str:
    return f"国标委综合函〔{year}〕{place}号"


@pytest.mark.rule("B22")
@pytest.mark.rule("B29")
@pytest.mark.rule("B30")
@pytest.mark.rule("B31")
@pytest.mark.rule("B32")
@pytest.mark.rule("B33")
def test_two_years_and_an_evaluation_that_is_failed_and_passed(own_product: Product, chromium: Any) -> None:
    cast, base = Cast(chromium, own_product.address), found(own_product, CLOUD, "operating")
    summarised(own_product, cast, base, date(2026, 12, 14))
    assessed(own_product, cast, base, date(2027, 2, 22))
    inspected(own_product, cast, base)
    summarised(own_product, cast, base, date(2027, 12, 13))
    evaluated(own_product, cast, base, date(2028, 2, 14), "不合格", number_in(2028, 15))
    comes(cast.officer, base["page"], "评估整改")
    cast.citizen.goto(base["public"])
    assert "整改" not in words(cast.citizen)
    evaluated(own_product, cast, base, date(2029, 5, 14), "合格", number_in(2029, 16), again=True)
    comes(who(cast, base, "organiser"), base["page"], "运行中")
    assert {local: page.script_errors for local, page in cast.pages.items() if page.script_errors} == {}
    assert records_hold(own_product)


def summarised(product: Product, cast: Cast, base: dict[str, str], day: date) -> None:
    """By the host itself, with next year's plan and the tick of article 22; SAC takes it."""
    on(product, day)
    host = who(cast, base, "host")
    as_role(host, "报送人")
    opened(host, base["page"], "填报年度总结和计划")
    fill(host, year=str(day.year))
    press(host, "开始填写")
    dossier = path_of(host)
    filled(host, dossier)
    host.goto(f"{dossier}check/")
    follow(host, "报送年度总结和计划")
    case = path_of(host).partition("steps/")[0]
    press(host, "报送年度总结和计划")
    assert "没有自行成立" in words(host)
    fill(host, clean_house=True, no_trend="研究报告正在征求意见，下一年一季度报送。")
    press(host, "报送年度总结和计划")
    assert path_of(host) == case, words(host)
    take(cast.officer, case, "接收年度总结和计划")


def assessed(product: Product, cast: Cast, base: dict[str, str], day: date) -> None:
    """By the organiser, delivered to supervisor and SAC, and seen to be opened by them."""
    on(product, day)
    organiser, supervisor = who(cast, base, "organiser"), who(cast, base, "supervisor")
    opened(organiser, base["page"], "报送年度考核结果")
    fill(
        organiser,
        year=str(day.year - 1),
        result="基本合格",
        grounds="年度总结、成果台账、现场座谈。",
        standing="标准研制正常，专职人员减少。",
        problems="经费没有单独核算。",
        concern=True,
    )
    press(organiser, "报送年度考核结果")
    case = path_of(organiser)
    supervisor.goto(case)
    assert "基本合格" in words(supervisor)


def inspected(product: Product, cast: Cast, base: dict[str, str]) -> None:
    """On the ground of the assessment; what was asked for is answered by the host and accepted."""
    day, officer, host = on(product, date(2027, 4, 12)), cast.officer, who(cast, base, "host")
    opened(officer, base["page"], "启动监督检查")
    fill(officer, content="专项经费和专职人员。")
    press(officer, "启动监督检查")
    assert "依据" in words(officer.locator("[role=alert]").first.page)
    officer.locator("[name=assessment]").select_option(index=1)
    press(officer, "启动监督检查")
    case = path_of(officer)
    assert "还没有记录检查" in closed_for(officer, case, "形成检查意见") or "检查" in words(officer)
    take(officer, case, "记录检查", held_on=day, place="承担单位", people="检查组四人", observed="查阅凭证，走访平台。")
    due = date(2027, 6, 14).isoformat()
    take(officer, case, "形成检查意见", findings="总体正常，经费混用。", item_1_text="经费单独核算。", item_1_due=due)
    opened(host, case, "答复整改要求")
    host.locator("[name=item]").select_option(index=1)
    fill(host, note="已经单独设科目。")
    press(host, "答复整改要求")
    opened(officer, case, "认定已经落实")
    officer.locator("[name=item]").select_option(index=1)
    press(officer, "认定已经落实")
    take(officer, case, "办结监督检查", note="已全部落实。")


def evaluated(
    product: Product, cast: Cast, base: dict[str, str], day: date, result: str, number: str, *, again: bool = False
) -> None:
    """Material, visit, experts, in this order; the result by two persons as the experts signed it."""
    on(product, day)
    officer, host = cast.officer, who(cast, base, "host")
    opened(officer, base["page"], "启动再次评估" if again else "启动定期评估")
    fill(officer, material_by=(day + timedelta(days=30)).isoformat())
    press(officer, "启动评估")
    case = path_of(officer)
    filled(host, dossier_of(host, case))
    take(host, case, "报送评估材料")
    assert "还没有材料审查的记录" in closed_for(officer, case, "材料审查完成")
    judged_on(officer, case, day)
    take(officer, case, "材料审查完成")
    assert "还没有现场核查的记录" in closed_for(officer, case, "现场核查完成")
    judged_on(officer, case, day)
    take(officer, case, "现场核查完成")
    points = ({"section": "management", "text": "配齐专职人员。"},) if result == "不合格" else ()
    experts_conclude(product, "evaluation", case.rstrip("/").rpartition("/")[2], result, points)
    in_pairs(officer, cast.approver, case, f"记录评估结果：{result}", number=number, dated=day.isoformat())


def judged_on(officer: Any, case: str, day: date) -> None:
    officer.goto(f"{case}?tab=findings")
    fill(officer, on_day=day.isoformat(), **FOUND)
    press(officer, "记录情况")


@pytest.mark.long
@pytest.mark.rule("B33")
def test_a_second_failure_leaves_revocation_alone(own_product: Product, chromium: Any) -> None:
    cast, base = Cast(chromium, own_product.address), found(own_product, BIOMED, "remediation")
    officer = cast.officer
    case = running(own_product, "evaluation", base["key"])
    experts_conclude(
        own_product,
        "evaluation",
        case.rstrip("/").rpartition("/")[2],
        "不合格",
        ({"section": "service", "text": "平台仍未恢复。"},),
    )
    today = date(2026, 6, 22).isoformat()
    in_pairs(officer, cast.approver, case, "记录再次评估结果：不合格", number=number_in(2026, 51), dated=today)
    not_offered(officer, base["page"], "终止建设（验收未通过）")
    in_pairs(
        officer,
        cast.approver,
        base["page"],
        "再次评估不合格，撤销",
        number=number_in(2026, 52),
        dated=today,
        reason="整改一年后再次评估，结果仍为不合格。",
    )
    assert "已撤销" in ended(cast, base, number_in(2026, 52))


@pytest.mark.long
@pytest.mark.rule("B36")
def test_a_violation_that_is_found_revokes(own_product: Product, chromium: Any) -> None:
    cast, base = Cast(chromium, own_product.address), found(own_product, GRID, "operating")
    officer, host = cast.officer, who(cast, base, "host")
    opened(officer, base["page"], "违规立案")
    fill(officer, ground="false", facts="三份检测报告与出具单位存档不符。", statement_by=date(2026, 7, 13).isoformat())
    press(officer, "立案")
    case = path_of(officer)
    as_role(host, "报送人")
    take(host, case, "提交陈述申辩", statement="报告由外部机构提供，本单位审核不严。")
    in_pairs(officer, cast.approver, case, "认定违规", note="三份报告均系编造，事实清楚。")
    in_pairs(
        officer,
        cast.approver,
        base["page"],
        "违规，撤销",
        number=number_in(2026, 53),
        dated=date(2026, 6, 22).isoformat(),
        reason="编造检测数据，经立案、听取陈述申辩后认定。",
    )
    assert "已撤销" in ended(cast, base, number_in(2026, 53))


def ended(cast: Cast, base: dict[str, str], number: str) -> str:
    """Its document can be had, and nothing can be begun about it; gives what the public is told."""
    comes(cast.citizen, base["public"], number)
    said = words(cast.citizen)
    organiser = who(cast, base, "organiser")
    comes(organiser, f"{base['page']}?tab=papers", "下载")
    assert organiser.get_by_role("link", name="报送年度考核结果").count() == 0
    return said


@pytest.mark.rule("B35")
def test_a_host_that_changes_after_an_objection(own_product: Product, chromium: Any) -> None:
    """The host itself cannot ask; nothing takes effect before the month and the objection are over."""
    cast, base = Cast(chromium, own_product.address), found(own_product, STEEL, "operating")
    case = running(own_product, "change", base["key"])
    officer, host = cast.officer, who(cast, base, "host")
    host.goto(base["page"])
    assert host.get_by_role("link", name="申请变更名称、承担单位等").count() == 0
    it_is(own_product, datetime(2026, 8, 3, 9, tzinfo=clock.BEIJING))
    # The rail names the stages ahead too; what can be done says that the period is over.
    comes(officer, case, "不予变更")
    assert "异议" in closed_for(officer, case, "同意变更")
    officer.goto(f"{case}?tab=publicity")
    number = officer.locator("main a[href*='/objection']").first
    with officer.expect_navigation():
        number.press("Enter")
    here = path_of(officer)
    in_pairs(officer, cast.approver, here, "办结：符合要求", answer=ANSWER)
    today = date(2026, 8, 3).isoformat()
    in_pairs(
        officer,
        cast.approver,
        case,
        "同意变更",
        number=number_in(2026, 54),
        dated=today,
        effective_on=date(2026, 9, 1).isoformat(),
    )
    officer.goto(base["page"])
    before = words(officer)
    it_is(own_product, datetime(2026, 9, 1, 9, tzinfo=clock.BEIJING))
    comes(officer, f"{base['page']}?tab=hosts", "2026年9月1日")
    assert "2026年9月1日" not in before


def running(product: Product, machine: str, base: str) -> str:
    """The case of a base that stands last in a machine."""
    script = (
        "from procedure.machines import machine_rows\n"
        f"rows = machine_rows()['{machine}']._default_manager.filter(base='{base}')\n"
        "print(rows.order_by('-since')[0].get_absolute_url())"
    )
    return product.tell(script).strip()
