from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "文件"

    def ready(self) -> None:
        from documents import checks  # noqa: F401  registers the system check
