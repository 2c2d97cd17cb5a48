"""SAC's call in a browser: written, previewed, published; its window extended for one after its end."""

import re
from typing import Any

import pytest

from tests.browser.people import newcomer, one_click

pytestmark = pytest.mark.browser

TITLE = "2027年度国家技术标准创新基地申报指南"
HOST = "冀北昇阳光伏科技股份有限公司"
MISSED = "国家技术标准创新基地（光伏国际标准化）"


def test_sac_writes_previews_and_publishes_a_call_and_the_public_reads_it(product: Any, chromium: Any) -> None:
    officer = one_click(chromium, product.address, "施谦益")
    officer.goto("/applications/calls/")
    officer.get_by_role("link", name="拟制申报指南").click()
    officer.locator("[name=year]").fill("2027")
    officer.locator("[name=edition][value='指南-2017']").check()
    officer.get_by_role("button", name="开始拟制").click()
    officer.wait_for_url("**/edit/")
    assert officer.locator("[name=build_years]").input_value() == "2"
    assert officer.locator("[name=closes_at]").input_value().startswith("2027-07-31T00:00")
    officer.locator(".ProseMirror").click()
    officer.keyboard.type("一、申报范围。\n二、申报程序。")
    officer.get_by_role("button", name="插入表格").click()
    for cell, heading in zip(officer.locator(".ProseMirror th").all(), ("材料", "份数", "截止时间"), strict=True):
        cell.click()
        officer.keyboard.type(heading)
    officer.get_by_role("button", name="保存申报指南").click()
    officer.wait_for_url("**/cases/call/**")
    case = officer.url
    officer.get_by_role("link", name="预览").click()
    officer.locator(".preview-band").wait_for()
    public = officer.url
    visitor = newcomer(chromium, product.address, width=360, height=740)
    assert visitor.goto(public).status == 404
    officer.goto(f"{case}steps/publish_call/")
    officer.get_by_role("button", name="发布申报指南").click()
    officer.wait_for_url(public)
    assert visitor.goto(public).status == 200
    shown = visitor.locator("main").inner_text()
    facts = (TITLE, "2027年5月5日0时0分0秒", "至2027年7月30日24时", "拟建15至20个", "指南-2017", "010-82261094/2903")
    assert [fact for fact in facts if fact not in shown] == []
    assert visitor.locator(".call-text > p").all_inner_texts() == ["一、申报范围。", "二、申报程序。"]
    assert visitor.locator(".call-text table th").all_inner_texts() == ["材料", "份数", "截止时间"]
    assert visitor.locator(".call-text table td").count() == 6
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
    assert (officer.script_errors, visitor.script_errors) == ([], [])


def test_what_missed_the_window_comes_back_when_it_is_extended_for_one(own_product: Any, chromium: Any) -> None:
    officer = one_click(chromium, own_product.address, "施谦益")
    for _ in range(7):
        officer.get_by_role("button", name="+1 周").click()
        officer.wait_for_load_state()
    writer = one_click(chromium, own_product.address, "唐若妍")
    writer.goto("/applications/?state=draft")
    writer.get_by_role("link", name=MISSED).first.click()
    writer.wait_for_url("**/cases/application/**")
    assert "未报送" in writer.locator("main").inner_text()
    officer.goto("/applications/calls/")
    officer.get_by_role("link", name=re.compile("^2026年度国家技术标准创新基地申报指南$")).click()
    officer.get_by_role("link", name="延长受理期").click()
    officer.locator("[name=for_whom][value=one]").check()
    officer.locator("[name=unit]").fill(HOST)
    officer.locator("[name=closes_at]").fill("2026-08-21T00:00:00")
    officer.locator("[name=reason]").fill("暴雨致当地停电。")
    officer.get_by_role("button", name="延长受理期").click()
    officer.wait_for_url("**tab=notices")
    assert HOST in officer.locator("#case-main").inner_text()
    writer.reload()
    shown = writer.locator("main").inner_text()
    assert ("未报送" in shown, "暴雨致当地停电" in shown, "2026年8月20日" in shown) == (False, True, True)
    assert writer.get_by_role("link", name="继续填报申报方案").count() == 1
    other = one_click(chromium, own_product.address, "漆昭")
    other.goto("/applications/begin/")
    assert "现在没有开放的申报" in other.locator("main").inner_text()
    assert [page.script_errors for page in (officer, writer, other)] == [[], [], []]
