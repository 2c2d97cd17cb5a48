"""How differences between two versions are written."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from applications.version_diff import DELETED, EQUAL, INSERTED, Piece

register = template.Library()

# Said as well as drawn: neither colour nor a line is heard.
_HIDDEN = '<span class="visually-hidden">{}</span>'
_MARKED = {
    EQUAL: "{}",
    INSERTED: f"<ins>{_HIDDEN.format('〔新增：')}{{}}{_HIDDEN.format('〕')}</ins>",
    DELETED: f"<del>{_HIDDEN.format('〔删去：')}{{}}{_HIDDEN.format('〕')}</del>",
}


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """A text with what was put in and what was taken out."""
    return format_html_join("", "{}", ((format_html(_MARKED[piece.kind], piece.text),) for piece in pieces))
