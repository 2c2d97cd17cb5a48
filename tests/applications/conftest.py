from collections.abc import Iterator

import pytest
from django.test import Client

from applications.models import Application
from procedure import clock
from tests.applications.asking import client_of
from tests.applications.building import NOON, World
from tests.ground import shared
from tests.procedure.conftest import race

__all__ = ["noon", "race", "world"]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """A fixed moment inside the call's window."""
    with clock.at(NOON):
        yield


@shared
def world() -> World:
    return World().build()


@shared
def draft(world: World) -> Application:
    return world.draft(filled=True)


@pytest.fixture
def preparer(world: World) -> Client:
    return client_of(world.seats["preparer"])
