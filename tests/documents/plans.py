"""Frozen plans of believable content in any length, the same at every call."""

from itertools import cycle, islice
from typing import Any

from documents.plan import CHAPTERS

SENTENCES = (
    "光伏产业是我国具有国际竞争优势的战略性新兴产业，已形成从多晶硅、硅片、电池、组件到系统应用的完整产业链。",
    "近三年来，区域内企业主导和参与制定国际标准 12 项、国家标准 86 项、行业标准 143 项，标准化工作基础扎实。",
    "现有标准体系在异质结、钙钛矿叠层等新型电池方面仍有空白，先进技术成果转化为标准的周期平均超过 30 个月。",
    "创新基地将以“科技创新、标准研制、产业应用”一体化为主线，建立科研与标准同步立项、同步实施、同步验收的工作机制。",
    "依托国家光伏质检中心和省部级重点实验室，建设标准验证平台，为关键技术指标提供可重复、可比对的试验数据。",
    "建设期内拟组织产业链上下游单位成立标准创新联盟，吸纳龙头企业、科研院所、检测机构和用户单位不少于 60 家。",
    "面向共建“一带一路”国家开展标准互认和技术交流，推动组件可靠性、并网性能等优势标准“走出去”。",
    "基地实行理事会领导下的主任负责制，下设技术委员会、标准研制部、试验验证部、推广服务部和综合办公室。",
    "经费由申报单位自筹、地方财政专项和社会投入三部分组成，建立专账管理、专款专用、年度审计的制度。",
    "对照《国家技术标准创新基地管理办法》的要求，逐项明确责任单位、时间节点和成果形式，确保任务可考核、可追溯。",
    "联系方式和公开资料见 https://www.example.cn/standards/photovoltaic/innovation-base/2026/papers.html ，供查阅。",
)
KEYS = [key for _, _, sections in CHAPTERS for key, _ in sections]


def narrative(characters: int, start: int = 0) -> str:
    """Paragraphs of some three sentences, together at least so many characters."""
    paragraphs: list[str] = []
    sentences = islice(cycle(SENTENCES), start, None)
    while sum(map(len, paragraphs)) < characters:
        paragraphs.append("".join(islice(sentences, 3)))
    return "\n".join(paragraphs)


def plan(characters: int = 12_000, **changes: Any) -> dict[str, Any]:
    """A plan whose twelve narratives have so many characters together, with 12 tasks, 20 indicators, 8 attachments."""
    content: dict[str, Any] = {
        "format": 1,
        "name": "国家技术标准创新基地（光伏）",
        "kind": "sector",
        "date": "2026-06-01",
        "applicant": {
            "name": "江苏省光伏科学技术研究院有限公司",
            "code": "91320000MA1NX7K35Q",
            "leader": "欧阳喆",
            "leader_title": "院长、研究员",
            "contact": "䶮小〇",
            "contact_title": "标准化部主任",
            "phone": "025-83200001",
            "fax": "025-83200002",
            "postcode": "210008",
            "email": "standards@photovoltaic-institute.example.cn",
            "address": "江苏省南京市玄武区科技创新大道 88 号 5 栋 1201 室",
        },
        "organiser": {
            "name": "江苏省市场监督管理局",
            "contact": "王珺",
            "contact_title": "标准化处处长",
            "phone": "025-85012345",
            "fax": "025-85012346",
            "postcode": "210036",
            "email": "bzhc@scjgj.example.cn",
            "address": "江苏省南京市鼓楼区草场门大街 107 号",
        },
        "recommender": {"name": "江苏省人民政府"},
        "build_years": 3,
        "sections": {
            key: {"format": "text", "text": narrative(characters // len(KEYS), number)}
            for number, key in enumerate(KEYS)
        },
        "tasks": [task(number) for number in range(1, 13)],
        "indicators": [indicator(number) for number in range(1, 21)],
        "milestones": [milestone(number) for number in range(1, 7)],
        "attachments": [attachment(number) for number in range(1, 9)],
    }
    return content | changes


def rich_plan(characters: int = 18_000, **changes: Any) -> dict[str, Any]:
    """The same with every narrative as rich text: 小标题, marks, a list, and in every third a table."""
    content = plan(characters)
    written = {
        key: rich_text(section["text"], number) for number, (key, section) in enumerate(content["sections"].items())
    }
    return content | {"sections": {key: {"format": "html", "text": html} for key, html in written.items()}} | changes


def rich_text(text: str, number: int) -> str:
    first, *rest = text.split("\n")
    items = "".join(f"<li><p>{sentence}</p></li>" for sentence in islice(cycle(SENTENCES[:9]), number, number + 3))
    return (
        f"<h4>总体情况（{number}）</h4><p><strong>{first[:6]}</strong>{first[6:]}</p>"
        + "".join(f"<p>{paragraph}</p>" for paragraph in rest)
        + f"<ol>{items}</ol><p>年排放下降 CO<sub>2</sub> 10<sup>{number + 2}</sup> 吨。</p>"
        + (table(number) if number % 3 == 0 else "")
    )


def table(number: int, rows: int = 6) -> str:
    head = "".join(f"<th><p>{word}</p></th>" for word in ("序号", "标准名称", "级别", "完成时间"))
    body = "".join(
        f"<tr><td><p>{number}.{row}</p></td><td><p>光伏组件可靠性试验方法第{row}部分</p></td>"
        f"<td><p>国家标准</p></td><td><p>{2026 + row % 3}年</p></td></tr>"
        for row in range(1, rows + 1)
    )
    return f"<table><tbody><tr>{head}</tr>{body}</tbody></table>"


def task(number: int) -> dict[str, Any]:
    subjects = ("标准体系", "标准验证平台", "国际标准", "人才队伍", "成果转化", "联盟运行")
    return {
        "id": f"t{number}",
        "title": f"建设光伏产业{subjects[number % 6]}（第{number}项）",
        "content": SENTENCES[number % 10] + SENTENCES[(number + 3) % 10],
    }


def indicator(number: int) -> dict[str, Any]:
    kinds = ("quantity", "technology", "industry", "other")
    return {
        "id": f"i{number}",
        "kind": kinds[number % 4],
        "name": f"考核内容第{number}项",
        "unit": "项",
        "target": str(number * 10),
        "midterm": str(number * 4),
    }


def milestone(number: int) -> dict[str, Any]:
    return {
        "id": f"m{number}",
        "due": f"{2026 + number // 2}-{'06-30' if number % 2 else '12-31'}",
        "content": f"完成第{number}阶段重点任务并提交阶段报告",
        "task": f"t{number}" if number % 2 else None,
    }


def attachment(number: int) -> dict[str, Any]:
    return {
        "id": str(number),
        "name": f"证明材料{number}：主导制定标准清单.pdf",
        "kind": "proof",
        "size": 1000,
        "sha256": "0" * 64,
    }
