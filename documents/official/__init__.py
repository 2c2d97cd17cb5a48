"""Official documents (公文) by GB/T 9704-2012: content in, PDF/A-2u and .docx out, whatever they are about."""

from documents.official.content import (
    Annex,
    Block,
    Document,
    Facts,
    Form,
    Heading,
    Paragraph,
    Signatures,
    Table,
)
from documents.official.keeping import kept, read_again
from documents.official.numbers import NumberError, number_ok, number_read
from documents.official.pages import pdf
from documents.official.titles import chinese_title_lines


def docx(document: Document) -> bytes:
    """An editable draft for Word and WPS; the same document gives the same bytes."""
    # A tenth of a second that no start of the portal need wait for.
    from documents.official import word

    return word.made(document)


__all__ = [
    "Annex",
    "Block",
    "Document",
    "Facts",
    "Form",
    "Heading",
    "NumberError",
    "Paragraph",
    "Signatures",
    "Table",
    "chinese_title_lines",
    "docx",
    "kept",
    "number_ok",
    "number_read",
    "pdf",
    "read_again",
]
