"""综合评议 of a base: what its experts are asked on, and how its words run (办法32)."""

from collections.abc import Iterable, Mapping
from typing import Any

from reviews.kinds import Aspect, Kind, register

from .procedure.evaluation import UNQUALIFIED

ASPECTS = (
    Aspect("management", "组织管理情况", "组织管理情况", "operation"),
    Aspect("service", "服务能力与运行实效", "服务能力与运行实效", "results"),
    Aspect("innovation", "运行模式与工作机制创新", "运行模式与工作机制创新", "operation"),
)
MEANS = ("听取汇报", "查阅资料", "质询", "现场考察")


def _places(case: Any) -> Mapping[str, str]:
    return {aspect.key: aspect.heading for aspect in ASPECTS}


def _fields(case: Any) -> Iterable[str]:
    sector = case.evaluation.base.sector
    return [str(sector)] if sector else []


EVALUATION = register(
    Kind(
        name="evaluation",
        verb="评议",
        label=lambda case: "综合评议",
        asked="国家技术标准创新基地定期评估的评议专家",
        material="评估材料",
        advice="对组织管理情况、服务能力与运行实效、运行模式与工作机制创新的总体评价；承担单位会看到，请勿写出专家姓名。",
        points="整改要求",
        pointed=(UNQUALIFIED,),
        places=_places,
        fields=_fields,
        page=lambda case: case.evaluation.get_absolute_url(),
        means=MEANS,
    )
)
