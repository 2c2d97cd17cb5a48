"""The pool of experts: who they are, what they know, with whom they are connected, when they are away."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from organisations.models import Region, Sector, Unit
from procedure import clock


class Expert(models.Model):
    """A person of the pool; ``person`` is the account with which he signs in, where there is one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="expert"
    )
    name = models.CharField("姓名", max_length=60)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="experts")
    # Of a unit that is not registered here the name and the code are all there is.
    unit_name = models.CharField("单位全称", max_length=120)
    unit_code = models.CharField("统一社会信用代码", max_length=18)
    title = models.CharField("职称/职务", max_length=60)
    fields = models.ManyToManyField(Sector, related_name="experts", verbose_name="专业领域")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="experts", verbose_name="所在地")
    phone = models.CharField("手机", max_length=60, blank=True)
    email = models.EmailField("电子邮箱", unique=True)
    note = models.CharField("备注", max_length=200, blank=True)
    retired_at = models.DateTimeField("出库", null=True, blank=True)
    retired_reason = models.CharField("出库原因", max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    history = HistoricalRecords(m2m_fields=[fields], history_change_reason_field=models.TextField(null=True))

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["unit_code"], name="expert_by_unit")]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit_name}）"


class ExpertLeave(models.Model):
    """Days, both included, on which an expert cannot come."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="leaves")
    starts = models.DateField("自")
    ends = models.DateField("至")
    reason = models.CharField("原因", max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-starts", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="expert_leave_in_order")]


class ExpertRelation(models.Model):
    """What connects an expert with a unit, as declared or recorded; it is a ground to avoid its cases."""

    class Kind(models.TextChoices):
        FORMER = "former", "曾在该单位任职"
        POST = "post", "在该单位兼职"
        KIN = "kin", "近亲属在该单位任职"
        PROJECT = "project", "与该单位合作项目"
        INTEREST = "interest", "与该单位有经济利益关系"
        OTHER = "other", "其他可能影响公正的关系"

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField("关系", max_length=12, choices=Kind.choices)
    unit_name = models.CharField("单位全称", max_length=120)
    unit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    since = models.DateField("自", null=True, blank=True)
    until = models.DateField("至", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    declared_at = models.DateTimeField(default=clock.now)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
