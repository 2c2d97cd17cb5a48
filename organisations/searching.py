"""Finding Chinese names by any two signs in a row: trigrams know nothing of a word like 光伏."""

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
