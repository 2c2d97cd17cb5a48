"""What every machine asks that is filled in on a dossier."""

from typing import Any

from assessments import dossiers
from procedure.acts import Act
from procedure.steps import NONE, guard

_MOST = 3


@guard(NONE("管理需要"))
def is_complete(row: Any, act: Act) -> str | None:
    """Everything that its dossier asks for is there."""
    lacks = dossiers.missing(row.dossier)
    if not lacks:
        return None
    named = "".join(item.sentence for item in lacks[:_MOST])
    return f"还缺 {len(lacks)} 项，请先补齐：{named}" + ("……" if len(lacks) > _MOST else "")
