"""The meeting: opinions side by side, the chair's conclusion, the members' signatures, the sheet that is printed."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.access import seat_of
from documents import printing, serving
from organisations.models import Membership
from reviews import concluding, documents, forms, models, sheets, spread
from reviews.phases import Right
from reviews.pointing import numbered_points
from reviews.queries import cases_visible_to, rights_on

from .reading import case_seen, material, typed

_EMPTY_POINTS = 3


@login_required
@require_safe
def meeting(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Everybody's word on each aspect, the widest difference first; and how far the conclusion is."""
    seat = seat_of(request)
    case = _case(seat, key, Right.SPREAD)
    page = _frame(case, seat) | {
        "compared": spread.compared(case, seat),
        "overall": spread.overall(case, seat),
        "labels": spread.labels(case, seat),
    }
    return render(request, "reviews/meeting.html", page)


def _case(seat: Membership, key: uuid.UUID, right: Right) -> models.Case:
    """A case on which the seat has this right now; else it is not there."""
    case = case_seen(seat, key)
    if right not in rights_on(case, seat):
        raise Http404
    return case


def _frame(case: models.Case, seat: Membership) -> dict[str, Any]:
    """What every page of the meeting shows: the conclusion, who signed it, what the seat may do."""
    rights, conclusion = rights_on(case, seat), concluding.conclusion_of(case)
    member, done = sheets.member_for(case, seat), sheets.is_concluded(case)
    standing = concluding.standing(case) if conclusion else []
    called = spread.labels(case, seat)
    for row in standing:
        row["label"] = called[row["member"].pk]
        row["words"] = documents.signed_words(row)
    mine = next((row["signature"] for row in standing if member and row["member"].pk == member.pk), None)
    return {
        "case": case,
        "conclusion": conclusion,
        "points": numbered_points(case, conclusion.points) if conclusion else [],
        "standing": standing,
        "named": Right.MEMBERS in rights,
        "visits": list(case.visits.all()),
        "may_write": Right.WRITES in rights and not done,
        "may_conclude": Right.CONCLUDES in rights and not done,
        "may_sign": Right.SIGNS in rights and not done and conclusion is not None and mine is None,
        "mine": mine,
        "member": member,
        "done": done,
    }


@login_required
@require_http_methods(["GET", "POST"])
def conclusion(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The chair's form; more lines for points come with their own button, without a script."""
    seat = seat_of(request)
    case = _case(seat, key, Right.CONCLUDES)
    if sheets.is_concluded(case):
        raise Http404
    found = concluding.conclusion_of(case)
    form, points = _conclusion_forms(typed(request), case, found)
    more, asked = "more" in request.POST, request.method == "POST" and "more" not in request.POST
    if asked and _settled(form, points, case) and _write(case, form, points, seat):
        messages.success(request, "结论已保存，请各位成员看清后签名。")
        return redirect("reviews:sign", case.pk)
    if more:
        form, points = _with_more(request, case)
    status = 422 if asked else 200
    page = {"case": case, "form": form, "points": points, "found": found} | material(case, seat)
    return render(request, "reviews/conclusion.html", page, status=status)


def _conclusion_forms(data: Any, case: models.Case, found: models.Conclusion | None) -> tuple[Any, Any]:
    initial = {"base": concluding.wording(found)}
    rows: list[dict[str, str]] = []
    if found is not None:
        initial |= {"result": found.result, "text": found.text, "means": found.means}
        rows = list(found.points)
    rows += [{"section": "", "text": ""}] * _EMPTY_POINTS
    form = _conclusion_form(data, case, initial=initial)
    if data is not None:
        return form, _point_forms(data, case)
    return form, _point_forms(None, case, initial=rows)


def _conclusion_form(data: Any, case: models.Case, **options: Any) -> forms.ConclusionForm:
    return forms.ConclusionForm(data, conclusions=case.conclusions, kind=case.of_kind, **options)


def _point_forms(data: Any, case: models.Case, **options: Any) -> Any:
    words = {"places": case.of_kind.places(case), "kind": case.of_kind}
    return forms.PointForms(data, prefix="points", form_kwargs=words, **options)


def _with_more(request: HttpRequest, case: models.Case) -> tuple[Any, Any]:
    """What was typed with empty lines after it, nothing judged yet."""
    data = request.POST.copy()
    data["points-TOTAL_FORMS"] = str(_point_forms(data, case).total_form_count() + _EMPTY_POINTS)
    form, points = _conclusion_form(data, case), _point_forms(data, case)
    form.errors.clear()
    points.is_valid()
    for each in points:
        each.errors.clear()
    return form, points


def _settled(form: Any, points: Any, case: models.Case) -> bool:
    """Whether both are right, and the points are there where the conclusion asks for them."""
    if not (form.is_valid() & points.is_valid()):
        return False
    kind, result = case.of_kind, form.cleaned_data["result"]
    if result in kind.pointed and not forms.points_of(points):
        form.add_error("result", f"结论为“{result}”的，请至少写一条{kind.points}。")
        return False
    return True


def _write(case: models.Case, form: Any, points: Any, seat: Membership) -> bool:
    data = form.cleaned_data
    try:
        concluding.write(
            case,
            result=data["result"],
            text=data["text"],
            points=forms.points_of(points),
            means=data.get("means", []),
            base=data["base"],
            seat=seat,
        )
    except concluding.StaleError as stale:
        form.add_error(None, str(stale))
        return False
    except sheets.NotWritable:
        form.add_error(None, "现在不能再改结论：评审意见已经记录，或者会议已经结束。")
        return False
    return True


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The conclusion in full, and a member's own word under it."""
    seat = seat_of(request)
    case = _case(seat, key, Right.SIGNS)
    frame = _frame(case, seat)
    if frame["conclusion"] is None:
        messages.info(request, "组长还没有写出评审结论。")
        return redirect("reviews:meeting", case.pk)
    shown = concluding.digest_of(case, frame["conclusion"])
    form = forms.SignForm(typed(request), initial={"shown": shown})
    if request.method == "POST" and form.is_valid():
        if not (refusal := _sign(case, form.cleaned_data, seat)):
            messages.success(request, "已签名。")
            return redirect("reviews:meeting", case.pk)
        form = forms.SignForm(form.cleaned_data | {"shown": shown})
        form.add_error(None, refusal)
    return render(request, "reviews/sign.html", frame | {"form": form}, status=422 if request.method == "POST" else 200)


def _sign(case: models.Case, data: dict[str, Any], seat: Membership) -> str:
    """Why it was refused, or nothing."""
    agrees = data["word"] == "agree"
    try:
        concluding.sign(case, shown=data["shown"], agrees=agrees, dissent=data["dissent"], seat=seat)
    except concluding.StaleError as stale:
        return str(stale)
    except sheets.NotWritable:
        return "现在不能再签名：评审意见已经记录，或者会议已经结束。"
    return ""


@login_required
@require_safe
def opinion(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """专家评审意见 as it would be printed now; what was printed before stays listed."""
    seat = seat_of(request)
    case = case_seen(seat, key)
    page: dict[str, Any] = {"case": case, "own": _own_states(case, seat), "aspects": case.asked_on}
    if _may_print(case, seat):
        page |= {"content": documents.content_of(case), "unsigned": concluding.unsigned(case)}
        page["prints"] = list(case.prints.select_related("file"))
    elif not page["own"]:
        raise Http404
    return render(request, "reviews/opinion.html", page)


def _own_states(case: models.Case, seat: Membership) -> list[models.SheetState]:
    member = sheets.member_for(case, seat)
    if member is None:
        return []
    return list(models.SheetState.objects.filter(sheet__case=case, sheet__member=member))


def _may_print(case: models.Case, seat: Membership) -> bool:
    """Whoever may read the conclusion and the members' names: SAC from the meeting, members after it."""
    both = Right.MEMBERS | Right.CONCLUSION
    return both in rights_on(case, seat) and concluding.conclusion_of(case) is not None


@login_required
@require_POST
def opinion_printed(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Have the opinion made as PDF as it stands now."""
    seat = seat_of(request)
    case = case_seen(seat, key)
    if not _may_print(case, seat):
        raise Http404
    if reason := printing.available():
        messages.error(request, reason)
        return redirect("reviews:opinion", case.pk)
    return redirect("reviews:opinion_print", documents.order_print(case, seat).pk)


@login_required
@require_safe
def opinion_print(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far a print is: it asks again by itself until the file is there."""
    order = _print(seat_of(request), key)
    fragment = "reviews/_print.html" if request.headers.get("HX-Request") else "reviews/print.html"
    page = {"order": order, "case": order.case, "unavailable": printing.available()}
    return render(request, fragment, page | {"failed": order.file is None and documents.has_failed(order)})


@login_required
@require_safe
def opinion_file(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    order = _print(seat_of(request), key)
    if order.file is None:
        raise Http404
    return serving.respond(order.file, inline="inline" in request.GET)


def _print(seat: Membership, key: uuid.UUID) -> models.OpinionPrint:
    rows = models.OpinionPrint.objects.filter(case__in=cases_visible_to(seat).values("pk"))
    order = get_object_or_404(rows.select_related("file", "case__panel"), pk=key)
    if not _may_print(order.case, seat):
        raise Http404
    return order
