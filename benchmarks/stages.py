"""The benchmark's own databases beside the portal's: one for each size, and the switch between them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
from psycopg2 import sql

from config.machine import databases, servers, slots


@dataclass(frozen=True)
class Stage:
    """A database of so many applications; ``enter`` makes it the one that the whole program speaks to."""

    size: int
    connection: Any

    def enter(self) -> None:
        from django.db import connections

        connections["default"] = self.connection


def prepare() -> str:
    """Point the settings at databases, queues and a folder that nobody else uses; before Django is set up."""
    servers.ensure()
    slot = slots.take()
    name = f"bench_portal_{slot}"
    # As in production: no sandbox clock, and a broker; nobody reads its queues here.
    os.environ["REDIS_URL"] = os.environ.get("REDIS_URL") or servers.redis_url(4 * slot)
    os.environ["DATABASE_URL"] = databases.url(name)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "0", "SANDBOX": "0", "LOG_LEVEL": "ERROR"}
    return name


@contextmanager
def loaded(name: str, sizes: list[int], load: Any) -> Iterator[list[Stage]]:
    """Fill a copy of the migrated database for each size, and leave nothing behind."""
    import redis
    from django.conf import settings
    from django.db import connections

    names = {size: f"{name}_{size}" for size in sizes}
    try:
        migrated = databases.migrated()
        stages = [_fill(migrated, copy, size, load) for size, copy in names.items()]
        yield stages
    finally:
        connections.close_all()
        for each in names.values():
            databases.drop(each)
        redis.Redis.from_url(settings.REDIS_URL).flushdb()


def _fill(migrated: str, copy: str, size: int, load: Any) -> Stage:
    from django.db import connections

    databases.drop(copy)
    _create(copy, migrated)
    settings = {**connections.settings["default"], "NAME": copy, "CONN_MAX_AGE": None}
    stage = Stage(size, type(connections["default"])(settings, "default"))
    stage.enter()
    load(size)
    with stage.connection.cursor() as cursor:
        cursor.execute("VACUUM")
    return stage


def _create(name: str, template: str) -> None:
    server = psycopg2.connect(databases.url("postgres"))
    # CREATE DATABASE does not run inside a transaction.
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            cursor.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    finally:
        server.close()
