"""The sealed papers of a recommendation: the scan of the sealed plan, and the letter (指南三（三）)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import File as DjangoFile
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Person
from documents.models import File
from documents.uploads import Checked
from organisations.deciding import SAC
from organisations.models import Membership, Role, Unit
from procedure import clock, outbox
from procedure.models import Outbox

from .holding import Moved, held
from .models import Application, Letter, Scan, Version
from .procedure import State
from .queries import visible_to
from .supplementing import may_seal, note_scan

# Who reads the papers beside the recommender's own officers; the letter may speak of other applicants too.
READERS = (Role.RECOMMENDER_OFFICER, Role.ORGANISER_OFFICER, *SAC)
READ_SCAN = "read_scan"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_YEAR = re.compile(r"[\[(【〔﹝〖{<〈《]第?(\d{4})年?[\])】〕﹞〗}>〉》]")
_NUMBER = re.compile(r"[^〔〕]+〔\d{4}〕[^〔〕]*\d+号")
_OLD_PAGE = "本页打开之后，方案已有新的版本。请先看新版本，再上传它的盖章扫描件。"


class PaperRefused(Exception):
    """What cannot be kept like this; ``field`` is the one to mend, empty for the whole."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Paper:
    """An upload that has been checked and may be kept."""

    upload: "DjangoFile[bytes]"
    checked: Checked

    def keep(self, by: Person) -> File:
        return File.store(self.upload, self.checked.name, by, self.checked.content_type)


def normalised_number(typed: str) -> str | None:
    """〔2026〕 whatever brackets were typed, without blanks; None where year or number is missing."""
    found = _YEAR.sub(r"〔\1〕", re.sub(r"\s+", "", typed.translate(_FULL_WIDTH)))
    return found if _NUMBER.fullmatch(found) else None


# The scan


def keep_scan(application: Application, paper: Paper, *, version: str, seat: Membership) -> Scan:
    """Keep the scan of the sealed current version and have it read; an older one stays listed. Raises Moved."""
    file = paper.keep(seat.person)
    with _sealing(application) as locked:
        assert locked.current is not None
        if str(locked.current_id) != version:
            raise Moved(_OLD_PAGE)
        now = clock.now()
        Scan.objects.filter(version=locked.current, replaced_at__isnull=True).update(replaced_at=now)
        scan = Scan.objects.create(version=locked.current, file=file, at=now, **_by(seat))
        outbox.put([Outbox(kind=READ_SCAN, payload={"scan": scan.pk})])
        if locked.state == State.SUPPLEMENTING:
            note_scan(locked, seat)
    return scan


def accept_scan(application: Application, scan: int, reason: str, *, seat: Membership) -> None:
    """Take a scan that the machine could not match, with the officer's reason. Raises Moved, PaperRefused."""
    with _sealing(application) as locked:
        found = Scan.objects.filter(version=locked.current, replaced_at__isnull=True, pk=scan).first()
        if found is None:
            raise Moved("这份扫描件已被新上传的替换，请看新的核对结果。")
        if found.matches:
            raise PaperRefused("机读结果与报送的版本一致，不必另写人工核对情况。")
        if found.read_at is None and not reading_failed(found):
            raise PaperRefused("扫描件正在机读核对，出结果之后再写人工核对情况。")
        found.accepted_reason, found.accepted_by_name, found.accepted_at = reason, seat.name_shown, clock.now()
        found.save(update_fields=["accepted_reason", "accepted_by_name", "accepted_at"])


@contextmanager
def _sealing(application: Application) -> Iterator[Application]:
    """The case held while its sealed scan may be changed: before the recommendation, or in a supplement that asks."""
    with held(application, State.RECOMMENDER_REVIEW, State.SUPPLEMENTING) as locked:
        if locked.state == State.SUPPLEMENTING and not may_seal(locked):
            raise Moved("国家标准委没有要求重新盖章，或者修改后的方案还没有报送；现在不能上传扫描件。")
        yield locked


def reading_failed(scan: Scan) -> bool:
    """Whether the worker has used up its tries; incidents are few, and have an index of their own."""
    incidents = Outbox.objects.filter(failed_at__isnull=False, done_at__isnull=True, kind=READ_SCAN)
    return scan.read_at is None and incidents.filter(payload__scan=scan.pk).exists()


def scans_of(application: Application) -> QuerySet[Scan]:
    """Every scan of every version, the newest first."""
    rows = Scan.objects.filter(version__application=application).select_related("file", "version")
    return rows.defer("version__content").order_by("-pk")


# The letter


def write_letter(application: Application, facts: dict[str, Any], *, seat: Membership) -> Letter:
    """Keep a new letter and let it carry this case; the same one sent twice is one. Raises Moved, PaperRefused."""
    file = facts["file"].keep(seat.person)
    with held(application, State.RECOMMENDER_REVIEW) as locked:
        _one_after_another(locked.recommender)
        letter = _same_letter(locked, facts["number"], facts["dated"], file) or Letter.objects.create(
            call=locked.call, recommender=locked.recommender, number=facts["number"], dated=facts["dated"], file=file,
            at=clock.now(), **_by(seat),
        )  # fmt: skip
        _attach(locked, letter, seat)
    return letter


def choose_letter(application: Application, letter: Letter | None, *, seat: Membership) -> None:
    """Let another letter of this recommender and call carry the case, or none for now. Raises Moved."""
    with held(application, State.RECOMMENDER_REVIEW) as locked:
        _attach(locked, letter, seat)


def letters_for(application: Application) -> QuerySet[Letter]:
    """The letters that may carry a case: its recommender's of its call."""
    rows = Letter.objects.filter(call=application.call_id, recommender=application.recommender_id)
    return rows.select_related("file").prefetch_related("applications").order_by("-pk")


def scans_visible_to(seat: Membership) -> QuerySet[Scan]:
    return Scan.objects.filter(version__application__in=_readable(seat).values("pk"))


def letters_visible_to(seat: Membership) -> QuerySet[Letter]:
    """A recommender's own; to organiser and SAC those that carry a case which they see."""
    if seat.role == Role.RECOMMENDER_OFFICER:
        return Letter.objects.filter(recommender=seat.unit_id)
    return Letter.objects.filter(pk__in=_readable(seat).values("letter"))


def _readable(seat: Membership) -> QuerySet[Application]:
    """An organiser sees the papers of its cases, SAC those of what came to it."""
    seen = visible_to(seat)
    return seen if seat.role in READERS else seen.none()


def _same_letter(application: Application, number: str, dated: date, file: File) -> Letter | None:
    there = letters_for(application).filter(number=number).first()
    if there is None:
        return None
    if there.dated == dated and there.file.sha256 == file.sha256:
        return there
    raise PaperRefused(f"本单位在本次申报中已有文号为{number}的推荐函，请直接选用；文号写错的请改正。", "number")


def _attach(application: Application, letter: Letter | None, seat: Membership) -> None:
    if application.letter_id == (letter.pk if letter else None):
        return
    row: Any = application
    # simple-history reads who and why from these.
    row._history_user = seat.person
    row._change_reason = f"选用推荐函{letter.number}" if letter else "不再使用原推荐函"
    row.letter = letter
    row.save(update_fields=["letter"])


def _one_after_another(recommender: Unit) -> None:
    """Two officers must not both enter the same letter: after the case the unit, in the order of 推荐."""
    Unit.objects.select_for_update(no_key=True).get(pk=recommender.pk)


def _by(seat: Membership) -> dict[str, Any]:
    return {"by": seat.person, "by_name": seat.name_shown}


@transaction.atomic
def note_reading(scan: Scan, *, matches: bool | None, verdict: str) -> None:
    """What the machine read, written once."""
    Scan.objects.filter(pk=scan.pk, read_at__isnull=True).update(read_at=clock.now(), matches=matches, verdict=verdict)


def expected(version: Version) -> tuple[str, str]:
    """Code and short digest that the pages of a version carry."""
    return version.code, version.digest[:8].upper()
