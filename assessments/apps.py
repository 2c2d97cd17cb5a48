from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "监督处理"

    def ready(self) -> None:
        # They register what a panel judges, whom an item of a notice concerns, and what an evaluation's report cites.
        from . import accepting, citing, concerned  # noqa: F401
