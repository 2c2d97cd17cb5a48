"""The page of a form about a base or a row, beside the article that it rests on."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from procedure import articles
from procedure.asked import uuid_in


def about_page(
    request: HttpRequest, about: Any, form: Any, article: str, *, title: str, verb: str, rules: tuple[str, ...],
    refusals: Any = (),
) -> HttpResponse:  # fmt: skip
    posted = request.method == "POST"
    context = {
        "about": about, "form": form, "refusals": refusals, "title": title, "verb": verb, "rules": rules,
        "key": key_of(request) or uuid.uuid4(), "quotation": articles.quotation(article), "lost_files": posted,
    }  # fmt: skip
    status = 409 if refusals else 422 if posted else 200
    return render(request, "assessments/about_form.html", context, status=status)


def key_of(request: HttpRequest) -> uuid.UUID | None:
    return uuid_in(request.POST.get("key", ""))
