"""The floor: what Django itself costs. A view that reads and renders the same 25 rows, and a bare locked update."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test import Client
from django.test.utils import override_settings
from django.urls import path
from django.utils import timezone

from applications.models import Application
from organisations.models import Role

from .loading import ORGANISER, PEOPLE, RECOMMENDER

# Session and user, and nothing that the page does not need.
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "benchmarks.floor.own_addresses",
]
SIZE, COUNTED = 25, 1000
# What each seat may see, in as few words as a bare view would need, and the state that its queue opens with.
QUEUES: dict[Role, dict[str, Any]] = {
    Role.SAC_OFFICER: {"submitted_at__isnull": False},
    Role.ORGANISER_OFFICER: {"organiser_id": ORGANISER},
    Role.RECOMMENDER_OFFICER: {"recommender_id": RECOMMENDER, "endorsed_at__isnull": False},
    Role.PREPARER: {"unit_id": PEOPLE[Role.PREPARER] // 2},
}
STATES = {
    Role.SAC_OFFICER: "received",
    Role.ORGANISER_OFFICER: "organiser_review",
    Role.RECOMMENDER_OFFICER: "recommender_review",
}


class Case(models.Model):
    """As narrow as a row that is locked and moved can be."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    state = models.CharField(max_length=32)
    version = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        app_label = "benchmarks"


class Entry(models.Model):
    case_id = models.UUIDField(db_index=True)
    person_id = models.BigIntegerField()
    target = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        app_label = "benchmarks"


class Effect(models.Model):
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "benchmarks"


def make_tables(size: int) -> None:
    with connection.schema_editor() as editor:
        for model in (Case, Entry, Effect):
            editor.create_model(model)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO benchmarks_case SELECT gen_random_uuid(), 'draft', 0, now() FROM generate_series(1, %s)",
            [size],
        )


def move(key: Any, person: Any) -> None:
    """One locked update and two inserts in one transaction."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=key)
        case.state, case.version, case.since = "review", case.version + 1, timezone.now()
        case.save()
        Entry.objects.create(case_id=case.pk, person_id=person, target=case.state, at=case.since)
        Effect.objects.create(kind="notify", payload={"case": str(case.pk)}, created_at=case.since)


_template = Engine([str(Path(__file__).parent / "templates")], debug=False).get_template("floor.html")


def queue(request: HttpRequest) -> HttpResponse:
    """The same 25 rows as plain values, and a count that ends where the product's does: no help to our ratio."""
    role = Role(request.GET["role"])
    rows = Application.objects.filter(**QUEUES[role])
    if role in STATES and "all" not in request.GET:
        rows = rows.filter(state=STATES[role])
    page = rows.order_by("since", "id").values(
        "pk", "inner_name", "kind", "state", "since", host=models.F("unit__name"),
        area=models.F("region__short_name"), ends=models.F("call__closes_at"),
    )[:SIZE]  # fmt: skip
    count = rows.order_by("since", "id").values("pk")[: COUNTED + 1].count()
    return HttpResponse(_template.render(Context({"rows": page, "count": count, "user": request.user})))


def post(request: HttpRequest) -> HttpResponse:
    """The bare transaction behind session and user."""
    move(request.POST["case"], request.user.pk)
    return HttpResponse(status=302, headers={"Location": "/"})


def constant(request: HttpRequest) -> HttpResponse:
    """Twenty thousand bytes that are there already: no page can be cheaper."""
    return HttpResponse(_CONSTANT)


_CONSTANT = b"x" * 20_000

urlpatterns = [path("floor/queue/", queue), path("floor/post/", post), path("floor/constant/", constant)]


def own_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__  # type: ignore[attr-defined]
        return get_response(request)

    return answer


def client() -> Client:
    """A client whose requests go through the floor's middleware alone."""
    client = Client(SERVER_NAME="localhost")
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        client.handler.load_middleware()
    return client


def client_of(person: Any) -> Client:
    """The same, signed in."""
    found = client()
    found.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return found
