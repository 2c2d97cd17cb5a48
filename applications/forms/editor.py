"""What a page needs to show the editor of rich text."""

from typing import Any

from django.http import HttpRequest
from js_asset import ImportMap, Media, Script  # type: ignore[import-untyped]

_IMPORTS = ImportMap(
    {
        "django-prose-editor/editor": "django_prose_editor/editor.js",
        "portal/paste": "js/paste.js",
    }
)
_MEDIA = Media(
    importmap=_IMPORTS,
    css={"all": ["django_prose_editor/editor.css", "css/editor.css"]},
    js=[Script("js/editor.js", type="module")],
)


def editor_media(request: HttpRequest) -> Any:
    """Import map, scripts and styles; the map stands in the page itself, and so carries the answer's nonce."""
    return _MEDIA.with_nonce(request.csp_nonce)  # type: ignore[attr-defined]
