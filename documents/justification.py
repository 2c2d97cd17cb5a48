"""Lines of Chinese set flush to the right edge, which WeasyPrint cannot do: it stretches spaces, and Chinese has none.

Two private functions of WeasyPrint 70.0 are replaced. Under any other version nothing is touched and lines stay ragged,
which is correct Chinese setting too; a test then says that the right edge is gone.
`PRINT_JUSTIFIED = False` turns it off.
"""

from typing import Any

from django.conf import settings

VERSION = "70.0"
# The slack of a full line is one character or two among thirty-six. What wants more, as a line before a long address,
# stays ragged rather than be seen to be stretched.
MOST = 0.07


def install() -> bool:
    """Replace the two functions once; whether lines will be flush."""
    import weasyprint
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    if weasyprint.__version__ != VERSION or not getattr(settings, "PRINT_JUSTIFIED", True):
        return False
    if inline.justify_line is not _justify_line:
        inline.justify_line = _justify_line
        inline.count_expandable_spaces = _characters
        line_break.Layout.set_text = _spread(line_break.Layout.set_text)
    return True


def _justify_line(context: Any, line: Any, extra: float) -> None:
    from weasyprint.layout import inline

    gaps = _characters(line) - 1
    if gaps > 0 and extra / gaps <= MOST * line.style["font_size"]:
        inline.add_word_spacing(context, line, extra / gaps, 0)


def _characters(box: Any) -> int:
    """All characters count alike: a line of 36 is widened by a thirtieth of a character at each."""
    if hasattr(box, "text"):
        return len(box.text)
    return sum(_characters(child) for child in getattr(box, "children", ()))


def _spread(set_text: Any) -> Any:
    def spread(layout: Any, text: str, justify: bool = False) -> None:
        set_text(layout, text)
        if justify and layout.justification_spacing:
            _space(layout)

    return spread


def _space(layout: Any) -> None:
    """The spacing as an attribute of the whole text, as `letter-spacing` is, and with it."""
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    own = layout.style["letter_spacing"]
    wanted = layout.justification_spacing + (0 if own == "normal" else own)
    spacing = pango.pango_attr_letter_spacing_new(round(wanted * TO_UNITS))
    spacing.start_index, spacing.end_index = 0, len(layout.text.encode())
    pango.pango_attr_list_change(attributes, spacing)
    pango.pango_layout_set_attributes(layout.layout, attributes)
