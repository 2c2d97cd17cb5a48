"""The names of a base (办法37): the inner name is what is kept, the whole is made from it."""

import re
import unicodedata

PREFIX = "国家技术标准创新基地"
ENGLISH_PREFIX = "National Technical Standard Innovation Base of"
PATTERN = f"{PREFIX}（×××）"
# Shown while a base is being built, never part of its name.
PLANNED = "（筹）"

_FULL_WIDTH = str.maketrans("()", "（）")
# What a name may end in without telling it from another.
_GENERAL = re.compile("(?:产业|行业|领域|技术|专业|工程)+$")
_LATIN = re.compile(r"[\x20-\x7e\u00a0-\u024f\u2010-\u2019]+")


class NameRefused(ValueError):
    """A name of another pattern; its text is the sentence for the person."""


def inner_name(typed: str) -> str:
    """The name within the brackets, from it or from the whole name. Raises NameRefused."""
    name = _without_planned(" ".join(typed.translate(_FULL_WIDTH).split()))
    if name.startswith(f"{PREFIX}（") and name.endswith("）"):
        name = _without_planned(name[len(PREFIX) + 1 : -1])
    if not name:
        raise NameRefused(f"请填写括号内的名称，如“光伏”；全称的格式是“{PATTERN}”。")
    if PREFIX in name or "（" in name or "）" in name:
        raise NameRefused(f"名称的格式是“{PATTERN}”，请只填括号内的名称（其中不再用括号），或者粘贴完整的全称。")
    return name


def whole(inner: str) -> str:
    return f"{PREFIX}（{inner}）"


def shown(inner: str, *, planned: bool) -> str:
    """The whole name, with （筹） as long as the base is being built: shown, never part of it."""
    return whole(inner) + (PLANNED if planned else "")


def english_part(typed: str) -> str:
    """The last part of the English name, from it or from the whole English name. Raises NameRefused."""
    name = " ".join(typed.split())
    if name.casefold().startswith(ENGLISH_PREFIX.casefold()):
        name = name[len(ENGLISH_PREFIX) :].strip()
    if name and not _LATIN.fullmatch(name):
        raise NameRefused(f"英文名称的格式是“{ENGLISH_PREFIX} ×××”，请只用英文填写其中的×××。")
    return name


def english(last_part: str) -> str:
    return f"{ENGLISH_PREFIX} {last_part}"


def likeness(inner: str) -> str:
    """What two names have in common that are the same to a reader: 光伏, 光 伏 and 光伏产业."""
    letters = "".join(sign for sign in unicodedata.normalize("NFKC", inner).casefold() if sign.isalnum())
    return _GENERAL.sub("", letters) or letters


def _without_planned(name: str) -> str:
    return name.strip().removesuffix(PLANNED).strip()
