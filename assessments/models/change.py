"""变更: what is asked for, by which letter, how the new host answers, and where it was published (办法35)."""

from django.db import models

from assessments.procedure.change import ChangeProcedure
from bases.models import Decision
from documents.models import File
from notices.models import NoticeItem
from organisations.models import Unit
from procedure.machines import kernel_triggers

from .rows import OfBase


class Change(OfBase, ChangeProcedure):
    """A change of name, of host, or of another major matter; ``before`` and ``after`` say it in words."""

    class Kind(models.TextChoices):
        NAME = "name", "变更名称"
        HOST = "host", "变更承担单位"
        MATTER = "matter", "变更其他重大事项"

    kind = models.CharField("事项", max_length=8, choices=Kind.choices)
    reason = models.TextField("理由")
    before = models.TextField("现在")
    after = models.TextField("变更为")
    inner_name = models.CharField("新名称", max_length=60, blank=True)
    english_name = models.CharField("新英文名称中的×××", max_length=120, blank=True)
    host = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="changes_to_it")
    former = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="changes_from_it")
    # Which promised row, region or sector, and what it becomes; see ``bases.changing``.
    values = models.JSONField(default=dict)
    letter_number = models.CharField("来函文号", max_length=60)
    letter_dated = models.DateField("来函日期")
    letter = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="changes_asked")
    # Where it is published now; earlier notices keep theirs, see ``ChangeItem``.
    item = models.OneToOneField(NoticeItem, null=True, on_delete=models.PROTECT, related_name="+")
    effective_on = models.DateField("生效日", null=True)
    decision = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = kernel_triggers("change", ["examining", "answering"])
        indexes = [models.Index(fields=["state", "since", "id"], name="change_by_state")]

    def __str__(self) -> str:
        return f"{self.base}{self.get_kind_display()}"

    @property
    def present(self) -> str:
        """What the base has now where the change has ``before``."""
        from assessments.changing import present_words

        return present_words(self.base, self.kind, self.values)


class ChangeItem(models.Model):
    """An item of a notice in which a change stood, the first and what corrected it."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="items")
    item = models.OneToOneField(NoticeItem, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class ChangeAnswer(models.Model):
    """What the new host says of one condition of article 10."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=8)
    is_met = models.BooleanField("满足")
    text = models.TextField("说明")

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["change", "key"], name="change_answer_once")]


class ChangeFile(models.Model):
    """What came with the request, or proves the new host's answers."""

    class Part(models.TextChoices):
        REQUEST = "request", "申请材料"
        ANSWER = "answer", "新承担单位的证明材料"

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="files")
    part = models.CharField(max_length=8, choices=Part.choices)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
