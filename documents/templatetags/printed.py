"""The one way by which text reaches a printed page."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents import fonts, rich

register = template.Library()

ZERO_WIDTH = "\u200b"
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
OPENING = re.compile(rf"(?<=[{HAN}，。、；：！？）》])(?=[“‘])")
CLOSING = re.compile(rf"(?<=[”’])(?=[{HAN}（《])")
# As long as this a run without a place to break may be wider than the line.
UNBROKEN = re.compile(rf"[^\s{HAN}]{{40}}")


@register.filter
def printed(text: object) -> SafeString:
    """Escaped, raised and lowered figures as such, and a place to break around quotation marks.

    Pango glues “ ” to both neighbours and breaks the line too early; a zero width space cures it and is not there when
    the text is copied from the PDF.
    """
    html = str(escape("" if text is None else fonts.unified(str(text))))
    html = fonts.LOWERED.sub(lambda run: f"<sub>{fonts.plain_figures(run[0])}</sub>", html)
    html = fonts.RAISED.sub(lambda run: f"<sup>{fonts.plain_figures(run[0])}</sup>", html)
    return mark_safe(CLOSING.sub(ZERO_WIDTH, OPENING.sub(ZERO_WIDTH, html)))  # noqa: S308 - escaped above


@register.filter
def paragraphs(text: object) -> list[str]:
    """Non-empty lines without the blanks typed as indent; the style sheet indents."""
    return rich.lines(str(text or ""))


@register.filter
def unbroken(text: object) -> str:
    """The class for text that may have to be cut anywhere, as a long address or a row of dots; else nothing."""
    return " unbroken" if UNBROKEN.search(str(text or "")) else ""
