"""What SAC's desk writes on a case: who has it, the checklist, supplements, the points of a revision."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Done
from documents.models import File

from .application import Application
from .filed import Version

_APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Assignment(Done):
    """An officer takes a case, is given it, or gives it back; the newest counts (``Application.officer``)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignments")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    officer_name = models.CharField(max_length=100, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]


class NamedFilter(models.Model):
    """A filter of the queue under a name, for one person in one role."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    name = models.CharField("名称", max_length=20)
    query = models.CharField(max_length=400)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "role", "name"], name="named_filter_once")]


class CheckResult(Done):
    """The officer's result on one item of the form check."""

    class Result(models.TextChoices):
        MET = "met", "符合"
        UNMET = "unmet", "不符合"
        NONE = "none", "不适用"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="check_results")
    key = models.CharField(max_length=40)
    result = models.CharField("结果", max_length=8, choices=Result.choices)
    reason = models.TextField("理由", blank=True)
    # The plan's version that was checked.
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="check_result_once")]


class Supplement(Done):
    """A request for further material within a set time (指南三（四）); overdue is shown and decided, never rejected."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="supplements")
    due_on = models.DateField("补齐期限")
    note = models.TextField("说明", blank=True)
    closed_at = models.DateTimeField(null=True)
    close_note = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(closed_at__isnull=True), name="supplement_once_open"
            )
        ]


class SupplementItem(models.Model):
    """One thing asked of one unit, answered straight to SAC."""

    class To(models.TextChoices):
        APPLICANT = "applicant", "申报单位"
        ORGANISER = "organiser", "申报组织单位"
        RECOMMENDER = "recommender", "推荐单位"

    supplement = models.ForeignKey(Supplement, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    to = models.CharField("向谁要", max_length=12, choices=To.choices)
    text = models.TextField("要求")
    # Whether the plan itself is to be changed and filed again, and whether it is then sealed again.
    wants_plan = models.BooleanField("要求修改申报方案", default=False)
    sealed_again = models.BooleanField("修改后须重新盖章", default=False)
    answer = models.TextField("答复", blank=True)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["supplement", "number"], name="supplement_item_once")]


class SupplementFile(models.Model):
    item = models.ForeignKey(SupplementItem, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("材料名称", max_length=120)

    class Meta:
        ordering = ["pk"]


class RevisionPoint(models.Model):
    """One point of the experts' opinion that the applicant answers (办法14), bound to a section of the plan."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="revision_points")
    number = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=20, blank=True)
    text = models.TextField("意见")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="revision_point_once")]


class RevisionRound(models.Model):
    """One revision by a date; what it is compared with is the version that the experts reviewed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="revision_rounds")
    number = models.PositiveSmallIntegerField()
    reviewed = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField("修改期限")
    note = models.TextField("说明", blank=True)
    opened_at = models.DateTimeField()
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="revision_round_once")]


class PointReply(models.Model):
    """The applicant's reply to a point in a round, and the officer's check of it."""

    round = models.ForeignKey(RevisionRound, on_delete=models.PROTECT, related_name="replies")
    point = models.ForeignKey(RevisionPoint, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField("答复", blank=True)
    # Where the plan was changed for it; "no change needed" is an answer, too.
    section = models.CharField("修改所在部分", max_length=20, blank=True)
    no_change = models.BooleanField("无须修改", default=False)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settled = models.BooleanField("已落实", null=True)
    words = models.TextField("核对意见", blank=True)
    checked_by_name = models.CharField(max_length=100, blank=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["point__number"]
        constraints = [models.UniqueConstraint(fields=["round", "point"], name="point_reply_once")]
