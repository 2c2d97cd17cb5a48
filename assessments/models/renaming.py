"""更名: a host that goes on under the same code by another name (办法35 or not, as SAC's officer says)."""

from django.db import models

from accounts.models import Done
from bases.models import Base
from documents.models import File
from organisations.models import Unit


class HostRenaming(Done):
    """What the host was called, what it is called now, what proves it, and whether article 35 applies."""

    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="renamings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    former = models.CharField("原名称", max_length=120)
    name = models.CharField("现名称", max_length=120)
    since = models.DateField("自何日起更名")
    evidence = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    # Where it applies, nothing is renamed here: the authority asks for a change.
    is_change = models.BooleanField("适用第三十五条")
    reason = models.TextField("理由")

    class Meta:
        ordering = ["pk"]
