"""All of a base's life that a seat may see in one zip, sent as it is made, with a digest of every file in it."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from assessments.dossiers.ledger import Row
from assessments.models import Achievement
from assessments.tabs import kept, promises
from bases.feeds import harmless
from bases.models import Base
from documents import store
from organisations.models import Membership
from procedure import articles, clock
from procedure.templatetags.portal import cn_datetime, last_day
from workbench import dates, telling

from .line import Event, application_of, events, records_of
from .papers import Link, links_of
from .standing import AsOf, dues, standing

MOST_FILES = 3000
MOST_BYTES = 2 * 1024**3
MANIFEST = "清单.json"
SUMS = "SHA256SUMS"
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class TooMuch(Exception):
    """More than one download should hold."""


class _Chunks(io.RawIOBase):
    """What the archive writes, taken out piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        found, self.parts = b"".join(self.parts), []
        return found


class Archive:
    """One base as one reader may have it on one day. Raises TooMuch before anything is sent."""

    def __init__(self, base: Base, seat: Membership, asof: AsOf) -> None:
        self.base, self.seat, self.asof = base, seat, asof
        self.application = application_of(base, seat)
        self.links = links_of(base, self.application, seat, asof)
        if len(self.links) > MOST_FILES or sum(link.file.size for link in self.links) > MOST_BYTES:
            raise TooMuch
        self.records = records_of(base, self.application, seat, asof)
        self.sums: dict[str, str] = {}

    @property
    def name(self) -> str:
        return f"{_safe(self.base.inner_name)}-{self.asof.day:%Y%m%d}.zip"

    def chunks(self) -> Iterator[bytes]:
        out = _Chunks()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in self._texts():
                self._write(archive, path, [content])
                yield out.taken()
            for path, link in self._files():
                with link.file.open() as stored:
                    yield from self._stream(archive, out, path, store.chunks(stored))
            archive.writestr(MANIFEST, _json(self._manifest()))
            sums = {**self.sums, MANIFEST: hashlib.sha256(_json(self._manifest())).hexdigest()}
            archive.writestr(SUMS, "".join(f"{digest}  {path}\n" for path, digest in sums.items()))
        yield out.taken()

    def _write(self, archive: zipfile.ZipFile, path: str, parts: Iterable[bytes]) -> None:
        for _ in self._stream(archive, None, path, parts):
            pass

    def _stream(
        self, archive: zipfile.ZipFile, out: _Chunks | None, path: str, parts: Iterable[bytes]
    ) -> Iterator[bytes]:
        digest = hashlib.sha256()
        with archive.open(path, "w") as entry:
            for part in parts:
                digest.update(part)
                entry.write(part)
                if out is not None:
                    yield out.taken()
        self.sums[path] = digest.hexdigest()

    def _texts(self) -> Iterator[tuple[str, bytes]]:
        yield "基地.json", _json(_standing(self.base, self.asof))
        yield "记录.json", _json([_record(told) for told in self.records])
        yield "记录.csv", _csv(_RECORD, (_record_cells(told) for told in self.records))
        line = events(self.base, self.application, self.seat, self.asof, self.links)
        yield "历程.csv", _csv(_EVENT, (_event_cells(event) for event in line))
        running = telling.known_to(self.seat, dues(self.base, self.asof))
        yield "期限.csv", _csv(_DUE, (_due_cells(due) for due in running))
        ledger = promises.context(self.base, self.seat, self.asof.before)["ledger"]
        yield "考核指标.csv", _csv(_PROMISED, (_promised_cells(row) for row in ledger.indicators))
        achieved = kept.known_to(self.base, self.seat, self.asof.before)
        yield "成果.csv", _csv(_ACHIEVED, (_achieved_cells(row) for row in achieved))

    def _files(self) -> Iterator[tuple[str, Link]]:
        for number, link in enumerate(self.links, start=1):
            yield f"文件/{number:04d}-{_safe(link.of)}-{_safe(link.file.name)}", link

    def _manifest(self) -> dict[str, Any]:
        return {
            "base": self.base.full_name,
            "as_of": self.asof.day,
            "made_at": clock.now(),
            "made_for": f"{self.seat.unit_label} {self.seat.role_label}",
            "files": [
                {"path": path, "sha256": digest, "stored_sha256": stored}
                for path, digest, stored in self._digests()
            ],
        }  # fmt: skip

    def _digests(self) -> Iterator[tuple[str, str, str]]:
        """Each with the digest under which the portal itself keeps it, where it keeps it."""
        stored = {path: link.file.sha256 for path, link in self._files()}
        for path, digest in self.sums.items():
            yield path, digest, stored.get(path, "")


_RECORD = (*("时间", "对象", "事项", "办理人", "受托", "依据", "意见", "从", "到", "记录摘要"),)
_EVENT = ("时间", "对象", "事项", "办理人", "依据", "意见", "文件")
_PROMISED = ("类别", "指标", "中期目标", "建设期满目标", "计量单位", "最近报告的数值", "来源")
_ACHIEVED = ("类型", "名称", "日期", "状态", "编号", "数量", "说明")
_DUE = ("期限", "最后一天", "在谁手里", "依据", "理由")


def _standing(base: Base, asof: AsOf) -> dict[str, Any]:
    return {"id": str(base.pk), "as_of": asof.day, **asdict(standing(base, asof))}


def _record(told: telling.Told) -> dict[str, Any]:
    """As this reader has it: SAC's officials decide in their office's name for everybody else."""
    names = ("machine", "subject_id", "version", "kind", "step", "source", "target", "article", "note", "at", "digest")
    return {"label": told.label, "who": told.who, **{name: getattr(told, name) for name in names}}


def _record_cells(told: telling.Told) -> tuple[Any, ...]:
    return (
        told.at, told.machine, told.label, told.who, told.on_behalf, _cited(told.article), told.note, told.source,
        told.target, told.digest,
    )  # fmt: skip


def _event_cells(event: Event) -> tuple[Any, ...]:
    papers = "；".join(link.file.name for link in event.links)
    return event.at, event.of, event.label, event.who, _cited(event.article), event.note, papers


def _due_cells(due: Any) -> tuple[Any, ...]:
    return dates.label(due), last_day(due.due_at), dates.whom(due), _cited(due.article), due.why


def _promised_cells(row: Row) -> tuple[Any, ...]:
    promised, now = row.promised, row.now
    said = (now.value, now.source) if now else ("", "")
    return promised.get_kind_display(), promised.name, promised.midterm, promised.target, promised.unit, *said


def _achieved_cells(row: Achievement) -> tuple[Any, ...]:
    return row.as_kind.label, row.title, row.happened_on, row.status, row.number, row.amount, row.text


def _cited(article: str) -> str:
    return articles.cite(article) if article else ""


def _csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """For spreadsheets: a mark of its encoding first, and no cell that one would compute."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        writer.writerow([harmless(_words(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _words(cell: Any) -> str:
    return cn_datetime(cell) if isinstance(cell, datetime) else str(cell if cell is not None else "")


def _json(value: Any) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _safe(name: str) -> str:
    """A name that every system can unpack."""
    return _UNSAFE.sub("_", name).strip(". ")[:80] or "_"
