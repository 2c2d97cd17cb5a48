"""The pool of experts: read by SAC, kept by its officers."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import spreadsheets
from organisations import edits
from organisations.access import seat_as
from organisations.deciding import SAC
from organisations.forms.fields import region_choices
from organisations.models import Membership, Role
from organisations.queries import sectors_in_use
from procedure import clock
from procedure.asked import uuid_in, whole_number
from reviews import forms, models, pool, pool_import
from reviews.composing import without_account

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADER = ("姓名", "职称", "单位", "统一社会信用代码", "领域", "所在地", "状态", "近一年评审组")
# How long a workbook whose report was shown waits for the word to take it in.
_KEPT = 30 * 60
# Keeps what a form about one expert holds, and says so.
Keep = Callable[[Any, models.Expert, Membership], str]


@login_required
@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    seat = seat_as(request, *SAC)
    page = {
        "page": pool.page_of(request.GET),
        "sectors": sectors_in_use(),
        "regions": region_choices()[1:],
        "keeps": seat.role == Role.SAC_OFFICER,
    }
    return render(request, "reviews/experts.html", page)


@login_required
@require_safe
def experts_exported(request: HttpRequest) -> FileResponse:
    """What is filtered, as a workbook."""
    seat_as(request, *SAC)
    rows = spreadsheets.rows_of(lambda after: pool.page_of(request.GET.dict() | {"after": after}))
    return spreadsheets.respond("专家", _HEADER, map(_cells, rows), f"专家{clock.today():%Y%m%d}")


def _cells(row: Any) -> list[Any]:
    standing = "已出库" if row.retired_at else "请假中" if row.away_now else "在库"
    fields = "、".join(field.name for field in row.fields.all())
    return [row.name, row.title, row.unit_name, row.unit_code, fields, row.region.short_name, standing, row.load]


@login_required
@require_safe
def expert(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One entry: facts, leaves, relations, panels."""
    seat = seat_as(request, *SAC)
    row = get_object_or_404(models.Expert.objects.select_related("region", "person"), pk=key)
    memberships = row.memberships.select_related("panel").order_by("-pk")
    page = {
        "expert": row,
        "fields": list(row.fields.all()),
        "leaves": row.leaves.all(),
        "relations": row.relations.select_related("declared_by"),
        "memberships": memberships,
        "load": pool.loads([row]).get(row.pk, 0),
        "reachable": not without_account([models.Member(expert=row)]),
        "keeps": seat.role == Role.SAC_OFFICER,
        "today": clock.today(),
    }
    return render(request, "reviews/expert.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def expert_new(request: HttpRequest) -> HttpResponse:
    seat = seat_as(request, Role.SAC_OFFICER)
    form = forms.ExpertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = form.save(commit=False)
        pool.save(row, form.cleaned_data["fields"], seat, "入库")
        messages.success(request, f"{row.name}已入库。")
        return redirect("reviews:expert", row.pk)
    return _form_page(request, form, "录入专家", reverse("reviews:experts"), "入库")


@login_required
@require_http_methods(["GET", "POST"])
def expert_edited(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change an entry; a change by somebody else since the page was opened is said first."""
    seat = seat_as(request, Role.SAC_OFFICER)
    row = get_object_or_404(models.Expert, pk=key)
    version = edits.version_of(row)
    form = forms.ExpertForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        if whole_number(request.POST.get("base", "")) == version:
            pool.save(form.save(commit=False), form.cleaned_data["fields"], seat, "修改")
            messages.success(request, f"{row.name}的信息已保存。")
            return redirect("reviews:expert", row.pk)
        form.add_error(None, "本页打开之后，这位专家的信息另有修改。您填的都还在，核对之后请再保存一次。")
    return _form_page(
        request, form, f"修改{row.name}的信息", reverse("reviews:expert", args=[key]), "保存", base=version
    )


@login_required
@require_http_methods(["GET", "POST"])
def leave_new(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    def keep(form: Any, row: models.Expert, seat: Membership) -> str:
        form.instance.expert = row
        form.save()
        return f"已登记{row.name}请假。"

    return _about(request, key, forms.LeaveForm, "登记请假", keep)


@login_required
@require_http_methods(["GET", "POST"])
def relation_new(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    def keep(form: Any, row: models.Expert, seat: Membership) -> str:
        form.instance.expert, form.instance.declared_by = row, seat.person
        form.save()
        return "已登记须回避的关系；已在评审组中的，确定评审组时会提示。"

    return _about(request, key, forms.RelationForm, "登记须回避的关系", keep)


@login_required
@require_http_methods(["GET", "POST"])
def expert_retired(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    def keep(form: Any, row: models.Expert, seat: Membership) -> str:
        pool.retire(row, form.cleaned_data["reason"], seat)
        return f"{row.name}已出库，不再参加抽取。"

    return _about(request, key, forms.RetireForm, "出库", keep)


@login_required
@require_POST
def expert_restored(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    seat = seat_as(request, Role.SAC_OFFICER)
    row = get_object_or_404(models.Expert, pk=key)
    pool.restore(row, seat)
    messages.success(request, f"{row.name}已恢复入库。")
    return redirect("reviews:expert", row.pk)


@login_required
@require_POST
def leave_ended(request: HttpRequest, key: int) -> HttpResponse:
    seat_as(request, Role.SAC_OFFICER)
    row = get_object_or_404(models.ExpertLeave, pk=key)
    if pool.end_leave(row):
        messages.success(request, "这次请假已取消。")
    return redirect("reviews:expert", row.expert_id)


@login_required
@require_POST
def relation_ended(request: HttpRequest, key: int) -> HttpResponse:
    seat_as(request, Role.SAC_OFFICER)
    row = get_object_or_404(models.ExpertRelation, pk=key)
    if pool.end_relation(row):
        messages.success(request, "这项关系已标为终止，仍留在记录中。")
    return redirect("reviews:expert", row.expert_id)


@login_required
@require_http_methods(["GET", "POST"])
def experts_imported(request: HttpRequest) -> HttpResponse:
    """A workbook, its report line by line, and the word that takes the good lines in."""
    seat = seat_as(request, Role.SAC_OFFICER)
    if request.method == "POST" and "kept" in request.POST:
        return _taken_in(request, seat)
    form = forms.WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        report = pool.read(upload)
        if not report.problems:
            return _reported(request, seat, upload, report)
        form.add_error("file", list(report.problems))
    status = 422 if request.method == "POST" else 200
    return render(request, "reviews/experts_import.html", {"form": form}, status=status)


@login_required
@require_safe
def experts_template(request: HttpRequest) -> HttpResponse:
    seat_as(request, Role.SAC_OFFICER)
    response = HttpResponse(pool_import.template(), content_type=_XLSX)
    response["Content-Disposition"] = "attachment; filename*=UTF-8''%E4%B8%93%E5%AE%B6%E5%90%8D%E5%8D%95.xlsx"
    return response


def _reported(request: HttpRequest, seat: Membership, upload: Any, report: pool_import.Report) -> HttpResponse:
    """The report; the workbook waits for the word."""
    token = uuid.uuid4()
    if report.experts:
        upload.seek(0)
        cache.set(_place(seat, token), upload.read(), _KEPT)
    page = {"form": forms.WorkbookForm(), "report": report, "kept": token, "name": upload.name}
    return render(request, "reviews/experts_import.html", page)


def _taken_in(request: HttpRequest, seat: Membership) -> HttpResponse:
    """Read again, for the pool may have changed since the report; what was taken in once is not kept."""
    token = uuid_in(request.POST.get("kept", ""))
    content = cache.get(_place(seat, token)) if token else None
    if content is None:
        messages.warning(request, "没有导入：报告已超过 30 分钟，或者已经导入过。请重新上传工作簿。")
        return redirect("reviews:experts_imported")
    report = pool.read(ContentFile(content, "experts.xlsx"))
    count = pool.take_in(report.experts, seat)
    cache.delete(_place(seat, token))
    messages.success(request, f"已导入 {count} 位专家。")
    return redirect("reviews:experts")


def _place(seat: Membership, token: uuid.UUID | None) -> str:
    return f"experts:{seat.person_id}:{token}"


def _about(request: HttpRequest, key: uuid.UUID, form_class: Any, title: str, keep: Keep) -> HttpResponse:
    """One form about one expert, and back to his page."""
    seat = seat_as(request, Role.SAC_OFFICER)
    row = get_object_or_404(models.Expert, pk=key)
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, keep(form, row, seat))
        return redirect("reviews:expert", row.pk)
    return _form_page(request, form, f"{row.name}：{title}", reverse("reviews:expert", args=[key]), title)


def _form_page(request: HttpRequest, form: Any, title: str, back: str, button: str, *, base: int = 0) -> HttpResponse:
    page = {"form": form, "title": title, "back": back, "button": button, "base": base}
    return render(request, "reviews/expert_form.html", page, status=422 if request.method == "POST" else 200)
