from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "专家评审"

    def ready(self) -> None:
        from . import documents  # noqa: F401 -- registers what makes the print of an opinion
