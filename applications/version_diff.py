"""Two texts of a section compared: paragraph by paragraph, and letter by letter where one was rewritten."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import count, pairwise

from fast_diff_match_patch import diff

from documents import rich

EQUAL, INSERTED, DELETED = "equal", "inserted", "deleted"
_KINDS = {"=": EQUAL, "+": INSERTED, "-": DELETED}
# What two passages have together, at most, to be compared letter by letter: it costs the square where all is new.
FINE = 3000
# Edits less than this apart are one: two letters left standing between them tell nothing.
NEAREST = 3
# Above so many pairs of paragraphs those that stand there again and again, empty cells say, are no landmarks.
_LANDMARKS = 1_000_000
# Paragraphs that have less than this in common were not one rewritten, but one taken out and one put in.
_ALIKE = 0.3
# Nor where so much of the shorter stands in the longer: a sentence that was made longer is still the same.
_WITHIN = 0.7
_PAIRED = 2500
_WORD = re.compile(r"[0-9A-Za-z]+(?:[.,][0-9]+)*")
_PRIVATE = 0xF0000
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]*")


@dataclass(frozen=True)
class Piece:
    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """A paragraph, list item or table row of the newer text, or one that is only in the older."""

    pieces: tuple[Piece, ...]

    @property
    def state(self) -> str:
        """Of one kind throughout, or changed within."""
        kinds = {piece.kind for piece in self.pieces}
        return kinds.pop() if len(kinds) == 1 else "changed"

    @property
    def differs(self) -> bool:
        return self.state != EQUAL


def blocks_of(section: Mapping[str, str]) -> list[str]:
    """Paragraphs, headings, list items and table rows of a frozen section; plain text by its lines."""
    return rich.blocks(section["text"]) if section["format"] == "html" else rich.lines(section["text"])


def compared(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    """Both texts in one; without what was deleted it is the new one, without what was inserted the old one."""
    found: list[Line] = []
    popular = len(old) * len(new) > _LANDMARKS
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=popular).get_opcodes():
        if kind == "equal":
            found += (_whole(EQUAL, text) for text in new[b1:b2])
        else:
            found += _replaced(old[a1:a2], new[b1:b2])
    return found


def within(old: str, new: str) -> tuple[Piece, ...]:
    """One passage and what became of it."""
    return tuple(_joined(_normal(_raw(old, new))))


def _whole(kind: str, text: str) -> Line:
    return Line((Piece(kind, text),))


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Paragraphs that were rewritten, in order, each beside what it was."""
    gone, come = 0, 0
    for a, b in [*_pairs(old, new), (len(old), len(new))]:
        yield from (_whole(DELETED, text) for text in old[gone:a])
        yield from (_whole(INSERTED, text) for text in new[come:b])
        if a < len(old):
            yield Line(within(old[a], new[b]))
        gone, come = a + 1, b + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which paragraph became which: the pairs, none crossing another, that have most in common."""
    if len(old) * len(new) > _PAIRED:
        return [(place, place) for place in range(min(len(old), len(new)))]
    likeness = _likenesses(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a in reversed(range(len(old))):
        for b in reversed(range(len(new))):
            best[a][b] = max(best[a + 1][b], best[a][b + 1], best[a + 1][b + 1] + likeness[a][b])
    found, a, b = [], 0, 0
    while a < len(old) and b < len(new):
        if likeness[a][b] and best[a][b] == best[a + 1][b + 1] + likeness[a][b]:
            found.append((a, b))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return found


def _likenesses(old: Sequence[str], new: Sequence[str]) -> list[list[float]]:
    mine, theirs = [_twos(text) for text in old], [_twos(text) for text in new]
    return [[_likeness(a, b) for b in theirs] for a in mine]


def _twos(text: str) -> Counter[str]:
    """The letters two by two; a single one by itself."""
    return Counter(a + b for a, b in pairwise(text)) or Counter([text])


def _likeness(old: Counter[str], new: Counter[str]) -> float:
    common = (old & new).total()
    share = 2 * common / (old.total() + new.total())
    return share if share >= _ALIKE or common / min(old.total(), new.total()) >= _WITHIN else 0.0


def _raw(old: str, new: str) -> Iterator[Piece]:
    if len(old) + len(new) <= FINE:
        yield from _letters(old, new)
        return
    before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=True).get_opcodes():
        gone, come = "".join(before[a1:a2]), "".join(after[b1:b2])
        if kind == "equal":
            yield Piece(EQUAL, come)
        elif len(gone) + len(come) <= FINE:
            yield from _letters(gone, come)
        else:
            yield from (Piece(DELETED, gone), Piece(INSERTED, come))


def _letters(old: str, new: str) -> Iterator[Piece]:
    """A number or a Latin word is one letter here: that 10 became 12 is not said by its second digit."""
    words = sorted({word for text in (old, new) for word in _WORD.findall(text)})
    free = (chr(code) for code in count(_PRIVATE) if chr(code) not in old and chr(code) not in new)
    short = dict(zip(words, free, strict=False))
    long = {letter: word for word, letter in short.items()}
    before, after = (_WORD.sub(lambda word: short[word[0]], text) for text in (old, new))
    # Without a limit of time: the same two versions look the same on every machine.
    for kind, text in diff(before, after, timelimit=0, counts_only=False):
        yield Piece(_KINDS[kind], "".join(long.get(letter, letter) for letter in text))


def _normal(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one kind together; between two equal passages what went first, then what came."""
    found: list[Piece] = []
    gone = come = ""
    for piece in [*pieces, Piece(EQUAL, "")]:
        if piece.kind == DELETED:
            gone += piece.text
        elif piece.kind == INSERTED:
            come += piece.text
        elif piece.text or piece.kind == EQUAL:
            found += _edit(gone, come)
            gone = come = ""
            found += [piece] if piece.text else []
    return found


def _edit(gone: str, come: str) -> list[Piece]:
    return [piece for piece in (Piece(DELETED, gone), Piece(INSERTED, come)) if piece.text]


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Take a crumb of equal letters between two edits into both."""
    torn: list[Piece] = []
    for place, piece in enumerate(pieces):
        between = 0 < place < len(pieces) - 1
        if piece.kind == EQUAL and between and len(piece.text) < NEAREST:
            torn += (Piece(DELETED, piece.text), Piece(INSERTED, piece.text))
        else:
            torn.append(piece)
    return _normal(torn)
