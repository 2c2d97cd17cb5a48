"""变更: the written request of the ministry or government, its letter and files (办法35)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.changing import FilesClosed, add_files, ask, part_of
from assessments.forms import ChangeFilesForm, HostRenamingForm, RequestForm
from assessments.forms.change import about_there, abouts
from assessments.models import Change, ChangeFile
from assessments.queries import changes as queries
from assessments.renaming import NotRenamed, record_renaming, to_rename
from bases.models import Base
from bases.procedure.people import SUPERVISOR
from bases.queries import visible_to as bases_visible_to
from documents import serving
from organisations.access import seat_as, seat_of
from organisations.models import Membership, Role

from .about import about_page, carried_out, sent


@login_required
@require_http_methods(["GET", "POST"])
def asked(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The request about one base: first what is to be changed, then the form for it."""
    seat = seat_as(request, Role.RECOMMENDER_OFFICER)
    base = _supervised(seat, key)
    kind, about = request.GET.get("kind", ""), request.GET.get("about", "")
    if not _chosen(base, kind, about):
        choice = {"base": base, "kinds": Change.Kind.choices, "abouts": abouts(base), "matter": kind == "matter"}
        return render(request, "assessments/change_choose.html", choice, status=200 if request.method == "GET" else 422)
    form = RequestForm(*sent(request), base=base, kind=kind, about=about)
    made, refusals = carried_out(
        request, form,
        lambda facts, key: ask(base, kind, facts["facts"], facts["letter"], facts["evidence"], seat=seat, key=key),
    )  # fmt: skip
    if made:
        told = "并请新承担单位逐条说明条件" if kind == Change.Kind.HOST else "审查结果会通知贵单位"
        messages.success(request, f"申请已报送国家标准委，{told}。")
        return redirect(made)
    return about_page(
        request, base, form, "办法35", title=Change.Kind(kind).label, verb="报送变更申请",
        template="assessments/change_ask.html", refusals=refusals,
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """More material: the authority's while it corrects, the new host's while it answers."""
    seat = seat_of(request)
    change = get_object_or_404(queries.visible_to(seat), pk=key)
    part, posted = part_of(change, seat), request.method == "POST"
    if not part:
        raise Http404
    form = ChangeFilesForm(*sent(request), with_letter=part == ChangeFile.Part.REQUEST)
    refused = ""
    if posted and form.is_valid():
        facts = form.cleaned_data
        try:
            add_files(change, facts["evidence"], facts.get("letter"), seat=seat)
        except FilesClosed as closed:
            refused = str(closed)
        else:
            messages.success(request, "材料已保存。")
            return redirect(f"{change.get_absolute_url()}?tab=files")
    status = 409 if refused else 422 if posted else 200
    context = {"change": change, "form": form, "refused": refused}
    return render(request, "assessments/change_files.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def renamed(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A host that goes on by another name under the same code: SAC says whether article 35 applies."""
    seat = seat_as(request, Role.SAC_OFFICER)
    base: Base = get_object_or_404(bases_visible_to(seat), pk=key)
    form = HostRenamingForm(*sent(request))
    if form.is_valid():
        try:
            row = record_renaming(base, form.cleaned_data, seat=seat)
        except NotRenamed as refused:
            form.add_error(None, str(refused))
        else:
            told = "请行业部门或者地方政府书面申请变更" if row.is_change else f"名录中的承担单位名称已改为{row.name}"
            messages.success(request, f"更名已登记，{told}。")
            return redirect(f"{base.get_absolute_url()}?tab=hosts")
    spell = to_rename(base)
    here = (
        f"名录中的名称：{spell.name}。登记的名称：{spell.unit}。"
        if spell
        else "登记名称与名录一致，没有需要登记的更名。"
    )
    rules = (here, "代码不同的，是承担单位变更，须由行业部门、地方政府书面申请。")
    return about_page(request, base, form, "办法35", title="登记承担单位更名", verb="登记更名", rules=rules)


@login_required
@require_safe
def file(request: HttpRequest, key: int) -> HttpResponseBase:
    found = get_object_or_404(queries.files_visible_to(seat_of(request)).select_related("file"), pk=key)
    return serving.respond(found.file, inline="inline" in request.GET, verify=True)


@login_required
@require_safe
def letter(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    change = get_object_or_404(queries.visible_to(seat_of(request)), pk=key)
    return serving.respond(change.letter, inline="inline" in request.GET, verify=True)


def _supervised(seat: Membership, key: uuid.UUID) -> Base:
    base: Base = get_object_or_404(bases_visible_to(seat), pk=key)
    if not SUPERVISOR.allows(base, seat):
        raise Http404
    return base


def _chosen(base: Base, kind: str, about: str) -> bool:
    return kind in ("name", "host") or (kind == "matter" and about_there(base, about))
