"""People. What they may do hangs on their seats (``organisations.Membership``), never on flags here."""

from typing import Any

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
    # The demo's one-click people: who is shown, and their sentence.
    persona = models.CharField(max_length=200, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    def __str__(self) -> str:
        return self.name

    def end_sessions(self) -> None:
        """Sign this person out everywhere, at the next request."""
        type(self).objects.filter(pk=self.pk).update(rights=models.F("rights") + 1)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac(
            "accounts.Person.session", f"{self.password}/{self.rights}", secret=secret, algorithm="sha256"
        ).hexdigest()
