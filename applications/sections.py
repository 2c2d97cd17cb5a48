"""The sections of 指南 annex 2 in the order of the form, with its own instructions."""

from dataclasses import dataclass

BASIC = "basic"
ATTACHMENTS = "attachments"
# 申报条件 are answered in the form and frozen with the plan; annex 2 does not print them.
CONDITIONS = "conditions"
_OF_CONDITION = "condition-"


@dataclass(frozen=True)
class Section:
    """One part of the form that is saved alone; ``rows`` names the typed rows that stand in it."""

    key: str
    part: str
    title: str
    instruction: str
    rows: str = ""
    required: bool = True

    @property
    def heading(self) -> str:
        return f"{self.part}{self.title}"

    def instruction_for(self, years: int) -> str:
        """The instruction with the call's build period in the place of annex 2's 2年."""
        return self.instruction.replace("{years}", str(years))


PARTS = {
    "一": "基本信息",
    "二": "创新基地建设的意义和必要性",
    "三": "创新基地建设的可行性",
    "四": "目标和任务",
    "五": "保障措施",
    "六": "附件",
}

SECTIONS = (
    Section(
        "meaning", "二（一）", "意义",
        "主要说明创新基地在促进创新成果转化为技术标准，助推创新技术和产品市场化、产业化和国际化等方面的作用，或预期可满足的重大需求等。",
    ),
    Section(
        "necessity", "二（二）", "必要性",
        "包括创新基地建设的紧迫性，与国家重大战略契合情况，与创新基地总体布局契合情况等。",
    ),
    Section(
        "groundwork", "三（一）", "工作基础",
        "包括地方政府或行业主管部门支持情况、区域或领域所具备的资源禀赋、申报单位具备的资质和条件等相关情况等。",
    ),
    Section("qualifications", "三（二）", "资质条件", "申报单位具备的资质和条件。"),
    Section("advantages", "三（三）", "优势分析", "区域或领域所具备的资源禀赋和申报单位的优势。"),
    Section("goals", "四（一）", "目标", "主要说明创新基地建设的长远总体定位和主要目标。"),
    Section(
        "tasks", "四（二）", "重点任务",
        "逐条说明创新基地建设所需开展的各项工作，以及各项工作的主要内容。提出的任务要求合理、具体、明确。",
        rows="tasks", required=False,
    ),
    Section(
        "indicators", "四（三）", "考核指标",
        "指{years}年建设期满后相应预期成果的数量指标、技术指标和产业化指标等。数量指标可以为论文、专利、产品等的数量；"
        "技术指标可以为关键技术、产品的性能参数等；产业化指标可以为成果产业化的数量、经济效益等。考核指标要求具体、可量化、可考核。",
        rows="indicators", required=False,
    ),
    Section(
        "schedule", "四（四）", "进度计划",
        "包括{years}年建设期内重点任务的研究进度、年度及重点节点安排、中期目标等。",
        rows="milestones", required=False,
    ),
    Section("organisation", "五（一）", "组织机制", "说明创新基地筹建、运行的内部组织管理方式、协调机制等。"),
    Section("policy", "五（二）", "政策支持", "说明推荐单位和申报组织单位对创新基地的政策支持情况。"),
    Section(
        "funding", "五（三）", "资金人才",
        "包括推荐单位和申报组织单位对创新基地的资金和人才支持情况，以及申报单位的资金和人才投入情况。",
    ),
)  # fmt: skip

BY_KEY = {section.key: section for section in SECTIONS}

# What the applicant's part of 一（二） asks for; the organiser's comes from its own record.
BASIC_FIELDS = {
    "leader": "单位负责人",
    "leader_title": "负责人职务/职称",
    "contact": "联系人",
    "contact_title": "联系人职务/职称",
    "phone": "联系电话",
    "fax": "传真号码",
    "postcode": "邮编",
    "email": "电子邮箱",
    "address": "通讯地址",
}
BASIC_OPTIONAL = ("fax",)
BASIC_LONGEST = 200
# Annex 2 sets no limit; this one only keeps a book from being pasted.
LONGEST = 100_000


def heading_of(key: str) -> str:
    """The heading of any part that a comment or a missing item can name."""
    fixed = {BASIC: "一、基本信息", ATTACHMENTS: "六、附件", CONDITIONS: "申报条件"}
    return fixed.get(key) or BY_KEY[key].heading


def of_condition(key: str) -> str:
    """The section that holds the answer to one condition."""
    return f"{_OF_CONDITION}{key}"
