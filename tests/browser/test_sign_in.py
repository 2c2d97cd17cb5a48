"""Signing in as people do: a lock and the way back, a second factor, and text that outlives the session."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.people import by_password, code_of, newcomer, second_step, set_up_codes, signed_in
from workbench.demo.seed import PASSWORD

pytestmark = pytest.mark.browser

LOCKED, OFFICER, WRITER = "qi.zhao@portal.example", "miao.yanran@portal.example", "yang.ruolan@portal.example"
NEW = "changed-in-the-test-7"


def accessible(page: Any) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [violation["id"] for violation in Axe().run(page).response["violations"]] + (
        ["too wide"] if wide > 0 else []
    )


def test_locked_after_five_tries_and_back_by_letter(product: Any, chromium: Any) -> None:
    page = newcomer(chromium, product.address, width=360, height=740)
    for _ in range(5):
        by_password(page, LOCKED, "wrong-password-1")
    page.get_by_role("heading", name="登录已暂时锁定").wait_for()
    assert accessible(page) == []
    by_password(page, LOCKED)
    page.get_by_role("heading", name="登录已暂时锁定").wait_for()
    page.get_by_role("link", name="重设密码").click()
    page.locator("[name=email]").fill(LOCKED)
    page.get_by_role("button", name="寄出重设密码的信").click()
    page.wait_for_url("**/password/reset/done/")
    page.goto(f"/accounts/mailbox/?to={LOCKED}")
    link = re.search(r"/accounts/password/reset/key/\S+/", page.locator(".letter-body").first.inner_text())
    assert link is not None
    page.goto(link[0])
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill(NEW)
    page.get_by_role("button", name="改用新密码").click()
    page.get_by_role("heading", name="密码已更换").wait_for()
    by_password(page, LOCKED, NEW)
    page.wait_for_url("**/home/")
    assert page.script_errors == []


def test_an_official_signs_in_with_password_and_telephone(product: Any, chromium: Any) -> None:
    page = newcomer(chromium, product.address)
    by_password(page, OFFICER, PASSWORD)
    page.wait_for_url("**/accounts/2fa/")
    assert accessible(page) == []
    page.goto("/applications/")
    assert page.url.endswith("/accounts/2fa/")
    secret = set_up_codes(page)
    spare = page.locator(".recovery-codes code").first.inner_text()
    assert accessible(page) == []
    page.goto("/applications/")
    assert page.url.endswith("/applications/")

    again = newcomer(chromium, product.address)
    by_password(again, OFFICER, PASSWORD)
    again.wait_for_url("**/authenticate/")
    assert accessible(again) == []
    again.goto("/home/")
    assert "/accounts/login/" in again.url or "/authenticate/" in again.url
    again.goto("/accounts/2fa/authenticate/")
    second_step(again, secret)
    again.wait_for_url("**/home/")
    assert "上次登录" in again.locator("main").inner_text()

    third = newcomer(chromium, product.address)
    by_password(third, OFFICER, PASSWORD)
    third.wait_for_url("**/authenticate/")
    third.locator("[name=code]").fill(spare)
    third.get_by_role("button", name="登录", exact=True).click()
    third.wait_for_url("**/home/")
    assert code_of(secret).isdecimal()
    assert [each.script_errors for each in (page, again, third)] == [[]] * 3


def test_text_outlives_a_session(product: Any, chromium: Any) -> None:
    """The session's cookie goes away under an open form, as when it has run out."""
    page = signed_in(chromium, product.address, WRITER)
    page.goto("/applications/begin/")
    page.locator("main a[href*='/applications/begin/']").first.click()
    page.locator("[name=inner_name]").fill("中断之后 还在")
    page.locator("[name=kind][value=international]").check()
    page.locator("[name=organiser]").select_option(label="贵州省市场监督管理局（报送贵州省人民政府）")
    name = next(cookie["name"] for cookie in page.context.cookies() if "session" in cookie["name"])
    page.context.clear_cookies(name=name)
    page.locator("main form button.btn-primary[type=submit]").click()
    page.get_by_role("heading", name="您已退出，刚才填写的内容还在").wait_for()
    assert "中断之后 还在" in page.locator("main").inner_text()
    assert accessible(page) == []

    with page.expect_popup() as opened:
        page.get_by_role("link", name="在新窗口重新登录").click()
    window = opened.value
    window.locator("[name=login]").fill(WRITER)
    window.locator("[name=password]").fill(PASSWORD)
    window.get_by_role("button", name="登录", exact=True).click()
    window.get_by_role("heading", name="已登录").wait_for()
    window.close()

    page.get_by_role("button", name="再次提交").click()
    page.wait_for_url("**/write/")
    assert "中断之后 还在" in page.content()
    assert page.script_errors == []


def test_the_end_is_announced_and_put_off(product: Any, chromium: Any) -> None:
    page = newcomer(chromium, product.address)
    page.clock.install()
    by_password(page, WRITER)
    page.wait_for_url("**/home/")
    page.clock.fast_forward("28:05")
    band = page.locator(".session-band")
    band.get_by_text("再过两分钟").wait_for()
    assert accessible(page) == []
    band.get_by_role("button", name="继续").click()
    band.wait_for(state="detached")
    assert page.script_errors == []
