"""One's messages."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from procedure.asked import whole_number
from procedure.models import Notification


@login_required
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """One's messages, newest first, paged by key."""
    rows = Notification.objects.filter(person_id=request.user.pk or 0).order_by("-id")
    if before := whole_number(request.GET.get("before", "")):
        rows = rows.filter(pk__lt=before)
    found = list(rows[:31])
    following = found[29].pk if len(found) > 30 else None
    return render(request, "workbench/messages.html", {"messages_shown": found[:30], "following": following})


@login_required
@require_POST
def message_opened(request: HttpRequest, key: int) -> HttpResponse:
    """Mark one message as read and go where it leads."""
    found = Notification.objects.filter(person_id=request.user.pk or 0, pk=key).first()
    if found is None:
        raise Http404
    Notification.objects.filter(pk=key, read_at__isnull=True).update(read_at=timezone.now())
    return redirect(found.url or "workbench:messages")


@login_required
@require_POST
def messages_read(request: HttpRequest) -> HttpResponse:
    Notification.objects.filter(person_id=request.user.pk or 0, read_at__isnull=True).update(read_at=timezone.now())
    return redirect("workbench:messages")
