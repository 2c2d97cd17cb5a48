"""A base from its approval on: what it is called, who carries it, what it has promised."""

from datetime import date, datetime
from functools import cached_property
from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse

from bases import names
from bases.dates import PartialDate
from bases.periods import CYCLE_LONGEST, CYCLE_SHORTEST
from bases.procedure import BaseKind, BaseProcedure, is_planned
from documents import shelf
from organisations.models import Region, Sector, Unit
from organisations.searching import Pieces, initials
from procedure.machines import kernel_triggers
from procedure.reckoning import end_instant

from .promises import IndicatorRow, MilestoneRow, TaskRow, kept_before_changed

# The public pages of the register lie ready under this name until one of these rows changes.
SHELF = "bases"
# What makes a base wait for SAC to end its build or not (办法20, 21, 36); said once, for an index stands on it.
ENDING_TO_DECIDE = Q(termination_proposed_at__isnull=False) | Q(state="failed") | Q(violation_found__isnull=False)


class Base(BaseProcedure):
    """A base in the public register, never deleted; of imported history some facts are unknown (``gaps``)."""

    inner_name = models.CharField("名称", max_length=60)
    # Of the name as it is read, to be found by (光伏 is gf).
    initials = models.CharField(max_length=120, editable=False, db_default="", default="")
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
    # Where the opinion on acceptance was 整改: its date, from which the six months run (办法21).
    rectify_since = models.DateField("整改自", null=True)
    # The end before it was put off (办法20), and what stops or moves the clock.
    extended_from = models.DateField("延期前的建设期至", null=True)
    extension_asked_at = models.DateTimeField("申请延期", null=True)
    extension_refused = models.DateField("延期申请未获批准", null=True)
    # Until when SAC lets acceptance be asked for after the end (办法19, 21).
    opened_until = models.DateField("同意延后申请验收至", null=True)
    termination_proposed_at = models.DateTimeField("提示终止", null=True)
    violation_found = models.DateField("认定违规", null=True)
    # 36 to 60 from the establishment, or from the last result (办法32).
    evaluation_months = models.PositiveSmallIntegerField("评估周期（月）", default=CYCLE_LONGEST)
    evaluated_on = models.DateField("上次评估结果", null=True)
    # 优先考虑 as long as the last result is 优秀 (办法33).
    excellent_on = models.DateField("评估优秀", null=True)
    # The day on which the approval arrived, and until when from then on the construction plan is filed (指南三（六）).
    received_on = models.DateField("收到批准文件", null=True)
    plan_period = models.CharField("建设方案期限", max_length=8, default="+3m")
    plan_filed_on = models.DateField("报送建设方案", null=True)
    # Why it is longer than the article has in general (办法16).
    build_reason = models.TextField("建设期超过一般年限的理由", blank=True)
    is_history = models.BooleanField("历史补录", default=False)
    gaps = models.JSONField("不详的事项", default=list)
    source = models.TextField("史料来源", blank=True)

    class Meta:
        triggers = kernel_triggers("base", ["building", "recorded"])
        constraints = [
            models.CheckConstraint(
                condition=Q(evaluation_months__range=(CYCLE_SHORTEST, CYCLE_LONGEST)), name="evaluation_cycle"
            ),
        ]
        indexes = [
            models.Index(fields=["-approved", "id"], name="base_by_approval"),
            models.Index(fields=["state", "-approved", "id"], name="base_by_state"),
            models.Index(fields=["state", "since", "id"], name="base_by_wait"),
            models.Index(fields=["organiser", "-approved", "id"], name="base_by_organiser"),
            models.Index(fields=["since", "id"], condition=ENDING_TO_DECIDE, name="base_by_ending"),
            # Counted by area from the index alone.
            models.Index(fields=["region"], condition=~Q(state="recorded"), name="base_by_area"),
            *(
                models.Index(fields=[event], condition=~Q(**{event: ""}), name=f"base_by_{event}")
                for event in ("passed", "established", "ended")
            ),
            models.Index(fields=["kind", "region"], name="base_place_region"),
            models.Index(fields=["kind", "sector"], name="base_place_sector"),
            GinIndex(Pieces("inner_name"), name="base_name_pieces"),
            GinIndex(Pieces("initials"), name="base_initials_pieces"),
            GinIndex(Pieces("approval_number"), name="base_number_pieces"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **options: Any) -> None:
        self.initials = initials(self.inner_name)
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

    def is_opened(self, at: datetime) -> bool:
        """Whether SAC lets acceptance be asked for at this moment although the end has passed."""
        return self.opened_until is not None and at < end_instant(self.opened_until)

    @property
    def first_end(self) -> date | None:
        """The end that the approval gave, however it was put off later."""
        return self.extended_from or self.build_ends

    @property
    def approved_on(self) -> date | None:
        """The day of the approval, where history knows it to the day."""
        return date.fromisoformat(self.approved) if len(self.approved) == len("2018-02-06") else None

    # Every permission asks for these, and a row under its lock is an object of its own: they are as old as it is.
    @cached_property
    def host_unit_id(self) -> int | None:
        """The unit that carries the base now; None where it is not known or not registered here."""
        return self.hosts.filter(until="").values_list("unit", flat=True).first()

    @cached_property
    def supervisor_unit_id(self) -> int | None:
        """The ministry or provincial government above the base now."""
        return self.supervisors.filter(until="").values_list("unit", flat=True).first()


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


class NameSpell(_Spell):
    """The name with dates, once it has been changed: the first is that of the approval (办法35, 37)."""

    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="names")
    inner_name = models.CharField("名称", max_length=60)
    english_name = models.CharField("英文名称中的×××", max_length=120, blank=True)

    class Meta(_Spell.Meta):
        constraints = [
            models.UniqueConstraint(fields=["base"], condition=Q(until=""), name="name_once_at_a_time"),
        ]

    @property
    def name(self) -> str:
        return names.whole(self.inner_name)


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
        triggers = [kept_before_changed()]


class BaseIndicator(IndicatorRow):
    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="indicators")

    class Meta:
        ordering = ["position", "id"]
        triggers = [kept_before_changed()]


class BaseMilestone(MilestoneRow):
    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="milestones")
    task = models.ForeignKey(BaseTask, null=True, on_delete=models.PROTECT, related_name="milestones")

    class Meta:
        ordering = ["due", "position", "id"]
        triggers = [kept_before_changed()]


class PromiseState(models.Model):
    """A promised row as it was before a decided change of it."""

    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="promise_states")
    row = models.UUIDField()
    version = models.PositiveIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    until = models.DateTimeField()
    article = models.CharField(max_length=60)
    reason = models.TextField("变更理由")

    class Meta:
        ordering = ["until", "pk"]
        constraints = [models.UniqueConstraint(fields=["row", "version"], name="promise_state_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
