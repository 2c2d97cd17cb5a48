"""Appraisal, candidates in order, the sealed papers, and what changed hands."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Done
from documents.models import File
from organisations.models import Region, Unit

from .application import Application
from .calls import Call
from .filed import Version

_APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Appraisal(Done):
    """论证: the organiser's finding on each condition of the version it endorsed (办法12)."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="appraisals")
    # {"key", "finding": 符合 | 不符合, "reason"} in the order of the conditions
    items = models.JSONField(default=list)
    opinion = models.TextField("论证意见")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]


class Ranking(Done):
    """Where a recommender places one of its candidates of a type in a call; its own working paper."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="ranking")
    place = models.PositiveSmallIntegerField("排序")
    reason = models.TextField("理由", blank=True)


class Letter(Done):
    """推荐函: one letter may carry several applications of its recommender in a call (指南三（三）)."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="letters")
    recommender = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="letters")
    number = models.CharField("文号", max_length=60)
    dated = models.DateField("成文日期")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+", verbose_name="扫描件")

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.number}（{self.recommender}）"


class Scan(Done):
    """The scan of the sealed plan; a worker reads the codes on its pages and says whether they are this version's."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="scans")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)
    matches = models.BooleanField(null=True)
    verdict = models.TextField("机读结果", blank=True)
    # Why the officer takes it although the machine could not tell (指南三（三）).
    accepted_reason = models.TextField("人工核对说明", blank=True)
    accepted_by_name = models.CharField(max_length=100, blank=True)
    accepted_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version"], condition=Q(replaced_at__isnull=True), name="scan_once")
        ]

    @property
    def is_good(self) -> bool:
        return bool(self.matches) or bool(self.accepted_reason)


class PaperReceipt(Done):
    """纸质件: which of the four sealed copies of a version reached whom on which day (指南三（二）, 五)."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="paper_receipts")
    copies = models.JSONField("份号", default=list)
    holder = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="持有单位")
    received_on = models.DateField("收到日期")
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]


class RegionCorrection(Done):
    """Where the organiser says the base lies, against the applicant's default."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="region_corrections")
    before = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("理由")

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]


class HandOver(Done):
    """A leaver's application passed to a colleague of the same unit; both names stay."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="hand_overs")
    before = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=_APPEND_ONLY)]
