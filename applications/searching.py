"""Looking for an application by its name, its host or the portal's number, within what a seat may see."""

import re

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat, Lower, StrIndex

from organisations import models as organisations
from organisations.searching import may_be_initials, named_like

from . import models
from .models import Application

LONGEST = 60
# How far the queue is looked into, and how often a word must be met there to be common: then the queue is walked in its
# order, which soon meets a page of it. A rare word is found by the indexes.
_SAMPLE, _COMMON = 500, 26
_NUMBER = re.compile(r"(?:\d{4}-)?0*(\d{1,18})")


def cleaned(typed: str) -> str:
    """What is looked for: without blanks around it, NUL, and the frame that every base's name has."""
    words = typed.replace("\0", "").strip()
    return words.removeprefix("国家技术标准创新基地").strip("（()）")[:LONGEST]


def matching(rows: QuerySet[Application], words: str) -> QuerySet[Application]:
    """Those of the rows whose number, name or host is meant by ``words``."""
    if number := _NUMBER.fullmatch(words):
        return rows.filter(serial=min(int(number[1]), 2**63 - 1))
    if _is_common(rows, words):
        # In these words the planner takes it for common too; of LIKE it believes that it finds next to nothing.
        named_or_hosted = Lower(Concat("inner_name", Value("\n"), "unit__name"))
        return rows.alias(_met_at=StrIndex(named_or_hosted, Lower(Value(words)))).filter(_met_at__gt=0)
    hosts = named_like(organisations.Unit.objects.all(), "name", words).values("pk")
    named = named_like(models.Application.objects.order_by(), "inner_name", words).values("pk")
    read = named_like(models.Application.objects.order_by(), "initials", words.lower()).values("pk")
    # One set after the other, each by its own index; as alternatives of one condition neither could use it.
    hosted = models.Application.objects.order_by().filter(unit__in=list(hosts.values_list("pk", flat=True)))
    others = [hosted.values("pk"), *([read] if may_be_initials(words) else [])]
    return rows.filter(pk__in=named.union(*others, all=True))


def _is_common(rows: QuerySet[Application], words: str) -> bool:
    looked_into = rows.order_by("since", "id").values_list("inner_name", "unit__name")[:_SAMPLE]
    sought = words.lower()
    return sum(sought in name.lower() or sought in host.lower() for name, host in looked_into) >= _COMMON
