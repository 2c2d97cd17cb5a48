"""Text for the printed page: every character in a face that has it, a name in one face alone."""

import re
from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString, mark_safe

from documents import fonts
from documents.templatetags.printed import printed, unbroken

# As in 国家技术标准创新基地（深圳）.
BRACKET = re.compile("（[^（）]{1,11}）$")
# What `printed` turns into ordinary figures made small, so that their own signs are needed in no face.
FIGURES = re.compile(f"{fonts.LOWERED.pattern}|{fonts.RAISED.pattern}")


def line(text: str, names: Sequence[str] = (), face: str = fonts.FANG) -> SafeString:
    """Running text in a face; names, and failing that single characters, that it lacks stand whole in 宋体."""
    return mark_safe("".join(_part(part, face) for part in _split(fonts.unified(text), names)))  # noqa: S308


def field(text: str, face: str = fonts.FANG) -> SafeString:
    """A text that is a name as a whole, as in a cell of a table."""
    return line(text, (fonts.unified(text),), face)


def cell(text: str, face: str = fonts.FANG) -> SafeString:
    """A name in a cell, whose bracket goes to the next line as a whole."""
    bracket = BRACKET.search(text)
    if not bracket or fonts.lacking(text, face):
        return field(text, face)
    head, tail = printed(text[: bracket.start()]), printed(bracket[0])
    return mark_safe(f'{head}<span class="whole">{tail}</span>')  # noqa: S308 - escaped by printed


def paragraph_class(text: str) -> str:
    return f"text{unbroken(text)}"


def _split(text: str, names: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The text in parts, and whether a part is a name."""
    wanted = sorted(filter(None, map(fonts.unified, names)), key=len, reverse=True)
    if not wanted:
        yield text, False
        return
    for n, part in enumerate(re.split(f"({'|'.join(map(re.escape, wanted))})", text)):
        yield part, n % 2 == 1


def _part(part: tuple[str, bool], face: str) -> str:
    text, is_name = part
    lacking = fonts.lacking(FIGURES.sub("", text), face)
    if not lacking:
        return printed(text)
    if is_name:
        return _in_song(text)
    signs = re.compile(f"([{re.escape(''.join(sorted(lacking)))}]+)")
    return "".join(_in_song(run) if n % 2 else printed(run) for n, run in enumerate(signs.split(text)))


def _in_song(text: str) -> str:
    return f'<span class="song">{printed(text)}</span>'
