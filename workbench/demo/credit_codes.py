"""Unified social credit codes (GB 32100-2015) with an organisation code inside (GB 11714)."""

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
# The organisation code counts with all letters; I, O, S, V, Z keep their places there.
_FULL_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organisation_check(body: str) -> str:
    """Check sign of an eight-sign organisation code."""
    total = sum(_FULL_SIGNS.index(sign) * weight for sign, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def check_sign(body: str) -> str:
    """Check sign of the first seventeen signs of a credit code."""
    total = sum(SIGNS.index(sign) * weight for sign, weight in zip(body, _WEIGHTS, strict=True))
    return SIGNS[(31 - total % 31) % 31]


def credit_code(authority: str, division: str, serial: int) -> str:
    """A valid code that no registry issued: its organisation part begins with XX."""
    organisation = f"XX{serial:06d}"
    body = authority + division + organisation + organisation_check(organisation)
    return body + check_sign(body)
