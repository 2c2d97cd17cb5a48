"""What SAC decides about bases after their approval, each decision with its number, its day and its papers."""

from typing import Any

import pgtrigger
from django.db import models
from django.utils.functional import cached_property

from bases.procedure import DecisionKind
from documents import official, shelf
from documents.models import Paper

from .base import SHELF, Base


class Decision(models.Model):
    """A decision about one or several bases as its document says it; never changed."""

    kind = models.CharField("事项", max_length=16, choices=DecisionKind.choices)
    number = models.CharField("发文字号", max_length=60, unique=True)
    dated = models.DateField("成文日期")
    reason = models.TextField("理由", blank=True)
    # The whole document as it was signed, without its form: units may be renamed before the worker comes to print it.
    content = models.JSONField()
    proposed_by_name = models.CharField(max_length=100)
    signed_by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-dated", "-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.number}）"

    @cached_property
    def document(self) -> official.Document:
        return official.read_again(self.content)


class DecisionBase(models.Model):
    """A base that a decision is about."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="bases")
    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="decisions")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "base"], name="decision_base_once")]

    def save(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        shelf.bump(SHELF)


class DecisionPaper(Paper):
    """The decision as a letter and in the red-head form."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="papers")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "form", "format"], name="decision_paper_once")]
