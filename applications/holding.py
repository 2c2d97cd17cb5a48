"""A case held while something is written beside it, so that no step is taken in between."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from . import models
from .models import Application
from .procedure import State


class Moved(Exception):
    """The case has moved on since the page was opened; the text is a sentence for the person."""


@contextmanager
def held(application: Application, *states: State) -> Iterator[Application]:
    """The case as it stands, under the lock that steps take first; Moved where it is in none of the states."""
    with transaction.atomic():
        locked = (
            models.Application.objects.select_for_update(of=("self",), no_key=True)
            .select_related("call", "unit", "organiser", "recommender", "region", "current")
            .get(pk=application.pk)
        )
        if states and locked.state not in states:
            raise Moved(f"本案现在是“{locked.state_label}”，不能再改这里的内容；请先看本案最新情况。")
        yield locked
