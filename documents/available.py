"""Whether documents can be printed on this machine. WeasyPrint is not imported to find out: that takes a second."""

import ctypes

from documents import fonts

APT = "apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
PANGO = ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib")
# Without it WeasyPrint subsets fonts in pure Python: thirteen seconds for twenty pages.
SUBSETTER = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")


def reason() -> str | None:
    """None if PDFs can be made, else the sentence that says what to do."""
    if not _loads(PANGO):
        return f"本机缺少 Pango，暂不能生成 PDF（其他功能不受影响）。请执行：{APT}"
    if not _loads(SUBSETTER):
        return f"本机缺少 libharfbuzz-subset，暂不能生成 PDF（其他功能不受影响）。请执行：{APT}"
    if not fonts.installed():
        return "打印字体尚未安装，暂不能生成 PDF（其他功能不受影响）。请执行：make setup"
    return None


def _loads(library: tuple[str, ...]) -> bool:
    return any(_opens(name) for name in library)


def _opens(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
