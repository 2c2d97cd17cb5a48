"""A base is built, in a browser: from the approval through 整改 to its establishment; and one that does not pass."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.browser.building import (
    as_role,
    begun,
    comes,
    dossier_of,
    experts_conclude,
    filled,
    found,
    on,
    records_hold,
    sealed,
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
    signed,
    take,
    words,
)
from tests.product import Product

pytestmark = pytest.mark.browser

MEDICINE = "中医药"
POINT = {"section": "indicators", "text": "请补齐国家标准的数量和证明。"}


@pytest.mark.rule("Z36")
@pytest.mark.rule("B17")
@pytest.mark.rule("B18")
@pytest.mark.rule("B19")
@pytest.mark.rule("B20")
@pytest.mark.rule("B21")
def test_from_the_approval_through_rectification_to_the_establishment(own_product: Product, chromium: Any) -> None:
    cast = Cast(chromium, own_product.address)
    signed(cast.approver, f"国家技术标准创新基地（{MEDICINE}）", "批准建设")
    base = found(own_product, MEDICINE)
    received(own_product, cast, base)
    plan_of_build(own_product, cast, base)
    reported(own_product, cast, base, date(2026, 12, 14), 2026)
    problem(own_product, cast, base)
    reported(own_product, cast, base, date(2027, 12, 13), 2027)
    middle(own_product, cast, base)
    extended(own_product, cast, base)
    applied(own_product, cast, base, date(2029, 10, 15), "整改")
    applied(own_product, cast, base, date(2030, 2, 18), "通过")
    established(own_product, cast, base)
    assert {local: page.script_errors for local, page in cast.pages.items() if page.script_errors} == {}
    assert records_hold(own_product)


def received(product: Product, cast: Cast, base: dict[str, str]) -> None:
    """The approval arrives; from that day the plan of the build has three months."""
    organiser, day = who(cast, base, "organiser"), on(product, date(2026, 7, 6))
    take(organiser, base["page"], "登记收文", received_on=day)
    assert "建设方案" in words(organiser)
    assert "2026年10月" in words(organiser), words(organiser)


def plan_of_build(product: Product, cast: Cast, base: dict[str, str]) -> None:
    """Drafted by the host too, filed by the organiser; what stays behind the promise is decided by SAC."""
    on(product, date(2026, 9, 7))
    host, organiser = who(cast, base, "writer"), who(cast, base, "organiser")
    case = begun(host, base, "开始起草建设方案", "开始起草")
    filled(host, dossier_of(host, case))
    assert host.get_by_role("link", name="报送建设方案", exact=True).count() == 0
    take(organiser, case, "报送建设方案")
    take(cast.officer, case, "接受建设方案")
    assert "已接受" in words(host_sees(host, case))


def host_sees(page: Any, address: str) -> Any:
    page.goto(address)
    return page


def reported(product: Product, cast: Cast, base: dict[str, str], day: date, year: int) -> None:
    """By the host to its organiser, by the organiser to SAC; the second begins with the first one's values."""
    on(product, day)
    host, organiser = who(cast, base, "host"), who(cast, base, "organiser")
    as_role(host, "报送人")
    opened(host, base["page"], "填报年度建设情况")
    fill(host, year=str(year))
    press(host, "开始填报")
    case = path_of(host)
    dossier = dossier_of(host, case)
    if year > 2026:
        assert "已带入《2026年度建设情况报告》" in words(host)
    filled(host, dossier)
    take(host, case, "报送年度建设情况")
    take(organiser, case, "上报年度建设情况")
    take(cast.officer, case, "接收年度建设情况")


def problem(product: Product, cast: Cast, base: dict[str, str]) -> None:
    """Reported at once and to everybody; answered, and closed with what came of it."""
    day = on(product, date(2027, 5, 10))
    host, supervisor = who(cast, base, "host"), who(cast, base, "supervisor")
    opened(host, base["page"], "报告重大问题")
    fill(
        host,
        title="主要参与单位退出",
        happened_on=day,
        facts="承担中试的参与单位停业，两项标准的验证暂停。",
        measures="已与另一单位商定接替，协议正在签订。",
    )
    press(host, "报告重大问题")
    case = path_of(host)
    opened(supervisor, case, "答复")
    fill(supervisor, text="同意由新的单位接替，省里协调场地。")
    press(supervisor, "答复")
    take(cast.officer, case, "办结重大问题", note="接替单位已到位，验证恢复。")


def middle(product: Product, cast: Cast, base: dict[str, str]) -> None:
    organiser, _ = who(cast, base, "organiser"), on(product, date(2028, 1, 10))
    case = begun(organiser, base, "开始中期评估", "开始中期评估")
    filled(organiser, dossier_of(organiser, case))
    take(organiser, case, "提交中期评估报告")
    take(cast.officer, case, "接收中期评估报告")


def extended(product: Product, cast: Cast, base: dict[str, str]) -> None:
    """Asked for within three months of the end; the supervisor agrees, and two persons of SAC grant it."""
    day = on(product, date(2029, 4, 16))
    organiser, supervisor = who(cast, base, "organiser"), who(cast, base, "supervisor")
    opened(organiser, base["page"], "起草延期申请")
    fill(
        organiser,
        asked_months="6",
        reason="接替单位的中试推迟约五个月。",
        progress="八项任务完成六项。",
        measures="下半年完成验证和两项标准报批。",
    )
    organiser.locator("[name=evidence]").set_input_files(sealed("延期申请"))
    press(organiser, "保存延期申请")
    case = path_of(organiser)
    take(organiser, case, "报送延期申请")
    take(supervisor, case, "审核同意延期", note="情况属实，同意延期。")
    in_pairs(cast.officer, cast.approver, case, "同意延期", number="国标委综合函〔2029〕40号", dated=day, months="6")
    assert "2030年1月1日" in words(host_sees(organiser, base["page"]))


def applied(product: Product, cast: Cast, base: dict[str, str], day: date, result: str) -> str:
    """Self-check, the organiser's finding, the application with its copy, the experts' opinion, recorded."""
    on(product, day)
    again = result == "通过"
    host, organiser, supervisor = (who(cast, base, part) for part in ("host", "organiser", "supervisor"))
    as_role(host, "报送人")
    check = begun(host, base, "开展自查", "开展自查")
    filled(host, dossier_of(host, check))
    take(host, check, "报送自查结果")
    assert "没有认定" in closed_begin(organiser, base, "起草验收申请")
    take(organiser, check, "认定符合验收条件", note="任务和指标已经完成，符合验收条件。")
    case = begun(organiser, base, "起草验收申请", "开始起草")
    follow(organiser, "继续填写")
    fill(organiser, statement="任务和指标均已完成，申请验收。")
    organiser.locator("[name=evidence]").set_input_files(sealed("验收申请"))
    press(organiser, "保存验收申请")
    take(organiser, case, "再次提出验收申请" if again else "提出验收申请")
    assert "还没有打开" in words(organiser)
    supervisor.goto(case)
    assert ("送达" in words(supervisor), "还没有打开" in words(supervisor)) == (True, False)
    take(cast.officer, case, "受理")
    assert "独立评审还没有结束" in closed_for(cast.officer, case, f"记录验收意见：{result}")
    points = (POINT,) if result == "整改" else ()
    experts_conclude(product, "acceptance", case.rstrip("/").rpartition("/")[2], result, points)
    if result != "未通过":
        take(cast.officer, case, f"记录验收意见：{result}")
        comes(organiser, f"{case}?tab=opinion", "整改要求" if points else "通过")
    return case


def closed_begin(page: Any, base: dict[str, str], label: str) -> str:
    """Why something cannot be begun yet, as the base's page says it."""
    page.goto(base["page"])
    return words(page)


def established(product: Product, cast: Cast, base: dict[str, str]) -> None:
    """Another act than the pass, with its own day and document; only then the register says so."""
    cast.citizen.goto(base["public"])
    assert "已成立" not in words(cast.citizen)
    day = on(product, date(2030, 4, 15))
    in_pairs(
        cast.officer,
        cast.approver,
        base["page"],
        "批准成立",
        number="国标委综合函〔2030〕12号",
        dated=day,
    )
    comes(cast.citizen, base["public"], "国标委综合函〔2030〕12号")
    comes(who(cast, base, "organiser"), f"{base['page']}?tab=papers", "下载")


@pytest.mark.long
@pytest.mark.rule("B21")
def test_one_that_does_not_pass_can_only_be_terminated(own_product: Product, chromium: Any) -> None:
    cast, base = Cast(chromium, own_product.address), found(own_product, "海洋工程装备")
    ends = date.fromisoformat(base["ends"])
    case = applied(own_product, cast, base, ends - timedelta(days=70), "未通过")
    today = (ends - timedelta(days=70)).isoformat()
    in_pairs(cast.officer, cast.approver, case, "记录验收意见：未通过")
    number, note = "国标委综合函〔2028〕9号", "验收未通过，按办法第二十一条终止建设。"
    in_pairs(cast.officer, cast.approver, base["page"], "终止建设（验收未通过）", number=number, dated=today, note=note)
    not_offered(cast.officer, base["page"], "再次评估不合格，撤销")
    comes(cast.citizen, base["public"], number)
    said = words(cast.citizen)
    assert ("已终止" in said, number in said, note in said) == (True, True, False)
    assert records_hold(own_product)
