"""The seeded database: made once for each state of migrations and seed, kept as a template, copied at once."""

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from config.machine import servers

BASE_DIR = servers.BASE_DIR
TEMPLATE = "portal_template"
SOURCES = ("config/machine/databases.py", "*/migrations/*.py", "*/management/commands/seed*.py", "*/demo/**/*")


def url(name: str = "") -> str:
    """The address of a database beside the portal's own, on whichever server that is."""
    own = urlsplit(os.environ.get("DATABASE_URL") or servers.database_url())
    return own._replace(path=f"/{name}").geturl() if name else own.geturl()


def ensure() -> None:
    """Leave the portal's database migrated and seeded; what people entered there stays."""
    name = urlsplit(url()).path.removeprefix("/")
    if os.environ.get("DATABASE_URL"):
        # A server that is not ours may not let us create databases.
        _prepare(url())
        return
    template()
    if _is_empty(name):
        copy(name)
    elif _comment(name) != key():
        _manage("migrate", "--verbosity=0", database=url(name))
        _set_comment(name, key())


def template() -> str:
    """The name of the seeded template, built first if migrations or seed have changed since."""
    with _cursor() as cursor:
        # One process builds, the others wait here and find it built.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [TEMPLATE])
        if _comment(TEMPLATE) != key():
            _build_template()
    return TEMPLATE


def _build_template() -> None:
    print("准备演示数据（只此一次，约一分钟）…  Seeding the demonstration data, this once …", file=sys.stderr)
    building = f"{TEMPLATE}_building"
    drop(building)
    _execute("CREATE DATABASE {}", building)
    _prepare(url(building))
    drop(TEMPLATE)
    _execute("ALTER DATABASE {} RENAME TO {}", building, TEMPLATE)
    _set_comment(TEMPLATE, key())


def copy(name: str) -> str:
    """A database of this name, as fresh from the seed; returns its address."""
    drop(name)
    _execute("CREATE DATABASE {} TEMPLATE {}", name, TEMPLATE)
    _set_comment(name, key())
    return url(name)


def drop(name: str) -> None:
    _execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def key() -> str:
    """Changes with every migration and every source of the seed."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in BASE_DIR.glob(pattern)}):
        if path.is_file() and path.suffix != ".pyc" and not path.is_relative_to(BASE_DIR / "node_modules"):
            digest.update(f"{path.relative_to(BASE_DIR)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _prepare(database: str) -> None:
    _manage("migrate", "--verbosity=0", database=database)
    _manage("seed_demo", database=database)


def _manage(*command: str, database: str) -> None:
    redis = os.environ.get("REDIS_URL") or servers.redis_url()
    environment = os.environ | {
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "SANDBOX": "1",
        # Tests ask for the template too, and their settings hash passwords and store files in ways of their own.
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    # What is on its way is for the person who waits; stdout belongs to the answer of the command that called us.
    done = subprocess.run([sys.executable, "manage.py", *command], cwd=BASE_DIR, env=environment, stdout=2, check=False)
    if done.returncode:
        what = " ".join(command)
        sys.exit(
            f"{what} 失败。若数据来自旧版本，可用 make reset 重来。{what} failed. Data of an older version? make reset"
        )


@contextlib.contextmanager
def _cursor(database: str = "postgres") -> Iterator[Any]:
    connection = psycopg2.connect(url(database))
    # CREATE DATABASE does not run inside a transaction.
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _execute(statement: str, *names: str) -> None:
    with _cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _is_empty(name: str) -> bool:
    with _cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            return True
    with _cursor(name) as cursor:
        cursor.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1")
        return not cursor.fetchone()


def _comment(name: str) -> str:
    with _cursor() as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
        row = cursor.fetchone()
        return str(row[0]) if row else ""


def _set_comment(name: str, comment: str) -> None:
    with _cursor() as cursor:
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS %s").format(sql.Identifier(name)), [comment])


def reset() -> None:
    """Throw the demo's data away and begin again from the seed."""
    if os.environ.get("DATABASE_URL"):
        sys.exit("reset 只用于演示自带的数据库 / reset works on the demo's own database only; DATABASE_URL is set")
    template()
    copy(servers.DATABASE)


if __name__ == "__main__":
    servers.ensure()
    {"ensure": ensure, "reset": reset}[sys.argv[1]]()
