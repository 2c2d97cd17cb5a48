"""The demo's sign-in by one click; ordinary sign-in is allauth's."""

from django.conf import settings
from django.contrib.auth import login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person
from procedure.asked import whole_number


@require_safe
def personas(request: HttpRequest) -> HttpResponse:
    """The people of the demo with their seats; nowhere but in the sandbox."""
    _refuse_outside_sandbox()
    return render(request, "accounts/personas.html", {"people": _people()})


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    _refuse_outside_sandbox()
    person = get_object_or_404(_people(), pk=whole_number(request.POST.get("person", "")))
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect(settings.LOGIN_REDIRECT_URL)


def _people() -> QuerySet[Person]:
    return (
        Person.objects.filter(is_active=True).exclude(persona="").order_by("pk").prefetch_related("memberships__unit")
    )


def _refuse_outside_sandbox() -> None:
    if not settings.SANDBOX:
        raise Http404
