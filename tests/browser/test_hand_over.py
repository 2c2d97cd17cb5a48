"""A colleague leaves: the work goes on under another name, both names stay, and the door shuts at once."""

from typing import Any

import pytest

from tests.browser.coming import press
from tests.browser.people import signed_in
from workbench.demo.people import email

pytestmark = pytest.mark.browser


def test_a_leavers_work_goes_to_a_colleague_without_sac(product: Any, chromium: Any) -> None:
    leaver = signed_in(chromium, product.address, email("ran.qiming"))
    leaver.goto("/applications/?q=大数据国际标准化")
    leaver.get_by_role("link", name="国家技术标准创新基地（大数据国际标准化）").click()
    case = leaver.url
    leaver.goto(f"{case.replace('/cases/application/', '/applications/')}write/")
    assert "大数据国际标准化" in leaver.locator("main").inner_text()

    admin = signed_in(chromium, product.address, email("peng.zhe"))
    admin.goto("/organisations/members/")
    admin.locator("tr", has_text="冉启明").locator("a[href*='/leave/']").click()
    admin.locator("a[href*='/hand-over/']").click()
    admin.locator("[name=leaving]").check()
    press(admin, "办理交接")
    assert "此人离开后没有人接着办" in admin.locator("[role=alert]").inner_text()
    admin.locator("[name=to_all]").select_option(label="潘一诺")
    admin.locator("[name=reason]").fill("调离。")
    press(admin, "办理交接")

    leaver.goto(case)
    assert "大数据国际标准化" not in leaver.locator("body").inner_text()
    taker = signed_in(chromium, product.address, email("pan.yinuo"))
    taker.goto(f"{case}?tab=records")
    diary = taker.locator("main").inner_text()
    assert [name in diary for name in ("冉启明", "潘一诺", "彭喆", "调离。")] == [True] * 4
    taker.goto(f"{case.replace('/cases/application/', '/applications/')}write/")
    assert "大数据国际标准化" in taker.locator("main").inner_text()
    assert [page.script_errors for page in (leaver, admin, taker)] == [[], [], []]
