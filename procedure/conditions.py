"""What an applicant must show it is: the measures' four conditions, and the guide's common ones and lists by type."""

from dataclasses import dataclass
from typing import Final

from .rulebook import GUIDE_2017, BaseType


@dataclass(frozen=True)
class Condition:
    """One condition in the words of its article; an ``optional`` one (其他) may stay unanswered."""

    key: str
    article: str
    text: str
    optional: bool = False

    @property
    def in_principle(self) -> str:
        """The word of the measures that lets an unmet condition be reasoned; the guide has none to quote."""
        return "（办法第十条“原则上应当满足”）" if self.article == "办法10" else ""


def _list(prefix: str, article: str, texts: tuple[str, ...], *, last_optional: bool) -> tuple[Condition, ...]:
    return tuple(
        Condition(f"{prefix}{number}", article, text, optional=last_optional and number == len(texts))
        for number, text in enumerate(texts, start=1)
    )


_OF_THE_MEASURES: Final = _list(
    "m",
    "办法10",
    (
        "具有独立法人资格，并得到行业部门或者地方政府的支持",
        "具有结构合理的高水平标准化工作队伍，能够提供必要的办公条件及经费支持",
        "在标准化领域具有较高知名度和影响力，拥有丰富的标准制修订经验，承担相关领域标准化技术组织或者与相关领域标准化技术组织合作紧密",
        "能够有效汇聚标准技术、检测认证、知识产权、标准样品以及科技、产业等资源，具有较强聚集创新资源和提供市场化服务的能力",
    ),
    last_optional=False,
)
_OF_THE_GUIDE: Final = _list(
    "g",
    "指南二（二）",
    (
        "具有独立法人资格",
        "在标准化领域具有较高知名度和影响力",
        "有较强聚集创新资源和市场化服务的能力",
        "能为创新基地建设提供必要的办公条件及经费支持",
    ),
    last_optional=False,
)
_PROJECTS = "具有牵头承担多项省部级以上科技计划项目的经验"
_PLATFORMS = (
    "拥有省部级以上重点实验室、工程（技术）研究中心或企业技术中心等科技、产业创新平台和资源，"
    "具备开展标准试验验证、符合性测试的能力"
)
_INTERNATIONAL_TEAM = (
    "设有专门的标准化机构，配备专职的标准化工作人员，具有参与国际标准化活动的标准化工作队伍，"
    "以及在国际标准化组织中担任一定职务的高水平专家"
)
_OTHER = "其他有利于创新基地建设和发展的条件"
_BY_TYPE: Final = {
    BaseType.REGIONAL: _list(
        "r",
        "指南二（二）",
        (
            "具有支撑标准化试点示范建设的经验，在标准化研究与应用等方面具有明显的区位优势",
            "具有提供标准化整体解决方案的丰富经验，具备促进区域内标准化服务业培育和发展的能力",
            "与政产学研用等相关方面具有广泛协作基础，能够协调一定的科技和产业资源",
            "具有承担或参与国际、国内标准化技术委员会工作，主导制定技术标准的丰富经验",
            "具有承担省部级以上科技计划项目的经验",
            _OTHER,
        ),
        last_optional=True,
    ),
    BaseType.SECTOR: _list(
        "s",
        "指南二（二）",
        (
            "设有标准化部门，配备一定数量的专职标准化工作人员，具有参与国际、国内标准化活动的高水平专家",
            "承担相关领域国际、国内标准化技术委员会秘书处工作，或具有主导、参与相关领域标准制修订的工作经验",
            "具有牵头承担多项省部级以上科技计划项目的丰富经验",
            _PLATFORMS,
            _OTHER,
        ),
        last_optional=True,
    ),
    BaseType.INTERNATIONAL: _list(
        "i",
        "指南二（二）",
        (
            _INTERNATIONAL_TEAM,
            "承担相关领域国际标准化技术委员会秘书处或主持制定国际标准工作，具有主导或参与相关领域国际标准制修订的工作经验",
            _PROJECTS,
            _PLATFORMS,
            _OTHER,
        ),
        last_optional=True,
    ),
}


def conditions(edition: str, base_type: str, *, type_lists: bool) -> tuple[Condition, ...]:
    """In the order of the texts: the edition's own four, then the guide's list of the type.

    The guide always has its lists; the measures only where the call takes them (``type_lists``).
    """
    by_type = _BY_TYPE[BaseType(base_type)]
    if edition == GUIDE_2017.key:
        return (*_OF_THE_GUIDE, *by_type)
    return (*_OF_THE_MEASURES, *by_type) if type_lists else _OF_THE_MEASURES
