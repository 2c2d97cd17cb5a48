from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "监督处理"

    def ready(self) -> None:
        # They register whom an item of a notice concerns, and what an evaluation's report cites.
        from . import citing, concerned  # noqa: F401
