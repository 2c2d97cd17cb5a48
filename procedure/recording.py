"""Records: their birth and their digest."""

import hashlib
import json
import uuid
from typing import Any

from .acts import Act
from .models import Record
from .steps import NONE

_DIGESTED = (
    "machine subject_id root version kind step label source target actor_id actor_name actor_unit actor_role"
    " proposed_by_id proposed_by_name on_behalf article note at cause_id key"
).split()


def digest_of(record: Record) -> str:
    """SHA-256 over the record's own facts in a form that survives the database's round trip."""
    facts = {name: _plain(getattr(record, name)) for name in _DIGESTED}
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def write_record(
    act: Act,
    *,
    kind: str,
    source: str,
    target: str,
    version: int,
    key: uuid.UUID | None = None,
    cause: Record | None = None,
) -> Record:
    """Insert the act's Record; the caller saves the row afterwards, which the trigger demands."""
    seat = act.seat
    proposal = act.proposal
    record = Record(
        machine=act.subject.machine,
        subject_id=act.subject.pk,
        root=act.subject.root,
        version=version,
        kind=kind,
        step=act.step.name,
        label=act.step.label,
        source=source,
        target=target,
        actor_id=seat.person_id if seat else None,
        actor_name=seat.name_shown if seat else "系统定时",
        actor_unit=seat.unit_label if seat else "",
        actor_role=seat.role_label if seat else "",
        proposed_by_id=proposal.proposed_by_id if proposal else None,
        proposed_by_name=proposal.proposed_by_name if proposal else "",
        article=str(act.step.article) or str(NONE("管理需要")),
        note=act.note,
        at=act.at,
        cause=cause,
        key=key,
    )
    record.digest = digest_of(record)
    record.save(force_insert=True)
    act.record = record
    return record


def _plain(value: Any) -> Any:
    if hasattr(value, "astimezone"):
        from datetime import UTC

        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, uuid.UUID) else value
