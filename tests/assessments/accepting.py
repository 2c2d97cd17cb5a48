"""A base on its way through self-check and acceptance: every step by perform(), with the seats of the test's world."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile

from assessments import applying
from assessments.checking import begin_self_check
from assessments.models import Acceptance, SelfCheck
from bases.models import Base
from documents.models import File
from procedure import clock
from procedure.perform import perform
from reviews.models import Case, Panel
from tests.applications.building import World, paper
from tests.assessments.built import fill_dossier, promising
from tests.deciding import desk, pool
from workbench.demo.deciding import seat_panel
from workbench.demo.deciding.reviewing import conclude, meet

# The build of the test's bases ends on 20 July 2029, a Friday; the window opens on 20 April.
IN_WINDOW = datetime(2029, 5, 8, 10, tzinfo=clock.BEIJING)
BEFORE_IT = datetime(2029, 4, 19, 23, 59, 59, tzinfo=clock.BEIJING)
TOO_LATE = datetime(2029, 7, 21, tzinfo=clock.BEIJING)
POINTS = [{"section": "indicators", "text": "请补齐国家标准的数量。"}]


def checking(world: World, base: Base | None = None) -> SelfCheck:
    """Begun and filled in by the host."""
    base = base or promising(world)
    check = begin_self_check(base, seat=world.seats["preparer"])
    fill_dossier(check.dossier, world.seats["preparer"], 国家标准="52")
    return check


def checked(world: World, base: Base | None = None, *, fit: bool = True) -> SelfCheck:
    check = checking(world, base)
    perform(check, "file_self_check", seat=world.seats["submitter"])
    perform(
        check, "find_fit" if fit else "find_unfit", seat=world.seats["organiser_officer"],
        data={"note": "任务和指标已经完成。" if fit else "指标没有完成。"},
    )  # fmt: skip
    return check


def drafted(world: World, base: Base | None = None) -> Acceptance:
    """A draft that lacks nothing."""
    check = checked(world, base)
    seat = world.seats["organiser_officer"]
    row = applying.draft(Base.objects.get(pk=check.base_id), seat=seat, key=None)
    complete(row, seat)
    return row


def complete(row: Acceptance, seat: Any) -> None:
    Acceptance.objects.filter(pk=row.pk).update(statement="任务和指标均已完成，符合验收条件。")
    file = File.objects.first() or _file(seat)
    facts = {"by": seat.person, "by_name": seat.name_shown, "at": clock.now()}
    row.files.create(file=file, label="验收申请（盖章）.pdf", **facts)
    row.refresh_from_db()


def _file(seat: Any) -> File:
    return File.store(ContentFile(paper("Applied for")), "验收申请.pdf", seat.person, "application/pdf")


def filed(world: World, base: Base | None = None) -> Acceptance:
    row = drafted(world, base)
    perform(row, "file_again" if row.is_again else "file_request", seat=world.seats["organiser_officer"])
    return row


def accepted(world: World, base: Base | None = None) -> Acceptance:
    row = filed(world, base)
    perform(row, "accept_request", seat=world.seats["sac_officer"])
    return row


def with_panel(world: World, base: Base | None = None) -> tuple[Acceptance, Panel]:
    """Five experts by appointment, confirmed."""
    row = accepted(world, base)
    assert row.case is not None
    panel = seat_panel(desk(), [row.case], pool(), meeting_place="南京")
    return row, panel


def signed(world: World, result: str, base: Base | None = None, points: Sequence[Any] = ()) -> Acceptance:
    """The chair has written this result, and every member has signed it."""
    row, panel = with_panel(world, base)
    meet(desk(), panel)
    conclude(Case.objects.select_related("panel").get(pk=row.case_id), result, points=points)
    return Acceptance.objects.get(pk=row.pk)


def rectified(world: World, base: Base | None = None) -> Acceptance:
    row = signed(world, "整改", base, POINTS)
    perform(row, "conclude_rectify", seat=world.seats["sac_officer"], data={"note": ""})
    return row


def fresh(row: Acceptance | SelfCheck) -> Base:
    return Base.objects.get(pk=row.base_id)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.BEIJING)
