"""Writing, reading, correcting and withdrawing what is kept beside the steps: one flow for every sort."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments import achievement_kinds
from assessments.changes import changes_of
from assessments.forms.kept import KeptForm, WithdrawForm
from assessments.keeping import NotKept, correct, keep, over, withdraw
from assessments.models import Achievement, KeptRow
from assessments.queries import kept as queries
from assessments.sorts import SORTS, Sort
from bases.models import Base
from bases.queries import visible_to as bases_visible_to
from documents import serving, spreadsheets
from organisations.access import seat_of
from procedure import articles, clock
from procedure.asked import uuid_in, whole_number

_HEADER = ("类型", "名称", "日期", "状态", "编号", "数量", "计入指标", "说明", "撤回理由")


@login_required
@require_safe
def exported(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    """The achievements of a base as they are filtered, as a workbook."""
    base = get_object_or_404(bases_visible_to(seat_of(request)), pk=key)
    kind, year = request.GET.get("kind", ""), whole_number(request.GET.get("year", ""))
    rows = spreadsheets.rows_of(lambda after: queries.page_of(base, kind=kind, year=year, after=after))
    name = f"{base.inner_name}成果{clock.today():%Y%m%d}"
    return spreadsheets.respond("成果和案例", _HEADER, map(_cells, rows), name)


def _cells(row: Achievement) -> list[Any]:
    counted = row.indicator.name if row.indicator else ""
    facts = [row.as_kind.label, row.title, row.happened_on, row.status, row.number, row.amount, counted]
    return [*facts, row.text, row.withdrawn_reason]


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, sort: str, key: uuid.UUID) -> HttpResponse:
    """A new row; of an achievement its kind is chosen first."""
    chosen, seat = _sort(sort), seat_of(request)
    base = get_object_or_404(bases_visible_to(seat), pk=key)
    if not chosen.writes(base, seat):
        raise Http404
    if chosen.model is Achievement and request.GET.get("kind", "") not in achievement_kinds.BY_KEY:
        return _kinds(request, base)
    form, refused = _form(request, chosen, base, None), over(base)
    if request.method == "POST" and not refused and form.is_valid():
        row = chosen.model(id=_key(request), base=base, **form.facts)
        try:
            kept = keep(row, form.cleaned_data["evidence"], seat=seat)
        except NotKept as said:
            refused = str(said)
        else:
            messages.success(request, f"“{kept}”已保存，看得到该创新基地的各方都能看到。")
            return redirect(tab_of(kept))
    context = {"about": base, "sort": chosen, "form": form, "refused": refused, "key": _key(request)}
    return _page(request, "assessments/kept_new.html", context, refused)


def _kinds(request: HttpRequest, base: Base) -> HttpResponse:
    groups = [
        (articles.cite(article), kinds) for article, kinds in achievement_kinds.by_article() if not kinds[0].is_story
    ]
    context = {"base": base, "groups": groups, "stories": achievement_kinds.STORIES}
    status = 200 if request.method == "GET" else 422
    return render(request, "assessments/achievement_kinds.html", context, status=status)


@login_required
@require_safe
def kept(request: HttpRequest, sort: str, key: uuid.UUID) -> HttpResponse:
    """One row with its files and everything that it said before."""
    chosen, seat = _sort(sort), seat_of(request)
    row = _row(request, chosen, key)
    context = {
        "row": row,
        "sort": chosen,
        "facts": [fact for fact in chosen.facts(row) if fact.words],
        "files": row.files.select_related("file"),
        "changes": changes_of(row),
        "may_change": chosen.may_change(row, seat),
        "back": tab_of(row),
    }
    return render(request, "assessments/kept.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def corrected(request: HttpRequest, sort: str, key: uuid.UUID) -> HttpResponse:
    chosen, seat = _sort(sort), seat_of(request)
    row = _row(request, chosen, key)
    if not chosen.may_change(row, seat):
        raise Http404
    form, refused = _form(request, chosen, row.base, row), ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            correct(row, form.facts, data["evidence"], shown=data["shown"], reason=data["reason"], seat=seat)
        except NotKept as said:
            refused = str(said)
        else:
            messages.success(request, "已更正，更正前的内容保留在下面。")
            return redirect(row)
    context = {"row": row, "about": row.base, "sort": chosen, "form": form, "refused": refused}
    return _page(request, "assessments/kept_correct.html", context, refused)


@login_required
@require_http_methods(["GET", "POST"])
def withdrawn(request: HttpRequest, sort: str, key: uuid.UUID) -> HttpResponse:
    chosen, seat = _sort(sort), seat_of(request)
    row = _row(request, chosen, key)
    if not chosen.may_change(row, seat):
        raise Http404
    form, refused = WithdrawForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        try:
            withdraw(row, form.cleaned_data["reason"], seat=seat)
        except NotKept as said:
            refused = str(said)
        else:
            messages.success(request, f"“{row}”已撤回，不再计入；内容和理由保留。")
            return redirect(row)
    context = {"row": row, "about": row.base, "sort": chosen, "form": form, "refused": refused}
    return _page(request, "assessments/kept_withdraw.html", context, refused)


@login_required
@require_safe
def file(request: HttpRequest, sort: str, key: int) -> HttpResponseBase:
    rows = queries.files_visible_to(seat_of(request), _sort(sort).model)
    found = get_object_or_404(rows.select_related("file"), pk=key)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)


def tab_of(row: KeptRow) -> str:
    """The base's page where the row stands in its list."""
    return f"{reverse('workbench:case', args=['base', row.base_id])}?tab={SORTS[row.sort].tab}"


def _sort(name: str) -> Sort:
    if name not in SORTS:
        raise Http404
    return SORTS[name]


def _row(request: HttpRequest, sort: Sort, key: uuid.UUID) -> Any:
    rows = queries.visible_to(seat_of(request), sort.model).select_related("base", "unit")
    return get_object_or_404(rows, pk=key)


def _form(request: HttpRequest, sort: Sort, base: Base, row: Any) -> KeptForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return sort.form(*sent, base=base, asked=request.GET, row=row)


def _page(request: HttpRequest, template: str, context: dict[str, Any], refused: str) -> HttpResponse:
    status = 200 if request.method == "GET" else 409 if refused else 422
    return render(request, template, context, status=status)


def _key(request: HttpRequest) -> uuid.UUID:
    return uuid_in(request.POST.get("key", "")) or uuid.uuid4()
