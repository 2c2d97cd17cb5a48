"""甲代乙: a colleague sits in somebody's seat for some days."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from organisations import seats
from organisations.access import seat_of
from organisations.forms.seats import StandInForm
from organisations.models import Membership, Role
from procedure import clock

_SHOWN = 100


@login_required
@require_http_methods(["GET", "POST"])
def stand_ins(request: HttpRequest) -> HttpResponse:
    seat = _naming(request)
    form = StandInForm(
        request.POST or None,
        seats=seats.replaceable_by(seat),
        people=_colleagues(seat),
        initial={"starts": clock.today(), "seat": seat if seat.role != Role.UNIT_ADMIN else None},
    )
    if request.method == "POST" and form.is_valid() and _named(form, seat):
        messages.success(request, "已请人代办；到止日自动终止，也可以提前终止。")
        return redirect("organisations:stand_ins")
    today = clock.today()
    rows = list(_listed(seat)[:_SHOWN])
    context = {
        "form": form,
        "live": [row for row in rows if row.ended_at is None and row.ends and row.ends >= today],
        "past": [row for row in rows if row.ended_at is not None or (row.ends and row.ends < today)],
        "manageable": set(_manageable(seat).values_list("pk", flat=True)),
    }
    return render(request, "organisations/stand_ins.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def stand_in_ended(request: HttpRequest, key: int) -> HttpResponse:
    seat = _naming(request)
    stand_in = get_object_or_404(_manageable(seat), pk=key)
    seats.end_seat(stand_in, by=seat.person, reason="提前终止代办")
    messages.success(request, f"已终止：{stand_in.name_shown}。")
    return redirect("organisations:stand_ins")


def _colleagues(seat: Membership) -> QuerySet[Person]:
    """Whom this seat may ask: nobody stands in for themselves, but a unit's administrator may for a colleague."""
    found = seats.colleagues(seat.unit)
    return found if seat.role == Role.UNIT_ADMIN else found.exclude(pk=seat.person_id)


def _naming(request: HttpRequest) -> Membership:
    seat = seat_of(request)
    if not seat.names_stand_ins:
        raise Http404
    return seat


def _named(form: StandInForm, seat: Membership) -> bool:
    facts = form.cleaned_data
    try:
        seats.name_stand_in(facts["seat"], facts["person"], starts=facts["starts"], ends=facts["ends"], by=seat.person)
    except seats.SeatRefused as refused:
        form.add_error(refused.field or None, str(refused))
        return False
    return True


def _manageable(seat: Membership) -> QuerySet[Membership]:
    """The stand-ins that this seat may end: its holder's own, for an administrator the unit's."""
    found = Membership.objects.filter(unit_id=seat.unit_id, standing_in_for__isnull=False, ended_at__isnull=True)
    found = found.select_related("person", "unit", "standing_in_for__person")
    return found if seat.role == Role.UNIT_ADMIN else found.filter(standing_in_for__person_id=seat.person_id)


def _listed(seat: Membership) -> QuerySet[Membership]:
    """Those and the past ones, and where one is the stand-in oneself."""
    found = Membership.objects.filter(unit_id=seat.unit_id, standing_in_for__isnull=False).order_by("-pk")
    found = found.select_related("person", "unit", "standing_in_for__person")
    mine = Q(standing_in_for__person_id=seat.person_id) | Q(person_id=seat.person_id)
    return found if seat.role == Role.UNIT_ADMIN else found.filter(mine)
