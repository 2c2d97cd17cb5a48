from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from . import clock


class ClockMiddleware:
    """Read the sandbox's clock once for the whole request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock.reading():
            return self.get_response(request)
