"""专家评审 of an application's plan: what its experts are asked on, and how its words run (办法14, 指南三（五）)."""

from collections.abc import Iterable, Mapping
from typing import Any

from applications import sections

from .kinds import Aspect, Kind, register

ASPECTS = (
    Aspect("necessity", "必要性", "二、创新基地建设的意义和必要性", "meaning"),
    Aspect("feasibility", "可行性", "三、创新基地建设的可行性", "groundwork"),
    Aspect("goals", "目标和任务", "四、目标和任务", "goals"),
    Aspect("guarantees", "保障措施", "五、保障措施", "organisation"),
)
REVISE = "修改完善后通过"
_PLACES = (sections.BASIC, *sections.BY_KEY, sections.ATTACHMENTS, sections.CONDITIONS)


def _label(case: Any) -> str:
    """专家评审, or 专家论证 under the guide."""
    review = getattr(case, "review", None)
    return str(review.application.call.edition.review.name) if review else "专家评审"


def _places(case: Any) -> Mapping[str, str]:
    return {key: sections.heading_of(key) for key in _PLACES}


def _fields(case: Any) -> Iterable[str]:
    sector = case.version.application.sector if case.version else None
    return [str(sector)] if sector else []


APPLICATION = register(
    Kind(
        name="application",
        verb="评审",
        label=_label,
        asked="国家技术标准创新基地申报方案的评审专家",
        material="申报方案",
        advice="对必要性、可行性、目标和任务、保障措施的总体评价；申报单位会看到这段文字，请勿写出专家姓名。",
        points="修改意见",
        pointed=(REVISE,),
        places=_places,
        fields=_fields,
        page=lambda case: case.review.application.get_absolute_url(),
    )
)
