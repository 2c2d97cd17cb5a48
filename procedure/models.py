"""What the kernel keeps: records and their seals, proposals, due dates, the outbox, and the calendar."""

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Record(models.Model):
    """One act on one row of a machine, as it was: never changed, never deleted.

    Unit, role and names are copied as text, for they outlive the seats; ``actor`` is null for the timer.
    """

    class Kind(models.TextChoices):
        BIRTH = "birth", "建立"
        STEP = "step", "办理"
        PROPOSED = "proposed", "提请审批"
        DECLINED = "declined", "审批退回"
        TAKEN_BACK = "taken_back", "撤回提请"
        VOIDED = "voided", "提请失效"

    machine = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    root = models.UUIDField()
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    step = models.CharField(max_length=60)
    label = models.CharField(max_length=60)
    source = models.CharField(max_length=32, blank=True)
    target = models.CharField(max_length=32)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=100)
    actor_unit = models.CharField(max_length=200, blank=True)
    actor_role = models.CharField(max_length=40, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_by_name = models.CharField(max_length=100, blank=True)
    on_behalf = models.CharField("受托", max_length=200, blank=True)
    article = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    at = models.DateTimeField(help_text="the portal's time of the act")
    cause = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="caused")
    key = models.UUIDField(null=True)
    digest = models.CharField(max_length=64)
    # Filled by the trigger, so that nobody can claim another transaction's record.
    xact = models.BigIntegerField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["machine", "subject_id", "version"], name="record_once_a_version"),
            models.UniqueConstraint(fields=["actor", "key"], condition=Q(key__isnull=False), name="record_once_a_key"),
        ]
        indexes = [
            models.Index(fields=["root", "id"], name="record_by_root"),
            models.Index(fields=["xact"], name="record_by_xact"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="own_transaction",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="NEW.xact := pg_current_xact_id()::text::bigint; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}（{self.actor_name}）"

    def who(self) -> str:
        """Name and unit for the diary, both names where two persons decided."""
        names = f"{self.proposed_by_name}提请，{self.actor_name}审批" if self.proposed_by_name else self.actor_name
        unit = f"{self.actor_unit}，受{self.on_behalf}委托" if self.on_behalf else self.actor_unit
        return f"{names}（{unit}）" if unit else names


class Seal(models.Model):
    """A link of the chain over committed records, made by the sealer alone."""

    position = models.PositiveBigIntegerField(unique=True)
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class SealRun(models.Model):
    """The sealer's last finished run, one row: every record of a transaction below ``horizon`` is sealed."""

    horizon = models.BigIntegerField()
    sealed = models.PositiveIntegerField()
    finished_at = models.DateTimeField(default=timezone.now)


class Proposal(models.Model):
    """A step of two persons, proposed by an officer and waiting for an approver.

    One that locks several roots holds each of them by a row of its own, ``part_of`` the first.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", "待审批"
        SIGNED = "signed", "已同意"
        DECLINED = "declined", "已退回"
        TAKEN_BACK = "taken_back", "已撤回"
        VOIDED = "voided", "已失效"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    machine = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    root = models.UUIDField()
    step = models.CharField(max_length=60)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    version = models.PositiveIntegerField(help_text="of the subject when proposed")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.OPEN)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_by_name = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    part_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["root"], condition=Q(outcome="open"), name="proposal_one_open_a_root"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["signed", "declined"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="proposal_needs_two_persons",
            ),
        ]


class DueDate(models.Model):
    """A date computed from recorded facts. ``fires`` is the timer's step; empty, it only reminds and is shown."""

    machine = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    root = models.UUIDField()
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=60)
    cycle = models.IntegerField(default=0)
    starts = models.DateTimeField()
    due_at = models.DateTimeField(help_text="exclusive: a day that ends at 24:00 is the next day's 00:00")
    article = models.CharField(max_length=60)
    why = models.TextField(blank=True)
    reminders = models.JSONField(default=list, help_text="instants still to remind at, ISO, ascending")
    next_reminder = models.DateTimeField(null=True)
    tells = models.JSONField(default=list, help_text="names of audiences")
    fires = models.CharField(max_length=60, blank=True)
    fired_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "kind", "cycle"], name="due_once_a_cycle"),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(fired_at__isnull=True, closed_at__isnull=True),
                name="due_to_fire",
            ),
            models.Index(
                fields=["next_reminder"],
                condition=Q(next_reminder__isnull=False, closed_at__isnull=True),
                name="due_to_remind",
            ),
            models.Index(fields=["root"], condition=Q(closed_at__isnull=True), name="due_by_root"),
            models.Index(
                fields=["machine", "due_at", "id"], condition=Q(closed_at__isnull=True), name="due_still_open"
            ),
        ]


class Outbox(models.Model):
    """An effect owed since its commit: a notice to fan out, a mail, a document. Real time, not the sandbox's."""

    kind = models.CharField(max_length=40)
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(default=timezone.now)
    next_try = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="retries used up: a visible incident")
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try"], condition=Q(done_at__isnull=True, failed_at__isnull=True), name="outbox_undone"
            ),
            models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="outbox_incidents"),
        ]


class Notification(models.Model):
    """What one person is told in the portal."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="notifications")
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "person"], name="notification_once"),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notification_by_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class SandboxClock(models.Model):
    """How far the sandbox's clock is from the real one; one row, only in the sandbox."""

    offset = models.DurationField()


class Holiday(models.Model):
    """A day whose working status differs from its weekday's: a statutory holiday, or a working weekend."""

    date = models.DateField(primary_key=True)
    working = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


def subject_of(row: Any) -> Any:
    """The machine's row that a record, due date or proposal speaks of."""
    from .machines import MACHINES

    return MACHINES[row.machine]._default_manager.get(pk=row.subject_id)
