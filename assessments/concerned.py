"""Which units an item of a notice concerns, where a change stands behind it (办法35)."""

from notices.concerned import finds_concerned
from notices.models import NoticeItem
from organisations.models import Unit

from . import models


@finds_concerned
def units_of_change(item: NoticeItem) -> list[tuple[str, Unit]]:
    row = models.ChangeItem.objects.filter(item=item).select_related(
        *("change__asked_by", "change__host", "change__base__organiser"),
    ).first()  # fmt: skip
    if row is None:
        return []
    change = row.change
    spell = change.base.hosts.filter(until="").select_related("unit").first()
    found = [
        ("提出申请的单位", change.asked_by), ("承担单位", spell.unit if spell else None), ("新承担单位", change.host),
        ("申报组织单位", change.base.organiser),
    ]  # fmt: skip
    return [(label, unit) for label, unit in found if unit is not None]
