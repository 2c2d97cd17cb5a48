from tests.applications.conftest import noon, race, world

__all__ = ["noon", "race", "world"]
