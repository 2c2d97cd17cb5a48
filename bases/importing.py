"""补录历史: a file of bases into the register, line by line judged, and all of it or nothing (办法3)."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from organisations.models import Membership, Unit, UnitKind
from procedure.perform import perform, start

from . import names
from .dates import words
from .history_rows import COLUMNS, DAYS, Entry, Fault, read
from .models import Base, HostSpell, SupervisorSpell
from .procedure import BaseState
from .told import GAPS, state_words

_SUPERVISING = (UnitKind.MINISTRY, UnitKind.PROVINCIAL_GOVERNMENT)
_LONGEST_FILE = 5 * 1024 * 1024


@dataclass(frozen=True)
class Report:
    """What became of a file: faults and nothing else, or what was taken over and what was there already."""

    faults: list[Fault] = field(default_factory=list)
    made: list[Entry] = field(default_factory=list)
    same: list[Entry] = field(default_factory=list)

    def lines(self) -> list[str]:
        if self.faults:
            return [*map(str, self.faults), f"有 {len(self.faults)} 处问题，一条也没有补录；请改正后重新导入。"]
        told = {each.line: _made_words(each) for each in self.made} | {
            each.line: _same_words(each) for each in self.same
        }
        return [*(told[line] for line in sorted(told)), self._total()]

    def _total(self) -> str:
        if not self.made:
            return f"{len(self.same)} 条都已在名录中，内容相同，没有改动。"
        return f"补录 {len(self.made)} 条" + (f"，另有 {len(self.same)} 条已在名录中" if self.same else "") + "。"


def import_bases(content: bytes, *, seat: Membership) -> Report:
    """Take over a file of history by an officer's recorded steps, or say in which lines it is at fault."""
    entries, faults = _read_file(content)
    if not faults:
        faults = _doubled(entries)
    with transaction.atomic():
        known = _like_named(entries)
        same = [entry for entry in entries if _is_there(entry, known)]
        made = [entry for entry in entries if entry not in same]
        faults = sorted([*faults, *_taken(made, known)], key=lambda fault: fault.line)
        if faults:
            return Report(faults)
        for entry in made:
            _take_over(entry, seat)
    return Report(made=made, same=same)


def _read_file(content: bytes) -> tuple[list[Entry], list[Fault]]:
    if len(content) > _LONGEST_FILE:
        return [], [Fault(1, "", "文件超过 5 MB，不像是名录，请核对。")]
    text = _decoded(content)
    if text is None or "\0" in text:
        return [], [Fault(1, "", "文件不是 UTF-8 或者 GB 18030 编码的文本，请另存为 CSV（UTF-8）后再导入。")]
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        return [], [Fault(reader.line_num, "", f"不是 CSV：{error}")]
    if not rows or sorted(cell.strip() for cell in rows[0][1]) != sorted(COLUMNS):
        return [], [Fault(1, "", f"第一行须是这些列名，各一次：{'、'.join(COLUMNS)}。")]
    return _read_rows([cell.strip() for cell in rows[0][1]], rows[1:])


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _read_rows(header: list[str], rows: Iterable[tuple[int, list[str]]]) -> tuple[list[Entry], list[Fault]]:
    entries: list[Entry] = []
    faults: list[Fault] = []
    for line, row in rows:
        if len(row) != len(header):
            faults.append(Fault(line, "", f"应有 {len(header)} 列，现有 {len(row)} 列；内容中有逗号的请加引号。"))
            continue
        found = read(line, dict(zip(header, row, strict=True)))
        if isinstance(found, Entry):
            entries.append(found)
        else:
            faults += found
    if not entries and not faults:
        faults.append(Fault(2, "", "没有可以补录的内容。"))
    return entries, faults


def _doubled(entries: list[Entry]) -> list[Fault]:
    """Names or numbers that stand in the file twice."""
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for entry in entries:
        for column, key in _keys(entry):
            first = seen.setdefault((column, key), entry.line)
            if first != entry.line:
                faults.append(Fault(entry.line, column, f"与第 {first} 行相同或者只差通称，请删去一条。"))
    return faults


def _keys(entry: Entry) -> list[tuple[str, str]]:
    number = entry.facts["approval_number"]
    return [("名称", names.likeness(entry.name)), *([("批准文号", number)] if number else [])]


def _like_named(entries: list[Entry]) -> dict[str, list[Base]]:
    """The bases of the register whose names a reader would take for one of the file's."""
    wanted = {names.likeness(entry.name) for entry in entries}
    rows = Base.objects.values_list("pk", "inner_name").iterator()
    keys = [pk for pk, name in rows if names.likeness(name) in wanted]
    found: dict[str, list[Base]] = {}
    for base in Base.objects.filter(pk__in=keys).prefetch_related("hosts"):
        found.setdefault(names.likeness(base.inner_name), []).append(base)
    return found


def _is_there(entry: Entry, known: dict[str, list[Base]]) -> bool:
    """Whether this very line was taken over before; what has happened to the base since is no matter."""
    alike = known.get(names.likeness(entry.name), [])
    return any(base.is_history and _told_alike(entry, base) for base in alike)


def _told_alike(entry: Entry, base: Base) -> bool:
    born = base.history.earliest("history_id")
    hosts = [host.name for host in base.hosts.all()][:1]
    same = all(getattr(born, name) == value for name, value in entry.facts.items() if name != "gaps")
    return same and hosts == ([entry.host] if entry.host else [])


def _taken(entries: list[Entry], known: dict[str, list[Base]]) -> list[Fault]:
    faults = []
    for entry in entries:
        faults += [
            Fault(entry.line, "名称", f"名录中已有“{base.full_name}”，内容不同；请核对，本命令不改已有的。")
            for base in known.get(names.likeness(entry.name), [])
        ]
        number = entry.facts["approval_number"]
        holder = Base.objects.filter(approval_number=number).first() if number else None
        if holder:
            faults.append(Fault(entry.line, "批准文号", f"已经用于“{holder.full_name}”，请核对。"))
    return faults


def _take_over(entry: Entry, seat: Membership) -> None:
    facts, supervisor = dict(entry.facts), _supervisor(entry)
    facts["gaps"] = entry.facts["gaps"] if supervisor else [*entry.facts["gaps"], "supervisor"]
    base = Base(state=BaseState.RECORDED, is_history=True, **facts)
    start(base, seat=seat)
    if entry.host:
        # Since when it has been the host the file does not say.
        unit = Unit.objects.filter(name=entry.host).first()
        HostSpell.objects.create(base=base, unit=unit, name=entry.host, until=facts["ended"])
    if supervisor:
        SupervisorSpell.objects.create(base=base, unit=supervisor, until=facts["ended"])
    perform(base, f"record_{entry.state}", seat=seat)


def _supervisor(entry: Entry) -> Unit | None:
    return Unit.objects.filter(name=entry.facts["recommender_name"], kind__in=_SUPERVISING).first()


def _made_words(entry: Entry) -> str:
    gaps = entry.facts["gaps"]
    said = "；".join(f"{column}{words(entry.facts[name])}" for name, column in DAYS.items() if entry.facts[name])
    unknown = f"；不详：{'、'.join(GAPS[name] for name in gaps)}" if gaps else ""
    return (
        f"第 {entry.line} 行 {entry.name}：补录为{state_words(entry.state, gaps)}{f'；{said}' if said else ''}{unknown}"
    )


def _same_words(entry: Entry) -> str:
    return f"第 {entry.line} 行 {entry.name}：已在名录中，没有改动"
