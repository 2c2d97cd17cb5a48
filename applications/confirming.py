"""Why an authority has to do with a unit: the unit has filed an application that comes to it."""

from organisations.confirming_rights import concerns
from organisations.models import Membership, Unit

from .queries import visible_to


@concerns
def has_filed_with(seat: Membership, unit: Unit) -> bool:
    """An organiser confirms, at its first review, whoever has submitted to it; a recommender reads from endorsement."""
    return visible_to(seat).filter(unit=unit, submitted_at__isnull=False).exists()
