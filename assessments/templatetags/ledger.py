"""The picture of a promised row, and where a part of a dossier is written."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from assessments.bars import bars, totals
from assessments.dossiers.asked import ROWS
from assessments.dossiers.lacking import FILES
from assessments.dossiers.ledger import Row
from assessments.dossiers.plot import plot
from assessments.models import Dossier
from assessments.queries.kept import Tally
from bases.models import Base

register = template.Library()


@register.simple_tag
def plot_of(row: Row, base: Base) -> SafeString | str:
    return plot(row, base.build_starts, base.build_ends) or ""


@register.simple_tag
def bars_of(tallies: Iterable[Tally]) -> SafeString | str:
    """The columns of all that was achieved, year by year."""
    return bars(totals(tallies)) or ""


@register.simple_tag
def place_of(dossier: Dossier, place: str) -> str:
    """The address of a section, a list of rows or the files."""
    if place == FILES:
        return reverse("assessments:dossier_files", args=[dossier.pk])
    name = "assessments:dossier_rows" if place in ROWS else "assessments:dossier_section"
    return reverse(name, args=[dossier.pk, place])
