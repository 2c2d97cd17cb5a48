"""受理: the application becomes a case that a panel can judge, its material frozen."""

from typing import TYPE_CHECKING, Any

from assessments.procedure.acceptance import CONCLUSIONS
from reviews.models import Case

if TYPE_CHECKING:
    from bases.models import Base


def open_case(acceptance: Any) -> Case:
    """Title, parties to avoid and the three conclusions; nobody sees it before a panel is confirmed."""
    return Case.objects.create(
        title=f"{acceptance.base.full_name}验收",
        parties=parties_of(acceptance.base),
        conclusions=list(CONCLUSIONS),
    )


def parties_of(base: "Base") -> list[dict[str, Any]]:
    """The units whose people must not judge the base."""
    host = base.hosts.filter(until="").select_related("unit").first()
    supervisor = base.supervisors.filter(until="").select_related("unit").first()
    units = [
        ("承担单位", host.unit if host else None),
        ("申报组织单位", base.organiser),
        ("行业部门或者地方政府", supervisor.unit if supervisor else None),
    ]
    return [{"role": role, "name": unit.name, "code": unit.code, "people": []} for role, unit in units if unit]
