"""What two persons bring: a number each, bound by its digest before either is known, and the seed made of both."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from .canonical import digest_of_text
from .frozen import Frozen

NO_PUBLIC_NUMBER = "-"
# Not \d, which takes the digits of every script.
_NUMBER = re.compile(r"[0-9]{6,32}")
_RANDOM = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Contribution:
    """What one person types (dice on the table), and 16 bytes in hex that keep it from being guessed."""

    number: str
    random: str

    @property
    def commit(self) -> str:
        return digest_of_text(f"{self.number}:{self.random}")

    @property
    def faults(self) -> list[str]:
        found = []
        if not _NUMBER.fullmatch(self.number):
            found.append("请输入 6 至 32 位半角数字，例如掷骰所得的点数。")
        if not _RANDOM.fullmatch(self.random):
            found.append("随机码应为凭条上的 32 位十六进制字符（0–9、a–f），请照凭条输入。")
        return found

    def opens(self, commit: str) -> bool:
        """Whether this is what was bound before."""
        return secrets.compare_digest(self.commit, commit)


@dataclass(frozen=True)
class Draw:
    """Everything a draw is computed from. The contributions stand in the order of their places, not of revealing."""

    frozen: Frozen
    contributions: tuple[Contribution, ...]
    public: str = NO_PUBLIC_NUMBER


def seed(
    *,
    version: str,
    panel: str,
    ordinal: int,
    pool_digest: str,
    rule_digest: str,
    nonce: str,
    numbers: Sequence[str],
    public: str,
) -> str:
    """Of lines joined by a line feed, the numbers in the order of their places.

    Only the typed numbers enter, never the random bytes: those come from a program of the server, which knows the
    nonce and could try them out until a panel suits it.
    """
    lines = [version, panel, str(ordinal), pool_digest, rule_digest, nonce, *numbers, public]
    return digest_of_text("\n".join(lines))


def ticket(seed: str, expert: str) -> str:
    """A number of one's own, so that taking one person away moves nobody else's."""
    return digest_of_text(f"{seed}:{expert}")
