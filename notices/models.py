"""Public notices with their items, and the objections that hang on an item; nothing here points to a case."""

import uuid
from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from documents import shelf
from documents.models import File
from organisations.models import Unit
from procedure import clock
from procedure.machines import kernel_triggers

from .procedure import OPEN, NoticeProcedure, ObjectionProcedure

# The public pages of notices lie ready under this name until one of these rows changes.
SHELF = "notices"
_APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Notice(NoticeProcedure):
    """A notice as it was published: its words never change; a correction is another notice."""

    title = models.CharField("标题", max_length=120)
    text = models.TextField("正文")
    # What nobody publishes twice: the day of the publication, and where SAC's own site has it.
    published_on = models.DateField("公示日")
    published_at = models.DateTimeField()
    shown_start = models.DateField("公示期自")
    shown_end = models.DateField("公示期至")
    official_url = models.URLField("官方网站地址", blank=True)
    office = models.CharField("受理异议的部门", max_length=100)
    phone = models.CharField("联系电话", max_length=60)
    email = models.EmailField("电子邮箱", blank=True)
    address = models.CharField("通讯地址", max_length=200)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")

    class Meta:
        triggers = kernel_triggers("notice", ["published"])
        indexes = [models.Index(fields=["-published_on", "id"], name="notice_by_day")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        shelf.bump(SHELF)

    def get_absolute_url(self) -> str:
        return reverse("notices:notice", args=[self.pk])


class NoticeItem(models.Model):
    """One base in a notice, by name, host and recommender as text (办法15); the period is each item's own."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("序号")
    name = models.CharField("名称", max_length=120)
    host = models.CharField("承担单位", max_length=120)
    recommender = models.CharField("推荐单位", max_length=120)
    kind_label = models.CharField("类型", max_length=30)
    # What becomes of a base that there is already; empty for one that is to be approved (办法35).
    change = models.TextField("变更事项", blank=True)
    # Nobody goes below it, the timer included.
    minimum_end = models.DateField("最短公示至")
    shown_end = models.DateField("公示期至")
    # Exclusive: the first moment after the shown end.
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "position"], name="notice_item_once"),
            models.CheckConstraint(condition=Q(shown_end__gte=F("minimum_end")), name="notice_item_full_month"),
        ]
        indexes = [models.Index(fields=["ends_at"], name="notice_item_by_end")]
        triggers = [pgtrigger.Protect(name="never_edited", operation=_APPEND_ONLY)]

    def __str__(self) -> str:
        return self.name

    def is_open(self, at: datetime) -> bool:
        """Whether an objection that comes at this moment is in time."""
        return at < self.ends_at


class ItemOutcome(models.Model):
    """What became of an item after its publication; the newest is shown at the notice's own address."""

    class Kind(models.TextChoices):
        PULLED = "pulled", "已撤下"
        CORRECTED = "corrected", "已更正，另行公示"
        WITHDRAWN = "withdrawn", "推荐单位已撤回"
        APPROVED = "approved", "已批准建设"
        CHANGED = "changed", "已同意变更"
        NOT_CHANGED = "not_changed", "不予变更"

    item = models.ForeignKey(NoticeItem, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        shelf.bump(SHELF)


class NoticePrint(models.Model):
    """The notice as a document by GB/T 9704, made in the worker."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="prints")
    format = models.CharField(max_length=8, choices=[("pdf", "PDF"), ("docx", "Word")])
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "format"], name="notice_print_once")]

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        shelf.bump(SHELF)


class Objection(ObjectionProcedure):
    """An objection to one item; who raised it only SAC sees."""

    class Channel(models.TextChoices):
        WEB = "web", "网上提出"
        PAPER = "paper", "书面来件"

    item = models.ForeignKey(NoticeItem, on_delete=models.PROTECT, related_name="objections")
    number = models.CharField("回执编号", max_length=20, unique=True, editable=False)
    channel = models.CharField("方式", max_length=8, choices=Channel.choices, default=Channel.WEB)
    name = models.CharField("姓名或者单位名称", max_length=120, blank=True)
    contact = models.CharField("联系电话", max_length=60, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    address = models.CharField("通讯地址", max_length=200, blank=True)
    reason = models.TextField("异议的事实和理由")
    received_at = models.DateTimeField("收到时间")
    is_late = models.BooleanField("公示期满后收到", default=False)
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    # The page that it came from, so that a second press gives the first receipt.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        triggers = kernel_triggers("objection", ["received"])
        indexes = [
            models.Index(fields=["item", "state"], name="objection_of_item"),
            models.Index(fields=["state", "since", "id"], name="objection_queue"),
        ]

    def __str__(self) -> str:
        return f"异议 {self.number}"

    @property
    def is_anonymous(self) -> bool:
        return not self.name.strip()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def get_absolute_url(self) -> str:
        return reverse("workbench:case", args=["objection", self.pk])


class ObjectionFile(models.Model):
    """Evidence that came with an objection, or the scan of one on paper."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class Inquiry(models.Model):
    """What of an objection is passed on to a unit, in words that do not give the objector away, and its answer."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="inquiries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inquiries", verbose_name="转办单位")
    text = models.TextField("转办内容")
    due_on = models.DateField("请于何日前答复")
    sent_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=100)
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_by_name = models.CharField(max_length=100, blank=True)
    # Ended by SAC without an answer, with its reason.
    closed_at = models.DateTimeField(null=True)
    close_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["unit", "answered_at"], name="inquiry_of_unit")]


class InquiryFile(models.Model):
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
