"""People at their browsers: each in a context of their own."""

from typing import Any

from workbench.demo.seed import PASSWORD


def newcomer(chromium: Any, address: str, *, width: int = 1366, height: int = 768) -> Any:
    """A page of somebody who has not signed in; ``script_errors`` gathers what goes wrong in its scripts."""
    context = chromium.new_context(viewport={"width": width, "height": height}, base_url=address, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.script_errors = []
    page.on("pageerror", lambda error: page.script_errors.append(str(error)))
    return page


def signed_in(chromium: Any, address: str, email: str, **size: int) -> Any:
    """Somebody who has signed in with address and password, as everybody outside the demo does."""
    page = newcomer(chromium, address, **size)
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/home/")
    return page


def one_click(chromium: Any, address: str, name: str, **size: int) -> Any:
    """One of the demo's people, signed in by one click."""
    page = newcomer(chromium, address, **size)
    page.goto("/accounts/people/")
    page.get_by_role("button", name=name).first.click()
    page.wait_for_url("**/home/")
    return page
