"""What a reader finds in a paper, without blanks and numbers of pages."""

import io
import re
import zipfile

import pypdfium2


def pdf_text(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return _close("".join(page.get_textpage().get_text_range() for page in pdf))


def docx_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"word/.+[.]xml", name)]
        parts = [package.read(name).decode() for name in names]
    return _close("".join(re.sub(r"<[^>]+>", "", part) for part in parts))


def _close(text: str) -> str:
    return re.sub("—[0-9]+—", "", "".join(text.split()))
