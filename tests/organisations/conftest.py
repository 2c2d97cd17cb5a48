from tests.applications.conftest import noon, world

__all__ = ["noon", "world"]
