"""What a request asks for, as values; what cannot be read asks for nothing."""

import uuid

# No key is longer, and Python refuses to read thousands of digits.
_LONGEST = 18


def whole_number(text: str, *, otherwise: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST else otherwise


def uuid_in(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
