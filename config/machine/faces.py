"""仿宋 and 楷体 for official documents, taken out of Debian's TeX; without them 宋体 stands in.

Nothing else changes then: all faces are levelled to one height, so the measures stay.
No registry that set-up may use has them as a package of their own (FandolFang and FandolKai, GPL with font exception).
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from config.machine.packages import BASE_DIR

FOLDER = BASE_DIR / "var" / "fonts"
FACES = frozenset({"FandolFang-Regular.otf", "FandolKai-Regular.otf"})
# Where Debian's own package puts them, if the whole of it is installed.
INSTALLED = Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
PACKAGE = "texlive-lang-chinese"
# What stalls is given up after five seconds; what flows may take a minute (49 MB).
APT = [
    "apt-get",
    "-qq",
    "-o",
    "Acquire::Retries=0",
    "-o",
    "Acquire::http::Timeout=5",
    "-o",
    "Acquire::https::Timeout=5",
]
LONGEST = 60
# After a failure set-up does not try again for a day.
AGAIN = 24 * 3600


def fetch() -> None:
    """Put both faces into `var/fonts` once; a failure is said and never stops set-up."""
    if _is_here() or _failed_lately():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        _unpack()
    except (OSError, subprocess.SubprocessError, tarfile.TarError):
        _failure().touch()
        print(f"未能取得仿宋、楷体字体，公文暂以宋体排印。For 仿宋: apt-get install {PACKAGE}", file=sys.stderr)


def _is_here() -> bool:
    return any(all((place / face).is_file() for face in FACES) for place in (FOLDER, INSTALLED))


def _failure() -> Path:
    return FOLDER / ".not-to-be-had"


def _failed_lately() -> bool:
    return _failure().exists() and time.time() - _failure().stat().st_mtime < AGAIN


def _unpack() -> None:
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise FileNotFoundError("no apt-get")
    with tempfile.TemporaryDirectory() as folder:
        _download(folder)
        [package] = Path(folder).glob("*.deb")
        _take(package, Path(folder))
        for face in FACES:
            shutil.move(Path(folder) / face, FOLDER / face)


def _download(folder: str) -> None:
    """The package itself is enough; as root an empty list of packages is filled first."""
    try:
        _run([*APT, "download", PACKAGE], folder)
    except subprocess.CalledProcessError:
        if os.geteuid() != 0:
            raise
        _run([*APT, "update"], folder)
        _run([*APT, "download", PACKAGE], folder)


def _run(command: list[str], folder: str) -> None:
    subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=LONGEST)


def _take(package: Path, folder: Path) -> None:
    """Reads the archive only as far as the two files."""
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE) as unpacking:
        try:
            with tarfile.open(fileobj=unpacking.stdout, mode="r|") as archive:
                _write(archive, folder)
        finally:
            unpacking.kill()


def _write(archive: tarfile.TarFile, folder: Path) -> None:
    taken: set[str] = set()
    for entry in archive:
        name = Path(entry.name).name
        content = archive.extractfile(entry) if name in FACES and entry.isfile() else None
        if content:
            (folder / name).write_bytes(content.read())
            taken.add(name)
        if taken == FACES:
            return
    raise tarfile.ReadError(f"{PACKAGE} has no {', '.join(sorted(FACES - taken))}")
