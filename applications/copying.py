"""Taking up again in an open call what missed its window or ended before SAC (指南四.3)."""

import uuid
from typing import Any

from django.db import transaction

from organisations.models import Membership, Role
from procedure import clock
from procedure.perform import start

from . import models, sections
from .models import Application, Call
from .procedure import ENDED
from .queries import calls_open_to, extended_for, missed, plans_written_by

# What a new application takes over of the old one's matters, unless its form says otherwise.
MATTERS = ("inner_name", "english_name", "kind", "organiser", "recommender", "region", "sector")
_OWN = {"id", "version", "application", "task"}


def is_copyable(application: Application, seat: Membership) -> bool:
    """Whether this seat's people may take the plan up again: their own unit's, and over before SAC."""
    if seat.unit_id != application.unit_id or seat.role not in (Role.PREPARER, Role.SUBMITTER):
        return False
    return application.state in ENDED or missed(application.state, application.closes_at, clock.now())


def copyable_by(seat: Membership | None) -> Any:
    return plans_written_by(seat).select_related("call", "unit", "organiser", "recommender", "region", "sector")


def calls_for(seat: Membership) -> Any:
    """The open calls into which this unit may copy."""
    return calls_open_to(seat.unit_id, clock.now())


def draft_from(application: Application, call: Call, seat: Membership) -> Application:
    """The new application as it will be born, not stored yet."""
    facts = {name: getattr(application, name) for name in MATTERS}
    return models.Application(
        call=call,
        unit=application.unit,
        started_by=seat.person,
        extended_to=extended_for(call, application.unit_id),
        **facts,
    )


def copy_into(
    application: Application, call: Call, *, seat: Membership, key: uuid.UUID | None = None, **changes: Any
) -> Any:
    """Bear a draft in another call with the plan of this one; a repeated ``key`` gives the first draft.

    Comments, versions and answers to what the new call does not ask stay behind. Raises Refused, NotPermitted.
    """
    new = draft_from(application, call, seat)
    for name, value in changes.items():
        setattr(new, name, value)
    with transaction.atomic():
        born: Any = start(new, seat=seat, key=key)
        if born.pk == new.pk:
            _copy_plan(application, born, seat)
    return born


def left_behind(application: Application, call: Call, kind: str) -> int:
    """How many answers to conditions the other call does not ask for."""
    asked = _condition_keys(call, kind)
    answered = [key for key in application.sections.values_list("key", flat=True) if _is_condition(key)]
    return sum(key not in asked for key in answered)


def _copy_plan(old: Application, new: Application, seat: Membership) -> None:
    evidence = _copy_attachments(old, new)
    tasks = _copy_rows(old.tasks.all(), new)
    _copy_rows(old.indicators.all(), new)
    for milestone, copied in zip(old.milestones.all(), _copied(old.milestones.all(), new), strict=True):
        copied.task_id = tasks.get(milestone.task_id)
        copied.save()
    _copy_sections(old, new, evidence, seat)


def _copy_attachments(old: Application, new: Application) -> dict[str, str]:
    """Links to the same files; gives the new key of each old one."""
    keys = {}
    for row in old.attachments.filter(removed_at__isnull=True):
        linked = models.Attachment.objects.create(
            application=new, file_id=row.file_id, title=row.title, kind=row.kind, position=row.position,
            added_at=clock.now(),
        )  # fmt: skip
        keys[str(row.pk)] = str(linked.pk)
    return keys


def _copy_rows(rows: Any, new: Application) -> dict[Any, Any]:
    keys = {}
    for row, copied in zip(rows, _copied(rows, new), strict=True):
        copied.save()
        keys[row.pk] = copied.pk
    return keys


def _copied(rows: Any, new: Application) -> list[Any]:
    """The same rows under new keys, not stored yet."""
    return [_again(row, new) for row in rows]


def _again(row: Any, new: Application) -> Any:
    facts = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in _OWN
    }
    return type(row)(application=new, **facts)


def _copy_sections(old: Application, new: Application, evidence: dict[str, str], seat: Membership) -> None:
    asked, at = _condition_keys(new.call, new.kind), clock.now()
    for row in old.sections.all():
        if _is_condition(row.key) and row.key not in asked:
            continue
        content = _repointed(row.content, evidence) if _is_condition(row.key) else row.content
        saved = {"version": 1, "format": row.format, "content": content, "saved_at": at, "saved_by": seat.person}
        section = models.Section.objects.create(application=new, key=row.key, **saved)
        models.SectionState.objects.create(section=section, **saved)


def _repointed(answer: dict[str, Any], evidence: dict[str, str]) -> dict[str, Any]:
    """The answer with its evidence among the new attachments; what was removed meanwhile is none any more."""
    kept = [evidence[str(key)] for key in answer.get("evidence", []) if str(key) in evidence]
    return answer | {"evidence": kept}


def _condition_keys(call: Call, kind: str) -> set[str]:
    return {sections.of_condition(each.key) for each in call.conditions(kind)}


def _is_condition(key: str) -> bool:
    return key.startswith(sections.of_condition(""))
