from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import transaction
from django.template import loader

from procedure import clock
from tests.applications.building import NOON, World
from tests.applications.conftest import noon
from tests.routes.stage import Stage

__all__ = ["noon"]


@pytest.fixture(scope="module")
def arranged(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """Once for a module's walks, in a transaction that comes to nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.at(NOON):
            stage = Stage(World().build())
        yield stage
        transaction.set_rollback(True)


@pytest.fixture
def stage(arranged: Stage, db: None) -> Iterator[Stage]:
    """The same for every walk: what one changes is gone before the next."""
    cache.clear()  # of the counts by which sign-in is slowed down
    with absence_drawn_once():
        yield arranged


@contextmanager
def absence_drawn_once() -> Iterator[None]:
    """Of a hundred addresses where somebody finds nothing only the first draws its page: the others are the same."""
    drawn: list[str] = []

    def render(context: Any, request: Any) -> str:
        if not drawn:
            drawn.append(loader.get_template("404.html").render(context, request))
        return drawn[0]

    def get_template(name: str) -> Any:
        # A refusal says why, each for itself.
        return SimpleNamespace(render=render) if name == "404.html" else loader.get_template(name)

    with mock.patch("django.views.defaults.loader", SimpleNamespace(get_template=get_template)):
        yield
