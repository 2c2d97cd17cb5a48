"""What can be begun on a base, judged by the birth of its row: a link where it is open, the reasons where it is not."""

from django.urls import reverse

from bases.models import Base
from organisations.models import Membership
from procedure.machines import Procedure
from procedure.offers import birth_refusals

from .entry import Beginning


def beginning(
    row: Procedure, base: Base, url: str, seat: Membership, *, label: str = "", ask: bool = True
) -> list[Beginning]:
    """For an entry's ``begins``: the row as it would be born; none for a seat that has nothing to begin here.

    Without ``ask`` its guards are left for when there is something filled in.
    """
    refusals = birth_refusals(row, seat, ask=ask)
    if refusals is None:
        return []
    return [Beginning(label or row.births[0].label, reverse(url, args=[base.pk]), refusals)]
