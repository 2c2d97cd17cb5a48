"""Objecting to an item of a notice, the receipt, and finding it again by its number."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from notices import limits
from notices.forms import LookUpForm, ObjectionForm
from notices.models import NoticeItem, Objection
from notices.objecting import NotOpen, closed_because, file_objection
from procedure import clock
from procedure.asked import uuid_in

_TOO_MANY = "提交得太频繁，这份异议还没有收到。请过一小时再试，或者按下面的联系方式书面提出；您填的内容还在本页。"


@never_cache
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, key: int) -> HttpResponse:
    """The form for an objection; a second press of one page leads to the first receipt."""
    # The moment of its arrival: what is checked afterwards makes nobody late.
    at = clock.now()
    item = get_object_or_404(NoticeItem.objects.select_related("notice"), pk=key)
    if request.method == "GET":
        return _page(request, item, ObjectionForm(), uuid.uuid4())
    page = uuid_in(request.POST.get("key", "")) or uuid.uuid4()
    if Objection.objects.filter(key=page).exists():
        return redirect("notices:receipt", page)
    form = ObjectionForm(request.POST, {"evidence": request.FILES.getlist("evidence")})
    if not form.is_valid():
        return _page(request, item, form, page, status=422)
    if not limits.within(request, item):
        form.add_error(None, _TOO_MANY)
        return _page(request, item, form, page, status=429)
    return _filed(request, item, form, page, at)


def _filed(request: HttpRequest, item: NoticeItem, form: ObjectionForm, page: uuid.UUID, at: Any) -> HttpResponse:
    try:
        file_objection(item, form.facts(), at=at, key=page, files=form.cleaned_data["evidence"])
    except NotOpen as closed:
        form.add_error(None, str(closed))
        return _page(request, item, form, page, status=409)
    return redirect("notices:receipt", page)


def _page(
    request: HttpRequest, item: NoticeItem, form: ObjectionForm, page: uuid.UUID, status: int = 200
) -> HttpResponse:
    context = {
        "item": item,
        "notice": item.notice,
        "form": form,
        "key": page,
        "closed": closed_because(item),
        "late": not item.is_open(clock.now()),
        "lost_files": form.is_bound and bool(request.FILES),
    }
    return render(request, "notices/object.html", context, status=status)


@never_cache
@require_safe
def receipt(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Right after filing, at an address that only who filed knows: number, second, and in time or late."""
    found = get_object_or_404(Objection.objects.select_related("item__notice"), key=key)
    return render(request, "notices/receipt.html", {"objection": found, "fresh": True})


@never_cache
@require_http_methods(["GET", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """State and answer of an objection by its number; nothing of who objected or to what reason."""
    if request.method == "GET":
        return render(request, "notices/look_up.html", {"form": LookUpForm()})
    form, status = LookUpForm(request.POST), 422
    if form.is_valid():
        if not limits.may_look_up(request):
            form.add_error("number", "查询得太频繁，请过一小时再试。")
            status = 429
        elif (
            found := Objection.objects.select_related("item__notice").filter(number=form.cleaned_data["number"]).first()
        ):
            return render(request, "notices/receipt.html", {"objection": found, "fresh": False})
        else:
            form.add_error("number", "没有这个编号的回执，请对照回执核对，每一位都要填。")
            status = 404
    return render(request, "notices/look_up.html", {"form": form}, status=status)
