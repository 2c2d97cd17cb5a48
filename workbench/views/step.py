"""A step's page: what it does, its article, its fields, who is told, what cannot be undone; and the step itself."""

import uuid
from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from applications.access import seat_of
from organisations.models import Membership
from procedure import articles
from procedure.acts import NotPermitted, Refused
from procedure.asked import uuid_in, whole_number
from procedure.machines import Procedure, final_states, steps_of
from procedure.offers import offer_of
from procedure.perform import perform
from procedure.proposals import propose
from procedure.steps import Refusal, Step
from procedure.taking import form_of
from workbench.cases import kind_of, seen
from workbench.deciding import came_back, filled


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, machine: str, key: uuid.UUID, name: str) -> HttpResponse:
    seat = seat_of(request)
    subject = seen(seat, machine, key)
    declared = steps_of(type(subject)).get(name)
    if declared is None or not declared.permits(subject, seat):
        raise Http404
    if request.method == "GET":
        refusals = offer_of(subject, declared, seat).refusals
        back = came_back(subject, declared, seat) if declared.two_person else None
        form = filled(back, subject, seat) if back else _form(subject, declared, seat)
        return _step_page(request, subject, declared, form, refusals, uuid.uuid4(), subject.version, back=back)
    return _taken(request, subject, declared)


def _taken(request: HttpRequest, subject: Procedure, declared: Step) -> HttpResponse:
    seat, key = seat_of(request), uuid_in(request.POST.get("key", ""))
    # A page that does not say what it showed counts as one grown old.
    looked_at = whole_number(request.POST.get("seen", ""), otherwise=-1)
    take = propose if declared.two_person else perform
    try:
        take(subject, declared.name, seat=seat, data=request.POST, seen=looked_at, key=key)
    except NotPermitted:
        raise Http404 from None
    except Refused as refused:
        form = refused.form or _form(subject, declared, seat, request.POST)
        again = key or uuid.uuid4()
        return _step_page(request, subject, declared, form, refused.refusals, again, subject.version, status=409)
    flash.success(request, _done(declared))
    return redirect(_next_page(subject, seat))


def _next_page(subject: Procedure, seat: Membership) -> Any:
    """The row again, or its base where the step has moved it out of this seat's sight, as what is returned goes."""
    base = getattr(subject, "base", None)
    if base is None or kind_of(subject).visible(seat).filter(pk=subject.pk).exists():
        return subject.get_absolute_url()
    return base.get_absolute_url()


def _done(declared: Step) -> str:
    if declared.two_person:
        return f"“{declared.label}”已提请审批，由另一位审批人员签批后生效。"
    return f"“{declared.label}”已办理，有关单位会收到通知。"


def _form(subject: Procedure, declared: Step, seat: Membership, data: Any = None) -> Any:
    """The step's form, as it was typed where a refusal must lose nothing."""
    form_class = form_of(subject, declared)
    return form_class(data, subject=subject, seat=seat) if form_class else None


def _step_page(
    request: HttpRequest, subject: Procedure, declared: Step, form: Any, refusals: list[Refusal], key: Any, seen: int,
    *, status: int = 200, back: Any = None,
) -> HttpResponse:  # fmt: skip
    in_form = {str(error) for errors in form.errors.values() for error in errors} if form and form.is_bound else set()
    context = {
        "subject": subject,
        "step": declared,
        "form": form,
        "back": back,
        "refusals": [refusal for refusal in refusals if refusal.sentence not in in_form],
        "key": key,
        "seen": seen,
        "citation": articles.cite(declared.article),
        "quotation": articles.quotation(declared.article),
        "final": declared.target in final_states(type(subject)),
        "target": subject.States(declared.leads_to(subject.state)).label,
    }
    return render(request, "workbench/step.html", context, status=status)
