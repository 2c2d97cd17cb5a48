"""Runs the portal on one machine: web, two workers and beat under one parent, stopped in order by one Ctrl-C."""

import contextlib
import ctypes
import fcntl
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import NamedTuple

from config.machine import servers

PATIENCE = 30.0
MARKS = servers.BASE_DIR / "var" / "run"
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


class Part(NamedTuple):
    """One child, and its turn when all are stopped; those of one turn are stopped together."""

    turn: int
    name: str
    command: Sequence[str]


class Stopped(Exception):
    """Somebody asked us to stop."""


def parts(listener: int) -> list[Part]:
    # In a container root runs everything, and Celery would say at each start what it thinks of that.
    celery = (sys.executable, "-W", "ignore:::celery.platforms", "-m", "celery", "--quiet", "-A", "config")
    worker = (*celery, "worker", "-l", "WARNING", "--without-gossip", "--without-mingle")
    web = ("-m", "gunicorn", "config.wsgi", "--bind", f"fd://{listener}", "--log-level", "warning")
    size = ("--workers", os.environ.get("WEB_WORKERS", "2"), "--threads", "4", "--graceful-timeout", "10")
    return [
        # Beat only pokes every few seconds, so it has nothing to remember between two starts.
        Part(1, "beat", (*celery, "beat", "-l", "WARNING", "-S", "celery.beat:Scheduler", "--pidfile=")),
        Part(2, "web", (sys.executable, *web, *size)),
        Part(3, "worker", (*worker, "-n", "worker@%h", "-Q", "celery", "-c", "2")),
        Part(3, "print", (*worker, "-n", "print@%h", "-Q", "print", "-c", "1", "--max-memory-per-child", "600000")),
    ]


def listen(wish: str) -> socket.socket:
    """The web's socket, taken before anything is started; 0 lets the system choose."""
    if not wish.isdecimal():
        sys.exit(f"PORT={wish} 不是端口号 / is no port")
    port = int(wish)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((os.environ.get("HOST", "127.0.0.1"), port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        sys.exit(
            f"端口 {port} 不能用（{error}），什么都没有启动。请换一个端口：make demo PORT={port + 1}\n"
            f"Port {port} is taken or refused; nothing was started. Choose another: make demo PORT={port + 1}"
        )
    return listener


class Supervisor:
    """Starts the parts, waits for the first that ends or for a signal, and stops all by their leaders."""

    def __init__(self, wanted: Sequence[Part], keep: Sequence[int] = (), patience: float = PATIENCE) -> None:
        self.wanted, self.keep, self.patience = wanted, keep, patience
        self.running: list[tuple[Part, subprocess.Popen[bytes]]] = []

    def start(self, environment: dict[str, str]) -> None:
        for part in self.wanted:
            # A session of its own: the terminal's Ctrl-C reaches us alone, and pool children finish their task.
            child = subprocess.Popen(
                part.command,
                cwd=servers.BASE_DIR,
                env=environment,
                stdin=subprocess.DEVNULL,
                pass_fds=self.keep,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - this process has one thread
            )
            self.running.append((part, child))

    def fallen(self) -> str | None:
        """The first part that ended by itself, in words."""
        for part, child in self.running:
            if child.poll() is not None:
                return f"{part.name} 意外退出 / {part.name} ended by itself (exit {child.returncode})"
        return None

    def watch(self) -> str:
        while not (fallen := self.fallen()):
            time.sleep(0.5)
        return fallen

    def stop(self) -> None:
        for _, together in itertools.groupby(self.running, key=lambda pair: pair[0].turn):
            members = list(together)
            for _, child in members:
                if child.poll() is None:
                    child.terminate()
            for part, child in members:
                self._see_off(part, child)

    def _see_off(self, part: Part, child: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(self.patience)
        # The leader is gone or does not answer: whatever it left behind goes now.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        print(f"  {part.name} 已停止 / stopped", flush=True)


def _die_with_parent() -> None:
    """Linux: a supervisor killed outright takes its children along."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_for_answer(address: str, fallen: Callable[[], str | None]) -> str | None:
    until = time.monotonic() + PATIENCE * 2
    while time.monotonic() < until:
        if words := fallen():
            return words
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=PATIENCE):  # noqa: S310 - our own
            return None
        time.sleep(0.05)
    return f"{address} 没有应答 / does not answer"


def welcome(address: str) -> str:
    return (
        f"\n  国家技术标准创新基地管理系统已就绪 / ready:  {address}\n"
        f"  登录 / sign in:  {address}accounts/people/ 选一个角色，一键登录 / choose a role, one click, no password\n"
        "  停止 / stop:  Ctrl-C\n"
    )


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise Stopped


def heed_signals() -> None:
    # A background job of a non-interactive shell starts with SIGINT ignored; a stop must work there too.
    # An ignored SIGHUP is somebody's nohup, and stays.
    for number in STOPPING:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _go_down_undisturbed() -> None:
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)


@contextlib.contextmanager
def marked(port: int) -> Iterator[None]:
    """Our process number in a file that is locked while we live, so that `make stop` finds us and nobody else."""
    path = MARKS / f"portal-{port}.pid"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def stop_running() -> None:
    """Stop every supervisor of this checkout, and wait until it is gone."""
    for path in MARKS.glob("portal-*.pid"):
        with path.open() as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                os.kill(int(handle.read()), signal.SIGTERM)
                fcntl.flock(handle, fcntl.LOCK_SH)
        path.unlink(missing_ok=True)


def main(prepare: bool) -> int:
    listener = listen(os.environ.get("PORT") or "8000")
    host, port = listener.getsockname()
    supervisor = Supervisor(parts(listener.fileno()), keep=[listener.fileno()])
    problem = None
    heed_signals()
    with marked(port):
        try:
            problem = run(supervisor, f"http://{host}:{port}/", prepare)
        except Stopped:
            print("\n正在停止 / stopping …", flush=True)
        finally:
            _go_down_undisturbed()
            supervisor.stop()
            servers.release()
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


def run(supervisor: Supervisor, address: str, prepare: bool) -> str:
    """Start everything and watch it; returns only when something has gone wrong, and says what."""
    servers.ensure()
    if prepare:
        from config.machine import databases

        databases.ensure()
    environment = os.environ | _addresses() | {"SANDBOX": "1", "PUBLIC_ORIGIN": address.rstrip("/")}
    begin_clock(environment)
    supervisor.start(environment)
    if problem := wait_for_answer(address, supervisor.fallen):
        return problem
    print(welcome(address), flush=True)
    return supervisor.watch()


def begin_clock(environment: dict[str, str]) -> None:
    """At the first start it becomes the day on which the seeded data end; later starts change nothing."""
    command = [sys.executable, "manage.py", "begin_sandbox"]
    done = subprocess.run(command, cwd=servers.BASE_DIR, env=environment, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit("演练时钟没有拨好 / the sandbox clock could not be set")


def _addresses() -> dict[str, str]:
    return {
        "DATABASE_URL": os.environ.get("DATABASE_URL") or servers.database_url(),
        "REDIS_URL": os.environ.get("REDIS_URL") or servers.redis_url(),
        "CACHE_URL": os.environ.get("CACHE_URL") or servers.cache_url(),
    }


if __name__ == "__main__":
    if "--stop" in sys.argv:
        stop_running()
        servers.stop()
    else:
        sys.exit(main(prepare="--prepare" in sys.argv))
