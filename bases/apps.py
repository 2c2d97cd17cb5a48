from django.apps import AppConfig


class BasesConfig(AppConfig):
    name = "bases"
    verbose_name = "创新基地"

    def ready(self) -> None:
        from . import documents  # noqa: F401 -- registers what makes the papers of a decision
