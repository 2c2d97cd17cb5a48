"""The check code of a frozen version, and what the QR code on each of its pages says."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings

# Crockford's base 32: no I, L, O, U, so that a code read aloud or from a bad copy is still the same code.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
LENGTH = 12
PAYLOAD = re.compile(r"/P/(?P<code>[0-9A-Z-]+)/(?P<page>\d+)\.(?P<pages>\d+)\.(?P<digest>[0-9A-F]{8})$")


def canonical(content: Any) -> bytes:
    """The one spelling of a JSON value that its digest is taken of."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def digest(content: Any) -> str:
    """SHA-256 of the canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def check_code(content_digest: str, *owner: object) -> str:
    """Sixty bits as XXXX-XXXX-XXXX.

    `owner` (say, the application and the number of the version) keeps two versions of the same words apart.
    """
    seed = "\n".join([content_digest, *map(str, owner)])
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()) >> (256 - 5 * LENGTH)
    plain = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return grouped(plain)


def grouped(plain: str) -> str:
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def normalised(typed: str) -> str | None:
    """The code that a person meant, or None if it cannot be one."""
    plain = re.sub(r"[\s\-－—]", "", typed).upper().translate(MISREAD)
    if len(plain) != LENGTH or any(sign not in ALPHABET for sign in plain):
        return None
    return grouped(plain)


@dataclass(frozen=True)
class Code:
    """The check code of one frozen version."""

    digest: str
    text: str

    @classmethod
    def of(cls, content: Any, *owner: object) -> "Code":
        content_digest = digest(content)
        return cls(content_digest, check_code(content_digest, *owner))

    @property
    def short_digest(self) -> str:
        return self.digest[:8].upper()

    @property
    def address(self) -> str:
        """Where the public can ask about it; in capitals, which a QR code holds in fewer modules."""
        return f"{settings.PUBLIC_ORIGIN.rstrip('/').upper()}/P/{self.text.replace('-', '')}/"

    def payload(self, page: int, pages: int) -> str:
        return f"{self.address}{page}.{pages}.{self.short_digest}"


@dataclass(frozen=True)
class PageMark:
    """What the code on one printed page says."""

    code: str
    page: int
    pages: int
    short_digest: str


def read(payload: str) -> PageMark | None:
    """A payload read from a page, whatever host it was printed for; None if it is not one of ours."""
    found = PAYLOAD.search(payload.strip().upper())
    code = normalised(found["code"]) if found else None
    if found is None or code is None:
        return None
    return PageMark(code, int(found["page"]), int(found["pages"]), found["digest"])
