"""What a page showed of a draft, so that a submission can say which part was changed since (管理需要)."""

import hashlib
from typing import Any

from . import sections
from .models import Application
from .saving import matters_base

MATTERS = "matters"


def as_it_stands(application: Application) -> dict[str, str]:
    """A short word for each part, another one after every change."""
    parts = {row.key: str(row.version) for row in application.sections.all()}
    for section in sections.SECTIONS:
        if section.rows:
            rows = getattr(application, section.rows).values_list("pk", "version")
            parts[f"{section.key}.rows"] = _short(rows)
    kept = application.attachments.filter(removed_at__isnull=True)
    parts[sections.ATTACHMENTS] = _short(kept.values_list("pk", "title", "kind"))
    return parts | {MATTERS: matters_base(application)}


def written(parts: dict[str, str]) -> str:
    return " ".join(f"{part}={word}" for part, word in sorted(parts.items()))


def changed_since(application: Application, shown: str) -> str:
    """A sentence that names what was changed since, and by whom; nothing for a form that showed nothing."""
    if not shown:
        return ""
    before = dict(part.split("=", 1) for part in shown.split() if "=" in part)
    now = as_it_stands(application)
    changed = sorted(part for part in before.keys() | now.keys() if before.get(part) != now.get(part))
    if not changed:
        return ""
    savers = dict(application.sections.values_list("key", "saved_by__name"))
    named = dict.fromkeys(_named(part, savers) for part in changed)
    return f"您打开之后，{'、'.join(named)}又有修改；请回到“检查并报送”看过现在的内容，再报送。"


def _named(part: str, savers: dict[str, str]) -> str:
    key = part.removesuffix(".rows")
    if key == MATTERS:
        return "“申报事项”"
    if key.startswith(sections.of_condition("")):
        key = sections.CONDITIONS
    known = key in (sections.BASIC, sections.ATTACHMENTS, sections.CONDITIONS, *sections.BY_KEY)
    by = f"（{savers[part]}）" if part in savers else ""
    return f"“{sections.heading_of(key) if known else key}”{by}"


def _short(rows: Any) -> str:
    return hashlib.sha256(repr([tuple(map(str, row)) for row in rows]).encode()).hexdigest()[:12]
