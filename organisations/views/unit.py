"""A unit's own page, what its administrator keeps up, and its confirmation by an officer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from documents import serving
from organisations import confirming_rights, edits, models, registering
from organisations.access import admin_seat, admin_seat_of, seat_of
from organisations.codes import CodeFault, parse
from organisations.forms.unit import ConfirmForm, EvidenceForm, IdentityForm, LetterheadForm
from organisations.models import Unit
from procedure.asked import way_on

Pair = tuple[str, str, str]


@login_required
@require_safe
def unit(request: HttpRequest) -> HttpResponse:
    """The unit of the seat: letterhead, code, confirmation, evidence."""
    here = seat_of(request).unit
    page = _facts(here) | {"administers": admin_seat(request), "changes": edits.all_changes(here)[:20]}
    return render(request, "organisations/unit.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def unit_edited(request: HttpRequest) -> HttpResponse:
    """The letterhead; a save from an older page shows what a colleague saved in between."""
    seat, fields = admin_seat_of(request), registering.LETTERHEAD
    here, base, pairs = _fresh(seat.unit), request.POST.get("base", ""), []
    form = LetterheadForm(request.POST or None, instance=_fresh(seat.unit))
    if request.method == "POST" and form.is_valid():
        newer = registering.save_letterhead(here, form.cleaned_data, base=base, seat=seat)
        if newer is None:
            messages.success(request, "单位信息已保存。")
            return redirect("organisations:unit")
        pairs, base = _pairs(form, newer), registering.base_of(newer, fields)
    base = base or registering.base_of(here, fields)
    return _form_page(request, "unit_edit", {"form": form, "base": base, "pairs": pairs, "unit": here})


@login_required
@require_http_methods(["GET", "POST"])
def unit_renamed(request: HttpRequest) -> HttpResponse:
    """Name and code of a unit that registered itself; whoever changes them needs a new confirmation."""
    seat, fields = admin_seat_of(request), registering.IDENTITY
    here, base, pairs = _registering(seat.unit), request.POST.get("base", ""), []
    form = IdentityForm(request.POST or None, unit=here)
    if request.method == "POST" and form.is_valid():
        name, code = form.cleaned_data["name"], form.cleaned_data["code"].text
        try:
            newer = registering.save_identity(here, name, code, base=base, seat=seat)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            if newer is None:
                messages.success(request, "名称和代码已保存。")
                return redirect("organisations:unit")
            pairs, base = _pairs(form, newer), registering.base_of(newer, fields)
    base = base or registering.base_of(here, fields)
    return _form_page(request, "unit_rename", {"form": form, "base": base, "pairs": pairs, "unit": here})


@login_required
@require_http_methods(["GET", "POST"])
def evidence_added(request: HttpRequest) -> HttpResponse:
    """One more paper that proves name or code."""
    seat = admin_seat_of(request)
    here = _registering(seat.unit)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        registering.add_evidence(here, seat.person, form.upload, form.cleaned_data["title"])
        messages.success(request, "证明材料已保存。")
        return redirect("organisations:unit")
    return _form_page(request, "unit_evidence", {"form": form, "unit": here, "pairs": []})


@login_required
@require_safe
def evidence(request: HttpRequest, key: int) -> HttpResponseBase:
    """A paper as a file, for the unit itself and the authorities that have to do with it."""
    row = get_object_or_404(models.UnitEvidence.objects.select_related("unit", "file"), pk=key)
    if not confirming_rights.may_read_evidence(seat_of(request), row.unit):
        raise Http404
    return serving.respond(row.file)


@login_required
@require_http_methods(["GET", "POST"])
def unit_confirmed(request: HttpRequest, key: int) -> HttpResponse:
    """An officer looks at name, code and papers, and says that they are the unit's."""
    seat = seat_of(request)
    shown = get_object_or_404(models.Unit.objects.select_related("region"), pk=key)
    if not confirming_rights.may_confirm(seat, shown):
        raise Http404
    page = _facts(shown)
    form = ConfirmForm(request.POST or None, odd=bool(page["odd"]))
    base = request.POST.get("base", "")
    if request.method == "POST" and form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "odd_code": form.cleaned_data.get("odd_code", False)}
        try:
            registering.confirm_unit(shown, seat, **said, base=base or "none")
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, f"已确认{shown}的名称和代码。")
            return redirect(way_on(request) or request.path)
    page |= {"form": form, "back": way_on(request), "base": registering.base_of(shown, registering.IDENTITY)}
    status = 422 if request.method == "POST" else 200
    return render(request, "organisations/unit_confirm.html", page, status=status)


def _facts(shown: Unit) -> dict[str, Any]:
    """What every page about a unit shows of its code, papers and confirmations."""
    odd, fault = _judged(shown.code)
    return {
        "unit": shown,
        "odd": odd,
        "fault": fault,
        "evidence": shown.evidence.select_related("file", "added_by"),
        "confirmations": shown.confirmations.select_related("by_unit").order_by("-pk"),
    }


def _judged(code: str) -> tuple[tuple[str, ...], str]:
    """What the check says of a stored code: which digits do not fit, or why it is no code at all."""
    try:
        return parse(code).odd, ""
    except CodeFault as fault:
        return (), str(fault)


def _registering(own: Unit) -> Unit:
    if own.is_authority:
        raise Http404
    return _fresh(own)


def _fresh(own: Unit) -> Unit:
    """A form writes into the row that it is given, so it is given one of its own."""
    return models.Unit.objects.get(pk=own.pk)


def _pairs(form: Any, newer: Unit) -> list[Pair]:
    """Label, what a colleague saved, what was typed here: where the two differ."""
    found = []
    for name, typed in form.cleaned_data.items():
        theirs, mine = str(getattr(newer, name) or ""), str(getattr(typed, "text", typed) or "")
        if theirs != mine:
            found.append((str(form.fields[name].label), theirs, mine))
    return found


def _form_page(request: HttpRequest, name: str, page: dict[str, Any]) -> HttpResponse:
    status = 409 if page["pairs"] else 422 if request.method == "POST" else 200
    return render(request, f"organisations/{name}.html", page, status=status)
