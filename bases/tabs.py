"""What the case page shows of a base, tab by tab; its public page says less."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from organisations.models import Membership, Role
from organisations.tabs import Tab
from procedure import clock
from procedure.reckoning import beijing_day, chinese_date

from . import decided
from .dates import words
from .models import Base
from .procedure import IN_BUILD, BaseState
from .queries import carried_until
from .told import GAPS, UNKNOWN, Fact, facts, receipt_words, spell_words, state_words

TABS = {
    "facts": Tab("基本情况", "bases/tab_facts.html"),
    "hosts": Tab("承担单位和主管", "bases/tab_hosts.html"),
    "papers": Tab("文件", "bases/tab_papers.html"),
}


# What a department reads that is only entrusted with a part of SAC's work on the base, and a unit that once carried it.
_FOR_OTHERS = ("facts", "hosts")


def shown_to(base: Base, seat: Membership) -> dict[str, Tab]:
    own = seat.role != Role.ORGANISER_OFFICER or seat.unit_id in (base.organiser_id, base.supervisor_unit_id)
    return TABS if own and not carried_until(base, seat) else {name: TABS[name] for name in _FOR_OTHERS}


def context(name: str, base: Base, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"base": base, "seat": seat} | _BUILDERS[name](base)


def _facts(base: Base) -> dict[str, Any]:
    said = [Fact("现状", state_words(base.state, base.gaps)), *facts(base)]
    if base.organiser or "organiser" in base.gaps:
        said.append(Fact(GAPS["organiser"], base.organiser.name if base.organiser else UNKNOWN))
    said += [Fact(label, chinese_date(day)) for label, day in _moved(base) if day]
    if base.state in IN_BUILD and not base.is_history:
        said.append(Fact("收到批准文件", receipt_words(base, clock.today())))
    if base.plan_filed_on:
        said.append(Fact("报送建设方案", chinese_date(base.plan_filed_on)))
    if base.build_reason:
        said.append(Fact("超过一般年限的理由", base.build_reason))
    if base.source:
        said.append(Fact("史料来源", base.source))
    return {"facts": said, "is_public": base.state != BaseState.RECORDED}


def _moved(base: Base) -> list[tuple[str, date | None]]:
    """What has stopped or moved the end of the build, or tells that it has passed."""
    return [
        ("原建设期至", base.extended_from),
        ("申请延期，待决定", base.extension_asked_at and beijing_day(base.extension_asked_at)),
        ("延期申请未获批准", base.extension_refused),
        ("同意延后申请验收至", base.opened_until),
        ("提示终止", base.termination_proposed_at and beijing_day(base.termination_proposed_at)),
    ]


def _hosts(base: Base) -> dict[str, Any]:
    hosts = [(spell.name, spell_words(spell), not spell.until) for spell in base.hosts.all()]
    supervisors = base.supervisors.select_related("unit")
    return {
        "hosts": hosts[::-1],
        "supervisors": [(spell.unit.name, spell_words(spell), not spell.until) for spell in supervisors][::-1],
    }


def _papers(base: Base) -> dict[str, Any]:
    approval = {"number": base.approval_number, "day": words(base.approved)}
    known = base.approval_number or base.approved
    return {"decisions": decided.told_of(base), "approval": approval if known else None}


_BUILDERS = {"facts": _facts, "hosts": _hosts, "papers": _papers}
