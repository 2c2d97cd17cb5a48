"""开展自查: a self-check with its dossier, begun by the host; begun twice it is one (办法19)."""

import uuid

from django.db import transaction

from assessments import dossiers
from assessments.models import Dossier, SelfCheck
from bases.models import Base
from organisations.models import Membership
from procedure.locking import lock_root
from procedure.perform import start


@transaction.atomic
def begin_self_check(base: Base, *, seat: Membership, key: uuid.UUID | None = None) -> SelfCheck:
    """The self-check, to be written. Raises Refused, NotPermitted."""
    row = SelfCheck(base=base)
    row.root = base.pk
    lock_root(row)
    row.dossier = dossiers.open_dossier(base, Dossier.Kind.SELF_CHECK, "自查报告", seat=seat)
    begun = start(row, seat=seat, key=key)
    assert isinstance(begun, SelfCheck)
    if begun.pk != row.pk:
        transaction.set_rollback(True)
    return begun
