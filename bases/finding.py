"""Bases by their name or a host's; the register's rows in one statement, written out.

To have Django put that statement together takes longer than PostgreSQL needs to answer it.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Lower, StrIndex

from organisations.searching import named_like

from . import models
from .models import Base, HostSpell

# How far is looked for a word that many names have: then the bases are walked in their order.
SAMPLE, COMMON = 100, 6


def matching(rows: QuerySet[Base], words: str) -> QuerySet[Base]:
    """Those whose name, or one of whose hosts' names, has the words."""
    if is_common(words):
        # Row by row: asked for as a set, all hosts would be read first.
        of_base = HostSpell.objects.filter(base=OuterRef("pk")).order_by().values("base")
        hosts = Subquery(of_base.annotate(names=StringAgg("name", "\n")).values("names"))
        met = rows.alias(_hosts=hosts).alias(_met=_place("inner_name", words), _at=_place("_hosts", words))
        return met.filter(Q(_met__gt=0) | Q(_at__gt=0))
    named = named_like(models.Base.objects.order_by(), "inner_name", words).values("pk")
    hosted_keys = named_like(models.HostSpell.objects.order_by(), "name", words).values("base")
    # One set after the other, each by its own index.
    return rows.filter(pk__in=named.union(hosted_keys, all=True))


def is_common(words: str) -> bool:
    """Whether the newest names of bases and hosts have the words more than now and then."""
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLED, {"words": words, "sample": SAMPLE})
        (met,) = cursor.fetchone()
    return bool(met >= COMMON)


def public_rows(wanted: Mapping[str, Any], words: str, size: int) -> list[dict[str, Any]]:
    """So many rows as dicts, the newest approval first; ``wanted`` holds values for the names of ``_CONDITIONS``."""
    where = " AND ".join(["state <> 'recorded'", *(text for name, text in _CONDITIONS.items() if name in wanted)])
    statement = _PAGE.format(found=_found(words).format(where=where, first=_FIRST))
    with connection.cursor() as cursor:
        cursor.execute(statement, {**wanted, "words": words, "size": size})
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [row | {"gaps": json.loads(row["gaps"])} for row in rows]


def _found(words: str) -> str:
    if not words:
        return _ALL
    return _WALKED if is_common(words) else _LOOKED_UP


def _place(column: str, words: str) -> StrIndex:
    return StrIndex(Lower(column), Lower(Value(words)))


_CONDITIONS = {
    "kind": "kind = %(kind)s",
    "state": "state = %(state)s",
    "states": "state = ANY(%(states)s)",
    "areas": "region_id = ANY(%(areas)s)",
    "sector": "sector_id = %(sector)s",
    "after": "approved <= %(day)s AND (approved < %(day)s OR id > %(after)s)",
}
_PAGE = """
    SELECT base.id AS pk, inner_name, base.kind, state, recommender_name, base.approved, is_history, gaps,
        (SELECT name FROM bases_hostspell WHERE base_id = base.id ORDER BY id DESC LIMIT 1) AS host,
        region.short_name AS area, sector.name AS field, sector.code
    FROM ({found}) found
    JOIN bases_base base ON base.id = found.id
    LEFT JOIN organisations_region region ON region.id = region_id
    LEFT JOIN organisations_sector sector ON sector.id = sector_id
    ORDER BY base.approved DESC, base.id"""
_FIRST = "ORDER BY approved DESC, id LIMIT %(size)s"
_ALL = "SELECT id FROM bases_base WHERE {where} {first}"
_WALKED = """
    SELECT id FROM bases_base
    WHERE {where} AND (strpos(lower(inner_name), lower(%(words)s)) > 0 OR strpos(lower((
        SELECT string_agg(name, E'\\n') FROM bases_hostspell WHERE base_id = bases_base.id)), lower(%(words)s)) > 0)
    {first}"""
# The first of each set are the first of both, so that neither is put together as a whole. One sign alone has no pieces.
_LOOKED_UP = """
    (SELECT id, approved FROM bases_base
        WHERE {where} AND (length(%(words)s) < 2 OR pieces(inner_name) @> pieces(%(words)s))
            AND strpos(lower(inner_name), lower(%(words)s)) > 0 {first})
    UNION
    (SELECT id, approved FROM bases_base
        WHERE {where} AND id = ANY(ARRAY(
            SELECT base_id FROM bases_hostspell
            WHERE (length(%(words)s) < 2 OR pieces(name) @> pieces(%(words)s))
                AND strpos(lower(name), lower(%(words)s)) > 0)) {first})
    {first}"""
_SAMPLED = """
    SELECT count(*) FROM (
        (SELECT inner_name FROM bases_base WHERE state <> 'recorded' ORDER BY approved DESC, id LIMIT %(sample)s)
        UNION ALL (SELECT name FROM bases_hostspell ORDER BY id DESC LIMIT %(sample)s)
    ) newest WHERE strpos(lower(inner_name), lower(%(words)s)) > 0"""
