"""Coming to the portal for the first time: the letter, the account, the unit."""

import re
from typing import Any

from tests.browser.people import newcomer
from tests.product import wait_until

PASSWORD = "Xin-danwei-2026"
UNIT = {
    "address": "深圳市南山区示范大道1号", "postcode": "518000", "phone": "0755-5550100",
    "leader": "辛总", "contact": "辛来", "email": "office@newcomer.example",
}  # fmt: skip


def account(chromium: Any, address: str, email: str, name: str, code: str, **options: Any) -> Any:
    """Somebody who asks for the letter, reads it in the sandbox's mailbox, and makes an account."""
    page = newcomer(chromium, address, **options)
    page.goto("/organisations/register/")
    page.locator("[name=email]").fill(email)
    press(page, "寄出注册信")
    page.goto(letter(page, email))
    facts = {"name": name, "phone": "0755-5550100", "code": code, "password": PASSWORD, "again": PASSWORD}
    for field, value in facts.items():
        page.locator(f"[name={field}]").fill(value)
    press(page, "建立账号，下一步")
    return page


def letter(page: Any, email: str) -> str:
    """The way that the letter leads; it comes by the outbox and a worker, so it is there after a moment."""
    mailbox, found = f"/accounts/mailbox/?to={email}", re.compile(r"(/organisations/register/[^\s/]+/)")

    def there() -> bool:
        page.goto(mailbox)
        return bool(found.search(page.locator("main").inner_text()))

    wait_until(there, f"no letter to {email}")
    return str(found.findall(page.locator("main").inner_text())[0])


def describe(page: Any, name: str, *, region: str = "深圳市（广东省）") -> None:
    for field, value in (UNIT | {"name": name}).items():
        page.locator(f"[name={field}]").fill(value)
    page.locator("[name=kind][value=enterprise]").check()
    page.locator("[name=region]").select_option(label=region)
    press(page, "登记单位")


def press(page: Any, label: str) -> None:
    """By keyboard: no pointer misses a button that has just moved."""
    with page.expect_navigation():
        page.get_by_role("button", name=label, exact=True).first.press("Enter")
