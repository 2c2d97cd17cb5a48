"""Every file of a base's life that a seat may read, each from the day on which it was there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from applications import approval_tab, papers
from applications import queries as applications
from applications.models import Application
from assessments.entry import Files
from assessments.registry import ENTRIES
from bases import decided
from bases.models import Base
from documents.models import File
from organisations.deciding import SAC
from organisations.models import Membership
from reviews.models import OpinionPrint

from .standing import AsOf


@dataclass(frozen=True)
class Link:
    """A file with the day from which it was there, the address that serves it, and what it is of.

    ``subject`` is the key of the row beside whose last act it stands; without one it stands by itself.
    """

    file: File
    at: datetime
    url: str
    of: str
    subject: Any = None


def links_of(base: Base, application: Application | None, seat: Membership, asof: AsOf) -> list[Link]:
    """What lies under the base and in its application; a query for each kind of file."""
    found = [*_decisions(base, seat), *_of_entries([base.pk], seat)]
    if application:
        found += _of_application(application, seat)
    return sorted((link for link in found if link.at < asof.before), key=lambda link: link.at)


def _of_application(application: Application, seat: Membership) -> Iterable[Link]:
    yield from _approval(application, seat)
    yield from _versions(application, seat)
    yield from _attachments(application, seat)
    yield from _sealed(application, seat)
    yield from _opinions(application, seat)
    yield from _of_entries([application.pk], seat)


def _decisions(base: Base, seat: Membership) -> Iterable[Link]:
    rows = decided.papers_visible_to(seat).filter(decision__bases__base=base.pk)
    for paper in rows.select_related("file", "decision").order_by("decision__at", "pk"):
        url = reverse("bases:decision_paper", args=[paper.pk])
        yield Link(paper.file, paper.decision.at, url, str(paper.decision))


def _approval(application: Application, seat: Membership) -> Iterable[Link]:
    rows = approval_tab.papers_visible_to(seat).filter(approval__application=application.pk)
    for paper in rows.select_related("file", "approval").order_by("pk"):
        url = reverse("applications:approval_paper", args=[paper.pk])
        yield Link(paper.file, paper.approval.at, url, f"批准建设（{paper.approval.number}）")


def _versions(application: Application, seat: Membership) -> Iterable[Link]:
    rows: Any = applications.versions_visible_to(seat).filter(application=application.pk, print__file__isnull=False)
    for version in rows.select_related("print__file").order_by("number").defer("content"):
        url = reverse("applications:print_file", args=[version.print.pk])
        yield Link(version.print.file, version.frozen_at, url, f"申报方案第 {version.number} 版")


def _attachments(application: Application, seat: Membership) -> Iterable[Link]:
    rows = applications.attachments_visible_to(seat).filter(application=application.pk, frozen_at__isnull=False)
    for row in rows.select_related("file").order_by("pk"):
        assert row.frozen_at is not None
        url = reverse("applications:attachment", args=[row.pk])
        yield Link(row.file, row.frozen_at, url, "申报方案附件")


def _sealed(application: Application, seat: Membership) -> Iterable[Link]:
    """The sealed scans and the letter, for those who read them."""
    if seat.role not in papers.READERS:
        return
    scans: QuerySet[Any] = papers.scans_visible_to(seat).filter(version__application=application.pk)
    for scan in scans.select_related("file").order_by("pk"):
        yield Link(scan.file, scan.at, reverse("applications:scan_file", args=[scan.pk]), "盖章件扫描")
    if application.letter_id is None:
        return
    letters: QuerySet[Any] = papers.letters_visible_to(seat).filter(pk=application.letter_id)
    for letter in letters.select_related("file"):
        yield Link(letter.file, letter.at, reverse("applications:letter_file", args=[letter.pk]), "推荐函")


def _opinions(application: Application, seat: Membership) -> Iterable[Link]:
    """The experts' opinion as it was printed: SAC's to read."""
    if seat.role not in SAC:
        return
    rows = OpinionPrint.objects.filter(case__review__application=application.pk, file__isnull=False)
    for row in rows.select_related("file").order_by("asked_at"):
        assert row.file is not None
        yield Link(row.file, row.asked_at, reverse("reviews:opinion_file", args=[row.pk]), "专家评审意见")


def _of_entries(roots: list[Any], seat: Membership) -> Iterable[Link]:
    for entry in ENTRIES:
        for files in entry.files:
            for row in _rows(files, roots, seat):
                yield _link(row, files, entry.label)


def _rows(files: Files, roots: list[Any], seat: Membership) -> Any:
    rows = files.visible(seat).filter(**{f"{files.owner}__root__in": roots})
    return rows.select_related("file", files.owner).order_by("pk")


def _link(row: Any, files: Files, label: str) -> Link:
    """A link without a day of its own counts from the last move of its row: never too early."""
    owner = row
    for name in files.owner.split("__"):
        owner = getattr(owner, name)
    return Link(row.file, owner.since, reverse(files.url, args=[row.pk]), label, owner.pk)
