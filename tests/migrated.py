"""The migrated database with the tests' own machines, without any rows but the migrations': made once, and copied."""

from config.machine import databases

NAME = "test_template"
SOURCES = (*databases.MIGRATIONS, "tests/*/migrations/*.py", "config/settings_test.py", "requirements-dev.txt")


def template() -> str:
    """Its name; built first if a migration has changed since."""
    return databases.built(NAME, databases.digest(SOURCES), databases.migrated, _migrate)


def _migrate(database: str) -> None:
    databases.manage("migrate", "--run-syncdb", "--verbosity=0", database=database, settings="config.settings_test")
