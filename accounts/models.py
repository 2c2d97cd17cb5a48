"""People. What they may do hangs on their seats (``organisations.Membership``), never on flags here."""

from typing import Any

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin):
    """One human being with one account, however many units they act for."""

    email = models.EmailField("电子邮箱", unique=True)
    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    is_active = models.BooleanField("启用", default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    # Counted up whenever what a person may do has changed: every session that began before it ends.
    rights = models.PositiveIntegerField(default=0, editable=False)
    # Real time: from here the password's age is counted.
    password_set_at = models.DateTimeField(default=timezone.now, editable=False)
    # An account that an administrator made: its person chooses a password before anything else.
    must_change_password = models.BooleanField(default=False)
    # The demo's one-click people: who is shown, and their sentence.
    persona = models.CharField(max_length=200, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    def __str__(self) -> str:
        return self.name

    def disable(self) -> None:
        """Take the account away: no sign-in, and every session is out at its next request."""
        self.is_active = False
        self.save(update_fields=["is_active"])
        self.end_sessions()

    def enable(self) -> None:
        self.is_active = True
        self.save(update_fields=["is_active"])

    def end_sessions(self) -> None:
        """Sign this person out everywhere, at the next request."""
        type(self).objects.filter(pk=self.pk).update(rights=models.F("rights") + 1)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac(
            "accounts.Person.session", f"{self.password}/{self.rights}", secret=secret, algorithm="sha256"
        ).hexdigest()


class PasswordRecord(models.Model):
    """A password that somebody has had, as its hash: the last few may not come back."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passwords")
    password = models.CharField(max_length=128)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]


class EventKind(models.TextChoices):
    SIGNED_IN = "signed_in", "登录"
    SIGNED_OUT = "signed_out", "退出"
    FAILED = "failed", "登录失败"
    LOCKED = "locked", "登录锁定"
    UNLOCKED = "unlocked", "解除锁定"
    PASSWORD_CHANGED = "password_changed", "修改密码"
    PASSWORD_RESET = "password_reset", "重设密码"
    SECOND_FACTOR_ADDED = "second_factor_added", "增加动态验证"
    SECOND_FACTOR_REMOVED = "second_factor_removed", "移除动态验证"
    ACCOUNT_MADE = "account_made", "开通账号"
    DISABLED = "disabled", "停用账号"
    ENABLED = "enabled", "恢复账号"
    SEAT_GIVEN = "seat_given", "授予岗位"
    SEAT_ENDED = "seat_ended", "收回岗位"
    EXPORTED = "exported", "导出记录"


class SecurityEvent(models.Model):
    """What happened to accounts, sessions and rights, in real time; written once, read by the audit administrator."""

    at = models.DateTimeField("时间", default=timezone.now)
    kind = models.CharField("事项", max_length=24, choices=EventKind.choices)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="security_events", verbose_name="账号"
    )
    # What was typed at the door; half hidden where it belongs to nobody, for it may be a slip of somebody's password.
    email = models.CharField("邮箱", max_length=254, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="操作人")
    address = models.GenericIPAddressField("网络地址", null=True)
    agent = models.CharField("浏览器", max_length=120, blank=True)
    detail = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "-id"], name="event_by_kind"),
            models.Index(fields=["person", "-id"], name="event_by_person"),
            models.Index(fields=["at"], name="event_by_time"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class SandboxLetter(models.Model):
    """A letter that the sandbox sent nowhere: it is read on a page, so that registrations and resets can be walked."""

    at = models.DateTimeField(default=timezone.now)
    to = models.TextField()
    subject = models.CharField(max_length=500)
    body = models.TextField()

    class Meta:
        ordering = ["-pk"]


class Done(models.Model):
    """Of whatever somebody did: who, by name as it was then, and when."""

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        abstract = True
