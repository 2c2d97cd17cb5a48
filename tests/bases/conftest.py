import pytest
from django.core.cache import cache

from tests.applications.conftest import noon, race, world

__all__ = ["forgetful", "noon", "race", "world"]


@pytest.fixture(autouse=True)
def forgetful() -> None:
    """Pages that lie ready are another test's."""
    cache.clear()
