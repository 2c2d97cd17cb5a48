"""The same small world as the tests of the applications."""

from tests.applications.conftest import noon, world

__all__ = ["noon", "world"]
