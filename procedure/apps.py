from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    name = "procedure"
    verbose_name = "办理程序"

    def ready(self) -> None:
        from . import checks  # noqa: F401 -- registers the system checks
