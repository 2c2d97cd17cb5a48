"""What the system administrator does to accounts, each act in the security record with its reason."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from . import lockout
from .events import record
from .models import EventKind, Person


@transaction.atomic
def make_account(person: Person, *, by: Person, request: HttpRequest) -> Person:
    """Keep a new person without a password; the letter leads to where they set one."""
    person.set_unusable_password()
    person.must_change_password = True
    person.save()
    record(EventKind.ACCOUNT_MADE, person=person, by=by, request=request)
    transaction.on_commit(lambda: send_password_letter(person))
    return person


def send_password_letter(person: Person) -> None:
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    uid, _, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    body = render_to_string("accounts/new_account.txt", {"person": person, "url": f"{settings.PUBLIC_ORIGIN}{path}"})
    send_mail("请设置登录密码", body, settings.DEFAULT_FROM_EMAIL, [person.email])


@transaction.atomic
def disable(person: Person, reason: str, *, by: Person, request: HttpRequest | None = None) -> None:
    person.disable()
    record(EventKind.DISABLED, person=person, by=by, request=request, detail=reason)


@transaction.atomic
def enable(person: Person, reason: str, *, by: Person, request: HttpRequest | None = None) -> None:
    person.enable()
    record(EventKind.ENABLED, person=person, by=by, request=request, detail=reason)


@transaction.atomic
def unlock(person: Person, reason: str, *, by: Person, request: HttpRequest | None = None) -> None:
    lockout.unlock(person)
    record(EventKind.UNLOCKED, person=person, by=by, request=request, detail=reason)


@transaction.atomic
def reset_second_factor(person: Person, reason: str, *, by: Person, request: HttpRequest | None = None) -> None:
    """For a lost telephone: the person signs in by password, and an official is led to setting up anew."""
    Authenticator.objects.filter(user=person).delete()
    person.end_sessions()
    record(EventKind.SECOND_FACTOR_REMOVED, person=person, by=by, request=request, detail=reason)
