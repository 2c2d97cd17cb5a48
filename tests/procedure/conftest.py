"""The practice machines' people, at a fixed noon."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from procedure import clock
from tests.factories import Personas, personas
from tests.practice import outbox as practice_outbox
from tests.practice.road import NOON


@pytest.fixture
def noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def cast(db: None, noon: None) -> Personas:
    return personas()


@pytest.fixture
def tamper() -> Callable[..., None]:
    """Run SQL as only the database's superuser can: past every trigger."""

    def run(statement: str, *values: object) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(statement, values)
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")

    return run


@pytest.fixture
def no_ink() -> Iterator[set[str]]:
    """Errands whose stamp fails."""
    yield practice_outbox.failing
    practice_outbox.failing.clear()


@pytest.fixture
def race() -> Callable[..., list[Any]]:
    """Run the calls on threads of their own, all let go at the same moment; what each returned or raised."""

    def run(*calls: Callable[[], Any]) -> list[Any]:
        barrier = threading.Barrier(len(calls))
        results: list[Any] = [None] * len(calls)

        def racer(number: int, call: Callable[[], Any]) -> None:
            try:
                with clock.at(NOON):
                    # The connection is opened before the start, or the slowest to connect would never race.
                    connection.ensure_connection()
                    barrier.wait(30)
                    results[number] = call()
            except Exception as error:
                results[number] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=racer, args=(number, call)) for number, call in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in threads), "a racer hangs"
        return results

    return run
