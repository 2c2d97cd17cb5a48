"""The dossier: what somebody fills in about a base, against the rows that the base has promised."""

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from applications.models import Kept, Narrative
from bases.models import Base, BaseIndicator, BaseMilestone, BaseTask, number_in
from documents.models import File

_FILED = "EXISTS (SELECT 1 FROM assessments_dossier d WHERE d.id = NEW.dossier_id AND d.filed_at IS NOT NULL)"


def _frozen_with_it() -> list[pgtrigger.Trigger]:
    """A part of a dossier moves as long as the dossier is open."""
    return [
        pgtrigger.Trigger(
            name="frozen_when_filed",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=f"""
                IF {_FILED} THEN
                    RAISE EXCEPTION 'a filed dossier does not change';
                END IF;
                RETURN NEW;""",
        ),
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
    ]


class Dossier(models.Model):
    """Narrative, one entry for each promised row, and files; filed, it is one value with a digest.

    The row of a machine holds it and says who may write it. One that was returned is set aside and goes on as another.
    """

    class Kind(models.TextChoices):
        CONSTRUCTION_PLAN = "construction_plan", "建设方案"
        BUILD_REPORT = "build_report", "年度建设情况报告"
        MIDTERM_REVIEW = "midterm_review", "中期评估报告"
        SELF_CHECK = "self_check", "自查报告"
        ANNUAL_SUMMARY = "annual_summary", "年度总结和计划"
        EVALUATION = "evaluation", "评估材料"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="dossiers")
    kind = models.CharField("种类", max_length=20, choices=Kind.choices)
    # What it is called among its like: 2027年度建设情况报告.
    title = models.CharField("名称", max_length=60)
    prefilled_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64, blank=True)
    filed_at = models.DateTimeField(null=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    filed_by_name = models.CharField(max_length=100, blank=True)
    # From when its values stand in the base's ledger: for a report, when its reader has taken it over.
    stands_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["base", "stands_at"], name="dossier_in_time")]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="frozen_when_filed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.filed_at IS NOT NULL AND (OLD.filed_at, OLD.content, OLD.digest, OLD.title, OLD.kind,"
                    " OLD.base_id, OLD.filed_by_id) IS DISTINCT FROM (NEW.filed_at, NEW.content, NEW.digest, NEW.title,"
                    " NEW.kind, NEW.base_id, NEW.filed_by_id)"
                ),
                func="RAISE EXCEPTION 'a filed dossier does not change';",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.filed_at is None


class DossierSection(Narrative):
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="sections")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "key"], name="dossier_section_once")]
        triggers = _frozen_with_it()


class LedgerEntry(Kept):
    """What a dossier says of one promised row; of the row itself it changes nothing."""

    class Status(models.TextChoices):
        DONE = "done", "已完成"
        ONGOING = "ongoing", "进行中"
        NOT_STARTED = "not_started", "未开始"
        MET = "met", "已达到"
        NOT_MET = "not_met", "未达到"
        # Of a construction plan: what becomes of the promise.
        KEPT = "kept", "按申报方案实施"
        DROPPED = "dropped", "不再实施"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="entries")
    task = models.ForeignKey(BaseTask, null=True, on_delete=models.PROTECT, related_name="entries")
    indicator = models.ForeignKey(BaseIndicator, null=True, on_delete=models.PROTECT, related_name="entries")
    milestone = models.ForeignKey(BaseMilestone, null=True, on_delete=models.PROTECT, related_name="entries")
    value = models.CharField("目前达到", max_length=300, blank=True)
    # The value as a number where it is one, so that it can be plotted.
    number = models.DecimalField(max_digits=20, decimal_places=4, null=True, editable=False)
    status = models.CharField("状态", max_length=12, choices=Status.choices, blank=True)
    note = models.TextField("说明", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="entry_of_one_row",
                condition=Q(task__isnull=False, indicator__isnull=True, milestone__isnull=True)
                | Q(task__isnull=True, indicator__isnull=False, milestone__isnull=True)
                | Q(task__isnull=True, indicator__isnull=True, milestone__isnull=False),
            ),
            # Each holds for the rows that have its column: one for all would need PostgreSQL 15.
            *(
                models.UniqueConstraint(fields=["dossier", row], name=f"entry_once_{row}")
                for row in ("task", "indicator", "milestone")
            ),
        ]
        triggers = _frozen_with_it()

    def save(self, *args: Any, **options: Any) -> None:
        self.number = number_in(self.value)
        super().save(*args, **options)

    @property
    def rows(self) -> str:
        """Which list of promises its row stands in."""
        return "tasks" if self.task_id else "indicators" if self.indicator_id else "milestones"

    @property
    def row_id(self) -> uuid.UUID:
        found = self.task_id or self.indicator_id or self.milestone_id
        assert found is not None
        return found

    @property
    def promised(self) -> Any:
        return self.task or self.indicator or self.milestone


class DossierFile(models.Model):
    """A file of the dossier, or the evidence of one entry; taken out while it is open, it is shown no more."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="files")
    entry = models.ForeignKey(LedgerEntry, null=True, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("材料名称", max_length=120)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        triggers = _frozen_with_it()
