"""Freezing the plan: everything that was filed, in one value with a digest and a check code."""

from datetime import date
from typing import TYPE_CHECKING, Any

from documents import codes
from procedure import clock
from procedure.acts import Act
from procedure.conditions import Condition

from . import models, sections

if TYPE_CHECKING:
    from .models import Application, Version

_LETTERHEAD = ("name", "contact", "contact_title", "phone", "fax", "postcode", "email", "address")


def freeze(application: Any, act: Act) -> "Version":
    """Freeze the draft as the next version and ask for its print, in the act's own commit."""
    assert act.seat is not None
    content = content_of(application, clock.today())
    digest = codes.digest(content)
    number = application.versions.count() + 1
    version = models.Version.objects.create(
        application=application,
        number=number,
        content=content,
        digest=digest,
        code=codes.check_code(digest, application.pk, number),
        frozen_at=act.at,
        frozen_by=act.seat.person,
    )
    application.current = version
    application.attachments.filter(removed_at__isnull=True, frozen_at__isnull=True).update(frozen_at=act.at)
    order = models.Print.objects.create(application=application, version=version, asked_by=act.seat.person)
    act.owe("print", print=str(order.pk))
    return version


def content_of(application: "Application", day: date) -> dict[str, Any]:
    """The plan as it stands, in the form that is frozen, printed and compared."""
    saved = {section.key: section for section in application.sections.all()}
    basic = saved.get(sections.BASIC)
    return {
        "format": 1,
        "name": application.full_name,
        "kind": application.kind,
        "date": day.isoformat(),
        "applicant": _applicant(application, basic.content if basic else {}),
        "organiser": {name: getattr(application.organiser, name) for name in _LETTERHEAD},
        "recommender": {"name": application.recommender.name},
        "build_years": application.call.build_years,
        "sections": {section.key: _text(saved.get(section.key)) for section in sections.SECTIONS},
        "tasks": [{"id": str(row.pk), "title": row.title, "content": row.content} for row in application.tasks.all()],
        "indicators": [_indicator(row) for row in application.indicators.all()],
        "milestones": [_milestone(row) for row in application.milestones.all()],
        "attachments": [_attachment(row) for row in _kept(application)],
        # Judged with the plan and not printed: annex 2 has no place for them.
        "english_name": application.english_name,
        "conditions": [_condition(each, saved) for each in application.call.conditions(application.kind)],
    }


def _applicant(application: "Application", content: dict[str, Any]) -> dict[str, str]:
    own = {"name": application.unit.name, "code": application.unit.code}
    return own | {name: str(content.get(name, "")) for name in sections.BASIC_FIELDS}


def _text(section: "models.Section | None") -> dict[str, str]:
    return {"format": section.format, "text": section.text} if section else {"format": "text", "text": ""}


def _condition(condition: Condition, saved: "dict[str, models.Section]") -> dict[str, Any]:
    answer = saved.get(sections.of_condition(condition.key))
    content = answer.content if answer else {}
    return {
        "key": condition.key,
        "text": condition.text,
        "article": condition.article,
        "met": content.get("met", ""),
        "answer": content.get("text", ""),
        "evidence": [str(key) for key in content.get("evidence", [])],
    }


def _indicator(row: "models.Indicator") -> dict[str, str]:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "name": row.name,
        "unit": row.unit,
        "target": row.target,
        "midterm": row.midterm,
    }


def _milestone(row: "models.Milestone") -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "due": row.due.isoformat(),
        "content": row.content,
        "task": str(row.task_id) if row.task_id else None,
    }


def _kept(application: "Application") -> Any:
    return application.attachments.filter(removed_at__isnull=True).select_related("file")


def _attachment(row: "models.Attachment") -> dict[str, Any]:
    file = row.file
    return {
        "id": str(row.pk),
        "name": row.title,
        "category": row.kind,
        "kind": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
    }
