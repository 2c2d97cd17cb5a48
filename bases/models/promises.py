"""The rows of the promise ledger, as the plan states them; they keep their keys when they go with the base."""

import uuid
from decimal import Decimal, InvalidOperation
from typing import Any

import pgtrigger
from django.db import models


class LedgerRow(models.Model):
    """A typed row with a key made by the program and a place in its list; ``version`` guards its saves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class TaskRow(LedgerRow):
    """重点任务: one task and its main work."""

    title = models.CharField("任务名称", max_length=200)
    content = models.TextField("主要内容")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class IndicatorRow(LedgerRow):
    """考核指标: what the build must show at its end, and in its middle."""

    class Kind(models.TextChoices):
        QUANTITY = "quantity", "数量指标"
        TECHNOLOGY = "technology", "技术指标"
        INDUSTRY = "industry", "产业化指标"
        OTHER = "other", "其他指标"

    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    name = models.CharField("指标名称", max_length=200)
    unit = models.CharField("计量单位", max_length=30, blank=True)
    target = models.CharField("建设期满目标", max_length=300)
    # The target as a number where it is one, so that reports can be plotted against it.
    target_number = models.DecimalField(max_digits=20, decimal_places=4, null=True, editable=False)
    midterm = models.CharField("中期目标", max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        self.target_number = number_in(self.target)
        super().save(*args, **options)


def number_in(target: str) -> Decimal | None:
    """The target as a number, if it is written as one and nothing else."""
    try:
        # As the column will round it, so that what passes here also fits there.
        number = Decimal(target.strip()).quantize(Decimal("0.0001"))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**16 else None


def plain(number: Decimal | None) -> str:
    """12 and 12.5, without the zeros that the column keeps."""
    return f"{number.normalize():f}" if number is not None else ""


class MilestoneRow(LedgerRow):
    """进度计划: what is reached by when."""

    due = models.DateField("完成时间")
    content = models.TextField("节点内容")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.content


def kept_before_changed() -> pgtrigger.Trigger:
    """What a base has promised moves by a version at a time, and only once the state before is kept."""
    return pgtrigger.Trigger(
        name="kept_before_changed",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="""
            IF NEW.version <> OLD.version + 1 OR NOT EXISTS (
                SELECT 1 FROM bases_promisestate s WHERE s.row = OLD.id AND s.version = OLD.version) THEN
                RAISE EXCEPTION 'a promised row changes only by a decided change';
            END IF;
            RETURN NEW;""",
    )
