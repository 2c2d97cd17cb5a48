"""例外: admitting a unit outside the edition's list, and ending that."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from applications.admitting import admit, end_admission
from applications.calling import CallRefused
from applications.forms.admissions import AdmissionForm
from applications.models import Admission, Call
from organisations.access import seat_as
from organisations.models import Role


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat, call = seat_as(request, Role.SAC_OFFICER), get_object_or_404(Call, pk=key)
    form = AdmissionForm(request.POST or None, call=call)
    if request.method == "POST" and form.is_valid():
        try:
            admit(call, form.facts(), seat=seat)
        except CallRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "例外已记下，有关单位会收到消息。")
            return redirect(_tab(call))
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/admission_new.html", {"call": call, "form": form}, status=status)


@login_required
@require_POST
def ended(request: HttpRequest, key: int) -> HttpResponse:
    seat = seat_as(request, Role.SAC_OFFICER)
    admission = get_object_or_404(Admission.objects.select_related("call", "unit", "application"), pk=key)
    if end_admission(admission, seat=seat):
        messages.success(request, "例外已终止；已经办过的不受影响，之后的报送和推荐不再适用。")
    return redirect(_tab(admission.call))


def _tab(call: Call) -> str:
    return f"{reverse('workbench:case', args=['call', call.pk])}?tab=admissions"
