"""New accounts of people who come with a unit or at its invitation, and how many letters may be asked for."""

import hashlib

from django.conf import settings
from django.contrib.auth import login
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.events import client_address, record
from accounts.models import EventKind, Person
from procedure.notifying import write_to

from . import letters

_HOUR = 3600
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class AccountExists(Exception):
    """Somebody has an account under this address already."""


def has_account(email: str) -> bool:
    return Person.objects.filter(email__iexact=email).exists()


def ask_for_letter(email: str, request: HttpRequest) -> bool:
    """Send the letter that fits the address; the page says the same for all. False if too many were asked for."""
    within = _counted("address", email) <= settings.REGISTRATION_LETTERS_PER_HOUR
    within &= _counted("client", client_address(request) or "") <= settings.REGISTRATION_LETTERS_PER_CLIENT
    if within:
        with transaction.atomic():
            write_to(email, *(letters.known_account(email) if has_account(email) else letters.registration(email)))
    return within


def open_account(request: HttpRequest, email: str, facts: dict[str, str]) -> Person:
    """Make the account and sign it in. Raises AccountExists, also for the second of two at the same moment."""
    try:
        with transaction.atomic():
            person = Person.objects.create_user(email, facts["password"], name=facts["name"], phone=facts["phone"])
            record(EventKind.ACCOUNT_MADE, person=person, request=request)
    except IntegrityError as error:
        if not has_account(email):
            raise
        raise AccountExists from error
    login(request, person, backend=_BACKEND)
    return person


def _counted(what: str, whose: str) -> int:
    """How often this hour, now included."""
    key = f"registration:{what}:{hashlib.sha256(whose.encode()).hexdigest()[:32]}"
    cache.add(key, 0, _HOUR)
    try:
        return int(cache.incr(key))
    except ValueError:
        # It ran out between the two.
        return 1
