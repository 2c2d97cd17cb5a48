"""What bases achieve in a year, as they would report it, in any field."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Sample:
    """``title`` names the field by {field}, the year by {year} and a number by {n}."""

    kind: str
    title: str
    number: str = ""
    least: int = 0
    most: int = 0
    text: str = ""

    def filled(self, field: str, year: int, luck: Random) -> dict[str, str]:
        names = {"field": field, "year": year, "n": luck.randint(11, 89), "serial": luck.randint(40000, 47999)}
        amount = luck.randint(self.least, self.most) if self.most else 0
        said = {name: getattr(self, name).format(**names) for name in ("title", "number", "text")}
        return said | {"amount": str(amount) if amount else ""}


SAMPLES = (
    Sample("mechanism", "“研发—标准—检测”同步立项机制", text="科研项目立项时同步提出标准计划，中期检查时同步核对。"),
    Sample("mechanism", "{field}领域团体标准采信机制", text="与三家认证机构签订采信协议，团体标准作为认证依据。"),
    Sample("project_link", "重点研发计划“{field}关键技术”标准化任务", "{year}YFB04{n}500"),
    Sample("research_to_standard", "{field}产品性能试验方法转化为国家标准", "GB/T {serial}-{year}"),
    Sample("research_to_standard", "{field}数据接口专利转化为行业标准", "SJ/T 11{n}3-{year}"),
    Sample("trend_report", "{field}领域标准化发展趋势研究报告（{year}）", text="提出三年内的标准研制重点。"),
    Sample("comparison", "{field}关键部件国际国内标准比对分析", least=12, most=46),
    Sample("recognition", "{field}检测结果中外标准互认（东盟）", "ISO {serial}"),
    Sample("proposal", "《{field}术语》国家标准立项建议", "{year}{n}07-T-469"),
    Sample("proposal", "《{field}评价导则》国家标准立项建议", "{year}{n}12-T-604"),
    Sample("international_proposal", "{field}试验方法国际标准提案", "ISO/NP {serial}"),
    Sample("roadmap", "{field}标准路线图（{year}版）"),
    Sample("incubation", "{field}国际标准孵化清单（{year}）", least=4, most=11),
    Sample("standard", "《{field}通用技术要求》", "GB/T {serial}-{year}"),
    Sample("standard", "《{field}安全规范》", "GB/T {serial}-{year}"),
    Sample("standard", "《{field}检验规程》", "DB/T 1{n}2-{year}"),
    Sample("verification", "{field}在线监测方法标准验证", "GB/T {serial}"),
    Sample("feedback", "{field}强制性标准实施信息反馈", "GB {serial}"),
    Sample("effect", "{field}系列国家标准实施效果评估", "GB/T {serial}"),
    Sample("science_place", "{field}标准化科普展厅", least=800, most=4200),
    Sample("exhibition", "世界标准日{field}成果展", least=300, most=2600),
    Sample("training", "{field}标准化实务培训班（{year}年第{n}期）", least=45, most=180),
    Sample("training", "高校学生{field}标准化实习", least=12, most=40),
    Sample("platform", "{field}标准信息公共服务平台"),
    Sample("small_business", "中小企业{field}标准“问诊”服务", least=18, most=96),
    Sample("pilot", "{field}标准数字化试点", "国标委发〔{year}〕{n}号"),
    Sample("cooperation", "与相邻领域创新基地共建联合工作组"),
    Sample("talent", "国际标准化青年骨干培养", least=6, most=24),
)  # fmt: skip
STORIES = (
    Sample("highlight", "{field}国际标准实现零的突破", text=(
        "历时三年，由本基地牵头的试验方法提案获得国际标准化组织立项，七个国家派出专家参加工作组。"
        "提案以国内两项国家标准为基础，试验数据来自基地的中试平台，立项投票一次通过。"
    )),
    Sample("practice", "把标准工程师派到生产线上", text=(
        "基地从成员单位选派标准工程师进驻六家企业，同工艺、质量人员一道，把操作要点写成可以检查的条款。"
        "一年里形成企业标准四十一项，其中五项上升为团体标准，返工率平均下降两成。"
    )),
    Sample("typical_case", "一家配套企业的三次整改", text=(
        "一家年产值八千万元的配套企业，因检测方法不统一三次被退货。基地组织比对试验，帮助其按新的方法标准改造检验流程，"
        "半年后产品进入两家整机厂的合格供方名录。做法已在产业园内推广到二十三家企业。"
    )),
)  # fmt: skip
RULES = (
    ("structure", "管理委员会组织架构图"),
    ("regulation", "管理委员会章程"),
    ("regulation", "专项经费管理办法"),
    ("regulation", "标准项目管理办法"),
)
SUPPORTS = (
    ("policy", "将{field}创新基地列入年度重点工作", 0),
    ("funds", "标准化专项资金", 200),
    ("project", "科技计划项目“{field}标准研制”", 150),
    ("talent", "标准化领军人才计划", 0),
    ("award", "标准创新贡献奖配套奖励", 30),
)
RESULTS = ("优秀", "良好", "合格", "合格")
