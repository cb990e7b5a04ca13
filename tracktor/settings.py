"""Settings by environment. Every name is listed in docs/administrator.md; bad values stop the start."""

import os
import sys
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import SELF
from django.core.management.utils import get_random_secret_key

from .env import env_bool, env_int, env_list, env_or_file, env_path, mail_settings

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env_path("TRACKTOR_DATA", default=BASE_DIR / "data")
TESTING = "pytest" in sys.modules

DEBUG = env_bool("TRACKTOR_DEBUG", default=False)
DEMO = env_bool("TRACKTOR_DEMO", default=False)
# The launcher writes data/secret_key. A key made up here would sign everybody out at each start, so a check
# (tracktor.E001) refuses to serve without a kept one; tests and build steps may run with the made-up key.
_kept_key = env_or_file("TRACKTOR_SECRET_KEY", DATA_DIR / "secret_key")
SECRET_KEY = _kept_key or get_random_secret_key()
SECRET_KEY_IS_KEPT = _kept_key is not None
ALLOWED_HOSTS = env_list("TRACKTOR_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("TRACKTOR_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_filters",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "core",
    "accounts",
    "events",
    "files",
    "projects",
    "shots",
    "notes",
    "activity",
    "inbox",
    "search",
    "desk",
    "tracktor",
]

MIDDLEWARE = [
    "tracktor.middleware.BodyLimitMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tracktor.middleware.RequestOriginMiddleware",
    "tracktor.middleware.FirstVisitMiddleware",
    "tracktor.middleware.PersonMiddleware",
    "accounts.middleware.LastSeenMiddleware",
    "tracktor.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "tracktor.urls"
WSGI_APPLICATION = "tracktor.wsgi.application"

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
                "tracktor.context.shell",
            ],
            "builtins": ["core.templatetags.tracktor"],
            # Its intcomma writes numbers as the person who looks does.
            "libraries": {"humanize": "core.templatetags.numbers"},
        },
    },
]

# IMMEDIATE: without it 41 to 45 % of concurrent read-then-write transactions failed with "database is locked".
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=268435456;"
        "PRAGMA cache_size=-65536;PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;"
    ),
}
# Not through a sqlite:/// address: a folder named "real #1" would end at the #.
DATABASES: dict[str, dict[str, Any]] = {
    "default": dict(dj_database_url.config(env="DATABASE_URL"))
    if os.environ.get("DATABASE_URL")
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "tracktor.sqlite3"}
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {"CONN_MAX_AGE": None, "OPTIONS": _SQLITE_OPTIONS}
    if TESTING:
        # A file beside the in-memory default: live-server tests use threads and need WAL.
        DATABASES["default"]["TEST"] = {"NAME": None}
else:
    # The pool needs connections that are given back at the end of each request.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    if not TESTING:
        # Beside what the address says, such as sslmode=verify-full.
        DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
            "min_size": 2,
            "max_size": env_int("TRACKTOR_DB_POOL", default=12, least=2),
        }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_FORMS = {"login": "accounts.entrance_forms.SignInForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.signup.SignupExtra"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# The limits live in the cache: the database cache is right for any number of processes. A studio reaches Tracktor
# from one address, so those per address are wide and those per account are not.
RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,3/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "invitation": "30/m/ip",
}
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = RATE_LIMITS if not TESTING else False
MFA_RATE_LIMITS: dict[str, str] | bool = {"webauthn_login": "30/m/ip"} if not TESTING else False
# How many proxies stand before Tracktor: the address of a visitor is read from behind the last of them.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRACKTOR_PROXIES", default=0)

# Second factor and passkeys.
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "accounts.forms.SecondFactorForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_TRACK_ACTIVITY = not TESTING
PASSWORD_RESET_TIMEOUT = 3 * 86_400

# Mail is a comfort: everything works without.
_mail = mail_settings(os.environ.get("TRACKTOR_MAIL_URL", ""))
MAIL_IS_SET_UP = _mail.backend != "dummy"
EMAIL_BACKEND = f"django.core.mail.backends.{_mail.backend}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starts_tls, _mail.is_tls
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("TRACKTOR_MAIL_FROM", "Tracktor <tracktor@localhost>")
EMAIL_TIMEOUT = 15

# guardian: grants on Project only; no anonymous row.
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False
# No authentication backend of guardian's: projects.permissions reads its grants, once a request.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
        if TESTING
        else "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "tracktor_cache",
        # The rate limits of all visitors live there; Django's 300 would push them out.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

LANGUAGE_CODE = "en"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"
# Unset: served as they lie in the tree, so that nothing needs building. Set (and filled by collectstatic): hashed
# names and compressed copies, for installations behind a proxy.
STATIC_ROOT = env_path("TRACKTOR_STATIC_ROOT", default=None)
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "tracktor.static.HashedStaticFiles"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 20_971_520
# The largest file that an ordinary form takes has 20 MB, plus the form around it. Pages that take versions and
# attachments are marked by `core.http.takes_uploads`.
LARGEST_REQUEST = 32 * 1_048_576
UPLOAD_BYTES = env_int("TRACKTOR_UPLOAD_MB", default=2048, least=1) * 1_048_576
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "files.uploads.IncomingHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 30_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        # A frame of a movie that is about to be published is drawn in the page.
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
HTTPS = env_bool("TRACKTOR_HTTPS", default=False)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
