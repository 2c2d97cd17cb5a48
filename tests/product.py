"""Starts what people use, the supervisor and its children, beside a test."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import redis
from django.conf import settings

from config.machine import databases, servers

RUN = Path(settings.BASE_DIR) / "var" / "run"
PATIENCE = 90.0
ADDRESS = re.compile(r"http://[\d.]+:\d+/")


class Hand:
    """A process that is kept beside a portal: to start Django for every word to its database takes seconds."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.process: subprocess.Popen[str] | None = None

    def tell(self, code: str) -> str:
        self.process = self.process or subprocess.Popen(
            [sys.executable, "-m", "tests.hand"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert not answer["failed"], answer["failed"]
        return str(answer["said"])

    def let_go(self) -> None:
        if self.process:
            self.process.communicate(timeout=PATIENCE)


@dataclass(frozen=True)
class Product:
    """A running portal: where it answers, and the environment in which manage.py meets its database."""

    address: str
    environment: dict[str, str]
    log: Path
    hand: Hand

    def tell(self, code: str) -> str:
        """What the code prints, run beside the portal."""
        return self.hand.tell(code)

    def manage(self, *command: str) -> str:
        """The answer of a command on this portal's database."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def wait_until(condition: Callable[[], object], why: str) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, why
        time.sleep(0.05)


def plain_environment() -> dict[str, str]:
    """What a shell would give: nothing of this test process."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DJANGO_", "TEST_"))}
    return kept | {"PYTHONWARNINGS": ""}


@contextlib.contextmanager
def run(name: str) -> Iterator[Product]:
    databases.template()
    database = f"product_{settings.SLOT}_{name}"
    media = RUN / f"media-{database}"
    broker = settings.PRODUCT_REDIS_URLS[name]
    redis.Redis.from_url(broker).flushdb()
    environment = plain_environment() | {
        "DATABASE_URL": databases.copy(database),
        "REDIS_URL": broker,
        "CACHE_URL": broker,
        "MEDIA_ROOT": str(media),
        "PORT": "0",
        "WEB_WORKERS": "1",
        "SANDBOX": "1",
    }
    _link_media(media)
    hand = Hand(environment)
    try:
        with _supervised(environment, RUN / f"{database}.log") as address:
            yield Product(address, environment, RUN / f"{database}.log", hand)
    finally:
        hand.let_go()
        databases.drop(database)
        shutil.rmtree(media, ignore_errors=True)


def _link_media(media: Path) -> None:
    """Stored files never change, so a copy of the folder is a folder of links."""
    shutil.rmtree(media, ignore_errors=True)
    source = servers.BASE_DIR / "var" / "media"
    if source.exists():
        shutil.copytree(source, media, copy_function=os.link)


@contextlib.contextmanager
def _supervised(environment: dict[str, str], log: Path) -> Iterator[str]:
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.machine.supervisor"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        wait_until(lambda: process.poll() is not None or "ready:" in log.read_text(), f"see {log}")
        assert process.poll() is None, log.read_text()
        yield ADDRESS.findall(log.read_text())[0]
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """With all its parts at once: how it stops in order is its own tests' to see, and nobody waits for it here."""
    parts = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.kill()
    for part in parts:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(int(part), signal.SIGKILL)
    process.wait(PATIENCE)


@contextlib.contextmanager
def celery_worker() -> Iterator[None]:
    """One worker for both queues, on the database and the queues of this test process."""
    from django.db import connection

    environment = plain_environment() | {
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "TEST_SLOT": str(settings.SLOT),
        "SANDBOX": "1",
        # The worker says that it is ready at this level.
        "LOG_LEVEL": "INFO",
        "DATABASE_URL": databases.url(connection.settings_dict["NAME"]),
    }
    log = RUN / f"worker-{settings.SLOT}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", "worker", "-l", "INFO", "-c", "1", "-Q", "celery,print"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        wait_until(lambda: process.poll() is not None or " ready." in log.read_text(), f"see {log}")
        assert process.poll() is None, log.read_text()
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)
