"""Finding Chinese names by any two signs in a row: trigrams know nothing of a word like 光伏."""

from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, QuerySet, TextField, Value

# Made by a migration; immutable, so that an index can stand on it, and dear, so that no plan works it out row by row.
PIECES_SQL = """
CREATE FUNCTION pieces(words text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
    SELECT coalesce(array_agg(DISTINCT substr(lower(words), place, 2)), '{}')
    FROM generate_series(1, length(words) - 1) AS place
$$
"""


class Pieces(Func):
    """All pairs of neighbouring signs of a text."""

    function = "pieces"
    output_field: Any = ArrayField(TextField())


def named_like(rows: QuerySet[Any], column: str, typed: str) -> QuerySet[Any]:
    """Rows whose column holds what was typed; by the index from two signs on, and exact in the end."""
    if len(typed) < 2:
        return rows.filter(**{f"{column}__icontains": typed})
    pieces: Any = {f"_pieces_of_{column}": Pieces(column)}
    found = rows.alias(**pieces).filter(**{f"_pieces_of_{column}__contains": Pieces(Value(typed))})
    return found.filter(**{f"{column}__icontains": typed})


@lru_cache(maxsize=1000)
def initials(words: str) -> str:
    """The first letters of a name as it is read: 光伏 is gf; letters and figures stand for themselves."""
    from pypinyin import Style, lazy_pinyin  # half a second, which only who reads names need wait

    read = "".join(lazy_pinyin(words, style=Style.FIRST_LETTER))
    return "".join(sign for sign in read.lower() if sign.isascii() and sign.isalnum())


def may_be_initials(typed: str) -> bool:
    """Whether somebody may have typed the first letters of a name."""
    return len(typed) > 1 and typed.isascii() and typed.isalnum() and any(sign.isalpha() for sign in typed)
