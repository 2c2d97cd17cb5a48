"""The editions of the rules, as data: a call names one and keeps it, and each parameter names its article."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from .articles import GUIDE, MEASURES, cite
from .reckoning import MONTH, Period, beijing_day, end_instant, start_instant

T = TypeVar("T")
Kinds = tuple[str, ...]


class UnknownEditionError(LookupError):
    """An edition that the rulebook does not hold; the message is Chinese."""


class BaseType(StrEnum):
    """The three types of the guide, as a plan names them."""

    REGIONAL = "regional"
    SECTOR = "sector"
    INTERNATIONAL = "international"


class Bound(StrEnum):
    """Which side of a limit is open."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True)
class Stated(Generic[T]):
    """A parameter and the article that states it."""

    value: T
    article: str


@dataclass(frozen=True)
class Limit:
    """A period that is a limit, in the words of its article: hard, or soft so that SAC goes beyond with a reason.

    "不少于" is hard; "一般" and "原则上" are soft, and so is a plain figure that the text gives without either word.
    """

    value: Period
    hard: bool
    article: str
    bound: Bound
    words: str

    def is_kept_by(self, period: Period) -> bool:
        """Whether a period of years or months lies within the limit."""
        if self.bound is Bound.AT_LEAST:
            return period.months >= self.value.months
        return period.months <= self.value.months

    def refusal(self, period: Period, reason: str = "") -> str:
        """Why this period cannot be, or nothing; a written reason opens a soft limit and never a hard one."""
        if self.is_kept_by(period) or (reason.strip() and not self.hard):
            return ""
        said = f"{cite(self.article)}规定“{self.words}”，现为{period.words}"
        return f"{said}，不得例外。" if self.hard else f"{said}；确需例外的，须由国家标准委写明理由。"


@dataclass(frozen=True)
class Entitled:
    """The kinds of unit entitled for a type, by the names of ``organisations.models.UnitKind``."""

    regional: Kinds
    sector: Kinds
    international: Kinds
    article: str

    def kinds(self, base_type: str) -> Kinds:
        """The kinds of unit for a base of this type."""
        return {
            BaseType.REGIONAL: self.regional,
            BaseType.SECTOR: self.sector,
            BaseType.INTERNATIONAL: self.international,
        }[BaseType(base_type)]


@dataclass(frozen=True)
class Publicity:
    """Whether a plan must be published before approval, and for how long at least where it is."""

    required: bool
    minimum: Limit


@dataclass(frozen=True)
class Review:
    """What the experts' review is called, what it may conclude, and whether what passed is always revised."""

    name: str
    conclusions: tuple[str, ...]
    always_revised: bool
    article: str


@dataclass(frozen=True)
class YearlyWindow:
    """Days of every year, both included; the bounds of a call are stored with the call."""

    opens: tuple[int, int]
    closes: tuple[int, int]
    article: str

    def bounds(self, year: int) -> tuple[datetime, datetime]:
        """The first moment in the window of a year, and the first one after it, in Beijing time."""
        return start_instant(date(year, *self.opens)), end_instant(date(year, *self.closes))

    def contains(self, instant: datetime) -> bool:
        """Whether this moment lies in the window of its own year in Beijing."""
        opens, closes = self.bounds(beijing_day(instant).year)
        return opens <= instant < closes


@dataclass(frozen=True)
class TypePreset:
    """A type of base in a call and how many are planned: a plan shown on the dashboard, never a guard."""

    type: BaseType
    name: str
    planned: tuple[int, int]
    article: str


@dataclass(frozen=True)
class CallPreset:
    """What a new call starts from, all of it the guide's; SAC may switch each in the call."""

    types: tuple[TypePreset, ...]
    one_regional_per_region: Stated[bool]
    one_per_sector: Stated[bool]
    type_conditions: Stated[bool]
    window: YearlyWindow
    construction_plan: Limit


@dataclass(frozen=True)
class Edition:
    """One edition of the rules; the dates are those of its text, which is a draft unless it says otherwise."""

    key: str
    title: str
    number: str
    issued: str
    effective: date | None
    is_draft: bool
    recommenders: Entitled
    organisers: Entitled
    review: Review
    publicity: Publicity
    approval_word: Stated[str]
    build_period: Limit
    preset: CallPreset

    @property
    def label(self) -> str:
        """The name to show: a draft is never named without 征求意见稿."""
        return f"{self.key}（征求意见稿）" if self.is_draft else self.key


_FROM_THE_GUIDE: Final = CallPreset(
    types=(
        TypePreset(BaseType.REGIONAL, "区域（综合）", (15, 20), "指南一"),
        TypePreset(BaseType.SECTOR, "领域（专业）", (30, 35), "指南一"),
        TypePreset(BaseType.INTERNATIONAL, "国际", (5, 10), "指南一"),
    ),
    one_regional_per_region=Stated(True, "指南四.1"),
    one_per_sector=Stated(True, "指南四.2"),
    type_conditions=Stated(True, "指南二（二）"),
    window=YearlyWindow(opens=(5, 5), closes=(7, 30), article="指南四.3"),
    construction_plan=Limit(Period(3, "m"), True, "指南三（六）", Bound.AT_MOST, "收到批复筹建文件3个月内"),
)

# The guide names no publicity; where SAC holds one all the same, nobody may close it below a month.
_A_MONTH: Final = Limit(MONTH, True, "办法15", Bound.AT_LEAST, "不少于1个月")

_MINISTRY_OR_PROVINCE: Final = ("ministry", "provincial_government")
_MINISTRY_BODY_OR_DEPARTMENT: Final = ("ministry_body", "local_department")
_LOCAL_GOVERNMENTS: Final = ("provincial_government", "city_government")
_LOCAL_DEPARTMENTS: Final = ("local_department", "city_department", "corps_department")

GUIDE_2017: Final = Edition(
    key="指南-2017",
    title=GUIDE.title,
    number="",
    issued="",
    effective=None,
    is_draft=False,
    recommenders=Entitled(
        regional=_LOCAL_GOVERNMENTS,
        sector=("ministry", "association", *_LOCAL_GOVERNMENTS),
        international=("ministry", "association", *_LOCAL_GOVERNMENTS),
        article="指南二（一）.3",
    ),
    organisers=Entitled(
        regional=_LOCAL_DEPARTMENTS,
        sector=("ministry_body", "association", *_LOCAL_DEPARTMENTS),
        international=("ministry_body", "association", *_LOCAL_DEPARTMENTS),
        article="指南二（一）.2",
    ),
    review=Review("专家论证", ("通过", "未通过"), always_revised=True, article="指南三（五）"),
    publicity=Publicity(required=False, minimum=_A_MONTH),
    approval_word=Stated("批准筹建", "指南三（六）"),
    build_period=Limit(Period(2, "y"), False, "指南附件2", Bound.AT_MOST, "2年建设期"),
    preset=_FROM_THE_GUIDE,
)

MEASURES_2023: Final = Edition(
    key="办法-2023",
    title=MEASURES.title,
    number="",
    issued="2023年11月公开征求意见",
    effective=None,
    is_draft=True,
    recommenders=Entitled(
        regional=_MINISTRY_OR_PROVINCE,
        sector=_MINISTRY_OR_PROVINCE,
        international=_MINISTRY_OR_PROVINCE,
        article="办法6、办法12",
    ),
    organisers=Entitled(
        regional=_MINISTRY_BODY_OR_DEPARTMENT,
        sector=_MINISTRY_BODY_OR_DEPARTMENT,
        international=_MINISTRY_BODY_OR_DEPARTMENT,
        article="办法7、办法11",
    ),
    review=Review("专家评审", ("通过", "修改完善后通过", "未通过"), always_revised=False, article="办法14"),
    publicity=Publicity(required=True, minimum=_A_MONTH),
    approval_word=Stated("批准建设", "办法16"),
    build_period=Limit(Period(3, "y"), False, "办法16", Bound.AT_MOST, "一般不超过3年"),
    preset=_FROM_THE_GUIDE,
)

EDITIONS: Final = MappingProxyType({each.key: each for each in (MEASURES_2023, GUIDE_2017)})
DEFAULT_EDITION: Final = MEASURES_2023.key

# After approval this one holds for all bases, whatever edition their call named; the pages say so with the sentence.
AFTER_APPROVAL: Final = MEASURES_2023
AFTER_APPROVAL_SENTENCE: Final = f"批准后的建设、验收和运行一律适用{MEASURES_2023.title}，不论申报时适用何种规则。"


def edition(key: str = DEFAULT_EDITION) -> Edition:
    """The edition that a call names."""
    found = EDITIONS.get(key)
    if found is None:
        raise UnknownEditionError(f"规则手册中没有“{key}”，现有：{'、'.join(EDITIONS)}。")
    return found
