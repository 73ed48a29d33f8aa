"""Settings. Everything that differs between installations comes from the environment; README lists it."""

from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from environs import Env
from marshmallow.validate import Range
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError
from redis.retry import Retry

from improvement.address import url_of
from improvement.embedded.home import Home
from improvement.logs import logging_settings, set_up_structlog
from improvement.mail import mailer_for
from improvement.rest.settings import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401
from improvement.secret import load_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# --- installation -----------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", False)
HOME = Home.from_environment()
HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", 8000, validate=Range(1, 65535))
WEB_WORKERS = env.int("WEB_WORKERS", 2)
WEB_THREADS = env.int("WEB_THREADS", 4)
DEMO = env.bool("DEMO", True) and not HOME.demo_left.exists()
SECRET_KEY = load_secret_key(env.str("SECRET_KEY", ""), HOME.secret_key, debug=DEBUG)
PUBLIC_URL = env.str("PUBLIC_URL", url_of(HOST, PORT)).rstrip("/")
BEHIND_TLS = PUBLIC_URL.startswith("https://")
_our_names = [urlsplit(PUBLIC_URL).hostname] if BEHIND_TLS else ["*"]
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", _our_names), "localhost"]  # the last one for health checks
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# --- database, broker, cache ------------------------------------------------------------------
DATABASE_NAME = "improvement_demo" if DEMO else "improvement"
STATEMENT_SECONDS = env.int("STATEMENT_SECONDS", 15, validate=Range(min=1))
WORKER_STATEMENT_SECONDS = env.int("WORKER_STATEMENT_SECONDS", 300, validate=Range(min=1))
_planning = "-c join_collapse_limit=3"
_pool = {"pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", 8), "timeout": 10}}
if env.str("DATABASE_URL", ""):
    DATABASES = {"default": env.dj_db_url("DATABASE_URL")}
    if "postgresql" not in DATABASES["default"]["ENGINE"]:
        raise ImproperlyConfigured("DATABASE_URL must look like postgres://user:password@host/name.")
    if DEMO:
        DATABASES["default"]["NAME"] += "_demo"
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": str(HOME.sockets),
            "USER": "improvement",
            "NAME": DATABASE_NAME,
        }
    }
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"].setdefault("OPTIONS", {}).update(
    _pool, options=f"-c statement_timeout={STATEMENT_SECONDS}s -c lock_timeout=5s {_planning}"
)
# the worker's, for whom nobody waits (improvement/celery.py)
WORKER_DATABASE_OPTIONS = f"-c statement_timeout={WORKER_STATEMENT_SECONDS}s -c lock_timeout=60s {_planning}"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
_cache_url = REDIS_URL or f"unix://{HOME.valkey_socket}?db=1"
CACHES = {
    "default": {
        "BACKEND": "improvement.cache.ForgivingCache",
        "LOCATION": _cache_url,
        "KEY_PREFIX": DATABASE_NAME,
        "OPTIONS": {
            "counted": ["allauth:rl", "allauth.mfa", "api-rate"],
            "socket_connect_timeout": 0.5,
            "socket_timeout": 1,
            "retry": Retry(NoBackoff(), 1, (ConnectionError,)),  # not of one that hangs
        },
    }
}

CELERY_BROKER_URL = REDIS_URL or f"redis+socket://{HOME.valkey_socket}?virtual_host=0"
# of who sends: a person waits, and what is not heard is swept up later
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 0,
    "interval_start": 0,
    "socket_connect_timeout": 2,
    "socket_timeout": 2,  # more than the second for which a worker asks at a time
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = DATABASE_NAME
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "answers": {"task": "improvement.rest.tasks.forget_answers", "schedule": crontab(hour=3, minute=20)},
    "nights": {"task": "backlog.tasks.start_nights", "schedule": crontab(minute="5,35")},
    "reviews": {"task": "reviews.tasks.keep_rhythm", "schedule": crontab(minute="10,40")},
    "invitations": {"task": "teams.tasks.mail_waiting_invitations", "schedule": crontab(minute="*/3")},
    "digests": {"task": "insights.tasks.digest", "schedule": crontab(minute="15,45")},
    "mail": {"task": "activity.tasks.sweep", "schedule": crontab(minute="*/3")},
    "subscribers": {"task": "backlog.tasks.tell_subscribers", "schedule": crontab(minute="*/10")},
    "words": {"task": "backlog.tasks.words_at_hand", "schedule": crontab()},
    "erasing": {"task": "backlog.tasks.erase", "schedule": crontab(hour=3, minute=40)},
    "imports": {"task": "backlog.tasks.sweep_imports", "schedule": crontab(minute="*/10")},
    "notes": {"task": "retrospectives.tasks.sweep_pasted", "schedule": crontab(minute="*/3")},
    "drafts": {"task": "retrospectives.tasks.forget_pasted", "schedule": crontab(hour=3, minute=50)},
}

# --- application ------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "activity",
    "teams",
    "backlog",
    "retrospectives",
    "reviews",
    "insights",
    "demo",
    "improvement",
    "improvement.rest",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "improvement.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "teams.middleware.PersonLocaleMiddleware",
    "teams.middleware.FirstStartMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "improvement.keeping.KeepingMiddleware",
    "improvement.refusals.RefusalMiddleware",
    "improvement.conditional.ConditionalMiddleware",
]
ROOT_URLCONF = "improvement.urls"
WSGI_APPLICATION = "improvement.wsgi.application"
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
                "improvement.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- people and sessions ----------------------------------------------------------------------
AUTH_USER_MODEL = "teams.User"
AUTHENTICATION_BACKENDS = ["teams.sign_in.SignIn"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "teams.adapter.AccountAdapter"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "accept_invitation": "60/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS else 0
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Improvement service"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30

# --- language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("sv", _("Swedish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Europe/Stockholm")

# --- files, mail, headers ---------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME.files(DEMO)},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.bool("STATIC_MANIFEST", True)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_MAX_MB = env.int("FILE_MAX_MB", 10, validate=Range(1, 200))
FILES_PER_COMMENT = env.int("FILES_PER_COMMENT", 5, validate=Range(1, 50))
PICTURE_MAX_MEGAPIXELS = env.int("PICTURE_MAX_MEGAPIXELS", 40, validate=Range(1, 200))
FILE_UPLOAD_HANDLERS = [
    "improvement.uploads.Limit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "improvement.uploads.Unnamed",
]

MAILERS = {"default": mailer_for(env.str("EMAIL_URL", ""), HOME.mail(DEMO))}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", "Improvement service <improvement@localhost>")

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
X_FRAME_OPTIONS = "DENY"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]

LOGGING = logging_settings(env.str("LOG_LEVEL", "INFO"), machine_readable=env.bool("LOG_JSON", False))
set_up_structlog()

# --- the interface for programs -----------------------------------------------------------------
API_RATE = env.int("API_RATE", 60_000)
API_TOKEN_RATE = env.int("API_TOKEN_RATE", 30_000)
