"""Two texts side by side with what differs marked, for a save that came too late."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Above this many characters a changed passage is marked whole: comparing letter by letter costs their square.
FINE = 1500

Pieces = list[tuple[bool, str]]


def marked(theirs: str, mine: str) -> tuple[SafeString, SafeString]:
    """Both texts as HTML, every passage that the other one lacks in a ``<mark>``."""
    left, right = _compared(theirs.splitlines(keepends=True), mine.splitlines(keepends=True), _within)
    return _html(left), _html(right)


def _compared(
    theirs: Sequence[str], mine: Sequence[str], replaced: Callable[[str, str], tuple[Pieces, Pieces]]
) -> tuple[Pieces, Pieces]:
    left: Pieces = []
    right: Pieces = []
    # Lines that stand in a text again and again, empty ones say, are no landmarks: comparing each costs their square.
    lines = not isinstance(mine, str)
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, theirs, mine, autojunk=lines).get_opcodes():
        gone, come = "".join(theirs[a1:a2]), "".join(mine[b1:b2])
        if kind == "replace":
            more_left, more_right = replaced(gone, come)
        else:
            more_left, more_right = [(kind != "equal", gone)], [(kind != "equal", come)]
        left += more_left
        right += more_right
    return left, right


def _within(theirs: str, mine: str) -> tuple[Pieces, Pieces]:
    if max(len(theirs), len(mine)) > FINE:
        return _whole(theirs, mine)
    return _compared(theirs, mine, _whole)


def _whole(theirs: str, mine: str) -> tuple[Pieces, Pieces]:
    return [(True, theirs)], [(True, mine)]


def _html(pieces: Pieces) -> SafeString:
    shown = (f"<mark>{escape(text)}</mark>" if differs else escape(text) for differs, text in pieces if text)
    return mark_safe("".join(shown))  # noqa: S308  (every piece is escaped one line above)
