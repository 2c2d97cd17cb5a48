from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    name = "procedure"
    verbose_name = "办理程序"

    def ready(self) -> None:
        from . import checks, notifying  # noqa: F401 -- register the system checks and the outbox handlers
