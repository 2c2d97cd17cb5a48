"""Records: their birth, their digest, and the row that is saved behind each of them."""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import Any

from .acts import Act
from .models import Record

# Written out, for a column added later must not change the digests of old records. Number and transaction are the
# seal's to cover.
DIGESTED = (
    *("machine", "subject_id", "root", "version", "kind", "step", "label", "source", "target"),
    *("actor_id", "actor_name", "actor_unit", "actor_role", "proposed_by_id", "proposed_by_name", "on_behalf"),
    *("article", "note", "at", "cause_id", "key"),
)


def digest_of(record: Record) -> str:
    """SHA-256 over the record's own facts in a form that survives the database's round trip."""
    facts = {name: _plain(getattr(record, name)) for name in DIGESTED}
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def write_record(
    act: Act, *, kind: str, source: str, target: str, version: int, key: uuid.UUID | None = None
) -> Record:
    """Insert the act's Record; the caller saves the row afterwards, which the trigger demands."""
    seat, proposal = act.seat, act.proposal
    assert seat is not None
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
        actor_id=seat.person_id,
        actor_name=seat.name_shown,
        actor_unit=seat.unit_label,
        actor_role=seat.role_label,
        proposed_by_id=proposal.proposed_by_id if proposal else None,
        proposed_by_name=proposal.proposed_by_name if proposal else "",
        on_behalf=act.on_behalf,
        article=str(act.step.article),
        note=act.note,
        at=act.at,
        cause=act.parent.record if act.parent else None,
        key=key,
    )
    record.digest = digest_of(record)
    record.save(force_insert=True)
    act.record = record
    return record


def mark(act: Act, kind: str, *, key: uuid.UUID | None = None) -> Record:
    """Write a Record that leaves the state and raises the version: proposed, declined, taken back, voided."""
    subject = act.subject
    record = write_record(
        act, kind=kind, source=subject.state, target=subject.state, version=subject.version + 1, key=key
    )
    subject.version = record.version
    save_row(act, f"{record.get_kind_display()}：{act.step.label}")
    return record


def save_row(act: Act, reason: str, *, force_insert: bool = False) -> None:
    """Save the act's row with its line of history."""
    subject: Any = act.subject
    assert act.seat is not None
    subject._history_user = act.seat.person
    subject._history_date = act.at
    subject._change_reason = reason
    subject.save(force_insert=force_insert)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, uuid.UUID) else value
