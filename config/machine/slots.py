"""Numbers for test processes, so that two runs in one checkout never share a database, a queue or a folder."""

import fcntl
import os

from config.machine import servers

NUMBERS = range(1, 60)
_taken: list[int] = []


def take() -> int:
    """The lowest number that no other living process holds; ours for as long as this process lives."""
    folder = servers.BASE_DIR / "var" / "run"
    folder.mkdir(parents=True, exist_ok=True)
    for number in NUMBERS:
        handle = os.open(folder / f"slot-{number}", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
        else:
            _taken.append(handle)
            return number
    raise RuntimeError("too many test processes in one checkout")
