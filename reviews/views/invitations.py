"""The page on which an invited expert answers, and nobody else."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from applications.access import seat_of
from organisations.models import Membership
from reviews import avoiding, composing, forms, inviting, models
from reviews.composing import NotComposed
from reviews.draw.canonical import digest_of_text
from reviews.forms.inviting import ACCEPT, DECLARE

_DONE = {
    ACCEPT: "已接受邀请。评审组确定之后，您会收到消息，并能看到评审材料。",
    DECLARE: "已记录您声明的关系，您不参加本次评审。感谢告知。",
}


@login_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, key: int) -> HttpResponse:
    """What is asked, against which units to check, the words of declaration and pledge, and the answer."""
    seat = seat_of(request)
    member = get_object_or_404(inviting.invitations_seen(seat), pk=key)
    units, words = avoiding.units_of(member.panel), inviting.declaration(member.panel)
    open_now = inviting.may_leave(member)
    options: dict[str, Any] = {"units": units, "accepted": member.answer == inviting.Answer.ACCEPTED}
    form = forms.AnswerForm(request.POST or None, initial={"shown": digest_of_text(words)}, **options)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _answered(member, form, words, seat))
            return redirect("reviews:invitation", member.pk)
        except NotComposed as refused:
            typed = request.POST.copy()
            typed["shown"] = digest_of_text(words)
            form.data = typed
            form.add_error(None, str(refused))
    page = {
        "member": member, "panel": member.panel, "terms": composing.terms(member.panel), "units": units,
        "declares": inviting.DECLARES, "pledges": inviting.PLEDGES, "form": form, "open": open_now,
    }  # fmt: skip
    return render(request, "reviews/invitation.html", page, status=422 if request.method == "POST" else 200)


def _answered(member: "models.Member", form: Any, words: str, seat: Membership) -> str:
    """Act on the answer, and say what follows."""
    answer = form.cleaned_data["answer"]
    if answer == ACCEPT:
        inviting.accept(member, words if form.cleaned_data["shown"] == digest_of_text(words) else "")
    elif answer == DECLARE:
        inviting.declare(member, form.relations, seat)
    else:
        inviting.decline(member, form.cleaned_data["reason"])
    return _DONE.get(answer, "已记录您不能参加。感谢答复。")
