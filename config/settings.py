"""Every setting comes from the environment; what is missing in production fails at start, loudly."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
import structlog
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.machine import servers

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PRODUCTION = env.bool("PRODUCTION", False)
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = (
    env.str("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", "only-for-demonstration-and-tests-" + "x" * 40)
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS") if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"]
PUBLIC_ORIGIN = env.str("PUBLIC_ORIGIN") if PRODUCTION else env.str("PUBLIC_ORIGIN", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN]

# Training and demonstration only: the clock can be set forward and people sign in with one click.
# The wheels' own database is the demo's; on any other, SANDBOX has to be asked for.
SANDBOX = env.bool("SANDBOX", not PRODUCTION and "DATABASE_URL" not in os.environ)
if PRODUCTION and SANDBOX:
    # System checks alone would not do: a web server runs none.
    raise ImproperlyConfigured("演练环境（SANDBOX）不得与生产环境（PRODUCTION）同时启用。")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "config.apps.Static",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_prose_editor",
    "simple_history",
    "guardian",
    "pgtrigger",
    "django_htmx",
    "csp",
    "procedure",
    "documents",
    "accounts",
    "organisations",
    "bases",
    "notices",
    "applications",
    "reviews",
    "assessments",
    "workbench",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "documents.shelf.OpenPages",
    "config.privacy.PrivateResponses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "procedure.middleware.ClockMiddleware",
    "organisations.middleware.SeatMiddleware",
    "accounts.middleware.SessionEnds",
    "accounts.middleware.NewPasswordFirst",
    "organisations.second_factor.SecondFactorFirst",
    "axes.middleware.AxesMiddleware",
]

# Fields are drawn by templates/django/forms/field.html, so that all forms look alike.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workbench.context.frame",
            ],
        },
    },
]

DATABASE_URL = env.str("DATABASE_URL") if PRODUCTION else env.str("DATABASE_URL", servers.database_url())
DATABASES: dict[str, Any] = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"].update(
    {
        "ATOMIC_REQUESTS": False,
        # Under a pool such as pgbouncer: CONN_MAX_AGE=0 and DISABLE_SERVER_SIDE_CURSORS.
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env.bool("DISABLE_SERVER_SIDE_CURSORS", False),
    }
)
# A socket's folder arrives as an option of the address; as HOST, dbshell finds it too.
if "host" in DATABASES["default"].get("OPTIONS", {}):
    DATABASES["default"]["HOST"] = DATABASES["default"]["OPTIONS"].pop("host")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The broker must keep what it is given (noeviction); the cache may lose anything, so production gives it its own.
REDIS_URL = env.str("REDIS_URL") if PRODUCTION else env.str("REDIS_URL", servers.redis_url())
CACHE_URL = env.str("CACHE_URL") if PRODUCTION else env.str("CACHE_URL", servers.cache_url())
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2} if CACHE_URL.startswith("redis") else {},
    }
}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
# Nobody is granted anything by being nobody; the public pages ask no grant.
ANONYMOUS_USER_NAME = None
# Grants are asked for in our own queries (an EXISTS on the direct rows), never through a backend.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
# 等保: each rule is said on the form by its own validator.
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": env.int("PASSWORD_MIN_LENGTH", 10)},
    },
    {"NAME": "accounts.passwords.KindsOfCharacters", "OPTIONS": {"kinds": env.int("PASSWORD_KINDS", 3)}},
    {"NAME": "accounts.passwords.NotOneOfTheLast", "OPTIONS": {"last": env.int("PASSWORD_HISTORY", 5)}},
    {"NAME": "accounts.passwords.NotLikeThePerson"},
    {"NAME": "accounts.passwords.NotCommon"},
]
# After so many days a new one is due; 0 switches that off.
PASSWORD_MAX_AGE_DAYS = env.int("PASSWORD_MAX_AGE_DAYS", 90)

# Wrong passwords: so many by account and address, so many by an address over all accounts, forgotten after a while.
AXES_FAILURE_LIMIT = env.int("LOCKOUT_LIMIT", 5)
LOCKOUT_ADDRESS_LIMIT = env.int("LOCKOUT_ADDRESS_LIMIT", 50)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOCKOUT_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "accounts.lockout.Handler"
AXES_USERNAME_CALLABLE = "accounts.lockout.typed_name"
AXES_CLIENT_IP_CALLABLE = "accounts.lockout.counted_address"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
# Trying on while locked does not make the lock longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Sign-ins are kept in the security record.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# The letter to an unknown address would invite to sign up, which nobody can; the page answers alike without it.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "【国家技术标准创新基地】"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.LoginForm"}
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords are axes' alone; here are left the codes of the second factor, by person, and the letters.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/15m/key"}

MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "add_webauthn": "accounts.forms.AddWebAuthnForm",
}
# A key cannot be guessed; a whole office may come through one address.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "国家技术标准创新基地"
# A telephone's clock may be half a minute off; a code is good once all the same.
MFA_TOTP_TOLERANCE = 1
# Browsers accept keys on http at localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

CSRF_FAILURE_VIEW = "accounts.kept.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workbench:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# Left alone for so long, or open for so long altogether, a session ends.
SESSION_IDLE_SECONDS = 60 * env.int("SESSION_IDLE_MINUTES", 30)
SESSION_COOKIE_AGE = 3600 * env.int("SESSION_HOURS", 12)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# How long a colleague may stand in for somebody (甲代乙) before it must be said anew.
STAND_IN_LONGEST_DAYS = env.int("STAND_IN_LONGEST_DAYS", 180)

# Registration: how long a letter's link is good, and how many letters an hour one address, one client may ask for.
REGISTRATION_LINK_HOURS = env.int("REGISTRATION_LINK_HOURS", 24)
REGISTRATION_LETTERS_PER_HOUR = env.int("REGISTRATION_LETTERS_PER_HOUR", 5)
REGISTRATION_LETTERS_PER_CLIENT = env.int("REGISTRATION_LETTERS_PER_CLIENT", 60)

# Objections without an account: so many from an address in an hour, to one item and altogether in a day.
OBJECTIONS_PER_ADDRESS_AN_HOUR = env.int("OBJECTIONS_PER_ADDRESS_AN_HOUR", 10)
OBJECTIONS_PER_ITEM_A_DAY = env.int("OBJECTIONS_PER_ITEM_A_DAY", 200)
OBJECTIONS_A_DAY = env.int("OBJECTIONS_A_DAY", 2000)
RECEIPT_TRIES_AN_HOUR = env.int("RECEIPT_TRIES_AN_HOUR", 60)

# Where pages lie that are the same for everybody and kept ready in the cache (documents.shelf).
SHELVED_UNDER = ("/notices/", "/bases/")
# So long a process serves its own copy before it asks the cache whether somebody else has changed the page.
SHELF_SECONDS_AT_HAND = 1

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", NODE_MODULES / "bootstrap" / "dist"),
    ("vendor/bootstrap-icons", NODE_MODULES / "bootstrap-icons" / "font"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "gz", "br", "zip", "woff", "woff2", "map")
# Outside the web root: a file is served only through its owner's visible_to.
MEDIA_ROOT = env.path("MEDIA_ROOT", str(BASE_DIR / "var" / "media"))
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
PRINT_FONTS = NODE_MODULES / "@expo-google-fonts"

EMAIL_CONFIG = env.email_url("EMAIL_URL") if PRODUCTION else env.email_url("EMAIL_URL", "consolemail://")
vars().update(EMAIL_CONFIG)
if SANDBOX and "EMAIL_URL" not in os.environ:
    EMAIL_BACKEND = "accounts.mailbox.Backend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL") if PRODUCTION else "portal@example.invalid"

# kombu has its own way of writing the address of a unix socket.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    # Without these two a killed worker's task comes back after 100 seconds.
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
# The outbox and the sweep are the retry: a request never waits for a broker that is away.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TIMEZONE = TIME_ZONE
# Beat only pokes; a poke that waited longer than its own interval is worth nothing.
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "procedure.tasks.sweep", "schedule": 10.0, "options": {"expires": 10}},
    "seal": {"task": "procedure.tasks.seal", "schedule": 5.0, "options": {"expires": 5}},
}

LOG_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[structlog.stdlib.filter_by_level, *LOG_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "one_line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": LOG_SHARED,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False)
                if PRODUCTION
                else structlog.dev.ConsoleRenderer(colors=False),
            ],
        }
    },
    # On stderr: the answer of a command has stdout to itself.
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "one_line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING")},
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True}},
}

if PRODUCTION:
    # nginx stands in front and names the client; a claim of the client itself is not passed on.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 1)
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
