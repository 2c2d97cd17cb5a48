"""What a base stands on: its organisation and rules as dated documents (办法22), and the support given (办法17)."""

from django.db import models
from django.db.models import Q

from .kept import Enclosed, KeptRow


class HouseRule(KeptRow):
    """组织架构 or 管理制度 as it holds from a day on; a new one takes the place of an old one, which stays (办法22)."""

    sort = "rules"

    class Kind(models.TextChoices):
        STRUCTURE = "structure", "组织架构"
        REGULATION = "regulation", "管理制度"

    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    holds_from = models.DateField("施行日期")
    text = models.TextField("说明", blank=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="successors")

    class Meta(KeptRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(withdrawn_at__isnull=True), name="house_rule_replaced_once"
            )
        ]

    @property
    def successor(self) -> "HouseRule | None":
        """What has taken its place."""
        return next((row for row in self.successors.all() if row.withdrawn_at is None), None)

    def refusal(self) -> str:
        taken = self.replaces is not None and self.replaces.successor is not None
        return f"“{self.replaces}”已经有新的一份，请取代最新的一份。" if taken else ""


class HouseRuleFile(Enclosed):
    row = models.ForeignKey(HouseRule, on_delete=models.PROTECT, related_name="files")

    class Meta(Enclosed.Meta):
        pass


class Support(KeptRow):
    """What an authority gave, in one of the five ways of articles 17 and 33, beside what the plan promised."""

    sort = "support"

    class Kind(models.TextChoices):
        POLICY = "policy", "政策"
        FUNDS = "funds", "资金"
        PROJECT = "project", "项目"
        TALENT = "talent", "人才"
        AWARD = "award", "奖励"

    kind = models.CharField("方式", max_length=8, choices=Kind.choices)
    given_on = models.DateField("日期")
    amount = models.DecimalField("金额（万元）", max_digits=14, decimal_places=2, null=True)
    text = models.TextField("说明", blank=True)

    class Meta(KeptRow.Meta):
        indexes = [models.Index(fields=["base", "-given_on", "id"], name="support_by_day")]


class SupportFile(Enclosed):
    row = models.ForeignKey(Support, on_delete=models.PROTECT, related_name="files")

    class Meta(Enclosed.Meta):
        pass
