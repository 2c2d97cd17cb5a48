import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from config.machine import servers
from tests.product import plain_environment

PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "portal.example.invalid",
    "PUBLIC_ORIGIN": "https://portal.example.invalid",
    "DATABASE_URL": "postgres://portal@database/portal",
    "REDIS_URL": "redis://broker:6379/0",
    "CACHE_URL": "redis://cache:6379/0",
    "EMAIL_URL": "smtp://mail:25",
    "DEFAULT_FROM_EMAIL": "portal@example.invalid",
}


def load(given: dict[str, str], show: str = "''") -> subprocess.CompletedProcess[str]:
    program = f"from config import settings; print({show})"
    plain = {name: value for name, value in plain_environment().items() if name not in PRODUCTION}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=servers.BASE_DIR,
        env=plain | given,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "PRODUCTION"])
def test_production_does_not_start_without(name: str) -> None:
    done = load({key: value for key, value in PRODUCTION.items() if key != name})
    assert done.returncode == 1
    assert f"Set the {name} environment variable" in done.stderr


def test_production_is_no_sandbox_and_shows_no_traceback() -> None:
    assert load(PRODUCTION, "settings.SANDBOX, settings.DEBUG").stdout == "False False\n"


def test_production_does_not_start_as_a_sandbox() -> None:
    done = load(PRODUCTION | {"SANDBOX": "1"})
    assert done.returncode == 1
    assert "不得与生产环境" in done.stderr


def test_the_sandbox_is_the_own_database_alone() -> None:
    assert load({}, "settings.SANDBOX").stdout == "True\n"
    assert load({"DATABASE_URL": "postgres://a@b/c"}, "settings.SANDBOX").stdout == "False\n"


def test_the_queues_of_a_test_are_not_those_of_the_demo() -> None:
    from config.celery import app

    with app.connection_for_write() as connection:
        chosen = connection.default_channel._connparams()["db"]
    assert chosen == 4 * settings.SLOT
    assert chosen >= 4


@pytest.mark.django_db
def test_a_process_is_healthy_when_its_database_answers(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-demo.txt", "requirements-dev.txt", "requirements-node.txt"]
)
def test_what_is_installed_is_hashed_and_names_no_address(name: str) -> None:
    text = (servers.BASE_DIR / name).read_text()
    assert "://" not in text
    packages = re.findall(r"^[a-z0-9][^\n]*==", text, re.MULTILINE)
    assert packages
    assert all("--hash=sha256:" in part for part in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:])


def test_the_front_end_lock_names_no_registry() -> None:
    lock = (servers.BASE_DIR / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


def test_the_compose_file_holds_no_secret() -> None:
    text = (servers.BASE_DIR / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        assert re.findall(rf"{name}: *(\S.*)", text)
        assert all(value.startswith(f"${{{name}:?") for value in re.findall(rf"^ *{name}: *(\S.*)", text, re.MULTILINE))
