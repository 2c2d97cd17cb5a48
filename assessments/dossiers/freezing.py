"""Filing a dossier: all that it says and what it answers to, in one value with a digest."""

from typing import TYPE_CHECKING, Any

from bases.models import BaseIndicator, BaseTask
from documents import codes
from procedure import clock
from procedure.acts import Act

from .asked import ROWS, form_of
from .ledger import Reported, Row, ledger_of

if TYPE_CHECKING:
    from assessments.models import Dossier, DossierFile


def freeze(dossier: "Dossier", act: Act, *, stands: bool = True) -> None:
    """Freeze it in the act's own commit; from then on its values stand in the ledger, unless a reader comes first."""
    assert act.seat is not None
    dossier.content = content_of(dossier)
    dossier.digest = codes.digest(dossier.content)
    dossier.filed_at, dossier.filed_by, dossier.filed_by_name = act.at, act.seat.person, act.seat.name_shown
    dossier.stands_at = act.at if stands else None
    dossier.save(update_fields=["content", "digest", "filed_at", "filed_by", "filed_by_name", "stands_at"])


def stand(dossier: "Dossier", act: Act) -> None:
    """From now on what was filed stands in the base's ledger."""
    dossier.stands_at = act.at
    dossier.save(update_fields=["stands_at"])


def content_of(dossier: "Dossier") -> dict[str, Any]:
    """What the dossier says as it stands, beside what was promised and what was said the last time."""
    said = {section.key: section for section in dossier.sections.all()}
    ledger = ledger_of(dossier.base, dossier)
    return {
        "format": 1,
        "title": dossier.title,
        "kind": dossier.kind,
        "base": dossier.base.full_name,
        "date": clock.today().isoformat(),
        "sections": [
            {"key": part.key, "title": part.title, "text": said[part.key].text if part.key in said else ""}
            for part in form_of(dossier).parts
        ],
        **{name: [_row(row) for row in getattr(ledger, name) if _is_said(row, dossier)] for name in ROWS},
        "files": [_file(row) for row in dossier.files.filter(removed_at=None).select_related("file")],
    }


def _is_said(row: Row, dossier: "Dossier") -> bool:
    return row.now is not None and row.now.dossier == dossier.pk


def _row(row: Row) -> dict[str, Any]:
    assert row.now is not None
    return {
        "id": str(row.promised.pk),
        "version": row.promised.version,
        "promised": promise_of(row.promised),
        "last": _said(row.last) if row.last else None,
        "now": _said(row.now) | {"note": row.now.note, "files": [file.pk for file in row.now.files]},
        "changed": row.changed,
    }


def promise_of(promised: Any) -> dict[str, str]:
    """What was promised in a row, in its words."""
    if isinstance(promised, BaseTask):
        return {"title": promised.title, "content": promised.content}
    if isinstance(promised, BaseIndicator):
        facts = {name: getattr(promised, name) for name in ("name", "unit", "target", "midterm")}
        return facts | {"kind": promised.get_kind_display()}
    task = promised.task.title if promised.task else ""
    return {"due": promised.due.isoformat(), "content": promised.content, "task": task}


def _said(report: Reported) -> dict[str, str]:
    return {
        "source": report.source, "value": report.value, "status": report.status, "status_label": report.status_label,
    }  # fmt: skip


def _file(row: "DossierFile") -> dict[str, Any]:
    file = row.file
    return {
        "id": row.pk, "entry": row.entry_id, "title": row.title, "name": file.name, "kind": file.content_type,
        "size": file.size, "sha256": file.sha256,
    }  # fmt: skip
