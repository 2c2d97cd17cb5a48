"""Every page of the road as its people meet it: no accessibility fault, no sideways scrolling, no refused script."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.people import newcomer, one_click

pytestmark = pytest.mark.browser

WIDTHS = ((1366, 768), (360, 740))
PUBLIC = (
    "/",
    "/procedure/",
    "/verify/",
    "/P/0000-0000-0000/",
    "/accounts/login/",
    "/accounts/people/",
    "/nothing/here/",
)
PEOPLE = {
    "叶昕昇": ("/home/", "/applications/", "/applications/?state=", "/applications/begin/", "/messages/"),
    "龙婉清": ("/home/", "/applications/", "/messages/"),
    "区志恒": ("/home/", "/applications/"),
    "袁晓玥": ("/home/", "/applications/", "/applications/?state=withdrawn"),
    "方〇": ("/home/",),
    "严问渠": ("/home/",),
}


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_public_pages(product: Any, chromium: Any, width: int, height: int) -> None:
    page = watched(newcomer(chromium, product.address, width=width, height=height))
    assert faults(page, PUBLIC, width) == []


@pytest.mark.parametrize(("width", "height"), WIDTHS)
@pytest.mark.parametrize("name", PEOPLE)
def test_pages_of(product: Any, chromium: Any, name: str, width: int, height: int) -> None:
    page = watched(one_click(chromium, product.address, name, width=width, height=height))
    assert faults(page, PEOPLE[name], width) == []
    assert faults(page, case_pages(page), width) == []


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_writing_pages(product: Any, chromium: Any, width: int, height: int) -> None:
    page = watched(one_click(chromium, product.address, "叶昕昇", width=width, height=height))
    page.goto("/applications/?state=draft")
    case = page.locator("main a[href*='/cases/application/']").first.get_attribute("href")
    write = f"/applications/{case.split('/')[3]}/write/"
    parts = (
        "",
        "matters/",
        "basic/",
        "meaning/",
        "tasks/",
        "indicators/",
        "schedule/",
        "attachments/",
        "conditions/",
        "check/",
    )
    rows = ("rows/tasks/", "rows/indicators/", "rows/milestones/")
    assert faults(page, tuple(write + part for part in parts + rows), width) == []


def watched(page: Any) -> Any:
    """Gather what the browser complains of: refused scripts and styles, failed requests of the page's own."""
    page.complaints = []

    def note(message: Any) -> None:
        # A missing page is asked for on purpose.
        if message.type == "error" and "404" not in message.text:
            page.complaints.append(message.text)

    page.on("console", note)
    return page


def case_pages(page: Any) -> tuple[str, ...]:
    """The first case of the person's list, all its tabs, and the first step that it offers."""
    page.goto("/applications/?state=")
    link = page.locator("main a[href*='/cases/application/']")
    if link.count() == 0:
        return ()
    case = link.first.get_attribute("href")
    page.goto(case)
    step = page.locator("main a[href*='/steps/']")
    tabs = tuple(f"{case}?tab={name}" for name in ("plan", "comments", "files", "records"))
    return (*tabs, *([step.first.get_attribute("href")] if step.count() else []))


def faults(page: Any, addresses: tuple[str, ...], width: int) -> list[str]:
    """Everything that is wrong with some pages, all of it before the test fails."""
    found = []
    for address in addresses:
        answer = page.goto(address)
        if answer.status >= 500:
            found.append(f"{address}: {answer.status}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{address}: {wide} px wide at {width}")
        if page.locator("h1").count() != 1:
            found.append(f"{address}: {page.locator('h1').count()} first headings")
        violations = Axe().run(page).response["violations"]
        found += [f"{address}: {violation['id']}: {violation['nodes'][0]['target']}" for violation in violations]
    return found + page.complaints + page.script_errors
