"""How far a dossier is: its pages with what each still lacks, for the list beside the form and the check page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .asked import ROWS, Asked, form_of
from .lacking import FILES, Missing, missing

if TYPE_CHECKING:
    from assessments.models import Dossier


@dataclass(frozen=True)
class Page:
    """One page of the editor: a narrative section, a list of rows, or the files."""

    key: str
    heading: str
    is_rows: bool
    lacks: int
    required: int

    @property
    def words(self) -> str:
        if not self.required:
            return ""
        return f"还缺 {self.lacks} 项" if self.lacks else "已填"

    @property
    def tone(self) -> str:
        if not self.required:
            return "plain"
        return "doing" if self.lacks else "done"


@dataclass(frozen=True)
class Progress:
    pages: list[Page]
    missing: list[Missing]

    @property
    def percent(self) -> int:
        required = sum(page.required for page in self.pages)
        return round(100 * (required - len(self.missing)) / required) if required else 100

    def following(self, key: str) -> Page | None:
        keys = [page.key for page in self.pages]
        if key not in keys:
            return None
        place = keys.index(key) + 1
        return self.pages[place] if place < len(keys) else None


def progress(dossier: "Dossier") -> Progress:
    found, form = missing(dossier), form_of(dossier)
    lacks = {key: sum(item.place == key for item in found) for key in {item.place for item in found}}
    pages = [Page(part.key, part.title, False, lacks.get(part.key, 0), int(part.required)) for part in form.parts]
    counts = _counts(dossier)
    pages += [
        Page(rows, heading, True, lacks.get(rows, 0), counts[rows])
        for rows, heading in ROWS.items()
        if form.rows[rows] != Asked() and counts[rows]
    ]
    return Progress([*pages, Page(FILES, "材料", False, 0, 0)], found)


def _counts(dossier: "Dossier") -> dict[str, int]:
    entries = list(dossier.entries.all())
    return {rows: sum(entry.rows == rows for entry in entries) for rows in ROWS}
