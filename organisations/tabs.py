"""A tab of a case page, as every room declares its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tab:
    label: str
    template: str
    # The roles that it is for; everybody who sees the case where none is named.
    readers: tuple[str, ...] = ()
    # Whether there is anything in it yet; the case page reads what is asked here with the case itself.
    there: Callable[[Any], bool] = lambda subject: True
