"""What every row that hangs on a base has in common."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from bases.models import Base
from bases.procedure import ENDED
from procedure.steps import Permission, Refusal

from .dossier import Dossier


class OfBase(models.Model):
    """A machine's row under a base, its root; written beside the row's procedure: ``class X(OfBase, XProcedure)``."""

    machine: ClassVar[str]
    machine_label: ClassVar[str]
    pk: Any

    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="%(class)s_rows")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.base}的{self.machine_label}"

    def get_absolute_url(self) -> str:
        return reverse("workbench:case", args=[self.machine, self.pk])

    def barred(self) -> Refusal | None:
        """Whatever is open when a base ends is over with it: it stays as it was, and no step leads on."""
        return ended_refusal(self.base)

    def choose_root(self) -> uuid.UUID:
        return self.base.pk


def ended_refusal(base: Base) -> Refusal | None:
    """The one sentence by which everything that hangs on an ended base refuses."""
    if base.state not in ENDED:
        return None
    return Refusal(f"该创新基地{base.state_label}，有关事项不再办理。", "办法5（三）")


class WithDossier(OfBase):
    """A row that is filled in; a kind of dossier is named like its machine.

    Its procedure says in which states the dossier is written, by whom, and by which step it is filed.
    """

    state: str
    written_in: ClassVar[Any]
    written_by: ClassVar[Permission]
    filed_by_step: ClassVar[str]

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="%(class)s")

    class Meta:
        abstract = True
