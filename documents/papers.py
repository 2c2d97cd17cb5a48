"""The papers of a decision by GB/T 9704: as a letter and in the red-head form, each as PDF and .docx."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction

from procedure.models import Outbox
from procedure.outbox import PostponedError

from . import official, printing
from .models import File, Paper
from .official import Document, Form

Said = Callable[[str], Document]
_PDF, _DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAKERS: tuple[tuple[str, str, Callable[[Document], bytes]], ...] = (
    ("pdf", _PDF, official.pdf),
    ("docx", _DOCX, official.docx),
)
LAYOUTS = {Paper.Form.LETTER: Form.LETTER, Paper.Form.RED_HEAD: Form.RED_HEAD}


def keep(papers: Any, number: str, said: Said) -> None:
    """All four in the rows of ``papers``, a decision's own, or none; ``said`` gives the document in each form."""
    if reason := printing.available():
        raise PostponedError(reason)
    made = list(_made(number, said))
    with transaction.atomic():
        for form, format_, content_type, name, content in made:
            papers.create(form=form, format=format_, file=File.store(content, name, None, content_type))


def failed(kind: str, **payload: Any) -> bool:
    """Whether the worker has used up its tries; incidents are few, and have an index of their own."""
    incidents = Outbox.objects.filter(failed_at__isnull=False, done_at__isnull=True, kind=kind)
    return incidents.filter(**{f"payload__{name}": value for name, value in payload.items()}).exists()


def once(*texts: str) -> tuple[str, ...]:
    """Each once: a unit may organise what it recommends."""
    return tuple(dict.fromkeys(filter(None, texts)))


def _made(number: str, said: Said) -> Iterator[tuple[str, str, str, str, bytes]]:
    for form in Paper.Form:
        document = said(form)
        for ending, content_type, make in _MAKERS:
            yield form, ending, content_type, f"{number}（{form.label}）.{ending}", make(document)
