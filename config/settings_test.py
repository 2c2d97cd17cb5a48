"""The tests run on the real servers; each test process has a database, queues and a folder of its own."""

import os
from urllib.parse import urlsplit

from config.machine import slots
from config.settings import *  # noqa: F403 - a settings module is the one place where this is meant
from config.settings import BASE_DIR, DATABASES, INSTALLED_APPS, REDIS_URL, STORAGES

# A Celery worker that a test starts is told the number of that test's process.
SLOT = int(os.environ.get("TEST_SLOT") or slots.take())


def numbered(offset: int) -> str:
    """One of the four Valkey databases of this process; 0 to 3 are the demo's."""
    db = 4 * SLOT + offset
    address = urlsplit(REDIS_URL)
    if address.scheme == "unix":
        return f"unix://{address.path}?db={db}"  # geturl() would drop the slashes
    return str(address._replace(path=f"/{db}").geturl())


SANDBOX = True
INSTALLED_APPS = [*INSTALLED_APPS, "tests.practice"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Else every client of every test would read through the folder of all static files before its first request.
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = BASE_DIR / "var" / "run" / f"media-{SLOT}"
DATABASES["default"]["TEST"] = {"NAME": f"test_portal_{SLOT}"}
# A crash may lose what a test wrote: nobody will miss it.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Each test clears the cache; what the process has at hand would outlive that.
SHELF_SECONDS_AT_HAND = 0
CELERY_BROKER_URL = numbered(0).replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": numbered(1)}}
PRODUCT_REDIS_URLS = {"shared": numbered(2), "own": numbered(3)}
