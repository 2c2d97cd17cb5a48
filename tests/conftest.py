"""The servers under every test, and the portal itself for those that need a browser."""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from config.machine import packages, servers
from tests import ground, migrated
from tests import product as running

NO_BROWSER = (
    "没有找到 Chromium，浏览器测试没有运行。NO CHROMIUM WAS FOUND: THE BROWSER TESTS WERE NOT RUN. See `make browser`."
)
# The long stories first, for what is begun last keeps one process at work when the others have nothing left.
LONGEST = (
    "tests/browser/",
    "tests/routes/",
    "tests/applications/test_every_step.py",
    "tests/config/",
    "tests/documents/",
)
# Without these Chromium asks the network for updates, and as root it would not start at all.
CHROMIUM_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def pytest_configure(config: pytest.Config) -> None:
    # To look for rings after every few hundred objects takes a tenth of the time, and a test leaves few behind.
    gc.set_threshold(50_000, 20, 50)
    servers.ensure()


@pytest.hookimpl(trylast=True)  # after they were shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(
        key=lambda item: next((n for n, path in enumerate(LONGEST) if item.nodeid.startswith(path)), len(LONGEST))
    )
    ground.side_by_side(items)
    wanting = [item for item in items if item.get_closest_marker("browser")]
    if wanting and not packages.chromium():
        for item in wanting:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.section("!" * 20, sep="!", red=True, bold=True)
        terminalreporter.line(NO_BROWSER, red=True, bold=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Every test process copies the migrated database: to migrate takes long."""
    from django.conf import settings
    from django.db import connection

    for each in (settings.DATABASES["default"], connection.settings_dict):
        each["TEST"] |= {"TEMPLATE": migrated.template(), "MIGRATE": False}


@pytest.fixture(scope="session")
def grounded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[pytest.Item], None]]:
    """Lays before a test what it shares with others; asked for by the hook below."""

    def prepare(item: pytest.Item) -> None:
        with django_db_blocker.unblock():
            ground.GROUND.stand_on(ground.builds_of(item))

    yield prepare
    with django_db_blocker.unblock():
        ground.GROUND.stand_on([])


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> None:
    """Just before pytest-django opens a test's own transaction, which is then a savepoint on the ground."""
    if fixturedef.argname == "_django_db_helper":
        request.getfixturevalue("grounded")(request.node)


@pytest.fixture(scope="session")
def product() -> Iterator["running.Product"]:
    """The portal with its worker and beat on a copy of the seeded database, one for each test process."""
    with running.run("shared") as portal:
        yield portal


@pytest.fixture
def own_product() -> Iterator["running.Product"]:
    """The same, for a test that moves the clock: nobody else lives in its time."""
    with running.run("own") as portal:
        yield portal


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser; every person of a story has a context. Module scope, for while it lives Django's ORM refuses."""
    from playwright.sync_api import sync_playwright

    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=packages.chromium(), args=list(CHROMIUM_FLAGS))
        stack.callback(browser.close)
        yield browser


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """A real Celery worker on this test's database and queues."""
    with running.celery_worker():
        yield
