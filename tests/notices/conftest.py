from datetime import datetime

import pytest
from django.core.cache import cache

from applications.models import Application, Publication
from procedure import clock
from tests.applications.building import World
from tests.applications.conftest import noon, race, world
from tests.arriving import arrive
from tests.deciding import desk
from tests.ground import shared

__all__ = ["forgetful", "noon", "published", "race", "world"]

# 15 June 2026 and a month; the last day is a Wednesday.
ENDS = datetime(2026, 7, 16, tzinfo=clock.BEIJING)


@pytest.fixture(autouse=True)
def forgetful() -> None:
    """Pages that lie ready and counts of tries are another test's."""
    cache.clear()


@shared
def case(world: World) -> Application:
    """Its deliberation is over but for the publication."""
    return arrive(world.draft(), "deliberation")


@shared
def published(case: Application) -> Publication:
    return desk().publish(case)
