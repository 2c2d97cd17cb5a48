"""The road in a browser: a plan of 12,000 characters from a blank form to SAC's desk, and its print read back."""

import re
from typing import Any

import pytest

from tests.browser.people import newcomer, signed_in, written
from tests.documents import pages
from workbench.demo.plans import PlanContent, long_plan
from workbench.demo.writing import paper_for

pytestmark = pytest.mark.browser

WRITER, SUBMITTER = "tang.ruoyan@portal.example", "an.le@portal.example"
ORGANISER, RECOMMENDER = "zhao.yanqiu@portal.example", "ji.wenbo@portal.example"
SAC = "yuan.xiaoyue@portal.example"
NAME = "喆䶮〇光伏验证"
# Raised and lowered figures are set as figures of their line, raised and lowered by the print.
FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉", "0123456789−0123456789")


def test_from_a_blank_form_to_sacs_desk(product: Any, chromium: Any) -> None:
    plan = long_plan()
    writer = signed_in(chromium, product.address, WRITER)
    case = begin(writer)
    fill(writer, plan)
    refuse_to_submit_for_the_preparer(writer)

    submitter = signed_in(chromium, product.address, SUBMITTER)
    press(submitter, case, "报送申报方案")
    assert "组织单位论证" in submitter.locator("main").inner_text()
    pdf = printed(submitter, case)
    compare(pdf, plan)

    organiser = signed_in(chromium, product.address, ORGANISER)
    assert NAME in organiser.goto("/home/").text()
    press(organiser, case, "论证通过，报送推荐单位", note="经组织论证，方案目标明确、基础扎实，同意报送。")

    recommender = signed_in(chromium, product.address, RECOMMENDER)
    press(recommender, case, "推荐", note="同意推荐。", tick="qualified")

    officer = signed_in(chromium, product.address, SAC, width=360, height=740)
    officer.goto("/applications/")
    officer.goto(case)
    assert "国家标准委已收到" in officer.locator("main").inner_text()
    assert officer.evaluate("document.documentElement.scrollWidth") <= 360
    officer.goto(f"{case}?tab=records")
    diary = officer.locator("main").inner_text()
    assert [label in diary for label in ("报送申报方案", "论证通过，报送推荐单位", "推荐")] == [True] * 3

    told(writer, "论证通过，报送推荐单位")
    check_code(newcomer(chromium, product.address), pdf)
    assert product.manage("verify_records").startswith("核对无误")
    assert [page.script_errors for page in (writer, submitter, organiser, recommender, officer)] == [[]] * 5


def begin(page: Any) -> str:
    page.goto("/applications/begin/")
    page.locator("main a[href*='/applications/begin/']").first.click()
    page.locator("[name=inner_name]").fill(NAME)
    page.locator("[name=kind][value=sector]").check()
    page.locator("[name=organiser]").select_option(label="河北省市场监督管理局（报送河北省人民政府）")
    page.locator("[name=sector]").select_option(index=1)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/write/")
    key = re.search(r"/applications/([0-9a-f-]{36})/write/", page.url)
    assert key is not None
    return f"/cases/application/{key[1]}/"


def fill(page: Any, plan: PlanContent) -> None:
    write = page.url
    page.goto(f"{write}basic/")
    basics = {"leader": "郗光远", "leader_title": "董事长", "contact": "唐若妍", "contact_title": "标准工程师"}
    basics |= {"phone": "0313-5550100", "fax": "0313-5550101", "postcode": "075100", "email": "pv@portal.example"}
    for name, value in (basics | {"address": "河北省张家口市宣化区示范大道6号"}).items():
        page.locator(f"[name={name}]").fill(value)
    save(page)
    for key, text in plan.sections.items():
        page.goto(f"{write}{key}/")
        written(page, text)
        save(page)
    for task in plan.tasks:
        add(page, f"{write}rows/tasks/", title=task.title, content=task.content)
    for row in plan.indicators:
        facts = {"name": row.name, "unit": row.unit, "target": row.target, "midterm": row.midterm}
        add(page, f"{write}rows/indicators/", choice=("kind", row.kind), **facts)
    for milestone in plan.milestones:
        add(page, f"{write}rows/milestones/", due=milestone.due.isoformat(), content=milestone.content)
    for paper in plan.attachments:
        page.goto(f"{write}attachments/")
        page.locator("form[data-uploads] [name=title]").fill(paper.name)
        upload = {"name": f"{paper.name}.pdf", "mimeType": "application/pdf", "buffer": paper_for(paper.kind)}
        page.locator("form[data-uploads] [name=file]").set_input_files(upload)
        page.get_by_role("button", name="上传附件").click()
        page.locator("#kept-and-failed tbody").get_by_text(paper.name, exact=True).wait_for()
    answer(page, f"{write}conditions/")
    page.goto(f"{write}check/")
    assert page.locator("main").inner_text().count("尚未填写") == 0


def answer(page: Any, address: str) -> None:
    """Every condition met, with the first attachment as its evidence; each answer saves itself."""
    page.goto(address)
    for condition in page.locator("section.condition").all():
        condition.locator("[name=met][value=yes]").check()
        condition.locator("[name=evidence]").first.check()
        condition.locator("[name=text]").fill("见证明材料。")
        condition.locator("[name=text]").blur()
        condition.locator("form:not([data-dirty]) .saved", has_text="已保存").wait_for()


def add(page: Any, address: str, *, choice: tuple[str, str] | None = None, **fields: str) -> None:
    page.goto(address)
    if choice:
        page.locator(f"select[name={choice[0]}]").select_option(choice[1])
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    save(page)


def save(page: Any) -> None:
    with page.expect_navigation():
        # By keyboard: the bar with the button sticks to the foot of the window and may scroll under a pointer.
        page.locator("main form button.btn-primary[type=submit]").first.press("Enter")
    assert page.locator(".invalid, [aria-invalid=true]").count() == 0, page.locator("main").inner_text()


def refuse_to_submit_for_the_preparer(page: Any) -> None:
    assert page.get_by_role("link", name="报送申报方案").count() == 0
    key = re.search(r"/applications/([0-9a-f-]{36})/", page.url)
    assert key is not None
    assert page.goto(f"/cases/application/{key[1]}/steps/submit_plan/").status == 404


def press(page: Any, case: str, label: str, *, note: str = "", tick: str = "") -> None:
    page.goto(case)
    page.get_by_role("link", name=label, exact=True).first.click()
    if tick:
        page.locator(f"[name={tick}]").check()
    if note:
        page.locator("[name=note]").fill(note)
    page.get_by_role("button", name=label, exact=True).click()
    page.wait_for_url(f"**{case}")


def printed(page: Any, case: str) -> bytes:
    """Wait in the page for the worker's print, and take the file."""
    page.goto(f"{case}?tab=files")
    page.locator("main a[href*='/prints/']").first.click()
    page.get_by_role("link", name="下载").wait_for(timeout=60_000)
    address = page.get_by_role("link", name="下载").get_attribute("href")
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    return bytes(answer.body())


def compare(pdf: bytes, plan: PlanContent) -> None:
    """Field by field: what was typed stands in the print, in full and in the order of annex 2."""
    sheets = pages.read(pdf)
    body = "".join(sheet.body for sheet in sheets)
    assert f"国家技术标准创新基地（{NAME}）" in body
    wanted = [*plan.sections.values()]
    wanted += [text for task in plan.tasks for text in (task.title, task.content)]
    wanted += [row.name for row in plan.indicators] + [row.target for row in plan.indicators]
    wanted += [row.content for row in plan.milestones] + [paper.name for paper in plan.attachments]
    wanted += ["郗光远", "0313-5550100", "pv@portal.example", "河北省市场监督管理局", "河北省人民政府"]
    missing = [text[:40] for text in wanted if pages.squeezed(text).translate(FIGURES) not in body]
    assert missing == []
    assert [f"第{sheet.number}页共{len(sheets)}页" in sheet.text for sheet in sheets] == [True] * len(sheets)
    assert not any("草稿" in sheet.text for sheet in sheets)


def told(page: Any, label: str) -> None:
    """The message comes by the outbox and a worker: it is there after a moment."""
    for _ in range(30):
        page.goto("/messages/")
        if label in page.locator("main").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"nobody was told of {label}")


def check_code(page: Any, pdf: bytes) -> None:
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", pages.read(pdf)[0].text)
    assert code is not None
    page.goto("/verify/")
    page.locator("[name=code]").fill(code[0].lower())
    page.locator("main form button[type=submit]").click()
    assert NAME in page.locator("main").inner_text()
    assert page.goto("/P/0000-0000-0000/").status == 404
