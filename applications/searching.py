"""Looking for an application by its name, its host or the portal's number, within what a seat may see."""

import re
from typing import Any

from django.db.models import Q, QuerySet

from organisations import models as organisations
from organisations.searching import named_like

from . import models
from .models import Application

LONGEST = 60
# A name that more units bear than these says too little to begin with.
_MOST_HOSTS = 100
_NUMBER = re.compile(r"(?:\d{4}-)?0*(\d{1,18})")


def cleaned(typed: str) -> str:
    """What is looked for: without blanks around it, NUL, and the frame that every base's name has."""
    words = typed.replace("\0", "").strip()
    return words.removeprefix("国家技术标准创新基地").strip("（()）")[:LONGEST]


def matching(rows: QuerySet[Application], words: str) -> QuerySet[Application]:
    """Those of the rows whose number, name or host is meant by ``words``."""
    if number := _NUMBER.fullmatch(words):
        return rows.filter(serial=min(int(number[1]), 2**63 - 1))
    hosts: Any = named_like(organisations.Unit.objects.all(), "name", words)
    keys = list(hosts.values_list("pk", flat=True)[: _MOST_HOSTS + 1])
    if len(keys) > _MOST_HOSTS:
        return rows.filter(Q(inner_name__icontains=words) | Q(unit__name__icontains=words))
    named = named_like(models.Application.objects.all(), "inner_name", words)
    # One condition after the other, each with its own index; as an alternative neither could be used.
    either = named.values("pk").union(models.Application.objects.filter(unit__in=keys).values("pk"), all=True)
    return rows.filter(pk__in=either) if keys else named_like(rows, "inner_name", words)
