"""A call, what is told about it afterwards, and what each organiser makes of it."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Done
from applications.procedure import BaseKind, CallProcedure
from organisations.models import Unit
from procedure.conditions import Condition, conditions
from procedure.machines import kernel_triggers
from procedure.reckoning import beijing_day, chinese_date
from procedure.rulebook import Edition, edition

if TYPE_CHECKING:
    from .application import Application

# 指南五, as a new call begins with it; the offices have moved since, so that SAC may write others.
PHONE = "010-82261094/2903"
OFFICE = "国家标准委综合业务管理部科技管理处"
ADDRESS = "北京海淀区马甸东路9号"
POSTCODE = "100088"
ENVELOPE_WORDS = "创新基地申报材料"


class Call(CallProcedure):
    """A call for applications: its edition and parameters bind every application under it."""

    title = models.CharField("标题", max_length=120)
    year = models.PositiveSmallIntegerField("年度")
    edition_name = models.CharField("适用规则", max_length=20)
    text = models.TextField("正文", blank=True)
    kinds = models.JSONField("类型", default=list)
    # By type, the least and the most that are planned: shown against the count, never a guard (指南一).
    planned = models.JSONField("拟建设数量", default=dict)
    one_regional_per_region = models.BooleanField("同一区域内，同一推荐单位限推荐一个区域（综合）", default=True)
    one_per_sector = models.BooleanField("相同或相近领域内，同一推荐单位限推荐一个领域（专业）", default=True)
    type_conditions = models.BooleanField("采用申报指南各类型的资质条件", default=True)
    build_years = models.PositiveSmallIntegerField("建设期（年）", default=3)
    opens_at = models.DateTimeField("受理开始")
    # Exclusive: a window until 30 July ends on 31 July at 00:00.
    closes_at = models.DateTimeField("受理结束")
    office = models.CharField("书面材料接收部门", max_length=100, default=OFFICE)
    phone = models.CharField("联系电话", max_length=60, default=PHONE)
    address = models.CharField("书面材料接收地址", max_length=200, default=ADDRESS)
    postcode = models.CharField("邮编", max_length=12, default=POSTCODE)
    envelope_words = models.CharField("材料上注明", max_length=60, default=ENVELOPE_WORDS)

    class Meta:
        triggers = kernel_triggers("call", ["draft"])
        indexes = [models.Index(fields=["state", "-opens_at"], name="call_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def edition(self) -> Edition:
        return edition(self.edition_name)

    def last_end(self) -> datetime:
        """When the window has ended for everybody, whatever was extended for one."""
        latest: datetime | None = self.extensions.aggregate(latest=models.Max("closes_at"))["latest"]
        return max(self.closes_at, latest or self.closes_at)

    def conditions(self, kind: str) -> tuple[Condition, ...]:
        """What an applicant for a base of this type answers under this call."""
        return conditions(self.edition_name, kind, type_lists=self.type_conditions)

    def get_absolute_url(self) -> str:
        return reverse("applications:call", args=[self.pk])


class CallNotice(Done):
    """What is amended in a published call, told to all concerned on its day; never edited."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="notices")
    title = models.CharField("标题", max_length=120)
    text = models.TextField("内容")
    key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="call_notice_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class CallExtension(Done):
    """A later end of the window with its reason: for all, or for one applicant."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="申报单位"
    )
    before = models.DateTimeField()
    closes_at = models.DateTimeField("延长至")
    reason = models.TextField("理由")
    key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="call_extension_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=models.F("before")), name="call_extension_later"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Organising(models.Model):
    """What an organiser makes of a call (指南三（一）): direction, and a date of its own for its own units."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="organisings")
    organiser = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="organisings")
    direction = models.TextField("建设方向和功能定位", blank=True)
    # The last day, included; it binds first submissions to this organiser only.
    last_day = models.DateField("本单位内部截止日", null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "organiser"], name="organising_once")]


class InvitedUnit(models.Model):
    """A unit that an organiser asks to apply; no precondition for applying."""

    organising = models.ForeignKey(Organising, on_delete=models.PROTECT, related_name="invited")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    # Of a unit that has not registered yet.
    name = models.CharField("单位名称", max_length=120, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    note = models.CharField("说明", max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class Admission(Done):
    """例外: a unit outside an edition's list, admitted by SAC for one call or case with its reason (指南二（一）)."""

    class Part(models.TextChoices):
        ORGANISER = "organiser", "申报组织单位"
        RECOMMENDER = "recommender", "推荐单位"

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="admissions")
    application = models.ForeignKey(
        "Application", null=True, blank=True, on_delete=models.PROTECT, related_name="admissions"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="admissions", verbose_name="单位")
    part = models.CharField("作为", max_length=12, choices=Part.choices)
    kind = models.CharField("创新基地类型", max_length=16, choices=BaseKind.choices)
    reason = models.TextField("理由")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["call", "unit", "part"], name="admission_by_unit")]

    @classmethod
    def for_case(cls, application: "Application") -> "models.QuerySet[Admission]":
        """The exceptions that hold for a case: its call's and its own."""
        of_case = models.Q(application__isnull=True) | models.Q(application=application.pk)
        return cls.objects.filter(of_case, call=application.call_id, kind=application.kind, ended_at__isnull=True)

    def sentence(self) -> str:
        """How the exception is said wherever it is shown and printed."""
        where = "本案" if self.application_id else f"“{self.call.title}”"
        return (
            f"例外：国家标准委于{chinese_date(beijing_day(self.at))}准许{self.unit.name}在{where}中作为"
            f"{BaseKind(self.kind).label}创新基地的{self.Part(self.part).label}，理由：{self.reason}"
        )
