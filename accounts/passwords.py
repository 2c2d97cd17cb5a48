"""The password rules of 等保: kinds of characters, none of the last few, and an age at which a new one is due."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from .models import PasswordRecord, Person

_KINDS = (str.isupper, str.islower, str.isdecimal, lambda sign: not sign.isalnum())


class LongEnough(password_validation.MinimumLengthValidator):
    """Django's rule, told in the words of the house; so are the next two."""

    def get_help_text(self) -> str:
        return f"至少 {self.min_length} 个字符。"


class NotLikeThePerson(password_validation.UserAttributeSimilarityValidator):
    """Not much like the name or the address of the person."""

    def get_help_text(self) -> str:
        return "不能与您的姓名、邮箱相近。"


class NotCommon(password_validation.CommonPasswordValidator):
    """None of those that everybody tries first."""

    def get_help_text(self) -> str:
        return "不能是常见的、容易猜中的密码。"


class KindsOfCharacters:
    """Some of four kinds: capitals, small letters, digits, signs."""

    def __init__(self, kinds: int = 3) -> None:
        self.kinds = kinds

    def validate(self, password: str, user: Any = None) -> None:
        found = sum(any(map(kind, password)) for kind in _KINDS)
        if found < self.kinds:
            raise ValidationError(
                f"大写字母、小写字母、数字、符号四种之中，这个密码只有 {found} 种，请至少用到 {self.kinds} 种。",
                code="password_too_plain",
            )

    def get_help_text(self) -> str:
        return f"大写字母、小写字母、数字、符号四种之中至少有 {self.kinds} 种。"


class NotOneOfTheLast:
    """The present password and those before it may not come back; keeps the record that it needs."""

    def __init__(self, last: int = 5) -> None:
        self.last = last

    def validate(self, password: str, user: Any = None) -> None:
        if not isinstance(user, Person) or user.pk is None:
            return
        hashes = {user.password, *user.passwords.values_list("password", flat=True)[: self.last]}
        if any(check_password(password, each) for each in hashes if each):
            raise ValidationError(
                f"这个密码是最近 {self.last} 次用过的，请另想一个没有用过的。", code="password_used_before"
            )

    def password_changed(self, password: str, user: Any = None) -> None:
        PasswordRecord.objects.create(person=user, password=user.password)
        kept = user.passwords.values("pk")[: self.last]
        user.passwords.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
        user.password_set_at = timezone.now()
        Person.objects.filter(pk=user.pk).update(password_set_at=user.password_set_at)

    def get_help_text(self) -> str:
        return f"不能与最近 {self.last} 次用过的相同。"


def why_change(person: Person, at: datetime) -> str:
    """Why somebody who signed in at a moment has to choose a new password before anything else, or nothing."""
    if person.must_change_password:
        return "这是第一次登录。请先设一个只有您知道的密码。"
    days = settings.PASSWORD_MAX_AGE_DAYS
    if days and at - person.password_set_at > timedelta(days=days):
        return f"这个密码已经用了 {days} 天以上。请换一个新的，换好后就可以继续。"
    return ""
