"""The pool of experts: a page of it with everybody's load, an entry kept, a workbook taken in by its good lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Person
from documents.store import Upload
from organisations import edits
from organisations.models import Membership, Region, Role, Sector, Unit
from organisations.queries import current_seats, sectors_in_use
from procedure import clock
from procedure.asked import uuid_in, whole_number, words_in
from procedure.reckoning import Period, corresponding_day

from . import models, pool_import
from .pool_import import ImportedExpert, Line, Report

SIZE = 25
_YEAR = Period(-1, "y")
_HELD = ("away", "retired")


@dataclass(frozen=True)
class Page:
    """Experts with ``load`` and ``away_now``; ``following`` is the key of the next page."""

    rows: list[Any]
    following: str
    chosen: dict[str, Any]


def page_of(asked: Mapping[str, str]) -> Page:
    """A page of the pool by name; a fixed number of queries, whatever is on it."""
    chosen = {
        "q": words_in(asked.get("q", "")),
        "field": whole_number(asked.get("field", "")),
        "region": whole_number(asked.get("region", "")),
        "standing": asked.get("standing", "") if asked.get("standing") in _HELD else "",
    }
    rows = _after(_chosen(chosen), asked.get("after", "")).order_by("name", "pk")
    found: list[Any] = list(
        rows.select_related("region").prefetch_related("fields", Prefetch("leaves", _open_leaves()))[: SIZE + 1]
    )
    following = f"{found[SIZE - 1].name}~{found[SIZE - 1].pk}" if len(found) > SIZE else ""
    shown, today = found[:SIZE], clock.today()
    load = loads(shown)
    for expert in shown:
        expert.load = load.get(expert.pk, 0)
        expert.away_now = any(leave.starts <= today for leave in expert.leaves.all())
    return Page(shown, following, chosen)


def _chosen(chosen: Mapping[str, Any]) -> "QuerySet[models.Expert]":
    rows = models.Expert.objects.filter(retired_at__isnull=chosen["standing"] != "retired")
    if chosen["standing"] == "away":
        rows = rows.filter(Exists(_open_leaves().filter(expert=OuterRef("pk"), starts__lte=clock.today())))
    if chosen["q"]:
        rows = rows.filter(Q(name__icontains=chosen["q"]) | Q(unit_name__icontains=chosen["q"]))
    if chosen["field"]:
        rows = rows.filter(fields=chosen["field"])
    if chosen["region"]:
        rows = rows.filter(Q(region=chosen["region"]) | Q(region__parent=chosen["region"]))
    return rows


def _open_leaves() -> "QuerySet[models.ExpertLeave]":
    return models.ExpertLeave.objects.filter(ended_at__isnull=True, ends__gte=clock.today())


def _after(rows: "QuerySet[models.Expert]", key: str) -> "QuerySet[models.Expert]":
    """Go on behind a row; a key that cannot be read begins anew."""
    name, _, typed = words_in(key, longest=120).rpartition("~")
    pk: UUID | None = uuid_in(typed)
    return rows if pk is None else rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=pk))


def loads(experts: "Iterable[models.Expert]") -> dict[Any, int]:
    """In how many panels each was asked in the last twelve months and stayed in; one query."""
    since = corresponding_day(clock.today(), _YEAR)
    members = models.Member.objects.filter(
        expert__in=[each.pk for each in experts], out_at__isnull=True, invited_at__date__gte=since
    )
    counted = members.order_by().values("expert").annotate(panels=Count("panel", distinct=True))
    return {row["expert"]: row["panels"] for row in counted}


def save(expert: "models.Expert", fields: Iterable[Sector], seat: Membership, reason: str) -> None:
    """Keep an entry with its line of history, and the account and the unit that are its own."""
    with transaction.atomic():
        expert.unit = Unit.objects.filter(code=expert.unit_code).exclude(code="").first()
        edits.save(expert, seat.person, reason)
        expert.fields.set(fields)
        link([expert])


def link(experts: "Sequence[models.Expert]") -> None:
    """Tie entries to the accounts of the same mail address that hold an expert's seat; two queries where none is."""
    free = {each.email.lower(): each for each in experts if each.person_id is None}
    if not free:
        return
    seats = current_seats(clock.today()).filter(role=Role.EXPERT, standing_in_for__isnull=True)
    people = Person.objects.filter(email__in=free, expert__isnull=True, pk__in=seats.values("person_id"))
    for person in people:
        expert = free[person.email.lower()]
        expert.person = person
        edits.save(expert, None, "按电子邮箱关联账号")


def retire(expert: "models.Expert", reason: str, seat: Membership) -> None:
    expert.retired_at, expert.retired_reason = clock.now(), reason
    edits.save(expert, seat.person, f"出库：{reason}")


def restore(expert: "models.Expert", seat: Membership) -> None:
    expert.retired_at, expert.retired_reason = None, ""
    edits.save(expert, seat.person, "恢复入库")


def read(upload: Upload) -> Report:
    """The report on a workbook, with who is in the pool already refused by his mail address."""
    report = pool_import.read(upload, _lookup(Region.objects.all()).get, _lookup(sectors_in_use()).get)
    mails = [line.expert.email for line in report.lines if line.expert is not None]
    there = {mail.lower() for mail in models.Expert.objects.filter(email__in=mails).values_list("email", flat=True)}
    return replace(report, lines=tuple(_unless_there(line, there) for line in report.lines))


def _lookup(rows: Any) -> dict[str, str]:
    """Codes by themselves, by name and by short name."""
    found: dict[str, str] = {}
    for row in rows:
        found |= dict.fromkeys((getattr(row, "short_name", row.name), row.name, row.code), row.code)
    return found


def _unless_there(line: Line, there: set[str]) -> Line:
    if line.expert is None or line.expert.email not in there:
        return line
    sentence = f"“电子邮箱”{line.expert.email}已在专家库中；要更新的，请在专家库中修改这位专家。"
    return replace(line, expert=None, problems=(*line.problems, sentence))


@transaction.atomic
def take_in(experts: Sequence[ImportedExpert], seat: Membership) -> int:
    """Enter the good lines of a workbook, all of them or none."""
    regions = {row.code: row for row in Region.objects.all()}
    sectors = {row.code: row for row in Sector.objects.all()}
    for each in experts:
        facts = {name: getattr(each, name) for name in ("name", "unit_name", "unit_code", "title", "phone", "email")}
        expert = models.Expert(region=regions[each.region], **facts)
        save(expert, [sectors[code] for code in each.fields], seat, "从 Excel 导入")
        _declare(expert, each, seat)
    return len(experts)


def _declare(expert: "models.Expert", imported: ImportedExpert, seat: Membership) -> None:
    """The units named in the last column; one given by its code alone gets its registered name."""
    codes = [relation.code for relation in imported.relations if relation.code]
    names = dict(Unit.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
    models.ExpertRelation.objects.bulk_create(
        models.ExpertRelation(
            expert=expert, kind=models.ExpertRelation.Kind.OTHER, unit_code=each.code, note="导入时登记",
            unit_name=each.name or names.get(each.code, f"代码 {each.code} 的单位"), declared_by=seat.person,
            declared_at=clock.now(),
        )
        for each in imported.relations
    )  # fmt: skip


def end_leave(leave: "models.ExpertLeave") -> bool:
    """Take a leave back; False if that was done before."""
    return bool(models.ExpertLeave.objects.filter(pk=leave.pk, ended_at__isnull=True).update(ended_at=clock.now()))


def end_relation(relation: "models.ExpertRelation") -> bool:
    """A relation that holds no longer stays listed, and is no ground any more."""
    rows = models.ExpertRelation.objects.filter(pk=relation.pk, ended_at__isnull=True)
    return bool(rows.update(ended_at=clock.now()))
