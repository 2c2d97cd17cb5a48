"""The end of a build, in a browser: one that passes with nothing filed and is ended by two, one that is put off."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from procedure import clock
from tests.applications.building import paper
from tests.browser.building import comes, found, it_is, records_hold
from tests.browser.coming import press
from tests.browser.deciding import Cast, closed_for, fill, follow, in_pairs, is_nobodys, opened, path_of, take, words
from tests.browser.people import newcomer
from tests.product import Product

pytestmark = pytest.mark.browser

NAME = "国家技术标准创新基地（海洋工程装备）"


@pytest.mark.rule("B20")
def test_an_end_that_passes_with_nothing_filed(own_product: Product, chromium: Any) -> None:
    base, cast = found(own_product, "海洋工程装备"), Cast(chromium, own_product.address)
    page, end = base["page"], datetime.fromisoformat(base["ends"]).replace(tzinfo=clock.BEIJING)
    it_is(own_product, end + timedelta(hours=12))
    assert "最后一个按时日还没有过" in closed_for(cast.officer, page, "终止建设（逾期）")
    # The night after the end and whatever days of rest follow it.
    it_is(own_product, end + timedelta(days=12, hours=9))
    comes(cast.officer, f"{page}?tab=records", "提示终止：建设期届满")
    assert "建设中" in words(cast.officer)
    is_nobodys(cast.officer, page, "propose_termination", "提示终止：建设期届满")
    today = (end + timedelta(days=12)).date().isoformat()
    note = "建设期届满前没有提出验收申请和延期申请。"
    in_pairs(
        cast.officer, cast.approver, page, "终止建设（逾期）", number="国标委综合函〔2029〕8号", dated=today, note=note
    )  # fmt: skip
    host = cast[base["host"].partition("@")[0]]
    comes(host, f"{page}?tab=papers", "下载")
    assert "国标委综合函〔2029〕8号" in words(host)
    assert "已终止" in words(host)
    public = newcomer(chromium, own_product.address)
    public.goto(base["public"])
    said = words(public)
    assert ("已终止" in said, "国标委综合函〔2029〕8号" in said, note in said) == (True, True, False)
    assert records_hold(own_product)


@pytest.mark.rule("B20")
@pytest.mark.rule("B06")
def test_an_end_that_is_put_off_by_three(own_product: Product, chromium: Any) -> None:
    base, cast = found(own_product, "海洋工程装备"), Cast(chromium, own_product.address)
    page, end = base["page"], datetime.fromisoformat(base["ends"]).replace(tzinfo=clock.BEIJING)
    it_is(own_product, end - timedelta(days=60) + timedelta(hours=9))
    organiser = cast[base["organiser"].partition("@")[0]]
    case = drafted(organiser, page, base["key"])
    take(organiser, case, "报送延期申请")
    supervisor = cast[base["supervisor"].partition("@")[0]]
    assert closed_is_absent(cast.officer, case, "同意延期")
    take(supervisor, case, "审核同意延期", note="情况属实，同意延期。")
    today = (end - timedelta(days=60)).date().isoformat()
    in_pairs(
        cast.officer, cast.approver, case, "同意延期", number="国标委综合函〔2028〕40号", dated=today, months="12"
    )  # fmt: skip
    comes(organiser, f"{page}?tab=papers", "下载")
    assert "同意延期" in words(organiser)
    assert "不能再次延期" in refused_draft(organiser, base["key"])
    assert {name: each.script_errors for name, each in cast.pages.items() if each.script_errors} == {}


def drafted(organiser: Any, page: str, key: str) -> str:
    """From the base's page by keyboard, half of it first, then the whole with its sealed paper."""
    opened(organiser, page, "起草延期申请")
    fill(organiser, asked_months="12", reason="首台套设备交付推迟，海试验证窗口错过一个航次。")
    press(organiser, "保存延期申请")
    case = path_of(organiser)
    assert "报送前还缺" in words(organiser)
    assert "延期申请还缺" in closed_for(organiser, case, "报送延期申请")
    organiser.goto(case)
    follow(organiser, "继续填写")
    fill(organiser, progress="八项任务完成六项。", measures="次年上半年完成海试验证和两项标准报批。")
    sealed = {"name": "延期申请.pdf", "mimeType": "application/pdf", "buffer": paper("延期申请")}
    organiser.locator("[name=evidence]").set_input_files(sealed)
    press(organiser, "保存延期申请")
    assert "报送前还缺" not in words(organiser)
    return case


def closed_is_absent(page: Any, case: str, label: str) -> bool:
    page.goto(case)
    return page.get_by_role("link", name=label, exact=True).count() == 0


def refused_draft(organiser: Any, key: str) -> str:
    organiser.goto(f"/assessments/bases/{key}/extensions/new/")
    press(organiser, "保存延期申请")
    return str(organiser.locator("[role=alert]").inner_text())
