"""What the case page shows of a base, tab by tab; its public page says less."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from organisations.models import Membership
from procedure.reckoning import chinese_date

from .models import Base
from .procedure import BaseState
from .told import GAPS, UNKNOWN, Fact, facts, spell_words, state_words


@dataclass(frozen=True)
class Tab:
    label: str
    template: str


TABS = {
    "facts": Tab("基本情况", "bases/tab_facts.html"),
    "hosts": Tab("承担单位和主管", "bases/tab_hosts.html"),
    "promises": Tab("建设承诺", "bases/tab_promises.html"),
}


def context(name: str, base: Base, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"base": base, "seat": seat} | _BUILDERS[name](base)


def _facts(base: Base) -> dict[str, Any]:
    said = [Fact("现状", state_words(base.state, base.gaps)), *facts(base)]
    if base.organiser or "organiser" in base.gaps:
        said.append(Fact(GAPS["organiser"], base.organiser.name if base.organiser else UNKNOWN))
    if base.build_starts and base.build_ends:
        said.append(Fact("建设期", f"{chinese_date(base.build_starts)}至{chinese_date(base.build_ends)}"))
    if base.build_reason:
        said.append(Fact("超过一般年限的理由", base.build_reason))
    if base.source:
        said.append(Fact("史料来源", base.source))
    return {"facts": said, "is_public": base.state != BaseState.RECORDED}


def _hosts(base: Base) -> dict[str, Any]:
    hosts = [(spell.name, spell_words(spell), not spell.until) for spell in base.hosts.all()]
    supervisors = base.supervisors.select_related("unit")
    return {
        "hosts": hosts[::-1],
        "supervisors": [(spell.unit.name, spell_words(spell), not spell.until) for spell in supervisors][::-1],
    }


def _promises(base: Base) -> dict[str, Any]:
    return {
        "tasks": list(base.tasks.all()),
        "indicators": list(base.indicators.all()),
        "milestones": list(base.milestones.select_related("task")),
    }


_BUILDERS = {"facts": _facts, "hosts": _hosts, "promises": _promises}
