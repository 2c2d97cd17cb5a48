"""The faces that documents are printed in, and which characters they have."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.conf import settings

# Data stand in 宋体 alone, so that a name is never set in two faces; 黑体 is for the form's own words and task titles.
SERIF = "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf"
SANS = "noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf"
FACES = {"serif.ttf": SERIF, "sans.ttf": SANS}

# What steers the line and prints nothing: tab, line ends, and the zero width space that allows a break.
UNSEEN = frozenset("\t\n\r\u2028\u2029\u200b")
# The face has no lowered figures and only ¹²³⁴ raised, so CO₂ and 10⁻⁶ are set with ordinary figures made small.
LOWERED = re.compile("[₀-₉₊₋₌₍₎]+")
RAISED = re.compile("[¹²³]*[⁰⁴-⁹⁺⁻⁼⁽⁾ⁿ][⁰¹²³⁴-⁹⁺⁻⁼⁽⁾ⁿ]*")
# 一 copied from a PDF is often the radical U+2F00. Both share one glyph, so a print cannot keep them apart.
RADICALS = re.compile("[\u2e80-\u2fd5]")


def path(face: str) -> Path:
    return Path(settings.PRINT_FONTS) / face


def installed() -> bool:
    return all(path(face).is_file() for face in FACES.values())


@lru_cache(maxsize=4)
def _characters(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing_characters(text: str) -> set[str]:
    """What the print cannot show; it would print a box or vanish, so it is refused where it is typed."""
    known = _characters(path(SERIF))
    seen = set(RAISED.sub("", LOWERED.sub("", text))) - UNSEEN
    return {sign for sign in seen if ord(sign) not in known}


def unified(text: str) -> str:
    """Radicals as the characters that they look like; the print does it, and a form does well to do it on entry."""
    return RADICALS.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), text)


def plain_figures(run: str) -> str:
    """Raised or lowered figures as ordinary ones, the minus as a minus sign."""
    return unicodedata.normalize("NFKC", run)


def code_points(signs: set[str]) -> str:
    """For people: 「𠮷」（U+20BB7）、……"""
    return "、".join(f"「{sign}」（U+{ord(sign):04X}）" for sign in sorted(signs))


def refusal(text: str) -> str | None:
    """The sentence for a field whose text cannot be printed, or None."""
    if missing := missing_characters(text):
        return f"含有无法打印的字符：{code_points(missing)}，请改用其他字符。"
    return None
