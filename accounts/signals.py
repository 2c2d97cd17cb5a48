"""What Django, allauth and axes report, written to the security record."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.http import HttpRequest

from . import sessions
from .events import last_sign_in, record
from .lockout import typed_name, unlock
from .models import EventKind, Person


@receiver(auth.user_logged_in, dispatch_uid="accounts")
def signed_in(request: HttpRequest, user: Person, **_: Any) -> None:
    sessions.begin(request, last_sign_in(user))
    record(EventKind.SIGNED_IN, person=user, request=request, by=user)


@receiver(auth.user_logged_out, dispatch_uid="accounts")
def signed_out(request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user is not None:
        record(EventKind.SIGNED_OUT, person=user, request=request, by=user)


@receiver(auth.user_login_failed, dispatch_uid="accounts")
def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """A wrong password; what comes in while the lock holds is not counted again."""
    if request is not None and not _held_off(request):
        name = typed_name(request, credentials)
        record(EventKind.FAILED, person=_known(name), request=request, email=name, detail="密码不对")


@receiver(user_locked_out, dispatch_uid="accounts")
def locked(request: HttpRequest, username: str, **_: Any) -> None:
    if not _held_off(request):
        record(EventKind.LOCKED, person=_known(username), request=request, email=username)


@receiver(account.password_changed, dispatch_uid="accounts")
@receiver(account.password_set, dispatch_uid="accounts")
def password_changed(request: HttpRequest, user: Person, **_: Any) -> None:
    _own_password(user)
    record(EventKind.PASSWORD_CHANGED, person=user, request=request, by=user)


@receiver(account.password_reset, dispatch_uid="accounts")
def password_reset(request: HttpRequest, user: Person, **_: Any) -> None:
    """Whoever can read the account's letters may try again at once."""
    _own_password(user)
    unlock(user)
    record(EventKind.PASSWORD_RESET, person=user, request=request, by=user)


@receiver(mfa.authenticator_added, dispatch_uid="accounts")
@receiver(mfa.authenticator_reset, dispatch_uid="accounts")
def second_factor_added(request: HttpRequest, user: Person, authenticator: Any, **_: Any) -> None:
    record(EventKind.SECOND_FACTOR_ADDED, person=user, request=request, by=user, detail=_label(authenticator))


@receiver(mfa.authenticator_removed, dispatch_uid="accounts")
def second_factor_removed(request: HttpRequest, user: Person, authenticator: Any, **_: Any) -> None:
    record(EventKind.SECOND_FACTOR_REMOVED, person=user, request=request, by=user, detail=_label(authenticator))
    sessions.forget_second_factor(request)


@receiver(mfa.authentication_failed, dispatch_uid="accounts")
def second_factor_failed(request: HttpRequest, user: Person, **_: Any) -> None:
    record(EventKind.FAILED, person=user, request=request, detail="动态验证码不对")


def _held_off(request: HttpRequest) -> bool:
    """Whether axes turned the try away unseen, and so counted nothing."""
    return getattr(request, "axes_locked_out", False) and getattr(request, "axes_failures_since_start", None) is None


def _known(name: str) -> Person | None:
    return Person.objects.filter(email__iexact=name).first()


def _own_password(person: Person) -> None:
    person.must_change_password = False
    Person.objects.filter(pk=person.pk).update(must_change_password=False)


def _label(authenticator: Any) -> str:
    labels = {"totp": "动态口令", "recovery_codes": "备用码", "webauthn": "通行密钥"}
    return labels.get(authenticator.type, authenticator.type)
