"""Who takes part when SAC decides, and what they all do: steps, steps of two persons, fields, the clock."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.browser.coming import press
from tests.browser.people import newcomer, signed_in
from workbench.demo.people import email


@dataclass
class Cast:
    """Who takes part in a story, each at a browser of their own, signed in when first needed."""

    chromium: Any
    address: str
    experts: tuple[str, ...] = ()
    phone: str = ""

    def __post_init__(self) -> None:
        self.pages: dict[str, Any] = {}

    def __getitem__(self, local: str) -> Any:
        if local not in self.pages:
            self.pages[local] = self._arrived(local)
        return self.pages[local]

    def _arrived(self, local: str) -> Any:
        if local == "citizen":
            return newcomer(self.chromium, self.address)
        size = {"width": 360, "height": 740} if local == self.phone else {}
        return signed_in(self.chromium, self.address, email(local), **size)

    officer = property(lambda self: self["yuan.xiaoyue"])
    approver = property(lambda self: self["fang.ling"])
    applicant = property(lambda self: self["sui.xinyue"])
    recommender = property(lambda self: self["kong.lingqian"])
    citizen = property(lambda self: self["citizen"])
    panel = property(lambda self: [self[local] for local in self.experts])


def fill(page: Any, **fields: Any) -> None:
    """Fields by their names: a text, True for a box, the value of a choice."""
    for name, value in fields.items():
        field = page.locator(f"main [name={name}]").first
        kind = field.get_attribute("type") or field.evaluate("field => field.tagName")
        if kind == "radio":
            page.locator(f"main [name={name}][value={value}]").check()
        elif kind == "checkbox":
            field.check()
        elif kind == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def opened(page: Any, address: str, link: str) -> Any:
    """Follow a link by keyboard from the page at this address."""
    page.goto(address)
    follow(page, link)
    return page


def follow(page: Any, link: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=link, exact=True).first.press("Enter")


def words(page: Any) -> str:
    return str(page.locator("main").inner_text())


def take(page: Any, case: str, label: str, **fields: Any) -> None:
    """Take a step from the page of its case, and be back there."""
    opened(page, case, label)
    fill(page, **fields)
    press(page, label)
    assert path_of(page) == case, words(page)


def proposed(page: Any, case: str, label: str, **fields: Any) -> None:
    """Propose a step of two persons from the page of its case; on one's own proposal there is nothing to sign."""
    opened(page, case, label)
    fill(page, **fields)
    press(page, f"提请审批：{label}")
    assert path_of(page) == case, words(page)
    follow(page, "查看提请")
    assert "这是您自己提请的，须由另一位审批人员签批" in words(page), words(page)
    assert page.get_by_role("button", name="同意").count() == 0
    assert page.request.post(page.url, form=token(page) | {"act": "sign"}, headers=came_from(page)).status == 404


def signed(page: Any, subject: str, label: str) -> None:
    """The approver finds the proposal among what waits for him, and signs."""
    page.goto("/home/")
    waiting = page.get_by_role("link", name=f"{subject} · 审批“{label}”", exact=True)
    with page.expect_navigation():
        waiting.press("Enter")
    press(page, f"同意，{label}")
    assert f"已同意，“{label}”已经办理" in page.locator("body").inner_text()


def in_pairs(officer: Any, approver: Any, case: str, label: str, **fields: Any) -> None:
    subject = opened(officer, case, label).locator("nav.crumbs a").first.inner_text()
    proposed(officer, case, label, **fields)
    signed(approver, subject, label)


def is_nobodys(page: Any, case: str, name: str, label: str) -> None:
    """A step that no person takes: neither a button nor an address."""
    page.goto(case)
    assert page.get_by_role("link", name=label).count() + page.get_by_role("button", name=label).count() == 0
    answer = page.request.post(f"{case}steps/{name}/", form=token(page), headers=came_from(page))
    assert answer.status == 404


def not_offered(page: Any, case: str, label: str) -> None:
    """A step that does not lead on from here: its way does not stand on the page."""
    page.goto(case)
    assert page.get_by_role("link", name=label, exact=True).count() == 0, words(page)


def closed_for(page: Any, case: str, label: str) -> str:
    """Why a step cannot be taken now: its button on the case's page is dead, and the reasons stand below."""
    page.goto(case)
    offer = page.locator(".offer-closed").filter(has=page.get_by_role("button", name=label, exact=True))
    assert offer.get_by_role("button").is_disabled()
    return str(offer.inner_text())


def token(page: Any) -> dict[str, str]:
    return {"csrfmiddlewaretoken": page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")}


def came_from(page: Any) -> dict[str, str]:
    return {"Referer": page.url}


def weeks_pass(page: Any, weeks: int) -> None:
    """By the sandbox's own button: whatever falls due on the way happens."""
    for _ in range(weeks):
        press(page, "+1 周")


def day_after(page: Any, days: int) -> str:
    """So many days from what the page says is now."""
    now = datetime.fromisoformat(page.locator(".ribbon time").get_attribute("datetime"))
    return (now.date() + timedelta(days=days)).isoformat()


def path_of(page: Any) -> str:
    return re.sub(r"^https?://[^/]+|[?#].*$", "", page.url)


def judged(page: Any, case: str, *, unmet: dict[str, str] | None = None) -> None:
    """The checklist by keyboard: 1 is met, 2 is not; each result is saved as it is chosen."""
    page.goto(case.replace("/cases/application/", "/applications/") + "form-check/")
    items = page.locator("section.desk-item").all()
    for item in items:
        reason = (unmet or {}).get(item.get_attribute("id"), "")
        item.locator("[name=reason]").fill(reason)
        item.locator("[name=result]").first.press("2" if reason else "1")
    for item in items:
        item.get_by_text("已保存").wait_for()
