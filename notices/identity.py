"""Who raised an objection is SAC's alone to know: what goes out of its hands is searched for it first."""

import unicodedata
from collections.abc import Iterator

from .models import Objection

# A shorter run of digits or letters stands in many texts by chance.
_SHORTEST_NUMBER = 7
_SHORTEST_WORD = 2


def given_away(objection: Objection, text: str) -> str:
    """What of the objector's identity stands in a text, as a sentence for its field; empty if nothing does."""
    plain = _plain(text)
    digits = "".join(sign for sign in plain if sign.isdigit())
    found = [label for label, word in _words(objection) if word in plain]
    found += [label for label, number in _numbers(objection) if number in digits]
    if not found:
        return ""
    return f"这里写有异议人的{'、'.join(dict.fromkeys(found))}，请删去：异议人的身份只有国家标准委可以知道。"


def _words(objection: Objection) -> Iterator[tuple[str, str]]:
    for label, value in (("姓名或者名称", objection.name), ("电子邮箱", objection.email), ("地址", objection.address)):
        if len(word := _plain(value)) >= _SHORTEST_WORD:
            yield label, word


def _numbers(objection: Objection) -> Iterator[tuple[str, str]]:
    number = "".join(sign for sign in _plain(objection.contact) if sign.isdigit())
    if len(number) >= _SHORTEST_NUMBER:
        yield "联系电话", number


def _plain(text: str) -> str:
    """Letters of one width and case, without blanks and marks between them: 张 三 is 张三."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LNS" or sign in "@._")
