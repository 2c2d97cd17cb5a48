"""The faces that documents are printed in, and which characters they have."""

import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.conf import settings

# Data stand in 宋体 alone, so that a name is never set in two faces; 黑体 is for the form's own words and task titles.
SERIF = "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf"
SANS = "noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf"
FACES = {"serif.ttf": SERIF, "sans.ttf": SANS}

# The five faces of official documents: 仿宋, 楷体, 小标宋, 黑体, and 宋体 for what the others lack.
FANG, KAI, HEAVY, BLACK, SONG = "fang.otf", "kai.otf", "heavy.ttf", "black.ttf", "song.ttf"
OFFICIAL = {
    HEAVY: "noto-serif-sc/900Black/NotoSerifSC_900Black.ttf",
    BLACK: SANS,
    SONG: SERIF,
}
# A free 仿宋 and 楷体 come with Debian's TeX alone; set-up unpacks them, else 宋体 takes their place.
FANDOL = {FANG: "FandolFang-Regular.otf", KAI: "FandolKai-Regular.otf"}
FANDOL_PLACES = ("/usr/local/share/fonts/fandol", "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
# Height above and below the line, in thousandths: alike in all five, so that no line grows by what is set in it.
ASCENT, DESCENT = 880, -120

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


def official_path(name: str) -> Path:
    """The file of an official face, or of 宋体 in its place."""
    if name in OFFICIAL:
        return path(OFFICIAL[name])
    places = (Path(settings.BASE_DIR) / "var" / "fonts", *map(Path, FANDOL_PLACES))
    return next((file for place in places if (file := place / FANDOL[name]).is_file()), path(SERIF))


def levelled(font: bytes) -> bytes:
    """The same font with our heights in its `hhea` table; nothing else in it is touched."""
    tables = struct.unpack_from(">H", font, 4)[0]
    entries = (struct.unpack_from(">4s3I", font, 12 + 16 * n) for n in range(tables))
    at = next(offset for tag, _, offset, _ in entries if tag == b"hhea")
    return font[: at + 4] + struct.pack(">3h", ASCENT, DESCENT, 0) + font[at + 10 :]


def lacking(text: str, face: str) -> set[str]:
    """The characters of a text that an official face has not."""
    known = _characters(official_path(face))
    return {sign for sign in set(text) - UNSEEN if ord(sign) not in known}


@lru_cache(maxsize=8)
def _characters(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=64)
def width(text: str, face: str) -> float:
    """Of a text in an official face, in its size; what it lacks is as wide as a Chinese character."""
    from fontTools.ttLib import TTFont

    with TTFont(official_path(face), lazy=True) as font:
        cmap, advances = font.getBestCmap(), font["hmtx"]
        return float(sum(advances[cmap[ord(c)]][0] / 1000 if ord(c) in cmap else 1 for c in text))


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
