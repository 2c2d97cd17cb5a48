"""The migrated database, without any rows but the migrations' own: made once for their state, and copied at once."""

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg2
from psycopg2 import sql

from config.machine import databases, servers

TEMPLATE = "test_template"
# The last is for the migrations of other people's applications.
SOURCES = ("*/migrations/*.py", "tests/*/migrations/*.py", "config/settings*.py", "requirements-dev.txt")


def template() -> str:
    """Its name; built first if a migration has changed since."""
    with _cursor() as cursor:
        # One process builds, the others wait here and find it built.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [TEMPLATE])
        if _made_for(cursor) != key():
            _build(cursor)
    return TEMPLATE


def key() -> str:
    """Changes with every migration."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in servers.BASE_DIR.glob(pattern)}):
        digest.update(f"{path.relative_to(servers.BASE_DIR)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _build(cursor: Any) -> None:
    """Under another name, so that a run that stops on the way leaves no half of it."""
    building, wanted = f"{TEMPLATE}_building", key()
    _execute(cursor, "DROP DATABASE IF EXISTS {} WITH (FORCE)", building)
    _execute(cursor, "CREATE DATABASE {}", building)
    _migrate(building)
    _execute(cursor, "DROP DATABASE IF EXISTS {} WITH (FORCE)", TEMPLATE)
    _execute(cursor, "ALTER DATABASE {} RENAME TO {}", building, TEMPLATE)
    cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS %s").format(sql.Identifier(TEMPLATE)), [wanted])


def _migrate(database: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--run-syncdb", "--verbosity=0"],
        cwd=servers.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings_test", "DATABASE_URL": databases.url(database)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _made_for(cursor: Any) -> str:
    cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [TEMPLATE])
    row = cursor.fetchone()
    return str(row[0]) if row else ""


def _execute(cursor: Any, statement: str, *names: str) -> None:
    cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextlib.contextmanager
def _cursor() -> Iterator[Any]:
    connection = psycopg2.connect(databases.url("postgres"))
    # CREATE DATABASE does not run inside a transaction.
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()
