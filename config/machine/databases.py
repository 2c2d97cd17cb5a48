"""The seeded database: made once for each state of migrations and seed, kept as a template, copied at once."""

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from config.machine import servers

BASE_DIR = servers.BASE_DIR
TEMPLATE, MIGRATED = "portal_template", "portal_migrated"
# The last is for the migrations of other people's applications.
MIGRATIONS = ("*/migrations/*.py", "config/settings.py", "requirements.txt")
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
        manage("migrate", "--verbosity=0", database=url(name))
        _set_comment(name, key())


def template() -> str:
    """The name of the seeded template, built first if migrations or seed have changed since."""
    return built(TEMPLATE, key(), migrated, _seed)


def migrated() -> str:
    """The name of a database that is migrated and no more; one that lacks only the newest migrations is led on."""
    wanted = "\n".join(_sums(MIGRATIONS))

    def source() -> str:
        before = _comment(MIGRATED)
        return MIGRATED if before and set(before.splitlines()) <= set(wanted.splitlines()) else "template0"

    return built(MIGRATED, wanted, source, _migrate)


def built(name: str, wanted: str, source: Callable[[], str], fill: Callable[[str], None]) -> str:
    """Leave a database of this name as a copy of its source, filled; made again only where another key is wanted."""
    with _cursor() as cursor:
        # One process builds, the others wait here and find it built.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        if _comment(name) != wanted:
            _build(name, wanted, source(), fill)
    return name


def _build(name: str, wanted: str, source: str, fill: Callable[[str], None]) -> None:
    """Under another name, so that a run that stops on the way leaves no half of it."""
    building = f"{name}_building"
    drop(building)
    _execute("CREATE DATABASE {} TEMPLATE {}", building, source)
    fill(url(building))
    drop(name)
    _execute("ALTER DATABASE {} RENAME TO {}", building, name)
    _set_comment(name, wanted)


def _seed(database: str) -> None:
    print("准备演示数据（只此一次，约三分钟）…  Seeding the demonstration data, this once …", file=sys.stderr)
    manage("seed_demo", database=database)


def _migrate(database: str) -> None:
    print("建立数据库（只此一次）…  Migrating the database, this once …", file=sys.stderr)
    manage("migrate", "--verbosity=0", database=database)


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
    return digest(SOURCES)


def digest(patterns: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(_sums(patterns)).encode()).hexdigest()


def _sums(patterns: Iterable[str]) -> list[str]:
    """A line with digest and path for each file."""
    paths = sorted({path for pattern in patterns for path in BASE_DIR.glob(pattern)})
    return [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(BASE_DIR)}"
        for path in paths
        if path.is_file() and path.suffix != ".pyc" and not path.is_relative_to(BASE_DIR / "node_modules")
    ]


def _prepare(database: str) -> None:
    manage("migrate", "--verbosity=0", database=database)
    manage("seed_demo", database=database)


def manage(*command: str, database: str, settings: str = "config.settings") -> None:
    redis = os.environ.get("REDIS_URL") or servers.redis_url()
    environment = os.environ | {
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "SANDBOX": "1",
        # Tests ask for the template too, and their settings hash passwords and store files in ways of their own.
        "DJANGO_SETTINGS_MODULE": settings,
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
