"""The tests run on the real servers, each xdist worker on numbers and folders of its own."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from config.settings import *  # noqa: F403 - a settings module is the one place where this is meant
from config.settings import DATABASES, INSTALLED_APPS, REDIS_URL, STORAGES

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def _number(db: int) -> str:
    """The same Valkey, another of its databases: 0 is the demo's."""
    address = urlsplit(REDIS_URL)
    if address.scheme == "unix":
        return address._replace(query=f"db={db}").geturl()
    return address._replace(path=f"/{db}").geturl()


SANDBOX = True
INSTALLED_APPS = [*INSTALLED_APPS, "tests.practice"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MEDIA_ROOT = Path(tempfile.gettempdir()) / f"portal-test-media-{os.getuid()}-gw{WORKER}"
# A crash may lose what a test wrote: nobody will miss it.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Two numbers for the tests of each worker; tests/product.py counts on from 32.
REDIS_URL = _number(2 + 2 * WORKER)
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _number(3 + 2 * WORKER)}}
