"""The page of a form about a base, a row or an application, beside the article that it rests on."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from procedure import articles
from procedure.acts import Refused
from procedure.asked import uuid_in


def carried_out(request: HttpRequest, form: Any, act: Callable[[dict[str, Any], uuid.UUID | None], Any]) -> Any:
    """What ``act`` made of the facts of a valid form and the page's key, and the refusals if it would not."""
    if request.method != "POST" or not form.is_valid():
        return None, ()
    try:
        return act(dict(form.cleaned_data), key_of(request)), ()
    except Refused as refused:
        return None, refused.refusals


def about_page(
    request: HttpRequest, about: Any, form: Any, article: str, *, title: str, verb: str,
    template: str = "assessments/_form_page.html", refusals: Any = (), **more: Any,
) -> HttpResponse:  # fmt: skip
    posted = request.method == "POST"
    context = more | {
        "about": about, "form": form, "refusals": refusals, "title": title, "verb": verb,
        "key": key_of(request) or uuid.uuid4(), "quotation": articles.quotation(article), "lost_files": posted,
    }  # fmt: skip
    status = 409 if refusals or more.get("refused") else 422 if posted else 200
    return render(request, template, context, status=status)


def key_of(request: HttpRequest) -> uuid.UUID | None:
    return uuid_in(request.POST.get("key", ""))


def sent(request: HttpRequest) -> tuple[Any, ...]:
    """What a form is bound to: nothing before it was sent."""
    return (request.POST, request.FILES) if request.method == "POST" else ()
