"""What one base's public page and the exports say of it: facts of an organisation, and nobody's name (办法3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from procedure.reckoning import chinese_date

from . import names
from .dates import words
from .models import Base, HostSpell, SupervisorSpell
from .procedure import BaseState

# What of imported history may be unknown, by the names that ``Base.gaps`` has.
GAPS = {
    "region": "区域",
    "sector": "领域",
    "host": "承担单位",
    "recommender": "推荐单位",
    "organiser": "申报组织单位",
    "supervisor": "主管的行业部门或者地方政府",
    "approval_number": "批准文号",
    "approved": "批准建设",
    "passed": "验收通过",
    "established": "批准成立",
    "ended": "终止或者撤销",
    "state": "现状",
}
UNKNOWN = "不详"


# What an evaluation found is for SAC to publish: to the public the base goes on (办法33).
_IN_PUBLIC = {BaseState.REMEDIATION: BaseState.OPERATING, BaseState.UNQUALIFIED: BaseState.OPERATING}


def public_state(state: str) -> BaseState:
    """The state as the public has it."""
    return _IN_PUBLIC.get(BaseState(state), BaseState(state))


def states_behind(state: str) -> list[BaseState]:
    """What the public takes for this state."""
    return [each for each in BaseState if public_state(each) == state]


def state_words(state: str, gaps: Sequence[str]) -> str:
    """The state by its name; where history does not say, the last that is known of."""
    label = str(BaseState(state).label)
    return f"{label}（按最后所知）" if "state" in gaps else label


@dataclass(frozen=True)
class Fact:
    label: str
    words: str


def facts(base: Base) -> list[Fact]:
    """What is known, and of what is not that it is not; what has not happened yet is left out."""
    said = {
        "region": base.region.name if base.region else "",
        "sector": base.sector.name if base.sector else "",
        "recommender": base.recommender_name,
        "approval_number": base.approval_number,
        **{name: words(getattr(base, name)) if getattr(base, name) else "" for name in _DAYS},
    }
    known = [Fact("类型", base.get_kind_display())]
    built = [Fact("建设期", period)] if (period := _build_period(base)) else []
    known += [Fact(GAPS[name], text or UNKNOWN) for name, text in said.items() if text or name in base.gaps]
    english = [Fact("英文名称", names.english(base.english_name))] if base.english_name else []
    return [*english, *known, *built]


def _build_period(base: Base) -> str:
    """Of history it is not known."""
    if base.build_starts is None or base.build_ends is None:
        return ""
    return f"自{chinese_date(base.build_starts)}至{chinese_date(base.build_ends)}"


_DAYS = ("approved", "passed", "established", "ended")


def receipt_words(base: Base, day: date) -> str:
    """The day on which the approval arrived, or since how many days nobody has recorded it (指南三（六）)."""
    if base.received_on:
        return chinese_date(base.received_on)
    return f"已 {(day - base.approved_on).days} 天未登记收文" if base.approved_on else "未登记"


def spell_words(spell: HostSpell | SupervisorSpell) -> str:
    """自2018年2月, 2018年至2021年3月19日, or nothing where no day is known."""
    if spell.since and spell.until:
        return f"{words(spell.since)}至{words(spell.until)}"
    if spell.since:
        return f"自{words(spell.since)}"
    return f"至{words(spell.until)}" if spell.until else ""


def record(base: Base) -> dict[str, Any]:
    """One base for the JSON file; ``hosts`` is fetched beforehand."""
    hosts = [{"name": each.name, "since": each.since, "until": each.until} for each in base.hosts.all()]
    return {
        "id": str(base.pk),
        "name": base.name_shown,
        "english_name": names.english(base.english_name) if base.english_name else "",
        "kind": base.get_kind_display(),
        "region": base.region.name if base.region else "",
        "sector": base.sector.name if base.sector else "",
        "hosts": hosts,
        "recommender": base.recommender_name,
        "approval_number": base.approval_number,
        **{name: getattr(base, name) for name in _DAYS},
        "state": public_state(base.state),
        "state_label": state_words(public_state(base.state), base.gaps),
        "history": base.is_history,
        "unknown": [GAPS.get(name, name) for name in base.gaps],
        "url": address_of(base),
    }


def address_of(base: Base) -> str:
    """On the portal's own origin, whatever host was asked."""
    return settings.PUBLIC_ORIGIN + reverse("bases:base", args=[base.pk])
