"""One way to write a thing down, so that whoever hashes it gets the same digest."""

import hashlib
import json
from typing import Any


def canonical(thing: Any) -> bytes:
    """UTF-8 JSON, keys sorted, no blanks."""
    return json.dumps(thing, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(thing: Any) -> str:
    return hashlib.sha256(canonical(thing)).hexdigest()


def digest_of_text(text: str) -> str:
    """Of the bare text, so that anyone can check it with sha256sum."""
    return hashlib.sha256(text.encode()).hexdigest()
