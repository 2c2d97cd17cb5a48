"""What `manage.py check` says about printing."""

from typing import Any

from django.core import checks

from documents import available


@checks.register(checks.Tags.compatibility)
def printing(**_: Any) -> list[checks.CheckMessage]:
    """A missing library costs the PDFs and nothing else, so it is a warning."""
    reason = available.reason()
    return [checks.Warning(reason, id="documents.W001")] if reason else []
