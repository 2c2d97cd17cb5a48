"""The dossier: what is filled in about a base against its promises, from opening to filing, and the ledger of it all.

A report never changes what was promised: entries stand beside the promised rows, which only a decided change moves
(``bases.promising``).
"""

from .freezing import freeze, stand
from .lacking import missing
from .ledger import ledger_of
from .opening import open_dossier, reopen
from .owning import may_write, owner_of
from .saving import attach, detach, save_entry, save_section

__all__ = [
    "attach", "detach", "freeze", "ledger_of", "may_write", "missing", "open_dossier", "owner_of", "reopen",
    "save_entry", "save_section", "stand",
]  # fmt: skip
