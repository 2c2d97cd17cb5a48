"""What a base achieves and reports of itself at any time from its approval on (办法8（五）, 23 to 28)."""

from decimal import Decimal

import pgtrigger
from django.db import models

from accounts.models import Done
from assessments.achievement_kinds import BY_KEY, AchievementKind
from bases.models import Base, BaseIndicator
from organisations.models import Unit

from .kept import Enclosed, KeptRow


class MaterialRequest(Done):
    """亮点成果, 经验做法 or 典型案例 asked for by SAC or the organiser, by a date (办法8（五）)."""

    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="material_requests")
    # Which of the base's requests it is; its date bears the same number.
    number = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("要求")
    due_on = models.DateField("报送期限")
    # The host says that this is all.
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_name = models.CharField(max_length=100, blank=True)
    answer = models.TextField("说明", blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["base", "number"], name="material_request_number")]
        indexes = [
            models.Index(fields=["base"], condition=models.Q(closed_at__isnull=True), name="material_request_open")
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.unit}的报送要求"


class Achievement(KeptRow):
    """One achievement, or one story worth telling; ``kind`` names its line in the catalogue."""

    sort = "achievements"

    kind = models.CharField("类型", max_length=30)
    happened_on = models.DateField("日期")
    status = models.CharField("状态", max_length=20, blank=True)
    number = models.CharField("编号", max_length=100, blank=True)
    amount = models.DecimalField("数量", max_digits=14, decimal_places=2, null=True)
    text = models.TextField("说明", blank=True)
    # The promised row towards which it counts, and with how much.
    indicator = models.ForeignKey(BaseIndicator, null=True, on_delete=models.PROTECT, related_name="achievements")
    counted = models.DecimalField("计入数量", max_digits=14, decimal_places=2, default=Decimal(1))
    request = models.ForeignKey(MaterialRequest, null=True, on_delete=models.PROTECT, related_name="answers")

    class Meta(KeptRow.Meta):
        indexes = [models.Index(fields=["base", "-happened_on", "id"], name="achievement_by_day")]

    @property
    def as_kind(self) -> AchievementKind:
        return BY_KEY[self.kind]


class AchievementFile(Enclosed):
    row = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="files")

    class Meta(Enclosed.Meta):
        pass
