"""Whose dossier it is: the machine's row of the same name, which says who may write it, and when."""

from typing import TYPE_CHECKING, Any

from organisations.models import Membership
from procedure.machines import machine_rows

if TYPE_CHECKING:
    from assessments.models import Dossier
    from assessments.models.rows import WithDossier


def owner_of(dossier: "Dossier") -> "WithDossier | None":
    """The row that holds the dossier now; one that was set aside has none."""
    # A kind of dossier is named like the machine that it belongs to.
    model: Any = machine_rows()[dossier.kind]
    found: WithDossier | None = model._default_manager.select_related("base").filter(dossier=dossier).first()
    return found


def may_write(dossier: "Dossier", seat: Membership) -> bool:
    """Whether it is open, in a state in which it is written, to somebody who writes it."""
    owner = owner_of(dossier)
    return owner is not None and dossier.is_open and writes(owner, seat)


def writes(owner: "WithDossier", seat: Membership) -> bool:
    return owner.state in owner.written_in and owner.written_by.allows(owner, seat)
