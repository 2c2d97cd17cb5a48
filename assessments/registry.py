"""Every machine of the room that pages read, in the order of the life of a base; see ``entry`` for how to add one."""

from .entry import Entry
from .tabs import acceptance, extension, self_check, violation

ENTRIES: tuple[Entry, ...] = (self_check.ENTRY, acceptance.ENTRY, extension.ENTRY, violation.ENTRY)
BY_MACHINE = {entry.machine: entry for entry in ENTRIES}


def of_bases() -> list[Entry]:
    """Those whose rows hang on a base."""
    return [entry for entry in ENTRIES if "base" in entry.model.roots]
