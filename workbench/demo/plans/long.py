"""The long plan of the browser tests: about 12,000 characters, with everything that breaks a print."""

# ruff: noqa: E501 -- a paragraph is easier to edit on one line
from workbench.demo.plans import builder, frames_rows
from workbench.demo.plans.conditions import answers
from workbench.demo.plans.content import SECTIONS, Indicator, PlanContent, Task
from workbench.demo.plans.frames_industry import INTERNATIONAL
from workbench.demo.units import BY_KEY

_SEED = "long-plan"
_START_YEAR = 2027
# Rare signs, nested quotes, an unbroken Latin run, mark-up as text, ampersands, a backslash and a brace.
_HARD = {
    "meaning": "本项工作由标准首席专家林喆、翁䶮和第九〇六研究所共同发起，简称“船舶‘绿色+智能’标准行动”。",
    "necessity": "比对中发现，境外文本以<tag attr=\"value\">或&amp;形式嵌入的公式R&D<0.5%且T>45℃，须按原样保留而不得被当作标记。",
    "groundwork": "数据集标识ShipGreenIntelligentStandardVerificationDatasetVersion20260622RevisionABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789不可断词，打印时应能折行。",
    "qualifications": "主要起草人包括喆、䶮、〇、昇、玥等含生僻字的姓名，证书编号形如“〔2025〕906号—№7”。",
    "advantages": "试验数据示例：−40℃～+85℃、≤0.5 μm、±3%、10 kN·m、二氧化碳减排量 1.2×10⁴ t，单位与正体斜体均按标准书写。",
    "goals": "目标代号 {GREEN-906} 与路径 C:\\standards\\draft 仅为文字，不参与任何替换。",
    "tasks": "任务之间以“→”连接：体系 → 研制 → 验证 → 应用；不使用<script>alert(1)</script>一类内容，如出现亦只作文字显示。",
    "indicators": "“不少于”“不低于”“以上”均含本数；百分号、千分号（‰）与“百分点”不得混用。",
    "schedule": "如遇立项延期，执行“A计划/B计划”；涉及2027—2029年跨年度事项，以当年12月31日24:00为界。",
    "organisation": "联系人邮箱standards@sh-ship.example，会议纪要统一命名为“906〇-年份-序号”。",
    "policy": "政策文件引用格式为：〔2026〕〇六号；其中〇为汉字零，不写作字母O或数字0。",
    "funding": "经费表以万元为单位，保留整数；Q&A及“附表<3>”中的合计应与正文一致。",
}  # fmt: skip


def long_plan() -> PlanContent:
    """12 tasks, 20 indicators, 8 attachments, and a text of about 12,000 characters."""
    dice = builder.Dice(_SEED)
    host = BY_KEY["sh_ship"]
    name = "船舶与海洋工程装备"
    spoken = builder.words(dice, name, builder.TOPICS["ship"], host, _START_YEAR)
    offshore = builder.words(dice, name, builder.TOPICS["ocean"], host, _START_YEAR)
    tasks = tuple(
        Task(title.format_map(spoken), content.format_map(spoken)) for title, content in frames_rows.TASKS_INDUSTRY
    )
    return PlanContent(
        name=spoken["name"], kind="sector", build_years=3,
        sections={section: _section(section, spoken, offshore) for section in SECTIONS},
        tasks=tasks,
        indicators=_indicators(dice, spoken),
        milestones=builder.milestones(spoken, _START_YEAR, range(len(frames_rows.MILESTONES))),
        attachments=builder.attachments(spoken, 8),
        answers=answers(spoken),
    )  # fmt: skip


def _section(section: str, spoken: builder.Words, offshore: builder.Words) -> str:
    openings, bodies = builder.frames(builder.TOPICS["ship"])
    ships = [text.format_map(spoken) for text in (*openings[section], *bodies[section])]
    platforms = [text.format_map(offshore) for text in bodies[section]]
    paragraphs = dict.fromkeys([*ships, "在海洋工程装备方面，工作安排如下。", *platforms])  # what both say stands once
    return "\n".join([*paragraphs, *_abroad(section, spoken), _HARD[section]])


def _abroad(section: str, spoken: builder.Words) -> list[str]:
    text = INTERNATIONAL.get(section)
    return [text.format_map(spoken)] if text and section not in {"meaning", "necessity", "groundwork"} else []


def _indicators(dice: builder.Dice, spoken: builder.Words) -> tuple[Indicator, ...]:
    measured = (*builder.measured(builder.TOPICS["ship"]), *builder.measured(builder.TOPICS["ocean"]))
    return (*builder.quantities(dice, spoken, 5), *measured, *builder.others(dice, spoken, 3))
