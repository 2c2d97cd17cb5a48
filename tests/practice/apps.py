from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "tests.practice"
    label = "practice"
    verbose_name = "练习"

    def ready(self) -> None:
        from . import outbox  # noqa: F401 -- registers its handler
