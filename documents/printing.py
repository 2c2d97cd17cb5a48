"""From a template to PDF/A-2u; the plan (申报方案) in the form of annex 2."""

import atexit
import gc
import logging
import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from documents import available as machine
from documents import fonts, justification, plan, stamping
from documents.codes import Code

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

VARIANT = "pdf/a-2u"


class PrintingUnavailableError(RuntimeError):
    """This machine cannot print; the message says what to install."""


class UnprintableError(ValueError):
    """The content has characters that no declared face has; forms refuse them on entry, so this is a fault."""


def available() -> str | None:
    """None if PDFs can be made here, else the sentence with the exact command."""
    return machine.reason()


def render_plan(content: plan.Content, *, code: Code | None) -> bytes:
    """The PDF of a frozen version with its code, or with no code a draft marked 草稿; equal input gives equal bytes."""
    check(plan.texts(content))
    html = render_to_string("documents/plan.html", plan.laid_out(content) | {"code": code})
    pdf = to_pdf(html, "plan.css", "code.css" if code else "draft.css")
    return stamping.stamped(pdf, code) if code else pdf


def check(texts: Iterable[str]) -> None:
    """Refuse what cannot be printed here before anything is set."""
    if reason := machine.reason():
        raise PrintingUnavailableError(reason)
    refuse_unprintable(texts)


def refuse_unprintable(texts: Iterable[str]) -> None:
    """What no face has would be a box or vanish; a draft for an office program is held to the same."""
    if missing := fonts.missing_characters("".join(texts)):
        raise UnprintableError(f"没有字体能打印：{fonts.code_points(missing)}")


def to_pdf(html: str, *sheets: str) -> bytes:
    """The pages of a document by its own style sheets, in the faces that all documents have."""
    from weasyprint import HTML

    from documents.fetching import Fetcher

    configuration, styles = _press(sheets)
    source = HTML(string=html, url_fetcher=Fetcher())
    with warnings.catch_warnings():
        # WeasyPrint 70 leaves the closing of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        return bytes(source.write_pdf(font_config=configuration, stylesheets=styles, pdf_variant=VARIANT))


def close() -> None:
    """Remove the copies of the faces that WeasyPrint keeps in the temporary folder, while the interpreter still can.

    A pool's child ends without `atexit`, so the worker calls this when it shuts a process down.
    """
    _press.cache_clear()
    _css.cache_clear()
    _configuration.cache_clear()


atexit.register(close)


@lru_cache(maxsize=8)
def _press(sheets: tuple[str, ...]) -> "tuple[FontConfiguration, list[CSS]]":
    """Faces and style sheets, read once in a process: the faces are 25 MB."""
    configuration = _configuration()
    names = [*sheets, *(["justified.css"] if justification.install() else [])]
    styles = [_css(name) for name in ("faces.css", *names)]
    # What is loaded by now lives as long as the process; the collector need not walk it in every print (a tenth of it).
    gc.collect()
    gc.freeze()
    return configuration, styles


@lru_cache(maxsize=1)
def _configuration() -> "FontConfiguration":
    from weasyprint.text.fonts import FontConfiguration

    # Its subsetting library reports every table it drops.
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    return FontConfiguration()


@lru_cache(maxsize=16)
def _css(name: str) -> "CSS":
    """Each sheet once, as a sheet that declares faces copies them."""
    from weasyprint import CSS

    from documents.fetching import SCHEME, Fetcher

    return CSS(url=SCHEME + name, url_fetcher=Fetcher(), font_config=_configuration())
