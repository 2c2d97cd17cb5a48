"""What is read back from the PDF is what was frozen, in the order of annex 2 of the guide."""

import io
from typing import Any

import pypdf
import pytest

from documents import printing
from documents.codes import Code
from documents.plan import chinese_date
from tests.documents import pages, plans

NOTES = (
    "填写说明"
    "一、创新基地名称统一为：“国家技术标准创新基地（×××）”，如：国家技术标准创新基地（中关村）。编号由国家标准委统一填写。"
    "二、申报单位应登录“国家技术标准创新基地管理系统”，按照系统提示在线填报。"
    "三、申报方案中的单位名称，请填写全称，并与单位公章一致。"
    "四、相关证明材料应作为申报方案附件上报。"
    "五、统一使用A4纸双面打印、装订成册。"
    "六、本申报方案一式四份。"
)
OPINIONS = (
    "七、申报意见申报单位意见单位（公章）：负责人（签字）：年月日申报组织单位意见单位（公章）：负责人（签字）：年月日"
)


def cover(plan: dict[str, Any]) -> str:
    return (
        f"编号：国家技术标准创新基地申报方案创新基地名称：{plan['name']}申报单位（盖章）：{plan['applicant']['name']}"
        f"申报组织单位（盖章）：{plan['organiser']['name']}申报时间：2026年6月1日国家标准化管理委员会印制"
    )


def contact(unit: dict[str, str]) -> str:
    return (
        f"联系人{unit['contact']}职务/职称{unit['contact_title']}联系电话{unit['phone']}传真号码{unit['fax']}"
        f"邮编{unit['postcode']}电子邮箱{unit['email']}通讯地址{unit['address']}"
    )


def basics(plan: dict[str, Any]) -> str:
    applicant, organiser = plan["applicant"], plan["organiser"]
    return (
        f"一、基本信息（一）创新基地基本信息创新基地名称{plan['name']}创新基地类型□区域（综合）□✓领域（专业）□国际"
        f"（二）申报单位基本信息单位名称{applicant['name']}统一社会信用代码/组织机构代码{applicant['code']}"
        f"单位负责人{applicant['leader']}职务/职称{applicant['leader_title']}{contact(applicant)}"
        f"（三）申报组织单位基本信息单位名称{organiser['name']}{contact(organiser)}"
        f"（四）推荐单位基本信息单位名称{plan['recommender']['name']}"
    )


def chapters(plan: dict[str, Any]) -> str:
    said = {key: section["text"] for key, section in plan["sections"].items()}
    tasks = "".join(f"{n}.{row['title']}{row['content']}" for n, row in enumerate(plan["tasks"], start=1))
    attachments = "".join(f"{n}.{row['name']}" for n, row in enumerate(plan["attachments"], start=1))
    return (
        f"二、创新基地建设的意义和必要性（一）意义{said['meaning']}（二）必要性{said['necessity']}"
        f"三、创新基地建设的可行性（一）工作基础{said['groundwork']}（二）资质条件{said['qualifications']}"
        f"（三）优势分析{said['advantages']}"
        f"四、目标和任务（一）目标{said['goals']}（二）重点任务{said['tasks']}{tasks}"
        f"（三）考核指标{said['indicators']}{indicators(plan)}（四）进度计划{said['schedule']}{milestones(plan)}"
        f"五、保障措施（一）组织机制{said['organisation']}（二）政策支持{said['policy']}（三）资金人才{said['funding']}"
        f"六、附件{attachments}"
    )


def indicators(plan: dict[str, Any]) -> str:
    words = {"quantity": "数量指标", "technology": "技术指标", "industry": "产业化指标", "other": "其他指标"}
    lines = ""
    for kind, word in words.items():
        rows = [row for row in plan["indicators"] if row["kind"] == kind]
        lines += word * bool(rows)
        for number, row in enumerate(rows, start=1):
            lines += f"{number}.{row['name']}：{row['target']}{row['unit']}（中期目标：{row['midterm']}{row['unit']}）"
    return lines


def milestones(plan: dict[str, Any]) -> str:
    lines = ""
    for number, row in enumerate(plan["milestones"], start=1):
        task = f"（重点任务{row['task'][1:]}）" if row["task"] else ""
        lines += f"{number}.{chinese_date(row['due'])}：{row['content']}{task}"
    return lines


def whole(plan: dict[str, Any]) -> str:
    return pages.squeezed(cover(plan) + NOTES + basics(plan) + chapters(plan) + OPINIONS)


def body(pdf: bytes) -> str:
    return "".join(page.body for page in pages.read(pdf))


def test_every_field_and_section_is_read_back_in_the_order_of_annex_2(
    content: dict[str, Any], printed: list[pages.Page]
) -> None:
    assert "".join(page.body for page in printed) == whole(content)


def test_a_second_reader_finds_the_same_fields(content: dict[str, Any], frozen: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(frozen))
    text = pages.squeezed("".join(page.extract_text() for page in reader.pages))
    wanted = [content["name"], *content["applicant"].values(), *content["organiser"].values(), "江苏省人民政府"]
    assert [value for value in wanted if pages.squeezed(value) not in text] == []


@pytest.mark.parametrize("name", ["欧阳喆", "䶮小〇", "王珺㑇", "昇堃赟"])
def test_rare_characters_of_names_are_read_back(content: dict[str, Any], name: str) -> None:
    plan = content | {"applicant": content["applicant"] | {"leader": name}, "sections": {}}
    assert f"单位负责人{name}职务" in body(printing.render_plan(plan, code=None)).replace("草稿", "")


def test_what_no_face_has_is_refused_with_its_code_point_before_anything_is_set(content: dict[str, Any]) -> None:
    plan = content | {"applicant": content["applicant"] | {"leader": "𠮷野家😀"}}
    with pytest.raises(printing.UnprintableError, match=r"「😀」（U\+1F600）、「𠮷」（U\+20BB7）"):
        printing.render_plan(plan, code=None)


def test_markup_in_the_data_is_printed_and_not_obeyed(content: dict[str, Any]) -> None:
    nasty = '<script>alert(1)</script>&amp;<img src="file:///etc/passwd">{{ settings.SECRET_KEY }}'
    plan = content | {"name": nasty, "sections": {"meaning": {"format": "text", "text": nasty}}}
    text = body(printing.render_plan(plan, code=Code.of(plan)))
    assert text.count(pages.squeezed(nasty)) == 3


def test_raised_and_lowered_figures_and_quotation_marks_are_read_back(content: dict[str, Any]) -> None:
    said = "减排 CO₂ 10⁻⁶ 至 10¹⁵ 吨，占地 5 m²，落实“一带一路”建设‘走出去’；⼀级"
    plan = content | {"sections": {"goals": {"format": "text", "text": said}}}
    text = body(printing.render_plan(plan, code=Code.of(plan)))
    assert "减排CO210−6至1015吨，占地5m²，落实“一带一路”建设‘走出去’；一级" in text


def test_an_empty_plan_prints_the_whole_form(content: dict[str, Any]) -> None:
    text = body(printing.render_plan({"format": 1}, code=None)).replace("草稿", "")
    assert "创新基地类型□区域（综合）□领域（专业）□国际" in text
    assert "三、创新基地建设的可行性（一）工作基础（二）资质条件（三）优势分析四、" in text
    assert "六、附件无" in text
    assert text.endswith(OPINIONS)


@pytest.mark.parametrize(
    ("kind", "boxes"),
    [
        ("regional", "□✓区域（综合）□领域（专业）□国际"),
        ("sector", "□区域（综合）□✓领域（专业）□国际"),
        ("international", "□区域（综合）□领域（专业）□✓国际"),
    ],
)
def test_the_boxes_that_were_not_chosen_are_printed_too(kind: str, boxes: str) -> None:
    assert boxes in body(printing.render_plan({"kind": kind}, code=None))


def test_a_line_without_a_place_to_break_stays_on_the_page(content: dict[str, Any]) -> None:
    said = "https://example.cn/" + "a" * 300 + "。" + "…" * 120
    plan = content | {"name": "基地" * 60, "sections": {"goals": {"format": "text", "text": said}}}
    pdf = printing.render_plan(plan, code=Code.of(plan))
    assert said in body(pdf)
    assert max(page.right for page in pages.read(pdf)) < 210 - 22


def test_a_section_in_a_format_unknown_to_the_print_is_refused() -> None:
    with pytest.raises(ValueError, match="goals is kept as 'markdown'"):
        printing.render_plan({"sections": {"goals": {"format": "markdown", "text": "#"}}}, code=None)


def test_a_target_in_words_does_not_get_its_unit_twice() -> None:
    row = {"name": "成果转化率", "target": "不低于 60%", "unit": "%", "midterm": "", "kind": "industry"}
    pdf = printing.render_plan({"indicators": [row]}, code=None)
    assert "产业化指标1.成果转化率：不低于60%（四）进度计划" in body(pdf).replace("草稿", "")


def test_a_plan_of_eighty_thousand_characters_is_printed_whole() -> None:
    plan = plans.plan(80_000)
    read = pages.read(printing.render_plan(plan, code=Code.of(plan)))
    assert "".join(page.body for page in read) == whole(plan)
    assert read[-1].text.count(f"第{len(read)}页共{len(read)}页") == 1
