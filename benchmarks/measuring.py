"""Taking the time of one thing beside its floor, and counting what it asks of the database."""

import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Call = Callable[[], Any]


@dataclass
class Times:
    """Milliseconds of each round: by the clock, and of this process's processor."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def take(self, call: Call) -> None:
        start, used = time.perf_counter(), time.process_time()
        call()
        self.processor.append((time.process_time() - used) * 1000)
        self.wall.append((time.perf_counter() - start) * 1000)

    @property
    def median(self) -> float:
        return statistics.median(self.wall)

    @property
    def p95(self) -> float:
        return sorted(self.wall)[max(0, round(0.95 * len(self.wall)) - 1)]

    @property
    def cpu(self) -> float:
        return statistics.median(self.processor)


@dataclass
class Asked:
    """What one call sent to the database: statements with BEGIN and COMMIT, and rows that came back."""

    statements: list[str] = field(default_factory=list)
    rows: int = 0
    longest: int = 0  # the rows of the largest answer

    @property
    def repeated(self) -> int:
        """Statements that differ at most in their parameters, the control of transactions left out."""
        texts = [text for text in self.statements if text.split()[0] not in _CONTROL]
        return len(texts) - len(set(texts))

    @property
    def commits(self) -> int:
        return self.statements.count("COMMIT")


_CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@contextmanager
def counting(asked: Asked) -> Any:
    """Count on the connection that is the default one now."""
    from django.db import connection

    def passed(execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
        result = execute(statement, parameters, many, context)
        asked.statements.append(statement)
        if context["cursor"].description:
            asked.rows += context["cursor"].rowcount
            asked.longest = max(asked.longest, context["cursor"].rowcount)
        return result

    connection.queries_log.clear()
    connection.force_debug_cursor = True
    try:
        with connection.execute_wrapper(passed):
            yield
    finally:
        connection.force_debug_cursor = False
        # BEGIN and COMMIT are the driver's: only Django's own log has them.
        asked.statements += [entry["sql"] for entry in connection.queries_log if entry["sql"] in ("BEGIN", "COMMIT")]


@dataclass
class Line:
    """One thing at one size: the product, the floor beside it, and what was asked."""

    product: Times = field(default_factory=Times)
    floor: Times = field(default_factory=Times)
    asked: Asked = field(default_factory=Asked)

    @property
    def ratio(self) -> float:
        return self.product.median / self.floor.median

    @property
    def processor_ratio(self) -> float:
        """Steadier than the clock's where others use the machine, but blind to the database's share."""
        return self.product.cpu / self.floor.cpu
