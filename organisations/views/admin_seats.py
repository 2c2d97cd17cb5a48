"""Where the security administrator gives seats and takes them away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Person
from organisations import seats
from organisations.access import seat_as
from organisations.authorities import directory
from organisations.forms.seats import SeatForm
from organisations.forms.sectors import ReasonForm
from organisations.models import Membership, Role
from organisations.queries import current_seats
from procedure import clock
from procedure.asked import words_in

_SHOWN = 50


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """People by a piece of their name or mail address, with what they hold today."""
    seat_as(request, Role.SECURITY_ADMIN)
    words = words_in(request.GET.get("q", ""))
    held = Prefetch("memberships", current_seats(clock.today()), to_attr="held")
    found: list[Person] = []
    if words:
        named = Person.objects.filter(Q(name__icontains=words) | Q(email__icontains=words))
        found = list(named.order_by("name", "pk").prefetch_related(held)[: _SHOWN + 1])
    context = {"words": words, "people": found[:_SHOWN], "more": len(found) > _SHOWN, "shown": _SHOWN}
    return render(request, "organisations/seats.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def person_seats(request: HttpRequest, key: int) -> HttpResponse:
    """All seats of one person with their history, and the form for a new one."""
    officer = seat_as(request, Role.SECURITY_ADMIN)
    person = get_object_or_404(Person, pk=key)
    form = SeatForm(request.POST or None, initial={"starts": clock.today()})
    if request.method == "POST" and form.is_valid() and _given(form, person, officer):
        messages.success(request, f"已授予{person.name}岗位；此人须重新登录。")
        return redirect("organisations:person_seats", person.pk)
    context = {
        "form": form,
        "person": person,
        "own": person == officer.person,
        "units": directory(),
        "seats": _seats_of(person),
        "history": Membership.history.filter(person=person)
        .select_related("history_user", "unit", "standing_in_for__person")
        .order_by("-history_id"),
    }
    return render(request, "organisations/seats_of.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "POST"])
def seat_taken(request: HttpRequest, key: int) -> HttpResponse:
    officer = seat_as(request, Role.SECURITY_ADMIN)
    found = Membership.objects.select_related("person", "unit", "standing_in_for__person")
    seat = get_object_or_404(found.filter(ended_at__isnull=True), pk=key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if seat.person == officer.person:
            form.add_error(None, "不能收回自己的岗位；请由另一名安全管理员办理。")
        else:
            seats.end_seat(seat, by=officer.person, reason=form.cleaned_data["reason"])
            messages.success(request, f"已收回：{seat}。此人须重新登录。")
            return redirect("organisations:person_seats", seat.person_id)
    context = {"form": form, "held": seat, "stand_ins": seat.stand_ins.filter(ended_at__isnull=True)}
    return render(request, "organisations/seat_taken.html", context, status=422 if request.method == "POST" else 200)


def _given(form: SeatForm, person: Person, officer: Membership) -> bool:
    try:
        seats.give_seat(person, by=officer.person, **form.cleaned_data)
    except seats.SeatRefused as refused:
        form.add_error(refused.field or None, str(refused))
        return False
    return True


def _seats_of(person: Person) -> list[Any]:
    """Newest first, each with the word for how it stands today."""
    today = clock.today()
    rows: list[Any] = list(
        person.memberships.select_related("person", "unit", "standing_in_for__person").order_by("-pk")
    )
    for row in rows:
        row.standing = _standing(row, today)
    return rows


def _standing(seat: Membership, today: Any) -> str:
    if seat.ended_at is not None:
        return "已收回"
    if seat.ends is not None and seat.ends < today:
        return "已到期"
    if seat.starts > today:
        return "未开始"
    return "有效" if seat.is_current() else "失效"
