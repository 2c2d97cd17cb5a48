"""A document as plain data and back, so that what was decided can be kept with the decision."""

import datetime
from dataclasses import fields, is_dataclass
from typing import Any

from documents.official.content import Annex, Document, Facts, Heading, Paragraph, Signatures, Table

_KINDS = {kind.__name__: kind for kind in (Document, Annex, Facts, Heading, Paragraph, Signatures, Table)}


def kept(document: Document) -> dict[str, Any]:
    """What JSON can hold."""
    found: dict[str, Any] = _plain(document)
    return found


def read_again(data: dict[str, Any]) -> Document:
    """The document that was kept, equal to it."""
    found: Document = _whole(data)
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {"is": type(value).__name__} | {
            field.name: _plain(getattr(value, field.name)) for field in fields(value)
        }
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return {"day": value.isoformat()} if isinstance(value, datetime.date) else value


def _whole(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_whole(inner) for inner in value)
    if not isinstance(value, dict):
        return value
    if "day" in value:
        return datetime.date.fromisoformat(value["day"])
    return _KINDS[value["is"]](**{name: _whole(inner) for name, inner in value.items() if name != "is"})
