"""What people do to one another's work: nothing is lost, and nothing happens twice."""

import re
from typing import Any

import pytest

from tests.browser.people import one_click, written

pytestmark = pytest.mark.browser


def test_two_colleagues_in_one_section(product: Any, chromium: Any) -> None:
    first = one_click(chromium, product.address, "漆昭")
    write = begin(first, "两人同写")
    second = one_click(chromium, product.address, "翁䶮")
    for page in (first, second):
        page.goto(f"{write}meaning/")
    keep(first, "漆昭写的意义。")
    keep(second, "翁䶮写的意义，另有侧重。")
    shown = second.locator(".compare").inner_text()
    assert ("漆昭写的意义。" in shown, "翁䶮写的意义，另有侧重。" in shown) == (True, True)
    keep(second, "漆昭写的意义。翁䶮写的意义，另有侧重。")
    first.goto(f"{write}meaning/")
    assert first.locator(".ProseMirror").inner_text() == "漆昭写的意义。翁䶮写的意义，另有侧重。"


def test_a_double_click_and_a_page_grown_old(product: Any, chromium: Any) -> None:
    first = one_click(chromium, product.address, "翁䶮")
    write = begin(first, "撤回两次")
    case = f"/cases/application/{key_of(write)}/"
    old = one_click(chromium, product.address, "翁䶮")
    for page in (first, old):
        page.goto(f"{case}steps/withdraw/")
        page.locator("[name=note]").fill("另有安排")
    first.get_by_role("button", name="撤回申报", exact=True).dblclick()
    first.wait_for_url(f"**{case}")
    old.get_by_role("button", name="撤回申报", exact=True).click()
    old.locator("[role=alert], .errors, .note-error").first.wait_for()
    assert "已有变动" in old.locator("main").inner_text()
    assert old.locator("[name=note]").input_value() == "另有安排"
    first.goto(f"{case}?tab=records")
    assert first.locator("main").inner_text().count("另有安排") == 1


def begin(page: Any, name: str) -> str:
    page.goto("/applications/begin/")
    page.locator("main a[href*='/applications/begin/']").first.click()
    page.locator("[name=inner_name]").fill(name)
    page.locator("[name=kind][value=international]").check()
    page.locator("[name=organiser]").select_option(label="上海市市场监督管理局（报送上海市人民政府）")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/write/")
    return str(page.url)


def keep(page: Any, text: str) -> None:
    written(page, text)
    with page.expect_navigation():
        page.locator("main form button.btn-primary[type=submit]").first.press("Enter")


def key_of(write: str) -> str:
    found = re.search(r"/applications/([0-9a-f-]{36})/", write)
    assert found is not None
    return found[1]
