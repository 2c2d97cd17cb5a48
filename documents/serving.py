"""How a stored file leaves the house. Whether it may is decided by the room that owns it, before it comes here."""

from django.http import FileResponse

from documents import kinds
from documents.models import File

# Nothing in the answer may run, load or be framed elsewhere; the sandbox takes away its origin as well.
SEALED = "default-src 'none'; frame-ancestors 'none'; sandbox"
# A sandboxed answer is not shown by the browsers' own PDF viewers, so a PDF to be read on the page has no sandbox.
READABLE = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def respond(file: File, *, inline: bool = False, verify: bool = False) -> FileResponse:
    """The file as a download, or a PDF to be read on the page; `verify` computes its digest again first."""
    readable = inline and file.content_type == kinds.PDF.content_type
    content = file.open_verified() if verify else file.open()
    response = FileResponse(content, as_attachment=not readable, filename=file.name, content_type=file.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = READABLE if readable else SEALED
    response["X-Frame-Options"] = "SAMEORIGIN" if readable else "DENY"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
