"""A panel for one or several cases: its draw, which anybody can replay, and its members."""

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from guardian.models import UserObjectPermissionBase

from applications.models import Version
from documents.models import File
from procedure import clock
from procedure.machines import kernel_triggers
from reviews.kinds import KINDS, Aspect, Kind
from reviews.plans import APPLICATION
from reviews.procedure.panel import PanelProcedure

from .experts import Expert


class Panel(PanelProcedure):
    """Experts for one case or a group of similar ones; whom they judge they learn when it is confirmed."""

    class Method(models.TextChoices):
        DRAW = "draw", "随机抽取"
        APPOINT = "appoint", "指定"

    title = models.CharField("评审组名称", max_length=120)
    size = models.PositiveSmallIntegerField("人数", default=5)
    # Why there are fewer than five, or an even number.
    size_reason = models.TextField("人数的理由", blank=True)
    alternates = models.PositiveSmallIntegerField("候补人数", default=3)
    # The seats in order, each with the fields or regions it is kept for: [{"fields": [...], "regions": [...]}].
    seats = models.JSONField("席位要求", default=list)
    per_unit = models.PositiveSmallIntegerField("同一单位最多人数", default=1)
    method = models.CharField("产生方式", max_length=8, choices=Method.choices, default=Method.DRAW)
    appoint_reason = models.TextField("不抽取而指定的理由", blank=True)
    answer_by = models.DateField("请于何日前答复邀请", null=True, blank=True)
    opinions_by = models.DateField("评审意见截止", null=True, blank=True)
    meeting_on = models.DateField("会议日期", null=True, blank=True)
    meeting_place = models.CharField("会议地点", max_length=200, blank=True)
    close_reason = models.TextField("未全部提交而结束的理由", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = kernel_triggers("panel", ["composing"])
        indexes = [models.Index(fields=["state", "since", "id"], name="panel_queue")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that leads on: SAC to the case page, an expert to his invitation or his desk."""
        return reverse("reviews:panel", args=[self.pk])


class Case(models.Model):
    """What a panel judges: a title, frozen material, the parties to avoid; of any kind of review."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    panel = models.ForeignKey(Panel, null=True, on_delete=models.PROTECT, related_name="cases")
    title = models.CharField("事项", max_length=120)
    kind = models.CharField("种类", max_length=20, default=APPLICATION.name)
    # What the experts read: a plan's frozen version, or for any other kind what was frozen here with its files.
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    material = models.JSONField("材料", default=list)
    material_digest = models.CharField(max_length=64, blank=True)
    # What an opinion is given on: [{"key": ..., "label": ..., "heading": ..., "anchor": ...}].
    aspects = models.JSONField("评审要点", default=list)
    # [{"role": "申报单位", "name": ..., "code": ..., "people": [...]}]: units, and persons named in the plan.
    parties = models.JSONField("须回避的单位和人员", default=list)
    # 三种结论或两种: as the edition of the case has them.
    conclusions = models.JSONField("可选结论", default=list)
    created_at = models.DateTimeField(default=clock.now)
    # When the conclusion was recorded: from then on nothing of the case changes.
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "pk"]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF ROW(NEW.kind, NEW.title, NEW.version_id, NEW.material, NEW.material_digest, NEW.aspects,
                       NEW.conclusions) IS DISTINCT FROM ROW(OLD.kind, OLD.title, OLD.version_id, OLD.material,
                       OLD.material_digest, OLD.aspects, OLD.conclusions)
                   OR (OLD.concluded_at IS NOT NULL AND NEW.concluded_at IS DISTINCT FROM OLD.concluded_at) THEN
                    RAISE EXCEPTION 'case: what was frozen stays';
                END IF;
                RETURN NEW;""",
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def of_kind(self) -> Kind:
        return KINDS[self.kind]

    @property
    def asked_on(self) -> tuple[Aspect, ...]:
        """What each sheet of this case is about."""
        return tuple(Aspect(**each) for each in self.aspects)

    @property
    def frozen_digest(self) -> str:
        """Of what the experts read, wherever it lies."""
        return self.version.digest if self.version else self.material_digest


class CaseFile(models.Model):
    """A file of the frozen material, and the part of it to which it belongs."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    label = models.CharField("材料名称", max_length=200)
    section = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class CaseUserObjectPermission(UserObjectPermissionBase):
    """A grant to read the frozen material of one case with its files and nothing else: an expert's."""

    content_object: Any = models.ForeignKey(Case, on_delete=models.CASCADE)


class Draw(models.Model):
    """One draw of a panel: what is frozen first, what is committed, what is revealed, what came of it."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="draws")
    ordinal = models.PositiveSmallIntegerField()
    # Everything that is fixed before anybody types a number: pool, rule, digests; the nonce is shown at the end.
    pool = models.JSONField()
    pool_digest = models.CharField(max_length=64)
    rule = models.JSONField()
    rule_digest = models.CharField(max_length=64)
    nonce = models.CharField(max_length=64)
    nonce_digest = models.CharField(max_length=64)
    excluded = models.JSONField("抽取前排除的专家和理由", default=list)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    frozen_by_name = models.CharField(max_length=100)
    seed = models.CharField(max_length=64, blank=True)
    result = models.JSONField(default=dict)
    drawn_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    void_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "ordinal"], name="draw_once_an_ordinal"),
            models.UniqueConstraint(fields=["panel"], condition=Q(voided_at__isnull=True), name="draw_one_valid"),
        ]
        triggers = [
            # What was frozen stays, and what was drawn too; only the reveal and the voiding write.
            pgtrigger.Trigger(
                name="frozen_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF ROW(NEW.panel_id, NEW.ordinal, NEW.pool, NEW.pool_digest, NEW.rule, NEW.rule_digest, NEW.nonce,
                       NEW.nonce_digest, NEW.excluded, NEW.frozen_at, NEW.frozen_by_id)
                   IS DISTINCT FROM ROW(OLD.panel_id, OLD.ordinal, OLD.pool, OLD.pool_digest, OLD.rule,
                       OLD.rule_digest, OLD.nonce, OLD.nonce_digest, OLD.excluded, OLD.frozen_at, OLD.frozen_by_id)
                   OR (OLD.drawn_at IS NOT NULL AND ROW(NEW.seed, NEW.result, NEW.drawn_at)
                       IS DISTINCT FROM ROW(OLD.seed, OLD.result, OLD.drawn_at)) THEN
                    RAISE EXCEPTION 'draw: what was frozen or drawn stays';
                END IF;
                RETURN NEW;""",
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]


class Contribution(models.Model):
    """One of the two persons whose numbers make the seed: the digest first, the number when both are bound."""

    class Side(models.TextChoices):
        OFFICER = "officer", "经办"
        WITNESS = "witness", "监督人"

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="contributions")
    side = models.CharField(max_length=8, choices=Side.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    committed_at = models.DateTimeField()
    number = models.CharField(max_length=32, blank=True)
    random = models.CharField(max_length=32, blank=True)
    revealed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "side"], name="contribution_once_a_side"),
            models.UniqueConstraint(fields=["draw", "person"], name="contribution_two_persons"),
        ]


class Member(models.Model):
    """An expert asked into a panel, and what he answered; one who is out stays listed with the reason."""

    class Origin(models.TextChoices):
        DRAWN = "drawn", "抽取"
        ALTERNATE = "alternate", "候补递补"
        APPOINTED = "appointed", "指定"

    class Answer(models.TextChoices):
        WAITING = "waiting", "待答复"
        ACCEPTED = "accepted", "已接受"
        DECLINED = "declined", "谢绝"

    class Out(models.TextChoices):
        DECLINED = "declined", "本人谢绝"
        DECLARED = "declared", "本人声明须回避"
        CONFLICT = "conflict", "新发现须回避的事实"
        SILENT = "silent", "逾期未答复"
        EXCLUDED = "excluded", "经两人决定移出"
        REDRAWN = "redrawn", "重新抽取"

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="memberships")
    draw = models.ForeignKey(Draw, null=True, on_delete=models.PROTECT, related_name="members")
    seat = models.PositiveSmallIntegerField("席位")
    origin = models.CharField(max_length=10, choices=Origin.choices)
    is_chair = models.BooleanField("组长", default=False)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    invited_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    # 声明 and 承诺 in the words that were shown.
    declaration = models.TextField(blank=True)
    declines_because = models.TextField(blank=True)
    out = models.CharField(max_length=10, choices=Out.choices, blank=True)
    out_reason = models.TextField(blank=True)
    out_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["seat", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "seat"], condition=Q(out_at__isnull=True), name="member_once_a_seat"
            ),
            models.UniqueConstraint(
                fields=["panel", "expert"], condition=Q(out_at__isnull=True), name="member_once_an_expert"
            ),
            models.UniqueConstraint(
                fields=["panel"], condition=Q(is_chair=True, out_at__isnull=True), name="member_one_chair"
            ),
        ]
        indexes = [models.Index(fields=["expert", "answer"], name="member_of_expert")]
