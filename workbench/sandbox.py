"""The sandbox's clock on the screen: forward by a day, a week, or to the next due date."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from procedure import clock, sealing
from procedure.asked import way_on
from procedure.models import DueDate
from procedure.sweep import sweep

_LEAPS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}


@require_POST
def forward(request: HttpRequest) -> HttpResponse:
    """Set the clock forward and let everything that falls due on the way happen, as if the days had passed."""
    if not settings.SANDBOX:
        raise Http404
    leap = _LEAPS.get(request.POST.get("forward", "")) or _to_next_due()
    if leap is None:
        messages.info(request, "没有尚未到期的期限。")
    else:
        moved = clock.forward(leap)
        sweep()
        sealing.seal()
        messages.success(request, f"演练时钟已拨到 {moved.year}年{moved.month}月{moved.day}日 {moved:%H:%M}。")
    return HttpResponseRedirect(way_on(request) or reverse("workbench:home"))


def _to_next_due() -> timedelta | None:
    """To one second past the nearest end, whoever's it is."""
    now = clock.now()
    ahead = DueDate.objects.filter(closed_at__isnull=True, fired_at__isnull=True, due_at__gt=now)
    nearest = ahead.aggregate(nearest=Min("due_at"))["nearest"]
    return nearest - now + timedelta(seconds=1) if nearest else None
