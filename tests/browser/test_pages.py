"""Every page of the road as its people meet it: no accessibility fault, no sideways scrolling, no refused script."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.people import newcomer, one_click

pytestmark = pytest.mark.browser

WIDTHS = ((1366, 768), (360, 740))
# Asked for on purpose though nothing is there.
NOWHERE = ("/P/0000-0000-0000/", "/nothing/here/")
PUBLIC = (
    "/",
    "/procedure/",
    "/verify/",
    *NOWHERE,
    "/accounts/login/",
    "/accounts/people/",
    "/organisations/register/",
)
PEOPLE = {
    "叶昕昇": (
        *("/home/", "/applications/", "/applications/?state=", "/applications/begin/", "/messages/"),
        *("/organisations/unit/", "/organisations/authorities/", "/organisations/sectors/", "/accounts/2fa/"),
    ),
    "郎玉清": ("/organisations/unit/", "/organisations/unit/edit/", "/organisations/members/"),
    "龙婉清": ("/home/", "/applications/", "/messages/", "/applications/organising/"),
    "区志恒": ("/home/", "/applications/", "/applications/compare/"),
    "袁晓玥": (
        *("/home/", "/applications/", "/applications/?state=withdrawn", "/applications/calls/"),
        *("/applications/calls/new/", "/organisations/sectors/rulings/", "/organisations/authorities/add/"),
    ),
    "方〇": ("/home/",),
    "严问渠": ("/home/",),
    "柯峻达": ("/accounts/persons/", "/accounts/persons/new/"),
    "安守诚": ("/organisations/seats/", "/organisations/seats/?q=龙婉清"),
    "简明": ("/accounts/events/",),
}
# The first page that a list leads to; the list and what its links look like.
FIRST = {
    "龙婉清": (("/applications/organising/", "/applications/organising/"),),
    "郎玉清": (("/organisations/members/", "/organisations/members/"),),
    "柯峻达": (("/accounts/persons/", "/accounts/persons/"),),
    "安守诚": (("/organisations/seats/?q=龙婉清", "/organisations/seats/"),),
}


def test_public_pages(product: Any, chromium: Any) -> None:
    page = watched(newcomer(chromium, product.address))
    assert faults(page, PUBLIC) == []


@pytest.mark.parametrize("name", PEOPLE)
def test_pages_of(product: Any, chromium: Any, name: str) -> None:
    page = watched(one_click(chromium, product.address, name))
    found = faults(page, PEOPLE[name])
    for listing, start in FIRST.get(name, ()):
        first = led_to(page, listing, start)[0]
        found += faults(page, (first, *further(page, first)))
    assert found == []


@pytest.mark.parametrize("name", ["叶昕昇", "龙婉清", "区志恒", "袁晓玥", "方〇"])
def test_case_of(product: Any, chromium: Any, name: str) -> None:
    page = watched(one_click(chromium, product.address, name))
    case = led_to(page, "/applications/?state=", "/cases/application/")[0]
    own = ("sheet/", "papers/") if name == "区志恒" else ("sheet/",)
    beside = tuple(f"/applications/{case.split('/')[3]}/{part}" for part in own)
    assert faults(page, further(page, case) + beside) == []


def test_call_pages(product: Any, chromium: Any) -> None:
    page = watched(one_click(chromium, product.address, "袁晓玥"))
    call = led_to(page, "/applications/calls/", "/cases/call/")[0]
    parts = ("", "edit/", "notices/new/", "extend/", "envelope/", "admissions/new/")
    own = tuple(f"/applications/calls/{call.split('/')[3]}/{part}" for part in parts)
    assert faults(page, (*further(page, call), *own)) == []


def test_writing_pages(product: Any, chromium: Any) -> None:
    page = watched(one_click(chromium, product.address, "叶昕昇"))
    case = led_to(page, "/applications/?state=draft", "/cases/application/")[0]
    write = f"/applications/{case.split('/')[3]}/write/"
    parts = (
        *("", "matters/", "basic/", "meaning/", "tasks/", "indicators/", "schedule/"),
        *("attachments/", "conditions/", "conditions/m1/", "check/"),
    )
    rows = ("rows/tasks/", "rows/indicators/", "rows/milestones/")
    assert faults(page, tuple(write + part for part in parts + rows)) == []


def watched(page: Any) -> Any:
    """Gather what the browser complains of: refused scripts and styles, failed requests of the page's own."""
    page.complaints = []

    def note(message: Any) -> None:
        # A missing page is asked for on purpose.
        if message.type == "error" and "404" not in message.text:
            page.complaints.append(message.text)

    page.on("console", note)
    return page


def led_to(page: Any, listing: str, start: str) -> list[str]:
    """Where the links of a list lead that begin so; there must be one."""
    page.goto(listing)
    links = page.locator(f"main a[href^='{start}']").evaluate_all("found => found.map(link => link.pathname)")
    found = [link for link in links if link not in (start, f"{start}new/")]
    assert found, f"{listing} leads to nothing at {start}"
    return found


def further(page: Any, case: str) -> tuple[str, ...]:
    """All tabs of a case, and the first step that it offers."""
    page.goto(case)
    links = page.locator("main a[href]").evaluate_all("found => found.map(link => link.pathname + link.search)")
    steps = [link for link in links if "/steps/" in link][:1]
    return tuple(dict.fromkeys(steps + [link for link in links if "?tab=" in link]))


def faults(page: Any, addresses: tuple[str, ...]) -> list[str]:
    """Everything that is wrong with some pages at every width, all of it before the test fails."""
    found = []
    for address in addresses:
        answer = page.goto(address)
        if answer.status != (404 if address in NOWHERE else 200):
            found.append(f"{address}: {answer.status}")
        if page.locator("h1").count() != 1:
            found.append(f"{address}: {page.locator('h1').count()} first headings")
        page.evaluate(Axe().axe_script)  # half a megabyte: once for all widths
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            found += faults_at(page, address, width)
    return found + page.complaints + page.script_errors


VIOLATIONS = """(enabled) => axe.run({resultTypes: ["violations"], rules: {"color-contrast": {enabled}}}).then(
  (found) => found.violations.map((fault) => `${fault.id}: ${fault.nodes[0].target}`)
)"""


def faults_at(page: Any, address: str, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = [f"{address}: {wide} px wide at {width}"] if wide > width else []
    # Colours are the same at every width, and to look at them takes six times as long as at all else.
    violations = page.evaluate(VIOLATIONS, width == WIDTHS[0][0])
    return found + [f"{address} at {width}: {fault}" for fault in violations]
