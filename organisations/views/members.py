"""The unit's people, as its administrator sees to them; and the page on which an invitation is taken up."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations import arriving, joining, letters, members
from organisations.access import admin_seat_of
from organisations.forms.members import AnswerForm, InviteForm, RolesForm
from organisations.forms.registration import PersonForm
from organisations.middleware import SESSION_KEY
from organisations.models import Invitation, JoinRequest, Membership
from organisations.queries import current_seats
from organisations.seats import SeatRefused
from procedure import clock


@login_required
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Colleagues with their roles, who asks to be let in, who was invited."""
    seat = admin_seat_of(request)
    page = {
        "admin": seat,
        "staff": members.staff(seat.unit),
        "requests": joining.open_requests(seat.unit),
        "invitations": members.open_invitations(seat.unit),
        "real_now": timezone.now(),
    }
    return render(request, "organisations/members.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest) -> HttpResponse:
    seat = admin_seat_of(request)
    form = InviteForm(request.POST or None, unit=seat.unit)
    if request.method == "POST" and form.is_valid():
        row = members.invite(seat.unit, form.cleaned_data, by=seat)
        messages.success(request, f"邀请信已寄往 {row.email}，{members.INVITATION_DAYS} 天内有效。")
        return redirect("organisations:members")
    return _form_page(request, "members_invite", {"form": form, "unit": seat.unit})


@login_required
@require_POST
def invitation_withdrawn(request: HttpRequest, key: int) -> HttpResponse:
    seat = admin_seat_of(request)
    row = get_object_or_404(Invitation.objects.filter(unit=seat.unit).select_related("unit"), pk=key)
    if members.withdraw(row):
        messages.success(request, f"给{row.name}的邀请已收回，信中的地址不再有效。")
    else:
        messages.info(request, "这份邀请已经用过或收回了。")
    return redirect("organisations:members")


@login_required
@require_http_methods(["GET", "POST"])
def roles_changed(request: HttpRequest, person: int) -> HttpResponse:
    """What a colleague may do; who may submit is said here."""
    seat = admin_seat_of(request)
    found = _colleague(seat, person)
    form = RolesForm(request.POST or None, unit=seat.unit, initial={"roles": found.roles})
    if request.method == "POST" and form.is_valid():
        try:
            changed = members.change_roles(seat.unit, found.person, form.cleaned_data["roles"], by=seat.person)
        except SeatRefused as refused:
            form.add_error("roles", str(refused))
        else:
            words = "岗位已调整，其已登录的会话就此结束。" if changed else "岗位没有变化。"
            messages.success(request, f"{found.person.name}：{words}")
            return redirect("organisations:members")
    return _form_page(request, "members_roles", {"form": form, "colleague": found, "unit": seat.unit})


@login_required
@require_http_methods(["GET", "POST"])
def seat_ended(request: HttpRequest, key: int) -> HttpResponse:
    """One seat, taken back at once: a page of its own, for it cannot be undone."""
    admin = admin_seat_of(request)
    seat = get_object_or_404(current_seats(clock.today()).filter(unit=admin.unit), pk=key)
    refusal = ""
    if request.method == "POST":
        try:
            members.end_one(seat, by=admin.person)
        except SeatRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{seat.person.name}的“{seat.role_label}”岗位已收回，立即生效。")
            return redirect("organisations:members")
    page = {"seat_shown": seat, "unit": admin.unit, "refusal": refusal}
    return _form_page(request, "members_end", page)


@login_required
@require_http_methods(["GET", "POST"])
def left(request: HttpRequest, person: int) -> HttpResponse:
    """A leaver: hand the work over, then end all seats in the unit at once."""
    admin = admin_seat_of(request)
    found = _colleague(admin, person)
    refusal = ""
    if request.method == "POST":
        try:
            members.leave(admin.unit, found.person, by=admin.person)
        except SeatRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{found.person.name}在本单位的岗位已全部收回，其办理记录保留原名。")
            return redirect("organisations:members")
    page = {"colleague": found, "unit": admin.unit, "hand_over": _hand_over(person), "refusal": refusal}
    return _form_page(request, "members_leave", page)


@login_required
@require_http_methods(["GET", "POST"])
def join_request(request: HttpRequest, key: int) -> HttpResponse:
    """Let somebody in and say as what, or say why not."""
    admin = admin_seat_of(request)
    row = get_object_or_404(JoinRequest.objects.filter(unit=admin.unit).select_related("person", "unit"), pk=key)
    form = AnswerForm(request.POST or None, unit=admin.unit)
    if request.method == "POST" and row.decided_at is None and form.is_valid():
        facts = form.cleaned_data
        roles = facts["roles"] if facts["granted"] else []
        try:
            decided = joining.decide(row, roles=roles, answer=facts["answer"], by=admin)
        except SeatRefused as refused:
            form.add_error("roles", str(refused))
        else:
            messages.success(request, f"已答复{row.person.name}。" if decided else "同事已经答复过这份申请。")
            return redirect("organisations:members")
    return _form_page(request, "members_request", {"form": form, "asked": row, "unit": admin.unit})


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Behind the link of an invitation: accept with one's account, or make one."""
    try:
        row = letters.invitation_of(key)
    except letters.BadLink:
        return render(request, "organisations/invitation_gone.html", {"refusal": ""}, status=404)
    if refusal := letters.refusal(row):
        return render(request, "organisations/invitation_gone.html", {"refusal": refusal}, status=410)
    if not arriving.has_account(row.email):
        return _accepted_by_newcomer(request, row)
    if not request.user.is_authenticated or request.user.email != row.email:
        status = 403 if request.method == "POST" else 200
        return render(request, "organisations/invitation_sign_in.html", {"invitation": row}, status=status)
    if request.method == "POST":
        return _accepted(request, row, request.user)
    return render(request, "organisations/invitation.html", {"invitation": row, "roles": _labels(row)})


def _accepted_by_newcomer(request: HttpRequest, row: Invitation) -> HttpResponse:
    if request.user.is_authenticated:
        status = 403 if request.method == "POST" else 200
        return render(request, "organisations/invitation_sign_in.html", {"invitation": row}, status=status)
    form = PersonForm(request.POST or None, email=row.email, initial={"name": row.name})
    if request.method == "POST" and form.is_valid():
        try:
            return _accepted(request, row, arriving.open_account(request, row.email, form.cleaned_data))
        except arriving.AccountExists:
            return redirect(request.path)
    return _form_page(request, "invitation", {"form": form, "invitation": row, "roles": _labels(row)})


def _accepted(request: HttpRequest, row: Invitation, person: Any) -> HttpResponse:
    try:
        seat = members.accept(row, person)
    except (ValidationError, SeatRefused) as refused:
        said = refused.messages[0] if isinstance(refused, ValidationError) else str(refused)
        return render(request, "organisations/invitation_gone.html", {"refusal": said}, status=409)
    request.session[SESSION_KEY] = seat.pk
    messages.success(request, f"您已加入{row.unit}。")
    return redirect(settings.LOGIN_REDIRECT_URL)


def _labels(row: Invitation) -> list[str]:
    return [Membership(role=role).role_label for role in row.roles]


def _colleague(admin: Membership, person: int) -> members.Colleague:
    found = members.colleague(admin.unit, person)
    if found is None:
        raise Http404
    return found


def _hand_over(person: int) -> str:
    """Where the leaver's work is given to a colleague; the room of the applications has that page."""
    try:
        return reverse("applications:hand_over", args=[person])
    except NoReverseMatch:
        return ""


def _form_page(request: HttpRequest, name: str, page: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, f"organisations/{name}.html", page, status=status)
