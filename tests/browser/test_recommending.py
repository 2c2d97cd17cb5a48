"""Two officers of one recommender bring two regional applications to the press, and press at once."""

from typing import Any

import pytest

from documents import codes
from tests.applications.building import paper
from tests.browser.people import signed_in
from workbench.demo.papers import sealed
from workbench.demo.people import email

pytestmark = pytest.mark.browser

NUMBER = "浙政函〔2026〕88号"
RULE = "同一区域范围内，同一推荐单位仅限推荐一个区域（综合）创新基地申报方案"


@pytest.mark.rule("Z33")
@pytest.mark.rule("Z41")
def test_two_officers_press_for_two_regional_applications_at_once(product: Any, chromium: Any) -> None:
    first = signed_in(chromium, product.address, email("yu.jingxian"))
    second = signed_in(chromium, product.address, email("zhou.heng"))
    compared(first)
    one, other = case_of(first, "钱塘江流域"), case_of(second, "宁波舟山港域")
    scan_sent(first, one)
    letter_sent(first)
    scan_sent(second, other)
    second.get_by_role("button", name=f"选用{NUMBER}").click()
    for page, case in ((first, one), (second, other)):
        page.goto(f"{case}steps/recommend/")
        page.get_by_label("认为符合申报条件").check()
    for page in (first, second):
        page.get_by_role("button", name="推荐", exact=True).click(no_wait_after=True)
    ends = [end_of(page) for page in (first, second)]
    assert sorted(ends) == ["refused", "sent"]
    loser, winner = (first, second) if ends[0] == "refused" else (second, first)
    assert RULE in loser.locator("[role=alert]").inner_text()
    assert loser.get_by_label("认为符合申报条件").is_checked()
    assert "国家标准委已收到" in winner.locator("header.page-head").inner_text()
    assert first.script_errors + second.script_errors == []


def compared(page: Any) -> None:
    """Both stand side by side; the order is kept for the colleague."""
    page.goto("/applications/")
    page.get_by_role("link", name="方案比较和排序").click()
    shown = page.locator("table.candidates thead").inner_text()
    assert ("钱塘江流域" in shown, "宁波舟山港域" in shown) == (True, True)
    page.get_by_label("钱塘江流域的排序").fill("1")
    page.get_by_label("宁波舟山港域的排序").fill("2")
    page.get_by_role("button", name="保存排序").click()
    assert page.get_by_label("宁波舟山港域的排序").input_value() == "2"


def case_of(page: Any, name: str) -> str:
    page.goto("/applications/")
    page.get_by_role("link", name=f"国家技术标准创新基地（{name}）").click()
    page.wait_for_url("**/cases/application/**")
    return str(page.url)


def scan_sent(page: Any, case: str) -> None:
    """Upload what an office would scan: the pages of the frozen version with its code; wait until it has been read."""
    page.goto(case.replace("/cases/application/", "/applications/") + "sheet/")
    row = page.locator("#sheet-versions + div tbody tr").first
    code = codes.Code(row.locator(".digest").inner_text().split()[-1], row.locator("td.fit").inner_text().split()[-1])
    page.goto(case.replace("/cases/application/", "/applications/") + "papers/")
    chosen(page.locator("form[action$='/scan/'] [name=file]"), "盖章申报方案.pdf", sealed(code))
    page.get_by_role("button", name="上传扫描件").click()
    page.get_by_text("核对一致。").wait_for()


def letter_sent(page: Any) -> None:
    # Open by itself where the recommender has no letter yet.
    if not page.locator("[name=number]").is_visible():
        page.locator("summary", has_text="上传一份新的推荐函").click()
    page.locator("[name=number]").fill("浙政函[2026]88号")
    page.locator("[name=dated]").fill("2026-06-18")
    chosen(page.locator("form[action$='/letter/'] [name=file]"), "推荐函.pdf", paper("Letter"))
    page.get_by_role("button", name="上传推荐函").click()
    page.get_by_role("link", name=NUMBER).first.wait_for()


def chosen(field: Any, name: str, content: bytes) -> None:
    field.set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})


def end_of(page: Any) -> str:
    """How the press ended: the case again with a word of success, or this page with the reason."""
    page.locator(".note-success, [role=alert]").first.wait_for()
    return "refused" if page.locator("[role=alert]").count() else "sent"
