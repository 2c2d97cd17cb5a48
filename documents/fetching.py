"""The only things a document may load while it is set: the declared faces and our own style sheets."""

from pathlib import Path
from typing import Any

from django.conf import settings
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from documents import fonts

SCHEME = "print:"
OFFICIAL = ("official.css", "official_faces.css", "official_letter.css", "official_sheet.css")
SHEETS = ("faces.css", "plan.css", "code.css", "draft.css", "justified.css", "label.css", *OFFICIAL)


class ForbiddenAddressError(FatalURLFetchingError):
    """A document asked for something else; setting it stops there."""


class Fetcher(URLFetcher):
    """Knows a fixed list of names under a scheme of its own: no file path, host or data URL means anything to it."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        known = sources()
        if url not in known:
            raise ForbiddenAddressError(f"a printed document may not load {url[:200]!r}")
        kind = "text/css" if url.endswith(".css") else "font/ttf"
        read = known[url].read_bytes()
        made = fonts.levelled(read) if url.removeprefix(SCHEME) in fonts.OFFICIAL | fonts.FANDOL else read
        return URLFetcherResponse(url, made, {"Content-Type": kind})

    def open(self, url: Any, data: Any = None, timeout: Any = None) -> URLFetcherResponse:
        return self.fetch(getattr(url, "full_url", url))


def sources() -> dict[str, Path]:
    faces = {SCHEME + name: fonts.path(face) for name, face in fonts.FACES.items()}
    faces |= {SCHEME + name: fonts.official_path(name) for name in fonts.OFFICIAL | fonts.FANDOL}
    return faces | {SCHEME + name: Path(settings.BASE_DIR) / "static" / "print" / name for name in SHEETS}
