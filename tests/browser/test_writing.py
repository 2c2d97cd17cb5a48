"""Writing the plan: saved by itself, pasted from Word, two tabs at one text, and a bad file among good ones."""

from typing import Any

import pytest

from tests.applications.building import paper
from tests.browser.people import one_click, written
from tests.browser.test_together import begin

pytestmark = pytest.mark.browser

# As desktop Word puts it on the clipboard: no list at all, only paragraphs with a level and the number as text.
FROM_WORD = """<html xmlns:o="o"><head><style>p.MsoNormal{mso-x:y}</style></head><body><!--StartFragment-->
<h1 style="color:red">来自文档的标题</h1>
<p class=MsoNormal><span style='font-weight:bold'>粗体</span>和CO<span style='vertical-align:sub'>2</span></p>
<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>第一项</p>
<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a)<span>&nbsp;</span></span>子项</p>
<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.<span>&nbsp;</span></span>第二项</p>
<table border=1 width=300><tr><td colspan=2><p>并格</p></td></tr><tr><td><p>甲</p></td><td><p>乙</p></td></tr></table>
<img src="file:///c:/x.png"><o:p>&nbsp;</o:p><script>alert(1)</script><!--EndFragment--></body></html>"""


def editor(page: Any) -> Any:
    found = page.locator(".ProseMirror")
    found.wait_for()
    return found


def told(page: Any, state: str) -> str:
    page.locator(f".save-line[data-state={state}]").wait_for()
    return str(page.locator(".save-line").inner_text())


def test_what_is_typed_is_saved_without_a_button_and_kept_without_a_network(product: Any, chromium: Any) -> None:
    page = one_click(chromium, product.address, "漆昭")
    write = begin(page, "自动保存")
    page.goto(f"{write}meaning/")
    editor(page).press_sequentially("建成三个平台。")
    assert "已保存" in told(page, "saved")
    assert page.locator("[data-characters]").inner_text() == "7"
    page.reload()
    assert editor(page).inner_text() == "建成三个平台。"

    page.context.set_offline(True)
    editor(page).press_sequentially("断网时写的。")
    assert "未保存：网络中断，文字已留在本机" in told(page, "failed")
    address = page.url
    page.close()
    # The line is there again, the page that had the text is not.
    page = reopened(page, address)
    assert "断网时写的。" in editor(page).inner_text()
    assert "已恢复" in page.locator(".note-warning").inner_text()
    told(page, "saved")
    page.reload()
    assert "断网时写的。" in editor(page).inner_text()
    assert (page.locator(".note-warning").count(), page.script_errors) == (0, [])


def test_a_table_is_saved_before_anything_is_written_in_it(product: Any, chromium: Any) -> None:
    page = one_click(chromium, product.address, "漆昭")
    write = begin(page, "空表格")
    page.goto(f"{write}meaning/")
    editor(page).click()
    page.get_by_role("button", name="插入表格").click()
    assert "已保存" in told(page, "saved")
    page.reload()
    assert editor(page).locator("tr").count() == 3
    assert page.script_errors == []


def reopened(page: Any, address: str) -> Any:
    page.context.set_offline(False)
    fresh = page.context.new_page()
    fresh.script_errors = page.script_errors
    fresh.on("pageerror", lambda error: fresh.script_errors.append(str(error)))
    fresh.goto(address)
    return fresh


def test_a_fragment_from_word_arrives_as_lists_marks_and_tables(product: Any, chromium: Any) -> None:
    page = one_click(chromium, product.address, "漆昭")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    write = begin(page, "粘贴")
    page.goto(f"{write}groundwork/")
    written(page, FROM_WORD, "text/html")
    assert "未能带入：图片 1" in page.locator(".paste-report").inner_text()
    told(page, "saved")
    page.reload()
    shown = editor(page)
    assert shown.locator("h4").inner_text() == "来自文档的标题"
    assert (shown.locator("strong").inner_text(), shown.locator("sub").inner_text()) == ("粗体", "2")
    assert shown.locator("ol > li > ol > li").inner_text() == "子项"
    assert shown.locator("> ol > li").count() == 2
    assert (shown.locator("td").count(), shown.locator("td[colspan='2']").inner_text()) == (3, "并格")
    assert (shown.locator("script, img, [style*=red]").count(), complaints) == (0, [])


def test_two_tabs_at_one_text_meet_on_the_page_of_both(product: Any, chromium: Any) -> None:
    first = one_click(chromium, product.address, "漆昭")
    write = begin(first, "两个窗口")
    second = one_click(chromium, product.address, "翁䶮")
    for page in (first, second):
        page.goto(f"{write}goals/")
        editor(page)
    editor(first).press_sequentially("漆昭的目标。")
    told(first, "saved")
    editor(second).press_sequentially("翁䶮的目标。")
    assert "与漆昭的修改冲突" in told(second, "failed")
    second.get_by_role("button", name="对照两份文字").click()
    second.locator("#merged").wait_for()
    assert [text in second.locator(".compare").inner_text() for text in ("漆昭的目标。", "翁䶮的目标。")] == [True] * 2
    written(second, "漆昭和翁䶮的目标。")
    second.get_by_role("button", name="保存本部分").click()
    second.locator("form[data-autosave]").wait_for()
    assert (editor(second).inner_text(), second.locator(".note-warning").count()) == ("漆昭和翁䶮的目标。", 0)


def test_a_file_of_the_wrong_kind_among_good_ones(product: Any, chromium: Any) -> None:
    page = one_click(chromium, product.address, "漆昭")
    write = begin(page, "多个附件")
    page.goto(f"{write}attachments/")
    files = [("第一份.pdf", paper("One")), ("木马.pdf", b"MZ\x90\x00 not a pdf"), ("第二份.pdf", paper("Two"))]
    page.locator("form[data-uploads] [name=kind]").select_option("team")
    page.locator("form[data-uploads] [name=file]").set_input_files(
        [{"name": name, "mimeType": "application/pdf", "buffer": content} for name, content in files]
    )
    page.get_by_role("button", name="上传附件").click()
    page.locator("#failed").wait_for()
    assert sorted(page.locator("#kept-and-failed tbody th > a").all_inner_texts()) == ["第一份", "第二份"]
    failed = page.locator(".failed-file")
    assert ("木马.pdf" in failed.inner_text(), "这个文件的内容不是" in failed.inner_text()) == (True, True)
    failed.get_by_text("重新上传", exact=True).click()
    good = {"name": "改好.pdf", "mimeType": "application/pdf", "buffer": paper("Three")}
    failed.locator("[name=file]").set_input_files([good])
    failed.get_by_role("button", name="上传这一个").click()
    page.get_by_text("改好.pdf").wait_for()
    assert (page.locator(".failed-file").count(), page.script_errors) == (0, [])
