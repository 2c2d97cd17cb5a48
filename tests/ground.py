"""Rows that many tests begin from: made once in a transaction that comes to nothing, each test after a savepoint."""

import inspect
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Any

import pytest
from django.db import transaction

from procedure import clock
from tests.applications.building import NOON

Build = Callable[..., Any]


def shared(build: Build) -> Any:
    """A fixture whose rows and objects every test gets as they were made, whatever the one before did to its own.

    It is made at noon and may ask for nothing but other shared ones. A test that commits gets it made for itself.
    """

    def given(db: None, **others: Any) -> Any:
        return GROUND.objects[build.__name__] if GROUND.layers else build(**others)

    given.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in ("db", *_asked_by(build))
    )
    given.build = build  # type: ignore[attr-defined]
    return pytest.fixture(name=build.__name__)(given)


@dataclass(frozen=True)
class Layer:
    build: Build
    atomic: Any
    objects: bytes  # its own and those of the layers below

    def take_away(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)


class Ground:
    """The layers that stand now, from the transaction up, and this test's copy of what they hold."""

    def __init__(self) -> None:
        self.layers: list[Layer] = []
        self.objects: dict[str, Any] = {}

    def stand_on(self, builds: list[Build]) -> None:
        """Keep what begins like this, take away the rest and add what is missing."""
        pairs = zip(self.layers, builds, strict=False)
        kept = sum(1 for _ in takewhile(lambda pair: pair[0].build is pair[1], pairs))
        while len(self.layers) > kept:
            self.layers.pop().take_away()
        for build in builds[kept:]:
            self._add(build)
        self.objects = self._copies()

    def _add(self, build: Build) -> None:
        objects, atomic = self._copies(), transaction.atomic()
        atomic.__enter__()
        try:
            with clock.at(NOON):
                objects[build.__name__] = build(**{name: objects[name] for name in _asked_by(build)})
        except BaseException as error:
            atomic.__exit__(type(error), error, error.__traceback__)
            raise
        self.layers.append(Layer(build, atomic, pickle.dumps(objects)))

    def _copies(self) -> dict[str, Any]:
        return pickle.loads(self.layers[-1].objects) if self.layers else {}  # noqa: S301 - written above


GROUND = Ground()


def builds_of(item: Any) -> list[Build]:
    """The shared fixtures that a test asks for, what one rests on before it; none for a test that commits."""
    if commits(item):
        return []
    found = item._fixtureinfo.name2fixturedefs
    ordered: dict[str, Build] = {}

    def add(name: str) -> None:
        build = getattr(found[name][-1].func, "build", None) if name in found else None
        if build and name not in ordered:
            for other in _asked_by(build):
                add(other)
            ordered[name] = build

    for name in item.fixturenames:
        add(name)
    return list(ordered.values())


def commits(item: Any) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction")) or "transactional_db" in item.fixturenames


def side_by_side(items: list[Any]) -> None:
    """Those of a module that begin from the same ground one after another, in whatever order they came otherwise."""
    items[:] = [
        item
        for _, module in groupby(items, key=lambda item: item.nodeid.partition("::")[0])
        for item in sorted(module, key=lambda item: [build.__qualname__ for build in builds_of(item)])
    ]


def _asked_by(build: Build) -> list[str]:
    return list(inspect.signature(build).parameters)
