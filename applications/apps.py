from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "申报"

    def ready(self) -> None:
        from . import (
            call_telling,  # noqa: F401 -- registers who is told of notices and extensions
            documents,  # noqa: F401 -- registers what makes the prints
        )
