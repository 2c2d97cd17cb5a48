"""Official documents (公文) by GB/T 9704-2012: content in, PDF/A-2u and .docx out, whatever they are about."""

from documents.official.content import (
    Annex,
    Document,
    Facts,
    Form,
    Heading,
    Paragraph,
    Signatures,
    Table,
)
from documents.official.numbers import NumberError, number_ok, number_read
from documents.official.pages import pdf
from documents.official.titles import chinese_title_lines
from documents.official.word import docx

__all__ = [
    "Annex",
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
    "number_ok",
    "number_read",
    "pdf",
]
