from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "公示"

    def ready(self) -> None:
        from . import documents  # noqa: F401 -- registers what makes the print of a notice
