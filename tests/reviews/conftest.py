from tests.applications.building import World
from tests.applications.conftest import noon, race, world
from tests.ground import shared
from tests.reviews.panels import AtWork, at_work

__all__ = ["noon", "race", "work", "world"]


@shared
def work(world: World) -> AtWork:
    """A confirmed panel of five with one case."""
    return at_work(world)
