"""The sealer: one task chains committed records within seconds, so that no global lock lies on a request."""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from .machines import machine_rows
from .models import Record, Seal, SealRun
from .recording import digest_of

GENESIS = "0" * 64
_BATCH = 1000
# Any fixed number will do: it only keeps two sealers apart.
_ADVISORY_KEY = 7_305_211


def seal() -> int:
    """Chain every committed record that has no seal yet; 0 at once where another sealer is at work."""
    with transaction.atomic():
        if not _alone():
            return 0
        horizon = _horizon()
        sealed = _chain(_unsealed().iterator(chunk_size=_BATCH))
        SealRun.objects.update_or_create(pk=1, defaults={"horizon": horizon, "sealed": sealed, "finished_at": now()})
    return sealed


def link(previous: str, record: Record) -> str:
    """The digest of a seal; it covers what the record's own digest cannot know: its number and its transaction."""
    return hashlib.sha256(f"{previous}:{record.pk}:{record.xact}:{record.digest}".encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What the verification found: the first fault in words, or none, and what it looked at."""

    fault: str
    records: int
    sealed: int
    young: int


def verify() -> Verdict:
    """Check digests, chain, replay and sealing on one snapshot; stop at the first bad row."""
    with transaction.atomic():
        _one_snapshot()
        fault = next((found for check in _FAULTS for found in check()), "")
        return Verdict(fault, Record.objects.count(), Seal.objects.count(), _unsealed().count())


def _one_snapshot() -> None:
    """Rows and records must be read as of one moment; inside a test's transaction that cannot be asked for."""
    if len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ADVISORY_KEY])
        return bool(cursor.fetchone()[0])


def _horizon() -> int:
    """Every transaction below this is over, so whatever it committed is visible to the query that follows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _last_horizon() -> int:
    """Zero where there was no run, or where the cluster counts its transactions anew after a restore."""
    last = SealRun.objects.filter(pk=1).values_list("horizon", flat=True).first() or 0
    return last if last <= _horizon() else 0


def _unsealed() -> QuerySet[Record]:
    return Record.objects.filter(xact__gte=_last_horizon(), seal__isnull=True).order_by("pk")


def _chain(records: Iterator[Record]) -> int:
    last = Seal.objects.order_by("-position").first()
    position, previous = (last.position, last.digest) if last else (0, GENESIS)
    seals = []
    for record in records:
        position += 1
        digest = link(previous, record)
        seals.append(Seal(position=position, record=record, previous=previous, digest=digest))
        previous = digest
    Seal.objects.bulk_create(seals, batch_size=_BATCH)
    return len(seals)


def _digest_faults() -> Iterator[str]:
    for record in Record.objects.order_by("pk").iterator(chunk_size=_BATCH):
        if record.digest != digest_of(record):
            yield f"记录 {record.pk}：内容与摘要不符"


def _chain_faults() -> Iterator[str]:
    previous = GENESIS
    seals = Seal.objects.select_related("record").order_by("position").iterator(chunk_size=_BATCH)
    for position, seal_row in enumerate(seals, 1):
        if seal_row.position != position:
            yield f"封存 {position}：缺失"
        if seal_row.previous != previous or seal_row.digest != link(previous, seal_row.record):
            yield f"封存 {position}（记录 {seal_row.record_id}）：链条不符"
        previous = seal_row.digest


def _replay_faults() -> Iterator[str]:
    """Versions without gaps, each source the last target, and the row where its records end."""
    stray = Record.objects.exclude(machine__in=machine_rows()).order_by("pk").first()
    if stray is not None:
        yield f"记录 {stray.pk}：没有“{stray.machine}”这种事项"
    for machine, model in machine_rows().items():
        state: dict[uuid.UUID, tuple[int, str]] = {}
        rows = Record.objects.filter(machine=machine).order_by("subject_id", "version")
        for record in rows.only("subject_id", "version", "source", "target").iterator(chunk_size=_BATCH):
            version, target = state.get(record.subject_id, (-1, ""))
            if (record.version, record.source) != (version + 1, target):
                yield f"记录 {record.pk}：{machine} {record.subject_id} 第 {record.version} 版接不上前一条"
            state[record.subject_id] = (record.version, record.target)
        for key, version, current in model._default_manager.values_list("pk", "version", "state").iterator():
            if state.pop(key, None) != (version, current):
                yield f"{machine} {key}：状态“{current}”（第 {version} 版）与记录不符"
        for key in state:
            yield f"{machine} {key}：有记录而无此行"


def _sealing_faults() -> Iterator[str]:
    """A record committed before the last finished run of the sealer must be sealed."""
    missed = Record.objects.filter(xact__lt=_last_horizon(), seal__isnull=True).order_by("pk").first()
    if missed is not None:
        yield f"记录 {missed.pk}：早于最近一次封存而未封存"


_FAULTS = (_digest_faults, _chain_faults, _replay_faults, _sealing_faults)
