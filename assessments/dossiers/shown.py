"""A dossier to be read: as it was filed, or as it stands while it is written."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from documents import rich

from .asked import REPORTING, ROWS, form_of
from .ledger import Ledger, ledger_of

if TYPE_CHECKING:
    from assessments.models import Dossier, DossierFile


@dataclass(frozen=True)
class Text:
    key: str
    title: str
    text: SafeString


@dataclass(frozen=True)
class Shown:
    dossier: "Dossier"
    sections: list[Text]
    ledger: Ledger
    files: "list[DossierFile]"

    @property
    def is_plan(self) -> bool:
        """What it says of a promise is how it is to be kept, not how far it is."""
        return self.dossier.kind not in REPORTING


def shown(dossier: "Dossier") -> Shown:
    said = {section.key: section.text for section in dossier.sections.all()}
    texts = [
        Text(part.key, part.title, mark_safe(rich.clean(said.get(part.key, ""))))  # noqa: S308  (cleaned)
        for part in form_of(dossier).parts
    ]
    files = dossier.files.filter(removed_at=None, entry=None).select_related("file")
    return Shown(dossier, texts, _own(ledger_of(dossier.base, dossier), dossier), list(files))


def _own(ledger: Ledger, dossier: "Dossier") -> Ledger:
    """Only the rows that this dossier speaks of."""
    lists = {
        name: [row for row in getattr(ledger, name) if row.now is not None and row.now.dossier == dossier.pk]
        for name in ROWS
    }
    return Ledger(**lists, sources=ledger.sources)
