"""Coming to the portal as a unit: from an address to the first draft, and to a unit that is there already."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.applications.building import paper
from tests.browser.coming import account, describe, press
from tests.browser.people import one_click

pytestmark = pytest.mark.browser

# Nobody's codes: the organisation part begins with XX. The second one's check sign is wrong.
CODE, ODD_CODE = "91440300XX0099012H", "91440300XX00990203"


def test_a_new_unit_begins_and_a_colleague_joins(product: Any, chromium: Any) -> None:
    founder = account(chromium, product.address, "xin.lai@newcomer.example", "辛来", CODE, width=360, height=740)
    assert founder.url.endswith(f"/units/new/{CODE}/")
    sound(founder)
    describe(founder, "新来标准科技有限公司")
    founder.wait_for_url("**/applications/begin/")
    begin(founder)

    colleague = account(chromium, product.address, "tong.shi@newcomer.example", "仝实", CODE)
    assert colleague.url.endswith(f"/units/new/{CODE}/join/")
    assert "新来标准科技有限公司" in colleague.locator("h1").inner_text()
    sound(colleague)
    colleague.locator("[name=note]").fill("标准化部")
    press(colleague, "申请加入")
    assert "没有岗位" in colleague.locator("h1").inner_text()

    let_in(founder, "仝实")
    colleague.goto("/applications/?state=")
    assert "新来标准" in colleague.locator("main").inner_text()
    assert [page.script_errors for page in (founder, colleague)] == [[], []]


def test_a_wrong_check_digit_goes_on_with_evidence(product: Any, chromium: Any) -> None:
    page = account(chromium, product.address, "nan.ma@newcomer.example", "南码", ODD_CODE)
    assert "校验码不符" in page.locator("main").inner_text()
    describe(page, "南码早年有限公司")
    assert "请选择能证明代码的材料" in page.locator("[role=alert]").inner_text()
    assert page.locator("[name=name]").input_value() == "南码早年有限公司"
    licence = {"name": "营业执照.pdf", "mimeType": "application/pdf", "buffer": paper()}
    page.locator("[name=evidence]").set_input_files(licence)
    press(page, "登记单位")
    page.wait_for_url("**/applications/begin/")

    officer = one_click(chromium, product.address, "袁晓玥")
    key = product.tell(_KEY).strip()
    officer.goto(f"/organisations/units/{key}/confirm/")
    sound(officer)
    press(officer, "确认名称和代码")
    assert "请写明核对了什么材料" in officer.locator("[role=alert]").inner_text()
    officer.locator("[name=reason]").fill("已核对营业执照原件，代码为早年发放。")
    officer.locator("[name=odd_code]").check()
    press(officer, "确认名称和代码")
    assert "校验码不符仍予确认" in officer.locator("main").inner_text()
    page.goto("/organisations/unit/")
    assert "已确认" in page.locator("main").inner_text()
    sound(page)


_KEY = f"from organisations.models import Unit; print(Unit.objects.get(code='{ODD_CODE}').pk)"


def begin(page: Any) -> None:
    page.locator("main a[href*='/applications/begin/']").first.click()
    page.locator("[name=inner_name]").fill("新来标准")
    page.locator("[name=kind][value=international]").check()
    page.locator("[name=organiser]").select_option(label="广东省市场监督管理局（报送广东省人民政府）")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/write/")


def let_in(admin: Any, name: str) -> None:
    admin.goto("/organisations/members/")
    sound(admin)
    admin.get_by_role("link", name=f"答复{name}的申请").click()
    sound(admin)
    admin.locator("[name=granted][value=yes]").check()
    admin.locator("[name=roles][value=preparer]").check()
    press(admin, "答复申请")
    assert name in admin.locator("table").inner_text()


def sound(page: Any) -> None:
    """No accessibility fault, nothing wider than the window, one first heading."""
    found = [f"{each['id']}: {each['nodes'][0]['target']}" for each in Axe().run(page).response["violations"]]
    assert found == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
    assert page.locator("h1").count() == 1
