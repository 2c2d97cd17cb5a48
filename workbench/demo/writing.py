"""Writing a plan of the demo into its sections, rows and attachments."""

import io
from typing import Any

import pikepdf
from django.core.files.base import ContentFile

from applications import sections
from applications.models import Application, Attachment, Indicator, Milestone, Section, SectionState, Task
from bases.models import number_in
from documents.models import File
from organisations.models import Membership
from procedure import clock
from workbench.demo.plans import PlanContent
from workbench.demo.plans.content import EVIDENCE


def write(application: Application, content: PlanContent, seat: Membership) -> None:
    """Write what the content holds; a section that it lacks stays unwritten."""
    if content.sections:
        _save(application, sections.BASIC, _basic(seat), seat)
    for key, text in content.sections.items():
        _save(application, key, {"text": text}, seat)
    tasks = [
        Task(application=application, position=number, title=row.title, content=row.content)
        for number, row in _numbered(content.tasks)
    ]
    Task.objects.bulk_create(tasks)
    Indicator.objects.bulk_create(_indicator(application, number, row) for number, row in _numbered(content.indicators))
    Milestone.objects.bulk_create(
        Milestone(
            application=application, position=number, due=row.due, content=row.content,
            task=tasks[row.task] if row.task is not None and tasks else None,
        )
        for number, row in _numbered(content.milestones)
    )  # fmt: skip
    for number, paper in _numbered(content.attachments):
        file = File.store(ContentFile(paper_for(paper.kind)), f"{paper.name}.pdf", seat.person, "application/pdf")
        Attachment.objects.create(
            application=application, file=file, title=paper.name, position=number, added_at=clock.now(),
            kind=EVIDENCE[paper.kind],
        )  # fmt: skip
    _answer(application, content, seat)


def _answer(application: Application, content: PlanContent, seat: Membership) -> None:
    """Answer the conditions of the call, each with what proves it, or else with the first attachment."""
    kept = list(application.attachments.values_list("kind", "pk"))
    for condition in application.call.conditions(application.kind):
        if answer := content.answers.get(condition.key):
            proof = [str(key) for kind, key in kept if kind == answer.kind] or [str(key) for _, key in kept[:1]]
            facts = {"met": "yes", "text": answer.text, "evidence": proof}
            _save(application, sections.of_condition(condition.key), facts, seat)


def amend(application: Application, amendments: dict[str, str], seat: Membership) -> None:
    """Add a paragraph to sections, as an applicant does before submitting again."""
    for key, text in amendments.items():
        stored = application.sections.filter(key=key).first()
        before = stored.text if stored else ""
        _save(application, key, {"text": f"{before}\n{text}"}, seat, stored)


def paper_for(kind: str) -> bytes:
    """A one-page PDF that says which kind of document it stands for."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        text = f"BT /F1 20 Tf 72 740 Td (Demonstration document) Tj 0 -32 Td /F1 14 Tf ({kind}) Tj ET"
        face = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=face))
        page.Contents = pdf.make_stream(text.encode())
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _basic(seat: Membership) -> dict[str, str]:
    return {name: getattr(seat.unit, name) for name in sections.BASIC_FIELDS}


def _save(
    application: Application, key: str, content: dict[str, Any], seat: Membership, stored: Section | None = None
) -> None:
    section = stored or Section(application=application, key=key)
    section.content, section.version = content, section.version + 1
    section.saved_at, section.saved_by = clock.now(), seat.person
    section.save()
    SectionState.objects.create(
        section=section, version=section.version, format=section.format, content=content,
        saved_at=section.saved_at, saved_by=section.saved_by,
    )  # fmt: skip


def _indicator(application: Application, number: int, row: Any) -> Indicator:
    return Indicator(
        application=application, position=number, kind=row.kind, name=row.name, unit=row.unit, target=row.target,
        midterm=row.midterm, target_number=number_in(row.target),
    )  # fmt: skip


def _numbered(rows: tuple[Any, ...]) -> list[tuple[int, Any]]:
    return list(enumerate(rows, start=1))
