"""What experts write on a case: sheets hidden from one another, a visit, the conclusion and who signed it."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from accounts.models import Done
from documents.models import File
from procedure import clock

from .panels import Case, Member

_APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Sheet(models.Model):
    """One member's opinion on one case, aspect by aspect as the case has them.

    ``content`` is {aspect: {"opinion": text, "score": int or null, "unfamiliar": bool}, "overall": text}.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sheets")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="sheets")
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    # Given back by the officer before the meeting, with a reason; the submitted state is kept.
    returned_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "member"], name="sheet_once")]


class SheetState(models.Model):
    """A sheet as it was submitted: first, and again after it was given back or changed at the meeting."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="states")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.TextField("再次提交的理由", blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="sheet_state_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]


class Visit(Done):
    """An on-site visit, when one was held (指南三（五）)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=200)
    people = models.TextField("参加人员")
    findings = models.TextField("考察情况")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["held_on", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]


class Conclusion(models.Model):
    """What the chair wrote in the meeting; a change after a signature asks everybody to sign again (``digest``).

    ``points`` is [{"section": key or "", "text": ...}], numbered by their order.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="conclusion")
    result = models.CharField("结论", max_length=20)
    text = models.TextField("评审意见")
    points = models.JSONField("修改意见", default=list)
    # 听取汇报 and the like, where the kind of review names its means.
    means = models.JSONField("方式", default=list)
    digest = models.CharField(max_length=64)
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))


class Signature(models.Model):
    """A member's word on the conclusion as it stood under ``digest``; who dissents says why."""

    conclusion = models.ForeignKey(Conclusion, on_delete=models.PROTECT, related_name="signatures")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="signatures")
    digest = models.CharField(max_length=64)
    agrees = models.BooleanField("同意")
    dissent = models.TextField("不同意见", blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["conclusion", "member", "digest"], name="signature_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]


class Absence(Done):
    """A member who was not at the meeting, as the officer recorded it: he need not sign, and still may."""

    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="absence")
    reason = models.TextField("缺席原因")

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]


class OpinionPrint(models.Model):
    """专家评审意见 as it was printed: its words are frozen when it is asked for, a worker makes the file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="prints")
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "digest"], name="opinion_print_once")]
