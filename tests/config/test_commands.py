import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from config.machine import databases, servers
from tests.product import plain_environment

pytestmark = pytest.mark.django_db


def manage(*command: str) -> subprocess.CompletedProcess[str]:
    own = {"DATABASE_URL": databases.url(connection.settings_dict["NAME"]), "SANDBOX": "1"}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=servers.BASE_DIR,
        env=plain_environment() | own,
        capture_output=True,
        text=True,
        check=True,
    )


def test_the_answer_of_a_command_is_alone_on_stdout() -> None:
    steps = json.loads(manage("procedure_table", "--format", "json").stdout)
    assert {"machine", "step", "article"} <= set(steps[0])


def test_a_command_needs_no_path_of_its_own() -> None:
    assert os.access(servers.BASE_DIR / "manage.py", os.X_OK)
    assert manage("reckon", "2024-01-31", "+1m").stdout.splitlines()[0] == "2024-02-29"


def test_a_template_is_known_by_its_migrations_and_its_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    key = databases.key()
    assert key == databases.key()
    monkeypatch.setattr(databases, "SOURCES", databases.SOURCES[:1])
    assert key != databases.key()


def test_a_database_beside_the_own_keeps_the_servers_address() -> None:
    assert databases.url("other").startswith("postgres://")
    assert "/other" in databases.url("other")
    assert settings.DATABASES["default"]["HOST"] in databases.url("other")


def test_a_database_is_built_once_for_its_key() -> None:
    name, filled = f"built_{settings.SLOT}", list[str]()
    try:
        for key in ("one", "one", "two"):
            assert databases.built(name, key, lambda: "template0", filled.append) == name
        assert filled == [databases.url(f"{name}_building")] * 2
    finally:
        databases.drop(name)


@pytest.mark.parametrize(
    ("before", "source"),
    [("", "template0"), ("1  a", databases.MIGRATED), ("1  a\n2  b", databases.MIGRATED), ("0  a\n2  b", "template0")],
)
def test_only_what_newer_migrations_add_to_is_led_on(monkeypatch: pytest.MonkeyPatch, before: str, source: str) -> None:
    begun: list[str] = []
    monkeypatch.setattr(databases, "_sums", lambda patterns: ["1  a", "2  b"])
    monkeypatch.setattr(databases, "_comment", lambda name: before)
    monkeypatch.setattr(databases, "built", lambda name, wanted, source, fill: begun.append(source()))
    databases.migrated()
    assert begun == [source]
