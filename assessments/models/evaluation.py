"""定期评估: what was found phase by phase, what the experts concluded, to whom the report went (办法32, 33)."""

from django.db import models

from accounts.models import Done
from assessments.procedure.evaluation import EvaluationProcedure
from bases.models import Base, Decision
from documents.models import File
from procedure.machines import kernel_triggers
from reviews.models import Case

from .copies import Copy
from .rows import WithDossier


class Evaluation(WithDossier, EvaluationProcedure):
    """One evaluation of a cycle; after 不合格 a second one follows, with the same three steps."""

    is_again = models.BooleanField("整改后再次评估", default=False)
    begun_at = models.DateTimeField()
    material_by = models.DateField("请于何日前报送材料")
    # From when its annual assessments and inspections are cited: the establishment, or the last result.
    cycle_from = models.DateField("评估期自", null=True)
    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="evaluation")
    # What the report cites, as it stood: [{"machine": ..., "key": ..., "words": ..., "day": ...}].
    cited = models.JSONField("引用的年度考核和监督检查", default=list)
    result_on = models.DateField("评估结果日期", null=True)
    decision = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = kernel_triggers("evaluation", ["preparing"])
        indexes = [models.Index(fields=["state", "since", "id"], name="evaluation_by_state")]

    def __str__(self) -> str:
        return f"{self.base}{'再次评估' if self.is_again else '定期评估'}"

    def has_findings(self, phase: str) -> bool:
        """Whether SAC has recorded what was found, or whom it entrusted with it, since the evaluation began."""
        if self.findings.filter(phase=phase).exists():
            return True
        task = EvaluationFinding.TASKS[phase]
        return bool(self.base.findings.filter(task=task, at__gte=self.begun_at).exists())


class EvaluationFinding(Done):
    """What SAC found in the material or on the spot: facts, and never a result."""

    class Phase(models.TextChoices):
        MATERIAL = "material", "材料审查"
        ON_SITE = "on_site", "现场核查"

    # What a delegate is entrusted with, phase by phase (办法7).
    TASKS = {"material": "materials", "on_site": "on_site"}

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="findings")
    phase = models.CharField("环节", max_length=8, choices=Phase.choices)
    on_day = models.DateField("日期")
    people = models.CharField("人员", max_length=300)
    # 组织管理情况、服务能力与运行实效、运行模式与工作机制创新: each judged apart.
    management = models.TextField("组织管理情况")
    service = models.TextField("服务能力与运行实效")
    innovation = models.TextField("运行模式与工作机制创新")

    class Meta:
        ordering = ["pk"]


class EvaluationFile(models.Model):
    finding = models.ForeignKey(EvaluationFinding, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class EvaluationCopy(Copy):
    """抄送 to the recommender: when it was sent, and when it was opened (办法33)."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="copies")


class EarlyEvaluation(Done):
    """The organiser's wish that the second evaluation come before the year of 整改 is over (办法33)."""

    base = models.ForeignKey(Base, on_delete=models.PROTECT, related_name="early_evaluations")
    # The result that it answers.
    for_result = models.DateField()
    reason = models.TextField("整改完成情况和理由")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["base", "for_result"], name="early_evaluation_once")]
