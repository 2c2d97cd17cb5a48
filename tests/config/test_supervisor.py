import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from config.machine import servers
from tests.product import plain_environment, wait_until

# Each writes that it is up, and what it is told; the worker has a pool child that must not be told anything.
CHILD = """
    import os, signal, sys
    name, journal = sys.argv[1:]
    def note(word):
        with open(journal, "a") as out:
            out.write(f"{word} {name}\\n")
    def stop(number, frame):
        note("down")
        sys.exit()
    signal.signal(signal.SIGTERM, stop)
    if name == "worker" and os.fork() == 0:
        name = "pool"
    note("up")
    while True:
        signal.pause()
"""
# The supervisor itself, with other children; no server is wanted, as both addresses are given.
DRIVER = """
    import pathlib, sys
    from config.machine import supervisor
    journal, child, broken = sys.argv[1:]
    supervisor.MARKS = pathlib.Path(journal).parent
    def part(turn, name):
        program = "raise SystemExit(3)" if name == broken else child
        return supervisor.Part(turn, name, (sys.executable, "-c", program, name, journal))
    supervisor.parts = lambda listener: [part(1, "beat"), part(2, "web"), part(3, "worker"), part(3, "print")]
    supervisor.begin_clock = lambda environment: None
    supervisor.wait_for_answer = lambda address, fallen: None
    sys.exit(supervisor.main(prepare=False))
"""
UP = ["up beat", "up pool", "up print", "up web", "up worker"]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "journal"
    path.touch()
    return path


@pytest.fixture
def supervise(tmp_path: Path, journal: Path) -> Callable[..., subprocess.Popen[str]]:
    def start(broken: str = "", port: str = "0") -> subprocess.Popen[str]:
        environment = plain_environment() | {
            "DATABASE_URL": "postgres://a@b/c",
            "REDIS_URL": "redis://d/0",
            "PORT": port,
            "SERVERS_DIR": str(tmp_path / "var"),
        }
        return subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(DRIVER), str(journal), textwrap.dedent(CHILD), broken],
            cwd=servers.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # As a script's background job begins.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        )

    return start


def all_up(process: subprocess.Popen[str], journal: Path) -> None:
    wait_until(lambda: process.poll() is not None or sorted(journal.read_text().splitlines()) == UP, "not up")
    assert process.poll() is None, process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_goes_to_the_leaders_alone_and_in_order(
    supervise: Callable[..., subprocess.Popen[str]], journal: Path, number: signal.Signals
) -> None:
    process = supervise()
    all_up(process, journal)
    process.send_signal(number)
    output, errors = process.communicate(timeout=60)
    told = [line for line in journal.read_text().splitlines() if line.startswith("down")]
    assert told[:2] == ["down beat", "down web"]
    assert sorted(told[2:]) == ["down print", "down worker"]
    assert "正在停止" in output
    assert (process.returncode, errors) == (0, "")


def test_a_part_that_ends_by_itself_stops_all_and_is_named(
    supervise: Callable[..., subprocess.Popen[str]], journal: Path
) -> None:
    process = supervise(broken="web")
    errors = process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert errors.strip() == "web 意外退出 / web ended by itself (exit 3)"


def test_a_taken_port_is_said_in_both_languages_and_nothing_is_started(tmp_path: Path) -> None:
    home = tmp_path / "var"
    names = {"DATABASE_URL", "REDIS_URL"}
    plain = {name: value for name, value in plain_environment().items() if name not in names}
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "config.machine.supervisor"],
            cwd=servers.BASE_DIR,
            env=plain | {"PORT": str(port), "SERVERS_DIR": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"端口 {port} 不能用" in done.stderr
    assert f"Port {port} is taken or refused; nothing was started." in done.stderr
    assert done.stdout == ""
    assert not home.exists()


def test_a_port_that_is_none_is_said(supervise: Callable[..., subprocess.Popen[str]]) -> None:
    process = supervise(port="http")
    assert process.communicate(timeout=60)[1].strip() == "PORT=http 不是端口号 / is no port"
    assert process.returncode == 1


def test_nothing_of_a_killed_supervisor_lives_on(
    supervise: Callable[..., subprocess.Popen[str]], journal: Path
) -> None:
    process = supervise()
    all_up(process, journal)
    process.kill()
    process.wait()
    wait_until(lambda: journal.read_text().count("down") == 4, "a child lives on without its parent")
    # The pool child is this test's own and follows nobody.
    for pid in Path("/proc").glob("[0-9]*"):
        if str(journal).encode() in _command(pid):
            os.kill(int(pid.name), signal.SIGKILL)
    process.communicate()
    assert journal.read_text().count("down") == 4


def _command(pid: Path) -> bytes:
    try:
        return (pid / "cmdline").read_bytes()
    except OSError:
        return b""
