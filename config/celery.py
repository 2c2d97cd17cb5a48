"""The Celery application; every task is thin and works on rows that the database already holds."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_process_init, worker_process_shutdown

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _log_as_the_portal_does(**_: Any) -> None:
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


@worker_process_init.connect
def _confine(**_: Any) -> None:
    """A worker's children may print, and a print must not take the machine with it."""
    from documents import limits

    limits.confine()


@worker_process_shutdown.connect
def _put_fonts_away(**_: Any) -> None:
    """A child that has printed leaves its fonts in the temporary folder unless it is told."""
    from documents import printing

    printing.close()
