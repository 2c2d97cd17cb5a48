"""What leads from the deliberation to the approval: exceptions, publications, withdrawals, the paper of approval."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from guardian.models import UserObjectPermissionBase

from accounts.models import Done
from applications.procedure.publication import PublicationProcedure
from documents.models import Paper
from notices.models import Notice, NoticeItem
from procedure.machines import kernel_triggers

from .application import Application
from .filed import Version


class PlaceException(Done):
    """例外: a second base in one area or sector, with SAC's reason (指南一, 原则上)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="place_exceptions")
    reason = models.TextField("理由")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(ended_at__isnull=True), name="place_exception_once"
            )
        ]


class WithdrawalRequest(Done):
    """The recommender's wish to take back a case that is already published; SAC confirms it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="withdrawal_requests")
    reason = models.TextField("理由")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(decided_at__isnull=True), name="withdrawal_once_open"
            )
        ]


class Publication(PublicationProcedure):
    """The draft of a notice and its cases; published, the notice stands by itself and this one knows which cases."""

    title = models.CharField("标题", max_length=120)
    text = models.TextField("正文")
    # Empty: the month's end, moved to the next working day; an officer may lengthen it.
    shown_end = models.DateField("公示期至", null=True, blank=True)
    official_url = models.URLField("官方网站地址", blank=True)
    office = models.CharField("受理异议的部门", max_length=100)
    phone = models.CharField("联系电话", max_length=60)
    email = models.EmailField("电子邮箱", blank=True)
    address = models.CharField("通讯地址", max_length=200)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    notice = models.OneToOneField(Notice, null=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = kernel_triggers("publication", ["draft"])
        indexes = [models.Index(fields=["state", "-since", "id"], name="publication_by_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workbench:case", args=["publication", self.pk])


class PublicationCase(models.Model):
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="cases")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="publication_cases")
    position = models.PositiveSmallIntegerField()
    item = models.OneToOneField(NoticeItem, null=True, on_delete=models.PROTECT, related_name="+")
    pulled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["publication", "application"], name="publication_case_once")]


class Approval(models.Model):
    """What was decided under article 16, as its documents say it."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="approval")
    number = models.CharField("发文字号", max_length=60, unique=True)
    dated = models.DateField("成文日期")
    build_starts = models.DateField("建设期自")
    build_years = models.PositiveSmallIntegerField("建设期（年）")
    build_ends = models.DateField("建设期至")
    reason = models.TextField("超过一般年限的理由", blank=True)
    remarks = models.TextField("要求", blank=True)
    proposed_by_name = models.CharField(max_length=100)
    signed_by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class ApprovalPaper(Paper):
    """The approval as a letter and in the red-head form, for the recommender, with copies for organiser and host."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="papers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["approval", "form", "format"], name="approval_paper_once")]


class VersionUserObjectPermission(UserObjectPermissionBase):
    """A grant to read one frozen version with its attachments and nothing else of its case: an expert's."""

    content_object = models.ForeignKey(Version, on_delete=models.CASCADE)
