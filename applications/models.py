"""Calls, applications, the plan in its sections and rows, frozen versions, comments and prints."""

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from bases.models import IndicatorRow, LedgerRow, MilestoneRow, TaskRow
from documents.models import File
from organisations.models import Region, Sector, Unit
from procedure.machines import kernel_triggers
from procedure.rulebook import Edition, edition

from .procedure import ApplicationProcedure, BaseKind, CallProcedure

__all__ = [
    "Application",
    "Attachment",
    "BaseKind",
    "Call",
    "Comment",
    "Indicator",
    "LedgerRow",
    "Milestone",
    "Print",
    "Section",
    "SectionState",
    "Task",
    "Version",
]


class Call(CallProcedure):
    """A call for applications: its edition and parameters bind every application under it."""

    title = models.CharField("标题", max_length=120)
    year = models.PositiveSmallIntegerField("年度")
    edition_name = models.CharField("适用规则", max_length=20)
    text = models.TextField("正文", blank=True)
    kinds = models.JSONField("类型", default=list)
    build_years = models.PositiveSmallIntegerField("建设期（年）", default=3)
    opens_at = models.DateTimeField("受理开始")
    # Exclusive: a window until 30 July ends on 31 July at 00:00.
    closes_at = models.DateTimeField("受理结束")

    class Meta:
        triggers = kernel_triggers("call", ["draft"])
        indexes = [models.Index(fields=["state", "-opens_at"], name="call_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def edition(self) -> Edition:
        return edition(self.edition_name)

    def get_absolute_url(self) -> str:
        return reverse("applications:call", args=[self.pk])


class Application(ApplicationProcedure):
    """One application under one call; the plan's text lies in its sections, what was filed in its versions."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    # The three units' own indexes are the beginnings of the queues' below.
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="applications", verbose_name="申报单位", db_index=False
    )
    organiser = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="organised", verbose_name="申报组织单位", db_index=False
    )
    recommender = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="recommended", verbose_name="推荐单位", db_index=False
    )
    kind = models.CharField("创新基地类型", max_length=16, choices=BaseKind.choices)
    inner_name = models.CharField("创新基地名称", max_length=60)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="applications", verbose_name="区域")
    sector = models.ForeignKey(
        Sector, null=True, on_delete=models.PROTECT, related_name="applications", verbose_name="领域"
    )
    current = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField("首次报送", null=True)
    endorsed_at = models.DateTimeField("首次报送推荐单位", null=True)
    received_at = models.DateTimeField("推荐到达", null=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = kernel_triggers("application", ["draft"])
        # A queue for each kind of seat, with and without a state; the conditions are those of ``visible_to``.
        indexes = [
            models.Index(fields=["unit", "since", "id"], name="application_of_unit"),
            models.Index(fields=["unit", "state", "since", "id"], name="application_unit_state"),
            models.Index(fields=["organiser", "since", "id"], name="application_of_organiser"),
            models.Index(fields=["organiser", "state", "since", "id"], name="application_organiser_state"),
            models.Index(
                fields=["recommender", "since", "id"],
                condition=Q(endorsed_at__isnull=False),
                name="application_of_recommender",
            ),
            models.Index(
                fields=["recommender", "state", "since", "id"],
                condition=Q(endorsed_at__isnull=False),
                name="application_recommender_state",
            ),
            models.Index(fields=["since", "id"], condition=Q(submitted_at__isnull=False), name="application_of_sac"),
            models.Index(
                fields=["state", "since", "id"],
                condition=Q(submitted_at__isnull=False),
                name="application_sac_state",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"国家技术标准创新基地（{self.inner_name}）"

    def get_absolute_url(self) -> str:
        return reverse("workbench:case", args=["application", self.pk])


class Section(models.Model):
    """What stands in one section now; ``content`` is a text, or the fields of the basic information."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=20)
    format = models.CharField(max_length=8, default="text")
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="section_once")]

    @property
    def text(self) -> str:
        return str(self.content.get("text", ""))


class SectionState(models.Model):
    """Every saved state of a section: nothing that was typed and saved is ever lost."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="states")
    version = models.PositiveIntegerField()
    format = models.CharField(max_length=8)
    content = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "version"], name="section_state_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Task(TaskRow):
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="tasks")

    class Meta:
        ordering = ["position", "id"]


class Indicator(IndicatorRow):
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="indicators")

    class Meta:
        ordering = ["position", "id"]


class Milestone(MilestoneRow):
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="milestones")
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.SET_NULL, related_name="milestones")

    class Meta:
        ordering = ["due", "position", "id"]


class Attachment(models.Model):
    """A link to a stored file; taken out of the draft it stays for the versions that froze it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("材料名称", max_length=120)
    position = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True, help_text="first filed with a version; from then on others see it")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """The plan as it was submitted, frozen: every later reading, printing and judging is of one of these."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)
    code = models.CharField("核验码", max_length=24, unique=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="version_once")]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"第 {self.number} 版"


class Print(models.Model):
    """A PDF asked for and made by a worker: of a frozen version, or of the draft as it stood then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="prints")
    version = models.OneToOneField(Version, null=True, on_delete=models.PROTECT, related_name="print")
    content = models.JSONField(null=True, encoder=DjangoJSONEncoder, help_text="of a draft; a version has its own")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")

    def what(self) -> dict[str, Any]:
        content = self.version.content if self.version else self.content
        assert content is not None
        return content


class Comment(models.Model):
    """What a reader of a version says to a section or a row of it; of a unit, never lost, never edited."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(max_length=20)
    row = models.UUIDField(null=True)
    text = models.TextField("意见")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=100)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
