"""The approver's page: what is proposed, by whom and why, what has changed since, and 同意 or 退回."""

import uuid
from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from applications.access import seat_of
from applications.deliberating import exceptions_on
from organisations.deciding import SAC
from organisations.models import Membership
from procedure import articles
from procedure.acts import NotPermitted, Refused
from procedure.asked import uuid_in, whole_number
from procedure.holding import proposed_step
from procedure.machines import Procedure, final_states
from procedure.models import Proposal, Record
from procedure.offers import refusals_to_sign
from procedure.proposals import decline, sign, take_back
from procedure.steps import Refusal
from workbench.cases import seen
from workbench.deciding import filled, shown_values

_DONE = {
    "sign": "已同意，“{label}”已经办理。",
    "decline": "已退回提请人，说明一并送达。",
    "take_back": "提请已撤回，填写的内容为您保留。",
}


@login_required
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat = seat_of(request)
    found = Proposal.objects.select_related("proposed_by").filter(pk=key, part_of__isnull=True).first()
    if found is None or seat.role not in SAC:
        raise Http404
    subject = seen(seat, found.machine, found.subject_id)
    if request.method == "POST":
        return _decided(request, found, subject, seat)
    return _page(request, found, subject, seat, [], uuid.uuid4())


def _decided(request: HttpRequest, found: Proposal, subject: Procedure, seat: Membership) -> HttpResponse:
    act, key = request.POST.get("act", ""), uuid_in(request.POST.get("key", ""))
    looked_at = whole_number(request.POST.get("seen", ""), otherwise=-1)
    try:
        if act == "sign":
            sign(found, seat=seat, seen=looked_at, key=key)
        elif act == "decline":
            decline(found, seat=seat, note=request.POST.get("note", ""), key=key)
        elif act == "take_back":
            take_back(found, seat=seat, key=key)
        else:
            raise Http404
    except NotPermitted:
        raise Http404 from None
    except Refused as refused:
        found.refresh_from_db()
        subject = seen(seat, found.machine, found.subject_id)
        return _page(request, found, subject, seat, refused.refusals, key or uuid.uuid4(), status=409)
    flash.success(request, _DONE[act].format(label=proposed_step(found).label))
    return redirect(subject.get_absolute_url())


def _page(
    request: HttpRequest, found: Proposal, subject: Procedure, seat: Membership, refusals: list[Refusal], key: Any,
    *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    step = proposed_step(found)
    is_open = found.outcome == Proposal.Outcome.OPEN
    form = filled(found, subject, seat)
    context = {
        "proposal": found,
        "subject": subject,
        "step": step,
        "values": shown_values(form),
        "warnings": form.warnings() if form and is_open else [],
        "exceptions": exceptions_on(subject),
        "drawn": form if form and hasattr(form, "proposal_template") else None,
        "refusals": refusals or (refusals_to_sign(found, subject, seat) if is_open else []),
        "since": Record.objects.filter(root=subject.root, at__gt=found.proposed_at).exclude(
            kind=Record.Kind.PROPOSED
        ).order_by("id"),
        "key": key,
        "seen": subject.version,
        "note": request.POST.get("note", ""),
        "is_open": is_open,
        "is_mine": found.proposed_by_id == seat.person_id,
        "may_sign": is_open and bool(step.two_person and step.two_person.allows(subject, seat)),
        "citation": articles.cite(step.article),
        "quotation": articles.quotation(step.article),
        "final": step.target in final_states(type(subject)),
        "target": subject.States(step.leads_to(subject.state)).label,
    }  # fmt: skip
    return render(request, "workbench/proposal.html", context, status=status)
