"""A document as an editable draft for Word and WPS; the PDF is the record."""

from documents.official.content import Document


def docx(document: Document) -> bytes:
    raise NotImplementedError
