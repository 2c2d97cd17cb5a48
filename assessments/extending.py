"""What the steps of an extension do, what its draft must hold, and what the answer says (办法20)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bases import deciding, periods
from bases.procedure import DecisionKind
from documents.models import File
from documents.official import Heading, Paragraph
from documents.uploads import Checked
from organisations.models import Membership, Role
from procedure import clock
from procedure.acts import Act
from procedure.articles import cite
from procedure.locking import lock_root
from procedure.reckoning import beijing_day, chinese_date

from . import models

if TYPE_CHECKING:
    from bases.models import Base

    from .models import Extension

WRITTEN = {
    "asked_months": "申请延期的月数",
    "reason": "不能按期完成的原因",
    "progress": "已经完成的建设任务",
    "measures": "延期期间的工作安排",
}
CLOSED = "延期申请已经报送或者办结，内容和材料不能再改。"
Uploads = Iterable[tuple[Any, Checked]]


class Closed(Exception):
    """It has been filed: what lies there is what is decided on."""


def missing(extension: "Extension") -> list[str]:
    """What the application still lacks, by its labels."""
    lacking = [label for name, label in WRITTEN.items() if not getattr(extension, name)]
    sealed = extension.files.filter(is_agreement=False, removed_at=None).exists()
    return lacking if sealed else [*lacking, "盖章的申请文件"]


def is_written(extension: "Extension", seat: Membership) -> bool:
    """Whether this seat may write in it now: the organiser's people, as long as it is with them."""
    own = seat.role == Role.ORGANISER_OFFICER and seat.unit_id == extension.base.organiser_id
    return own and extension.state in _WITH_ORGANISER


def takes_agreement(extension: "Extension", seat: Membership) -> bool:
    """Whether this seat may add the letter of agreement now."""
    above = seat.role == Role.RECOMMENDER_OFFICER and seat.unit_id == extension.base.supervisor_unit_id
    return above and extension.state == "consent"


_WITH_ORGANISER = ("draft", "returned")


@transaction.atomic
def save(extension: "Extension", facts: dict[str, Any], files: Uploads, *, seat: Membership) -> None:
    """Write the draft as it was typed, with new files. Raises Closed."""
    _demand(extension, is_written, seat)
    models.Extension.objects.filter(pk=extension.pk).update(**facts)
    _keep(extension, files, seat)


@transaction.atomic
def add_agreement(extension: "Extension", files: Uploads, *, seat: Membership) -> None:
    """The sealed letter of who agrees. Raises Closed."""
    _demand(extension, takes_agreement, seat)
    _keep(extension, files, seat)


@transaction.atomic
def remove_file(extension: "Extension", key: int, *, seat: Membership) -> None:
    """Take a file out of a draft; it stays in the store. Raises Closed."""
    _demand(extension, is_written, seat)
    extension.files.filter(pk=key, is_agreement=False).update(removed_at=clock.now())


def _demand(extension: "Extension", may: Any, seat: Membership) -> None:
    lock_root(extension)
    extension.refresh_from_db()
    if not may(extension, seat) or extension.barred():
        raise Closed(CLOSED)


def _keep(extension: "Extension", files: Uploads, seat: Membership) -> None:
    for upload, checked in files:
        file = File.store(upload, checked.name, seat.person, checked.content_type)
        agreement = seat.role == Role.RECOMMENDER_OFFICER
        models.ExtensionFile.objects.create(extension=extension, file=file, is_agreement=agreement)


def grant(extension: "Extension", act: Act) -> None:
    """Move the end, and write the answer with both ends in it."""
    base, months = extension.base, act.data["months"]
    before = _end_of(base)
    ends = periods.extended_end(before, months)
    extension.months, extension.exception = months, act.data["exception"]
    said = deciding.drafted([base], f"同意{base.full_name}延长建设期", _granted(extension, before, ends, act.note))
    act.cause(base, "extend_build", {"build_ends": ends})
    deciding.decide(act, DecisionKind.EXTENSION, [base], said, reason=act.data["exception"])


def refuse(extension: "Extension", act: Act) -> None:
    base = extension.base
    said = deciding.drafted([base], f"不同意{base.full_name}延长建设期", _refused(extension, act.note))
    act.cause(base, "refuse_extension")
    deciding.decide(act, DecisionKind.NO_EXTENSION, [base], said, reason=act.note)


def _received(extension: "Extension") -> str:
    base = extension.base
    asked = f"{base.organiser.name}提出的" if base.organiser else ""
    day = f"（{chinese_date(beijing_day(extension.filed_at))}报送）" if extension.filed_at else ""
    return f"{asked}{base.full_name}延期申请{day}收悉。"


def _end_of(base: "Base") -> date:
    """No extension is drafted for a base whose end is not known."""
    assert base.build_ends is not None
    return base.build_ends


def _granted(extension: "Extension", before: date, ends: date, remarks: str) -> Iterator[Heading | Paragraph]:
    window = periods.filing_window(ends)
    yield Paragraph(
        f"{_received(extension)}根据{cite('办法20')}，经你单位审核同意和我委研究，同意延长建设期，有关事项如下："
    )
    yield Heading(1, "建设期")
    said = f"建设期延长{extension.months}个月，由{chinese_date(before)}延长至{chinese_date(ends)}。"
    if extension.exception:
        said += f"超过“{periods.EXTENSION.words}”的理由：{extension.exception.rstrip('。')}。"
    yield Paragraph(said)
    yield Heading(1, "建设要求")
    yield Paragraph(
        f"请组织承担单位抓紧完成建设任务，自{chinese_date(window.opens)}起对照申报方案开展自查，"
        f"符合验收条件的在建设期届满前提出验收申请。延期后未按期完成建设任务的，终止建设。"
    )
    yield from deciding.remarks(remarks)


def _refused(extension: "Extension", reason: str) -> Iterator[Heading | Paragraph]:
    yield Paragraph(f"{_received(extension)}根据{cite('办法20')}，经研究，不同意延长建设期，有关事项如下：")
    yield Heading(1, "理由")
    yield from deciding.remarks(reason)
    yield Heading(1, "建设期")
    yield Paragraph(
        f"建设期仍至{chinese_date(_end_of(extension.base))}止。届满前符合验收条件的可以提出验收申请；"
        f"未按期完成建设任务的，终止建设。"
    )
