"""Panels: the list, a new one, its settings, who must keep away, appointment, and what an officer does with members."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from applications.access import seat_of
from organisations.models import Role
from reviews import models
from reviews.inviting import invitations_seen

SAC = (Role.SAC_OFFICER, Role.SAC_APPROVER)


@login_required
@require_safe
def panel(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Where a message about a panel leads: SAC to its case page, an expert to his invitation."""
    seat = seat_of(request)
    if seat.role in SAC and models.Panel.objects.filter(pk=key).exists():
        return redirect("workbench:case", "panel", key)
    member = invitations_seen(seat).filter(panel=key).order_by("-pk").first()
    if member is None:
        raise Http404
    return redirect("reviews:invitation", member.pk)
