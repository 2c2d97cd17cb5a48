from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "人员"

    def ready(self) -> None:
        from . import signals  # noqa: F401 - connects what is reported to the security record
