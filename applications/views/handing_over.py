"""A leaver's work passed on by the unit's own administrator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from applications import forms, handing_over
from organisations.access import admin_seat_of
from organisations.seats import SeatRefused


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, person: int) -> HttpResponse:
    """What somebody looks after for the unit, and who goes on with it."""
    seat = admin_seat_of(request)
    leaver = get_object_or_404(Person, pk=person)
    if not handing_over.belongs(leaver, seat.unit):
        raise Http404
    posted = request.method == "POST"
    colleagues = handing_over.colleagues_for(leaver, seat.unit)
    cases = handing_over.kept_by(leaver, seat.unit)
    form = forms.HandOverForm(request.POST if posted else None, cases=cases, colleagues=colleagues)
    if posted and form.is_valid():
        leaving, passed = form.cleaned_data["leaving"], form.passed()
        try:
            done = handing_over.hand_over(
                leaver, passed, form.cleaned_data["reason"], leaving=leaving, admin=seat
            )  # fmt: skip
        except SeatRefused as refused:
            form.add_error("leaving", str(refused))
        else:
            ended = f"{leaver.name}在本单位的岗位已全部收回。" if leaving else ""
            messages.success(request, f"已交接 {done} 件申报。{ended}")
            return redirect("organisations:members")
    context = {"leaver": leaver, "unit": seat.unit, "form": form, "colleagues": colleagues}
    return render(request, "applications/hand_over.html", context, status=422 if posted else 200)
