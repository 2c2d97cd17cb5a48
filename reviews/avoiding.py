"""Who of the pool must not judge a panel's cases, and why: asked before anyone is contacted, and ever again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Prefetch, QuerySet

from applications.models import Application
from bases import names
from organisations.models import Membership
from procedure import clock
from procedure.reckoning import chinese_date

from . import conflicts, models
from .conflicts import Conflict, Matter, Named, Party, Post, Relation, Role, UnitName

_POSTS = (models.ExpertRelation.Kind.FORMER, models.ExpertRelation.Kind.POST)
Ground = tuple[str, str, str]


@dataclass(frozen=True)
class Standing:
    """One expert before one panel: the grounds against him, what was decided of them, and whether he is away."""

    expert: "models.Expert"
    found: tuple[Conflict, ...]
    decided: "Mapping[Ground, models.ConflictDecision]"
    away: str = ""

    @property
    def certain(self) -> list[Conflict]:
        return [each for each in self.found if each.certain]

    @property
    def open(self) -> list[Conflict]:
        """What the officer has yet to decide; nothing where he is out anyhow."""
        if self.certain:
            return []
        return [each for each in self.found if not each.certain and ground_of(each) not in self.decided]

    @property
    def judged(self) -> "list[tuple[Conflict, models.ConflictDecision]]":
        pairs = ((each, self.decided.get(ground_of(each))) for each in self.found if not each.certain)
        return [(each, decision) for each, decision in pairs if decision is not None]

    @property
    def conflict(self) -> str:
        """Why he must keep away, in the words of the grounds; empty where no ground holds."""
        decided = [f"{each.label}（经办判断）" for each, decision in self.judged if decision.avoids]
        return "；".join(filter(None, [conflicts.exclusion(self.found), *dict.fromkeys(decided)]))

    @property
    def excluded(self) -> str:
        """Why a draw passes over him, or nothing."""
        return "；".join(filter(None, [self.conflict, self.away]))


def ground_of(conflict: Conflict) -> Ground:
    return (conflict.matter, str(conflict.kind), conflict.fact)


def pool() -> "QuerySet[models.Expert]":
    """Who can be asked at all, in the order in which a draw lists them."""
    return models.Expert.objects.filter(retired_at__isnull=True).order_by("pk")


def standings(panel: "models.Panel", experts: "Iterable[models.Expert] | None" = None) -> list[Standing]:
    """The whole pool, or these of it, before a panel; a fixed number of queries."""
    rows = pool() if experts is None else models.Expert.objects.filter(pk__in=[each.pk for each in experts])
    relations = models.ExpertRelation.objects.filter(ended_at__isnull=True)
    leaves = models.ExpertLeave.objects.filter(ended_at__isnull=True, ends__gte=clock.today())
    found = rows.select_related("region", "unit").prefetch_related(
        "fields", Prefetch("relations", relations, to_attr="held"), Prefetch("leaves", leaves, to_attr="coming")
    )
    matters, decided, days, today = matters_of(panel), _decided(panel), _days(panel), clock.today()
    return [
        Standing(
            expert,
            tuple(conflicts.conflicts(_as_known(expert), matters, today)),
            decided.get(expert.pk, {}),
            _away(expert, days),
        )
        for expert in found
    ]


def members_in_conflict(panel: "models.Panel") -> "list[tuple[models.Member, str]]":
    """The members against whom something stands now, be it newer than the draw, each with its reason."""
    members = {each.expert_id: each for each in panel.members.filter(out_at__isnull=True).select_related("expert")}
    found = standings(panel, [member.expert for member in members.values()])
    reasons = ((members[each.expert.pk], why_not(each)) for each in found)
    return sorted(((member, why) for member, why in reasons if why), key=lambda pair: (pair[0].seat, pair[0].pk))


def why_not(standing: Standing) -> str:
    """Why somebody is not to be contacted now; a leave is no ground."""
    if standing.conflict:
        facts = [each.fact for each in standing.certain]
        return "；".join([standing.conflict, *dict.fromkeys(facts)])
    if standing.open:
        facts = [f"{each.label}（{each.fact}）" for each in standing.open]
        return f"{'、'.join(dict.fromkeys(facts))}尚待经办判断"
    return ""


@transaction.atomic
def decide(
    panel: "models.Panel", expert: "models.Expert", *, ground: Ground, avoids: bool, reason: str, seat: Membership
) -> "models.ConflictDecision":
    """The officer's word on one uncertain ground."""
    matter, kind, fact = ground
    return models.ConflictDecision.objects.create(
        panel=panel, expert=expert, matter=matter, kind=kind, fact=fact, avoids=avoids, reason=reason,
        by=seat.person, by_name=seat.name_shown, at=clock.now(),
    )  # fmt: skip


def matters_of(panel: "models.Panel") -> list[Matter]:
    """The panel's cases as the rules on conflicts know them, with the rivals of their calls."""
    cases = list(panel.cases.select_related("version__application"))
    own = [case.version.application for case in cases if case.version is not None]
    rivals = _rivals({each.call_id for each in own}, {each.pk for each in own})
    return [_matter(case, rivals) for case in cases]


def units_of(panel: "models.Panel") -> list[tuple[str, str, str]]:
    """The units against which an invited expert checks himself: roles, name and code, each unit once."""
    roles: dict[tuple[str, str], list[str]] = {}
    for case in panel.cases.all():
        for party in case.parties:
            held = roles.setdefault((party["name"], party["code"]), [])
            if party["role"] not in held:
                held.append(party["role"])
    return [("、".join(held), name, code) for (name, code), held in roles.items()]


def _matter(case: "models.Case", rivals: Mapping[Any, Sequence[Named]]) -> Matter:
    application = case.version.application if case.version is not None else None
    parties = tuple(Party(Role(party["role"]), UnitName(party["name"], party["code"])) for party in case.parties)
    named = [person for party in case.parties for person in _people(case, party)]
    others = rivals.get(application.call_id, ()) if application is not None else ()
    return Matter(str(case.pk), case.title, parties, (*named, *others))


def _people(case: "models.Case", party: Mapping[str, Any]) -> Iterable[Named]:
    """Whom the plan names at this unit, with his address where the plan gives it."""
    content = case.version.content if case.version is not None else {}
    facts = content.get("applicant", {}) if party["role"] == Role.APPLICANT else {}
    for name in party["people"]:
        reached = {key: facts.get(key, "") for key in ("email", "phone")} if name == facts.get("contact") else {}
        yield Named(name, f"{party['role']}负责人、联系人", UnitName(party["name"], party["code"]), **reached)


def _rivals(calls: Collection[Any], own: Collection[Any]) -> dict[Any, list[Named]]:
    """The persons named in the other applications that arrived under the same calls."""
    rows = Application.objects.filter(call__in=calls, received_at__isnull=False, current__isnull=False)
    found: dict[Any, list[Named]] = {}
    for call, inner_name, applicant, unit, code in rows.exclude(pk__in=own).values_list(
        "call_id", "inner_name", F("current__content__applicant"), "unit__name", "unit__code"
    ):
        found.setdefault(call, []).extend(_rival_people(applicant or {}, names.whole(inner_name), UnitName(unit, code)))
    return found


def _rival_people(applicant: Mapping[str, str], title: str, unit: UnitName) -> Iterable[Named]:
    leader, contact = applicant.get("leader", "").strip(), applicant.get("contact", "").strip()
    if leader and leader != contact:
        yield Named(leader, "负责人", unit, rival=title)
    if contact:
        email, phone = applicant.get("email", ""), applicant.get("phone", "")
        yield Named(contact, "负责人、联系人" if leader == contact else "联系人", unit, email, phone, rival=title)


def _as_known(expert: Any) -> conflicts.Expert:
    held = expert.held
    posts = [each for each in held if each.kind in _POSTS]
    return conflicts.Expert(
        id=str(expert.pk),
        name=expert.name,
        unit=UnitName(expert.unit_name, expert.unit_code),
        email=expert.email,
        phone=expert.phone,
        posts=tuple(Post(_unit(each), each.until, each.kind == models.ExpertRelation.Kind.POST) for each in posts),
        relations=tuple(Relation(_unit(each), _words(each)) for each in held if each.kind not in _POSTS),
    )


def _unit(relation: "models.ExpertRelation") -> UnitName:
    return UnitName(relation.unit_name, relation.unit_code)


def _words(relation: "models.ExpertRelation") -> str:
    label = str(relation.get_kind_display())
    return f"{label}（{relation.note}）" if relation.note else label


def _decided(panel: "models.Panel") -> "dict[Any, dict[Ground, models.ConflictDecision]]":
    found: dict[Any, dict[Ground, models.ConflictDecision]] = {}
    for row in panel.decisions.all():
        found.setdefault(row.expert_id, {})[row.matter, row.kind, row.fact] = row
    return found


def _days(panel: "models.Panel") -> list[date]:
    """The days on which a member has something to do; today where nothing is set yet."""
    days = [day for day in (panel.answer_by, panel.opinions_by, panel.meeting_on) if day is not None]
    return days or [clock.today()]


def _away(expert: Any, days: Sequence[date]) -> str:
    for leave in expert.coming:
        if any(leave.starts <= day <= leave.ends for day in days):
            return f"请假（{chinese_date(leave.starts)}至{chinese_date(leave.ends)}）"
    return ""
