"""The system administrator's pages: accounts, and nothing of what their people write."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import administering, lockout
from accounts.events import record
from accounts.forms import PersonForm, ReasonForm
from accounts.models import EventKind, Person
from documents import spreadsheets
from procedure import clock
from procedure.asked import whole_number, words_in

SIZE = 50
_HEADER = ("姓名", "邮箱", "电话", "开通时间", "状态")
View = Callable[..., HttpResponseBase]
# What can be done to an account: its words on the button, and what is said afterwards.
ACTS: dict[str, tuple[Callable[..., None], str, str]] = {
    "disable": (administering.disable, "停用账号", "账号已停用，本人在下一次操作时退出。"),
    "enable": (administering.enable, "恢复账号", "账号已恢复，可以登录。"),
    "unlock": (administering.unlock, "解除锁定", "锁定已解除，可以立即重试登录。"),
    "reset-second-factor": (
        administering.reset_second_factor, "重置动态验证", "动态验证已重置，本人登录后会被要求重新设置。",
    ),
}  # fmt: skip


def only_for(role: str) -> Callable[[View], View]:
    """A page of one role; for everybody else who is signed in it is not there."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            seat = getattr(request, "seat", None)
            if not seat or seat.role != role:
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


@login_required
@require_safe
@only_for("system_admin")
def listed(request: HttpRequest) -> HttpResponse:
    """Everybody, the newest account first; found by the beginning of name or address."""
    asked = _asked(request.GET)
    found = _beginning_with(asked)
    if before := whole_number(request.GET.get("before", "")):
        found = found.filter(pk__lt=before)
    page = list(found.order_by("-pk")[: SIZE + 1])
    following = page[SIZE - 1].pk if len(page) > SIZE else None
    return render(request, "accounts/persons.html", {"people": page[:SIZE], "following": following, "q": asked})


@login_required
@require_POST
@only_for("system_admin")
def export(request: HttpRequest) -> FileResponse:
    """The same as a workbook, which is itself an event: it carries addresses out of the house."""
    asked, admin = _asked(request.POST), _self(request)
    record(EventKind.EXPORTED, person=admin, by=admin, request=request, detail=f"人员：{asked or '全部'}")
    rows = (
        [each.name, each.email, each.phone, each.date_joined, "启用" if each.is_active else "已停用"]
        for each in _beginning_with(asked).order_by("-pk").iterator(chunk_size=1000)
    )
    return spreadsheets.respond("人员", _HEADER, rows, f"人员{clock.today():%Y%m%d}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@only_for("system_admin")
def new(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        person = administering.make_account(form.save(commit=False), by=_self(request), request=request)
        messages.success(request, f"已为{person.name}开通账号，设置密码的信已寄往 {person.email}。")
        return redirect("accounts:person", key=person.pk)
    return render(request, "accounts/new_person.html", {"form": form}, status=422 if form.is_bound else 200)


def _asked(asked: Any) -> str:
    return words_in(asked.get("q", ""))


@login_required
@require_safe
@only_for("system_admin")
def person(request: HttpRequest, key: int) -> HttpResponse:
    return _person_page(request, _one(key), None)


@login_required
@require_POST
@only_for("system_admin")
def act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    """Disable, enable, unlock, or take a lost second factor away; always with a reason."""
    whom = _one(key)
    if act not in _open_to(whom, _self(request)):
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _person_page(request, whom, (act, form))
    do, _, said = ACTS[act]
    do(whom, form.cleaned_data["reason"], by=_self(request), request=request)
    messages.success(request, said)
    return redirect("accounts:person", key=whom.pk)


def _person_page(request: HttpRequest, whom: Person, refused: tuple[str, ReasonForm] | None) -> HttpResponse:
    locked_until = lockout.locked_until(whom)
    acts = [
        {"name": name, "label": ACTS[name][1], "form": ReasonForm(auto_id=f"{name}_%s")}
        for name in _open_to(whom, _self(request))
        # A lock that ran out while the reason was written: the page keeps what was typed.
        if name != "unlock" or locked_until or (refused and refused[0] == name)
    ]
    for each in acts:
        if refused and each["name"] == refused[0]:
            each["form"] = refused[1]
    context = {
        "whom": whom,
        "acts": acts,
        "locked_until": locked_until,
        "factors": Authenticator.objects.filter(user=whom).exclude(type=Authenticator.Type.RECOVERY_CODES).count(),
        "form": refused[1] if refused else None,
    }
    return render(request, "accounts/person.html", context, status=422 if refused else 200)


def _open_to(whom: Person, by: Person) -> list[str]:
    """What can be done to this account now; nobody shuts out or disarms themselves."""
    if whom.pk == by.pk:
        return ["unlock"]
    found = ["disable" if whom.is_active else "enable", "unlock"]
    has_factor = Authenticator.objects.filter(user=whom).exists()
    return [*found, "reset-second-factor"] if has_factor else found


def _beginning_with(asked: str) -> QuerySet[Person]:
    people = Person.objects.all()
    return people.filter(Q(name__startswith=asked) | Q(email__istartswith=asked)) if asked else people


def _one(key: int) -> Person:
    return get_object_or_404(Person, pk=key)


def _self(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
