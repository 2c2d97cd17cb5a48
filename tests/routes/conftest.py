import pytest
from django.core.cache import cache

from tests.applications.building import World
from tests.applications.conftest import noon, world
from tests.routes.stage import Stage

__all__ = ["noon", "world"]


@pytest.fixture
def stage(world: World) -> Stage:
    cache.clear()  # of the counts by which sign-in is slowed down
    return Stage(world)
