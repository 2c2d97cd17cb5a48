"""No URL without its line in the table, and no line without its URL."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.routes.table import ROUTES


def patterns(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
        else:
            yield from patterns(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def test_every_pattern_has_its_lines_in_the_table_and_no_line_is_idle() -> None:
    assert set(patterns(get_resolver())) == {route.name for route in ROUTES}
