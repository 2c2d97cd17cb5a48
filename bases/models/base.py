"""A base from its approval on: what it is called, who carries it, what it has promised."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse

from bases import names
from bases.dates import PartialDate
from bases.procedure import BaseKind, BaseProcedure, is_planned
from documents import shelf
from organisations.models import Region, Sector, Unit
from organisations.searching import Pieces
from procedure.machines import kernel_triggers

from .promises import IndicatorRow, MilestoneRow, TaskRow

# The public pages of the register lie ready under this name until one of these rows changes.
SHELF = "bases"


class Base(BaseProcedure):
    """A base in the public register, never deleted; of imported history some facts are unknown (``gaps``)."""

    inner_name = models.CharField("名称", max_length=60)
    english_name = models.CharField("英文名称中的×××", max_length=120, blank=True)
    kind = models.CharField("类型", max_length=16, choices=BaseKind.choices)
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="bases", verbose_name="区域")
    sector = models.ForeignKey(Sector, null=True, on_delete=models.PROTECT, related_name="bases", verbose_name="领域")
    organiser = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="bases_organised")
    # As the approval names it; of history often not known.
    recommender_name = models.CharField("推荐单位", max_length=120, blank=True)
    approval_number = models.CharField("批准文号", max_length=60, blank=True)
    # 2018-02-06, or only 2018-02 or 2018 where no more is known.
    approved = PartialDate("批准建设", blank=True)
    passed = PartialDate("验收通过", blank=True)
    established = PartialDate("批准成立", blank=True)
    ended = PartialDate("终止或者撤销", blank=True)
    build_starts = models.DateField("建设期自", null=True)
    build_ends = models.DateField("建设期至", null=True)
    # Why it is longer than the article has in general (办法16).
    build_reason = models.TextField("建设期超过一般年限的理由", blank=True)
    is_history = models.BooleanField("历史补录", default=False)
    gaps = models.JSONField("不详的事项", default=list)
    source = models.TextField("史料来源", blank=True)

    class Meta:
        triggers = kernel_triggers("base", ["building", "recorded"])
        indexes = [
            models.Index(fields=["-approved", "id"], name="base_by_approval"),
            models.Index(fields=["state", "-approved", "id"], name="base_by_state"),
            models.Index(fields=["kind", "region"], name="base_place_region"),
            models.Index(fields=["kind", "sector"], name="base_place_sector"),
            GinIndex(Pieces("inner_name"), name="base_name_pieces"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        shelf.bump(SHELF)

    @property
    def full_name(self) -> str:
        return names.whole(self.inner_name)

    @property
    def name_shown(self) -> str:
        return names.shown(self.inner_name, planned=is_planned(self.state, self.gaps))

    def get_absolute_url(self) -> str:
        return reverse("workbench:case", args=["base", self.pk])


class _Spell(models.Model):
    """Who it was from a day until, and including, a day; an empty end means still."""

    since = PartialDate("自", blank=True)
    until = PartialDate("至", blank=True)
    reason = models.TextField("理由", blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        shelf.bump(SHELF)


class HostSpell(_Spell):
    """承担单位 with dates; at most one at a time (办法4)."""

    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="hosts")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="hosted")
    # The name as it was; the unit may be renamed later, or never have been registered here.
    name = models.CharField("承担单位", max_length=120)

    class Meta(_Spell.Meta):
        constraints = [
            models.UniqueConstraint(fields=["base"], condition=Q(until=""), name="host_once_at_a_time"),
        ]
        indexes = [GinIndex(Pieces("name"), name="host_name_pieces")]


class SupervisorSpell(_Spell):
    """The ministry or provincial government above a base, by default its recommender."""

    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="supervisors")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="supervised")

    class Meta(_Spell.Meta):
        constraints = [
            models.UniqueConstraint(fields=["base"], condition=Q(until=""), name="supervisor_once_at_a_time"),
        ]


class BaseTask(TaskRow):
    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="tasks")

    class Meta:
        ordering = ["position", "id"]


class BaseIndicator(IndicatorRow):
    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="indicators")

    class Meta:
        ordering = ["position", "id"]


class BaseMilestone(MilestoneRow):
    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="milestones")
    task = models.ForeignKey(BaseTask, null=True, on_delete=models.PROTECT, related_name="milestones")

    class Meta:
        ordering = ["due", "position", "id"]
