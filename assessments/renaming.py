"""更名: recorded with its evidence; where article 35 does not apply, the register follows at once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bases.models import Base, HostSpell
from organisations.models import Membership
from procedure import clock
from procedure.locking import lock_root

from . import models

if TYPE_CHECKING:
    from .models import HostRenaming


class NotRenamed(Exception):
    """Why nothing is recorded; the text is a sentence for the person."""


def to_rename(base: Base) -> HostSpell | None:
    """The present host, where its unit is registered by another name than the register has."""
    spell = base.hosts.filter(until="", unit__isnull=False).select_related("unit").first()
    return spell if spell and spell.unit and spell.unit.name != spell.name else None


@transaction.atomic
def record_renaming(base: Base, said: Mapping[str, Any], *, seat: Membership) -> "HostRenaming":
    """Keep it, and where article 35 does not apply date the names of the host. Raises NotRenamed."""
    lock_root(base)
    spell = to_rename(base)
    if spell is None or spell.unit is None:
        raise NotRenamed("承担单位的登记名称与名录一致，没有需要登记的更名。")
    facts = dict(said)
    since = facts["since"]
    if spell.since and since.isoformat() <= spell.since:
        raise NotRenamed("更名日期须晚于现名称开始使用的日期。")
    row = models.HostRenaming.objects.create(
        base=base, unit=spell.unit, former=spell.name, name=spell.unit.name, at=clock.now(), by=seat.person,
        by_name=seat.name_shown, **(facts | {"evidence": facts["evidence"].keep(seat.person)}),
    )  # fmt: skip
    if not row.is_change:
        spell.until = (since - timedelta(days=1)).isoformat()
        spell.save(update_fields=["until"])
        base.hosts.create(unit=spell.unit, name=row.name, since=since.isoformat(), reason=f"更名：{row.reason}")
    return row
