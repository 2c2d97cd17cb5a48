"""The sorts of rows that are kept beside the steps, each with who writes it, by which form, under which article."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bases.models import Base, plain
from bases.procedure.people import HOST, ORGANISER, SAC_OFFICER, SUPERVISOR
from bases.told import Fact
from organisations.models import Membership
from procedure.reckoning import chinese_date

from .forms.achievements import AchievementForm
from .forms.kept import KeptForm
from .forms.standing import HouseRuleForm, SupportForm
from .models import Achievement, HouseRule, KeptRow, Support


@dataclass(frozen=True)
class Sort:
    """One sort of rows: ``tab`` is where it stands on the base's page."""

    model: type[KeptRow]
    label: str
    article: str
    tab: str
    form: type[KeptForm]
    writes: Callable[[Base, Membership], bool]
    facts: Callable[[Any], list[Fact]]
    said: str

    def may_change(self, row: KeptRow, seat: Membership) -> bool:
        """The host that follows takes over what the old one wrote; an authority's word is its own."""
        own = row.unit_id == seat.unit_id or self.model is not Support
        return own and row.withdrawn_at is None and self.writes(row.base, seat)


def _is_host(base: Base, seat: Membership) -> bool:
    return HOST.allows(base, seat)


def _supports(base: Base, seat: Membership) -> bool:
    return any(each.allows(base, seat) for each in (ORGANISER, SUPERVISOR, SAC_OFFICER))


def _of_achievement(row: Achievement) -> list[Fact]:
    kind = row.as_kind
    counts = f"{row.indicator.name}，计 {plain(row.counted)} {row.indicator.unit}".strip() if row.indicator else ""
    return [
        Fact("类型", kind.label),
        Fact("日期", chinese_date(row.happened_on)),
        Fact("目前状态", row.status),
        Fact(kind.number or "编号", row.number),
        Fact("数量", f"{plain(row.amount)} {kind.unit}" if row.amount is not None else ""),
        Fact("计入的考核指标", counts),
        Fact("答复", f"{row.request.unit}{chinese_date(row.request.at.date())}的报送要求" if row.request else ""),
    ]


def _of_rule(row: HouseRule) -> list[Fact]:
    return [
        Fact("类别", row.get_kind_display()),
        Fact("施行日期", chinese_date(row.holds_from)),
        Fact("取代", row.replaces.title if row.replaces else ""),
    ]


def _of_support(row: Support) -> list[Fact]:
    return [
        Fact("支持单位", row.unit.name),
        Fact("方式", row.get_kind_display()),
        Fact("日期", chinese_date(row.given_on)),
        Fact("金额", f"{plain(row.amount)} 万元" if row.amount is not None else ""),
    ]


SORTS = {
    Achievement.sort: Sort(
        Achievement, "成果和案例", "办法8（五）", "achievements", AchievementForm, _is_host, _of_achievement,
        "自批准建设起随时填报；成果计入年度总结和评估，亮点、做法和案例供国家标准委和申报组织单位选用。",
    ),
    HouseRule.sort: Sort(
        HouseRule, "组织和制度", "办法22", "rules", HouseRuleForm, _is_host, _of_rule,
        "组织架构和管理制度按施行日期保存。创新基地不得自行成立或者批准分基地等分支机构，不得刻制印章，所以本系统没有登记分基地和印章的地方。",
    ),
    Support.sort: Sort(
        Support, "支持措施", "办法17", "support", SupportForm, _supports, _of_support,
        "申报组织单位、行业部门或者地方政府和国家标准委各自登记给予的支持，与申报方案中的承诺并列。",
    ),
}  # fmt: skip
