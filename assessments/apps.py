from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "监督处理"

    def ready(self) -> None:
        from . import concerned  # noqa: F401 -- registers whom an item of a notice concerns
