import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.machine import servers
from tests.product import plain_environment, wait_until

USER = "from config.machine import servers; servers.ensure(); print(servers.folder(), flush=True); input()"


def environment(home: Path, **more: str) -> dict[str, str]:
    names = {"DATABASE_URL", "REDIS_URL"}
    plain = {name: value for name, value in plain_environment().items() if name not in names}
    return plain | {"SERVERS_DIR": str(home)} | more


def ask(question: str, env: dict[str, str]) -> str:
    program = f"from config.machine import servers; print({question})"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=servers.BASE_DIR, env=env, capture_output=True, text=True, check=True
    ).stdout.strip()


class User:
    """A process that uses the servers until it is told to leave."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER],
            cwd=servers.BASE_DIR,
            env=environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.folder = Path(self.process.stdout.readline().strip())

    def leave(self) -> None:
        self.process.communicate("\n")
        assert self.process.returncode == 0

    def postmaster(self) -> int:
        return int((self.folder / "postgres/data/postmaster.pid").read_text().splitlines()[0])

    def valkey(self) -> int:
        return int((self.folder / "valkey/valkey.pid").read_text())


def answers(folder: Path) -> list[bool]:
    found = []
    for path in ("postgres/.s.PGSQL.5432", "valkey/valkey.sock"):
        with socket.socket(socket.AF_UNIX) as client:
            found.append(client.connect_ex(str(folder / path)) == 0)
    return found


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    outer = Path(tempfile.mkdtemp(prefix="portal-test-"))
    outer.chmod(0o755)
    yield outer / "var"
    shutil.rmtree(outer)


def test_addresses_in_the_environment_leave_the_wheels_untouched(tmp_path: Path) -> None:
    given = environment(tmp_path / "var", DATABASE_URL="postgres://a@b/c", REDIS_URL="redis://d/0")
    assert ask("servers.ensure(), servers.folder().exists()", given) == "None False"


def test_asking_for_an_address_starts_nothing(home: Path) -> None:
    unused = home.with_name("unused")
    env = environment(unused)
    assert ask("servers.database_url()", env) == f"postgres://portal@/portal?host={unused}/postgres"
    assert ask("servers.redis_url(7)", env) == f"unix://{unused}/valkey/valkey.sock?db=7"
    assert not unused.exists()


@pytest.mark.parametrize("name", ["基地", "with space", "long" * 20])
def test_a_path_that_no_socket_can_have_is_moved_to_var_tmp(name: str) -> None:
    folder = Path(ask("servers.folder()", environment(Path("/tmp") / name / "var")))
    assert folder.parent == Path("/var/tmp")
    assert folder.name.startswith(f"portal-{os.getuid()}-")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the servers another account")
def test_root_goes_to_var_tmp_where_nobody_cannot_reach_and_opens_no_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    user = User(tmp_path / "var")
    assert user.folder.parent == Path("/var/tmp")
    assert answers(user.folder) == [True, True]
    user.leave()
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    assert not (tmp_path / "var").exists()
    shutil.rmtree(user.folder)


def test_they_run_as_nobody_under_root_and_as_oneself_otherwise_without_a_port(home: Path) -> None:
    user = User(home)
    expected = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
    owners = {Path(f"/proc/{pid}").stat().st_uid for pid in (user.postmaster(), user.valkey())}
    assert owners == {expected}
    assert (home / "postgres").stat().st_mode & 0o777 == 0o700
    assert (home / "postgres/data/postmaster.pid").read_text().splitlines()[5].strip() == ""
    user.leave()


def test_the_last_one_out_stops_them_and_nobody_before(home: Path) -> None:
    first, second = User(home), User(home)
    postmaster = first.postmaster()
    assert second.postmaster() == postmaster
    first.leave()
    assert answers(home) == [True, True]
    second.leave()
    assert answers(home) == [False, False]


def test_a_killed_user_does_not_keep_them_alive(home: Path) -> None:
    killed = User(home)
    killed.process.kill()
    killed.process.communicate()
    assert answers(home) == [True, True]
    User(home).leave()
    assert answers(home) == [False, False]


def test_after_a_crash_a_number_that_another_program_has_now_is_no_obstacle(home: Path) -> None:
    user = User(home)
    victims = [user.postmaster(), user.valkey()]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: answers(home) == [False, False], "the killed servers still answer")
    user.process.kill()
    user.process.communicate()
    stranger = subprocess.Popen(["sleep", "600"], cwd="/", **servers._account())
    pidfile = home / "postgres/data/postmaster.pid"
    lines = pidfile.read_text().splitlines()
    pidfile.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
    after = User(home)
    assert answers(home) == [True, True]
    after.leave()
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_stop_stops_them_whoever_uses_them(home: Path) -> None:
    user = User(home)
    ask("servers.stop()", environment(home))
    assert answers(home) == [False, False]
    user.leave()
