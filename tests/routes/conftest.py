from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.template import loader

from tests.applications.building import World
from tests.applications.conftest import noon, world
from tests.ground import shared
from tests.routes.stage import Stage

__all__ = ["noon", "world"]


@shared
def arranged(world: World) -> Stage:
    return Stage(world)


@pytest.fixture
def stage(arranged: Stage) -> Iterator[Stage]:
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
