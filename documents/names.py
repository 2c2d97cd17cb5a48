"""Names of uploaded files: what is kept of them, and what their ending says."""

import re
import unicodedata

LONGEST = 120

# Cc controls, Cf bidi overrides and zero widths, Cs surrogates, Co private use, Cn unassigned, Zl and Zp line breaks.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
FORBIDDEN = re.compile(r'[<>:"|?*]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)

# An ending that a person or a program may take for the real one: a second ending of this kind is refused.
RUNNABLE = frozenset(
    re.findall(
        r"\w+",
        "exe com bat cmd scr pif msi msp dll jar js jse vbs vbe wsf wsh ps1 psm1 hta lnk reg sh py pl php jsp asp aspx "
        "html htm xhtml svg xml docm dotm xlsm xltm xlsb pptm zip rar 7z iso",
    )
)


def cleaned(name: str) -> str:
    """The name without folders, controls, direction marks and what file systems refuse: 1 to 120 characters."""
    visible = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in INVISIBLE)
    base = re.split(r"[/\\]", visible)[-1]
    base = re.sub(r"\s+", " ", FORBIDDEN.sub("_", base)).strip(" .")
    if RESERVED.fullmatch(base):
        base = f"_{base}"
    return _shortened(base) or "未命名"


def ending(name: str) -> str:
    """The last ending in lower case without its dot, or nothing."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem else ""


def hidden_ending(name: str) -> str:
    """An ending before the last one that would run or mislead, as in 方案.exe.pdf; or nothing."""
    inner = name.lower().split(".")[1:-1]
    return next((part.strip() for part in inner if part.strip() in RUNNABLE), "")


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    last = ending(name)
    if not last or len(last) > 10:
        return name[:LONGEST].rstrip(" .")
    return f"{name[: LONGEST - len(last) - 1].rstrip(' .')}.{last}"
