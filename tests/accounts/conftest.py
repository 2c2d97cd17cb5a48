from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.applications.conftest import noon, world

__all__ = ["noon", "world"]


@pytest.fixture(autouse=True)
def unhindered() -> Iterator[None]:
    """Forget how often somebody tried to sign in."""
    cache.clear()
    yield
    cache.clear()
