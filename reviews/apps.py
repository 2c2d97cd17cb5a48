from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "专家评审"

    def ready(self) -> None:
        # They register what SAC reads in its deliberation, and what makes the print of an opinion.
        from . import deliberated, documents  # noqa: F401
