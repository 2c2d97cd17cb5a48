"""The kinds of achievements that articles 23 to 28 name, and what article 8 has reported; each wants its evidence."""

from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class AchievementKind:
    """One kind: what proves it, how far it can have come, what its number is called, in what it is counted."""

    key: str
    label: str
    article: str
    evidence: str
    statuses: tuple[str, ...] = ()
    number: str = ""
    unit: str = ""
    # Told at length and read by others, rather than counted.
    is_story: bool = False


TREND = "trend_report"
_PROPOSED = ("已提出", "已立项", "已发布", "未采纳")
_DONE = ("进行中", "已完成")

KINDS = (
    AchievementKind(
        "mechanism", "机制模式创新", "办法23", "机制文件、合作协议、运行情况说明", ("探索中", "已建立", "已推广")
    ),
    AchievementKind(
        "project_link", "科技项目与标准化联动", "办法24", "联动机制文件，科技项目任务书或者立项通知",
        ("已提出", "已建立", "已实施"), "项目编号",
    ),
    AchievementKind(
        "research_to_standard", "科技成果转化为标准", "办法24", "科技成果证明，标准文本或者立项、发布公告",
        ("已提出", "已立项", "已发布", "已应用"), "标准编号或者计划号",
    ),
    AchievementKind(TREND, "标准化发展趋势研究报告", "办法25", "研究报告全文", ("编制中", "已报送")),
    AchievementKind("comparison", "国际国内标准比对分析", "办法25", "比对分析报告", _DONE, unit="项标准"),
    AchievementKind(
        "recognition", "中外标准互认", "办法25", "互认文件或者商谈纪要", ("已提出", "商谈中", "已互认"), "标准编号"
    ),
    AchievementKind(
        "proposal", "国家标准制修订立项建议", "办法25", "立项建议书，立项或者发布公告", _PROPOSED, "计划号或者标准编号"
    ),
    AchievementKind(
        "international_proposal", "国际标准提案", "办法25",
        "提案文件，国际组织的回函、立项或者发布通知", _PROPOSED, "项目编号"
    ),
    AchievementKind("roadmap", "标准路线图", "办法25", "路线图文本", ("编制中", "已发布")),
    AchievementKind("incubation", "国际标准孵化清单", "办法25", "孵化清单", ("编制中", "已报送"), unit="项"),
    AchievementKind(
        "standard", "参与标准制修订", "办法25", "标准文本中的起草单位页，立项或者发布公告",
        ("已立项", "征求意见", "已报批", "已发布"), "标准编号或者计划号",
    ),
    AchievementKind("verification", "标准验证", "办法25", "验证报告", _DONE, "标准编号"),
    AchievementKind("feedback", "标准实施信息反馈", "办法25", "反馈材料和答复", ("已反馈", "已答复"), "标准编号"),
    AchievementKind("effect", "标准实施效果评估", "办法25", "评估报告", _DONE, "标准编号"),
    AchievementKind(
        "science_place", "标准化科普场所建设", "办法26", "场所照片、开放公告、接待记录",
        ("建设中", "已开放"), unit="人次"
    ),
    AchievementKind("exhibition", "成果展示", "办法26", "展示方案、现场照片", unit="人次"),
    AchievementKind("training", "实习培训", "办法26", "培训通知、签到表", unit="人次"),
    AchievementKind(
        "platform", "公共服务平台或者新媒体宣传平台", "办法26", "平台网址和上线说明", ("建设中", "已运行")
    ),
    AchievementKind("small_business", "中小微企业服务", "办法26", "服务合同、企业名录", unit="家"),
    AchievementKind(
        "pilot", "先行先试", "办法27", "任务书、批复或者委托文件", ("承担中", "已完成"), "项目编号或者文号"
    ),
    AchievementKind("cooperation", "创新基地间合作", "办法27", "合作协议", ("已签约", "实施中", "已完成")),
    AchievementKind("talent", "标准化人才培养", "办法28", "培养方案、人员名单、证书", unit="人"),
    AchievementKind("highlight", "亮点成果", "办法8（五）", "成果证明，有则附上", is_story=True),
    AchievementKind("practice", "经验做法", "办法8（五）", "有关文件、照片，有则附上", is_story=True),
    AchievementKind("typical_case", "典型案例", "办法8（五）", "应用证明、照片，有则附上", is_story=True),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in KINDS}
# Counted in summaries and evaluations; the others are read.
COUNTED = tuple(kind for kind in KINDS if not kind.is_story)
STORIES = tuple(kind for kind in KINDS if kind.is_story)


def by_article() -> list[tuple[str, list[AchievementKind]]]:
    """The kinds under the article that names them, in the order of the text."""
    return [(article, list(kinds)) for article, kinds in groupby(KINDS, key=lambda kind: kind.article)]
