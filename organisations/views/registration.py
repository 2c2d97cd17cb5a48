"""From an address to an account, from a code to a unit: a new one, or the one that is there already."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from organisations import arriving, joining, letters, registering
from organisations.codes import Code, CodeFault, parse
from organisations.forms.registration import AccountForm, AddressForm, CodeForm, JoinForm, UnitForm
from organisations.middleware import SESSION_KEY
from organisations.models import Unit
from organisations.seats import SeatRefused

_TOO_MANY = "一小时内要的信太多了。请先查看收件箱和垃圾邮件箱，一小时后再试。"


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The address alone; known or not, the answer is the same, and the letter says the rest."""
    if request.user.is_authenticated:
        return redirect("organisations:unit_new")
    form, status = AddressForm(request.POST or None), _status(request)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if arriving.ask_for_letter(email, request):
            return render(request, "organisations/register_sent.html", {"email": email})
        form.add_error("email", _TOO_MANY)
        status = 429
    return render(request, "organisations/register.html", {"form": form}, status=status)


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def registration(request: HttpRequest, key: str) -> HttpResponse:
    """Behind the letter's link: the person, and the code of the unit."""
    try:
        email = letters.registration_address(key)
    except letters.BadLink as bad:
        reason = "expired" if bad.expired else "forged"
        return _no_link(request, reason, status=410 if bad.expired else 404)
    if request.user.is_authenticated:
        return redirect("organisations:unit_new")
    if arriving.has_account(email):
        return _no_link(request, "used", status=410)
    form = AccountForm(request.POST or None, email=email)
    if request.method == "POST" and form.is_valid():
        try:
            arriving.open_account(request, email, form.cleaned_data)
        except arriving.AccountExists:
            return _no_link(request, "used", status=410)
        return redirect("organisations:unit_details", form.cleaned_data["code"].text)
    context = {"form": form, "email": email}
    return render(request, "organisations/register_account.html", context, status=_status(request))


@login_required
@require_http_methods(["GET", "POST"])
def unit_new(request: HttpRequest) -> HttpResponse:
    """A further unit, or the first one of somebody who stopped half-way: it begins with the code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("organisations:unit_details", form.cleaned_data["code"].text)
    return render(request, "organisations/register_code.html", {"form": form}, status=_status(request))


@login_required
@require_http_methods(["GET", "POST"])
def unit_details(request: HttpRequest, code: str) -> HttpResponse:
    """A unit nobody has registered yet; one that is there is joined."""
    read = _code(code)
    if registering.unit_with(read):
        return redirect("organisations:join", read.text)
    form = UnitForm(request.POST or None, request.FILES or None, code=read, instance=Unit(code=read.text))
    if request.method == "POST" and form.is_valid():
        try:
            return _registered(request, form)
        except registering.AlreadyRegistered as taken:
            messages.info(request, f"“{taken.unit}”刚刚用这个代码登记了，您可以申请加入。")
            return redirect("organisations:join", read.text)
        except ValidationError as fault:
            form.add_error(None, fault)
        except SeatRefused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "code": read}
    return render(request, "organisations/register_unit.html", context, status=_status(request))


def _registered(request: HttpRequest, form: UnitForm) -> HttpResponse:
    person: Any = request.user
    unit = form.save(commit=False)
    seat = registering.register_unit(unit, person, evidence=form.upload)
    request.session[SESSION_KEY] = seat.pk
    messages.success(
        request, f"{unit}已登记，现在就可以开始申报；名称和代码由组织单位在首次审核时确认。同事可以在“本单位”中邀请。"
    )
    return redirect("applications:choose_call")


@login_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the administrators of a unit to be let in."""
    person: Any = request.user
    unit = registering.unit_with(_code(code))
    if unit is None or not joining.may_be_asked(unit):
        raise Http404
    if joining.belongs(person, unit):
        messages.info(request, f"您已经在{unit}任职，不需要再申请；右上角可以换到这个单位的身份。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        anew = joining.ask_to_join(person, unit, form.cleaned_data["note"])
        told = "申请已送达" if anew else "您已经申请过，正在等"
        messages.success(request, f"{told}{unit}的单位管理员；有了答复，会发邮件给您。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "unit": unit}
    return render(request, "organisations/join.html", context, status=_status(request))


def _no_link(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    return render(request, "organisations/register_link.html", {"reason": reason}, status=status)


def _code(typed: str) -> Code:
    try:
        return parse(typed)
    except CodeFault:
        raise Http404 from None


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
