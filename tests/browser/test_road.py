"""The road in a browser, under each edition: from an unknown unit to SAC's desk, and its print read back."""

import io
import re
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pytest

from tests.browser.building import comes, records_hold
from tests.browser.coming import account, describe, press
from tests.browser.people import newcomer, one_click, signed_in
from tests.documents import pages
from workbench.demo.plans import PlanContent, long_plan
from workbench.demo.plans.content import EVIDENCE
from workbench.demo.writing import paper_for

pytestmark = pytest.mark.browser

NAME = "喆䶮〇光伏验证"
# Raised and lowered figures are set as figures of their line, raised and lowered by the print.
FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉", "0123456789−0123456789")


@dataclass(frozen=True)
class Way:
    """Who carries a plan on under an edition, and which call names it."""

    call: str
    unit: str
    code: str
    region: str
    organiser: tuple[str, str]
    recommender: tuple[str, str]
    conditions: int


WAYS = {
    "办法-2023": Way(
        "2026年度国家技术标准创新基地申报指南", "燕北标准验证有限公司", "91130000XX0099071W", "河北省",
        ("zhao.yanqiu", "河北省市场监督管理局"), ("ji.wenbo", "河北省人民政府"), 9,
    ),
    "指南-2017": Way(
        "2026年度国家技术标准创新基地申报指南（行业协会和副省级城市）", "前海标准验证有限公司", "91440300XX009908XC",
        "深圳市（广东省）", ("fang.pengju", "深圳市市场监督管理局"), ("wen.sinan", "深圳市人民政府"), 9,
    ),
}  # fmt: skip


@pytest.mark.rule("Z32")
@pytest.mark.rule("Z62")
@pytest.mark.parametrize("edition", WAYS)
def test_from_an_unknown_unit_to_sacs_desk(edition: str, product: Any, chromium: Any) -> None:
    way, plan = WAYS[edition], long_plan()
    # Without scripts, as a locked-down office browser may be; the other stories write with the editor.
    email = f"founder-{way.code.lower()}@newcomer.example"
    writer = account(chromium, product.address, email, "辛来", way.code, java_script_enabled=False)
    describe(writer, way.unit, region=way.region)
    case = begin(writer, way)
    fill(writer, plan, way)
    step(writer, case, "报送申报方案")

    organiser = signed_in(chromium, product.address, f"{way.organiser[0]}@portal.example")
    pdf = printed(organiser, case)
    compare(pdf, plan, way)
    assert NAME in organiser.goto("/home/").text()
    appraise(organiser, case, way)

    recommender = signed_in(chromium, product.address, f"{way.recommender[0]}@portal.example")
    hand_in(recommender, case, pdf)
    step(recommender, case, "推荐", note="同意推荐。", tick="qualified")

    officer = one_click(chromium, product.address, "袁晓玥", width=360, height=740)
    officer.goto(f"/applications/?q={way.unit}")
    officer.get_by_role("link", name=re.compile(NAME)).click()
    assert "国家标准委已收到" in officer.locator("main").inner_text()
    assert officer.evaluate("document.documentElement.scrollWidth") <= 360
    officer.goto(f"{case}?tab=records")
    diary = officer.locator("main").inner_text()
    assert [label in diary for label in ("报送申报方案", "论证通过，报送推荐单位", "推荐")] == [True] * 3

    comes(writer, "/messages/", "推荐")
    check_code(newcomer(chromium, product.address), pdf)
    assert records_hold(product)
    assert [page.script_errors for page in (writer, organiser, recommender, officer)] == [[]] * 4


def begin(page: Any, way: Way) -> str:
    page.goto("/applications/begin/")
    call = page.get_by_role("heading", name=way.call, exact=True)
    page.locator("section.panel").filter(has=call).locator("a.btn").click()
    page.locator("[name=inner_name]").fill(f"国家技术标准创新基地({NAME})")
    page.locator("[name=kind][value=sector]").check()
    label = f"{way.organiser[1]}（报送{way.recommender[1]}）"
    page.locator("[name=organiser]").select_option(label=label)
    page.locator("[name=sector]").select_option(label="光伏")
    page.locator("main form button[type=submit]").first.press("Enter")
    page.wait_for_url("**/write/")
    key = re.search(r"/applications/([0-9a-f-]{36})/write/", page.url)
    assert key is not None
    return f"/cases/application/{key[1]}/"


def fill(page: Any, plan: PlanContent, way: Way) -> None:
    write = page.url
    page.goto(f"{write}basic/")
    basics = {"leader": "郗光远", "leader_title": "董事长", "contact": "唐若妍", "contact_title": "标准工程师"}
    basics |= {"phone": "0313-5550100", "fax": "0313-5550101", "postcode": "075100", "email": "pv@portal.example"}
    for name, value in (basics | {"address": "河北省张家口市宣化区示范大道6号"}).items():
        page.locator(f"[name={name}]").fill(value)
    save(page)
    for key, text in plan.sections.items():
        page.goto(f"{write}{key}/")
        page.locator("[name=text]").fill(text)
        save(page)
    for task in plan.tasks:
        add(page, f"{write}rows/tasks/", title=task.title, content=task.content)
    for row in plan.indicators:
        facts = {"name": row.name, "unit": row.unit, "target": row.target, "midterm": row.midterm}
        add(page, f"{write}rows/indicators/", choice=("kind", row.kind), **facts)
    for milestone in plan.milestones:
        add(page, f"{write}rows/milestones/", due=milestone.due.isoformat(), content=milestone.content)
    for paper in plan.attachments:
        attach(page, f"{write}attachments/", paper.name, paper.kind)
    answer(page, f"{write}conditions/", way)
    page.goto(f"{write}check/")
    main = page.locator("main").inner_text()
    assert [word in main for word in ("尚未填写", "尚未答复", "没有选定")] == [False] * 3


def attach(page: Any, address: str, name: str, kind: str) -> None:
    page.goto(address)
    upload = {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": paper_for(kind)}
    form = page.locator("form[data-uploads]")
    form.locator("[name=kind]").select_option(EVIDENCE[kind])
    form.locator("input[type=file]").set_input_files(upload)
    with page.expect_navigation():
        form.locator("button[type=submit]").first.press("Enter")
    assert name in page.locator("main").inner_text()


def answer(page: Any, address: str, way: Way) -> None:
    """Answer every condition, each in its own form, with the first paper as its proof."""
    page.goto(address)
    count = page.locator("section.condition").count()
    assert count == way.conditions
    for number in range(count):
        here = page.locator("section.condition").nth(number)
        here.locator("[name=met][value=yes]").check()
        here.locator("[name=text]").fill(f"第{number + 1}条的情况见证明材料。")
        here.locator("[name=evidence]").first.check()
        with page.expect_navigation():
            here.locator("button[type=submit]").first.press("Enter")


def add(page: Any, address: str, *, choice: tuple[str, str] | None = None, **fields: str) -> None:
    page.goto(address)
    if choice:
        page.locator(f"select[name={choice[0]}]").select_option(choice[1])
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    save(page)


def save(page: Any) -> None:
    with page.expect_navigation():
        page.locator("main form button.btn-primary[type=submit]").first.press("Enter")
    assert page.locator(".invalid, [aria-invalid=true]").count() == 0, page.locator("main").inner_text()


def step(page: Any, case: str, label: str, *, note: str = "", tick: str = "") -> None:
    page.goto(case)
    page.get_by_role("link", name=label, exact=True).first.click()
    if tick:
        page.locator(f"[name={tick}]").check()
    if note:
        page.locator("[name=note]").fill(note)
    press(page, label)
    page.wait_for_url(f"**{case}")


def appraise(page: Any, case: str, way: Way) -> None:
    """Refused while nobody has confirmed the unit; then confirmed, appraised item by item, endorsed."""
    page.goto(case)
    assert "还没有确认" in page.locator("main").inner_text()
    page.locator("main a[href*='/confirm/']").first.click()
    page.locator("[name=reason]").fill("已核对营业执照。")
    press(page, "确认名称和代码")
    page.goto(f"{case}steps/endorse_plan/")
    for radio in page.locator("input[type=radio][value=met]").all():
        radio.check()
    assert page.locator("input[type=radio][value=met]").count() == way.conditions
    page.locator("[name=qualified]").check()
    page.locator("[name=note]").fill("经组织论证，方案目标明确、基础扎实，同意报送。")
    press(page, "论证通过，报送推荐单位")
    page.wait_for_url(f"**{case}")


def hand_in(page: Any, case: str, pdf: bytes) -> None:
    """Scan and letter; the worker reads the codes on the scan."""
    papers = case.replace("/cases/application/", "/applications/") + "papers/"
    page.goto(papers)
    upload = {"name": "盖章件.pdf", "mimeType": "application/pdf", "buffer": scanned(pdf)}
    page.locator("form[action$='/scan/'] input[type=file]").set_input_files(upload)
    with page.expect_navigation():
        page.locator("form[action$='/scan/'] button[type=submit]").press("Enter")
    letter = {"name": "推荐函.pdf", "mimeType": "application/pdf", "buffer": paper_for("Letter")}
    form = page.locator("form[action$='/papers/letter/']")
    if not form.is_visible():
        page.get_by_text("上传一份新的推荐函", exact=True).click()
    form.locator("[name=number]").fill("测函[2026]9号")
    form.locator("[name=dated]").fill("2026-06-22")
    form.locator("input[type=file]").set_input_files(letter)
    with page.expect_navigation():
        form.locator("button[type=submit]").press("Enter")
    comes(page, papers, "去推荐")
    assert "测函〔2026〕9号" in page.locator("main").inner_text()


def scanned(pdf: bytes) -> bytes:
    """The print as an office's scanner gives it back: pictures of its pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = [page.render(scale=150 / 72).to_pil().convert("RGB") for page in document]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    return out.getvalue()


def printed(page: Any, case: str) -> bytes:
    """Wait in the page for the worker's print, and take the file."""
    page.goto(f"{case}?tab=files")
    page.locator("main a[href*='/prints/']").first.click()
    page.get_by_role("link", name="下载").wait_for(timeout=60_000)
    address = page.get_by_role("link", name="下载").get_attribute("href")
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    return bytes(answer.body())


def compare(pdf: bytes, plan: PlanContent, way: Way) -> None:
    """Field by field: what was typed stands in the print, in full and in the order of annex 2."""
    sheets = pages.read(pdf)
    body = "".join(sheet.body for sheet in sheets)
    assert f"国家技术标准创新基地（{NAME}）" in body
    wanted = [*plan.sections.values()]
    wanted += [text for task in plan.tasks for text in (task.title, task.content)]
    wanted += [row.name for row in plan.indicators] + [row.target for row in plan.indicators]
    wanted += [row.content for row in plan.milestones] + [paper.name for paper in plan.attachments]
    wanted += ["郗光远", "0313-5550100", "pv@portal.example", way.unit, way.code, way.organiser[1], way.recommender[1]]
    missing = [text[:40] for text in wanted if pages.squeezed(text).translate(FIGURES) not in body]
    assert missing == []
    assert "见证明材料" not in body  # the conditions are no part of annex 2
    assert [f"第{sheet.number}页共{len(sheets)}页" in sheet.text for sheet in sheets] == [True] * len(sheets)
    assert not any("草稿" in sheet.text for sheet in sheets)


def check_code(page: Any, pdf: bytes) -> None:
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", pages.read(pdf)[0].text)
    assert code is not None
    page.goto("/verify/")
    page.locator("[name=code]").fill(code[0].lower())
    page.locator("main form button[type=submit]").click()
    assert NAME in page.locator("main").inner_text()
    assert page.goto("/P/0000-0000-0000/").status == 404
