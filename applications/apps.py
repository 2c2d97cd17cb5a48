from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "申报"

    def ready(self) -> None:
        from . import (
            call_telling,  # noqa: F401 -- registers who is told of notices and extensions
            concerned,  # noqa: F401 -- registers whom an item of a notice concerns
            confirming,  # noqa: F401 -- registers who may confirm which unit
            documents,  # noqa: F401 -- registers what makes the prints and reads the scans
            documents_approval,  # noqa: F401 -- registers what makes the papers of an approval
        )
