"""From what missed its window, or ended before SAC, to a draft in an open call."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from applications import copying, forms
from applications.access import seat_of
from applications.models import Application, Call
from organisations.models import Membership
from procedure.acts import NotPermitted, Refused
from procedure.asked import uuid_in
from procedure.steps import Refusal


@login_required
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Choose the call, put right what the new call asks otherwise, and have the draft."""
    seat = seat_of(request)
    application = get_object_or_404(copying.copyable_by(seat), pk=key)
    if not copying.is_copyable(application, seat):
        raise Http404
    calls = list(copying.calls_for(seat))
    call = next((each for each in calls if str(each.pk) == _asked(request)), None)
    if call is None:
        status = 422 if request.method == "POST" else 200
        context = {"application": application, "calls": calls}
        return render(request, "applications/copy_choose.html", context, status=status)
    return _into(request, application, call, seat)


def _asked(request: HttpRequest) -> str:
    return request.POST.get("call", "") or request.GET.get("call", "")


def _into(request: HttpRequest, application: Application, call: Call, seat: Membership) -> HttpResponse:
    draft = copying.draft_from(application, call, seat)
    once = uuid_in(request.POST.get("key", ""))
    form = forms.MattersForm(request.POST or None, instance=draft, call=call, seat=seat)
    refusals: list[Refusal] = []
    if request.method == "POST" and form.is_valid():
        changes = {**form.cleaned_data, "recommender": form.recommender}
        try:
            born = copying.copy_into(application, call, seat=seat, key=once, **changes)
        except NotPermitted:
            raise Http404 from None
        except Refused as refused:
            refusals = refused.refusals
        else:
            messages.success(request, "方案已复制成新的草稿。请逐部分核对，补上新指南要求的内容，再报送。")
            return redirect("applications:overview", born.pk)
    context = {
        "application": application,
        "call": call,
        "form": form,
        "refusals": refusals,
        "key": once or uuid.uuid4(),
        "left_behind": copying.left_behind(application, call, application.kind),
    }
    return render(request, "applications/copy.html", context, status=422 if request.method == "POST" else 200)
