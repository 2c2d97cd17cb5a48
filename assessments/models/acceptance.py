"""自查 and 验收 of a base: what the host found, what the organiser asks for, to whom it was copied."""

from django.db import models

from accounts.models import Done
from assessments.procedure.acceptance import CONCLUDED, AcceptanceProcedure
from assessments.procedure.self_check import SelfCheckProcedure, SelfCheckState
from documents.models import File
from procedure import clock
from procedure.machines import kernel_triggers
from reviews.models import Case

from .copies import Copy
from .rows import OfBase, WithDossier


class SelfCheck(WithDossier, SelfCheckProcedure):
    """One self-check, item by item through what was promised; several may follow one another."""

    begun_at = models.DateTimeField(default=clock.now)
    finding = models.TextField("组织单位的认定", blank=True)
    found_on = models.DateField("认定日期", null=True)

    class Meta:
        triggers = kernel_triggers("self_check", ["checking"])

    @property
    def serves(self) -> bool:
        """Whether an application may rest on it: found fit, and not judged by experts already."""
        used = self.acceptances.filter(state__in=CONCLUDED).exists()
        return self.state == SelfCheckState.FIT and not used


class Acceptance(OfBase, AcceptanceProcedure):
    """One application for acceptance and what came of it; after 整改 another one follows."""

    self_check = models.ForeignKey(SelfCheck, on_delete=models.PROTECT, related_name="acceptances")
    # Whether it follows an opinion of 整改.
    is_again = models.BooleanField("再次申请", default=False)
    begun_at = models.DateTimeField(default=clock.now)
    statement = models.TextField("验收申请", blank=True)
    # What is in time is judged by the first filing; a correction does not move it.
    first_filed_at = models.DateTimeField("首次报送", null=True)
    filed_at = models.DateTimeField("最近报送", null=True)
    accepted_at = models.DateTimeField("受理", null=True)
    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="acceptance")
    opinion_on = models.DateField("验收意见日期", null=True)

    class Meta:
        triggers = kernel_triggers("acceptance", ["draft"])


class AcceptanceFile(Done):
    """What the organiser files with its application: the letter, and what supports it."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    label = models.CharField("材料名称", max_length=120)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]


class AcceptanceCopy(Copy):
    """抄报 to the ministry or the provincial government: when it was sent, and when they opened it (办法19)."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="copies")
