"""Settings of the portal. What differs from place to place is read from OCOP_… variables.

Safe by default: a missing or unsafe value stops the start-up with a sentence that says what to
set. `.env` beside manage.py is read when it is there; the process environment wins.
"""

import sqlite3
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from ocop_portal.formats.vi import formats

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")


def env_bool(name, *, default):
    value = env.str(name, default=str(default))
    if value not in {"True", "False"}:
        raise ImproperlyConfigured(f"{name} must be True or False, not {value!r}.")
    return value == "True"


# --- What differs from place to place --------------------------------------------------------

DEBUG = env_bool("OCOP_DEBUG", default=False)
DEMO = env_bool("OCOP_DEMO", default=False)
# The back office at /quan-tri/, where administrators mend reference data.
ADMIN = env_bool("OCOP_ADMIN", default=False)
BEHIND_PROXY = env_bool("OCOP_PROXY", default=False)

KEY_LENGTH = 50
SECRET_KEY = env.str("OCOP_SECRET_KEY", default="insecure-" * 6 if DEBUG else "")
SECRET_KEY_FALLBACKS = env.list("OCOP_SECRET_KEY_FALLBACKS", default=[])
if len(SECRET_KEY) < KEY_LENGTH or (SECRET_KEY.startswith("insecure") and not DEBUG):
    raise ImproperlyConfigured(
        "Set OCOP_SECRET_KEY to a random text of 50 characters or more: "
        "it is required when OCOP_DEBUG is False."
    )

ALLOWED_HOSTS = env.list("OCOP_ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "Set OCOP_ALLOWED_HOSTS to the host names of the portal, without '*', "
        "for example ocop.quangngai.gov.vn."
    )

# The address in mails and the reset link: from here, never from a request's Host header.
BASE_URL = env.str("OCOP_BASE_URL", default="http://127.0.0.1:8000" if DEBUG else "").rstrip("/")
if not BASE_URL.startswith("http" if DEBUG else "https://"):
    raise ImproperlyConfigured(
        f"Set OCOP_BASE_URL to the portal's own address with https://, not {BASE_URL!r}."
    )

# Whom citizens may ask, as public pages say it; what is empty is left out.
CONTACT = {
    name: env.str(f"OCOP_CONTACT_{name.upper()}", default="")
    for name in ("office", "phone", "email")
}

DATA_DIR = Path(env.str("OCOP_DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

# --- Databases (SQLite embedded, PostgreSQL in production) -----------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/ocop.sqlite3")}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Libraries before 3.51.3 can corrupt a WAL when two processes write: rollback journal there.
    DATABASES["default"]["ENGINE"] = "ocop_portal.sqlite"
    journal = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "DELETE"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA recursive_triggers=ON; "  # or a REPLACE would write over what never changes
            "PRAGMA cache_size=-8000;"  # KiB: of 2,000 a list of 20,000 rows reads pages anew
        ),
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 3,
        "options": (
            "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
            " -c jit=off"  # compiling a list's query takes longer than running it
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Applications ----------------------------------------------------------------------------

INSTALLED_APPS = [
    # Ours before allauth and the admin, so that our templates win.
    "programs",
    "products",
    "councils",
    "reports",
    "programs.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "import_export",
    "django_filters",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

# Deadlines are read by the database server's clock, which all processes share (programs/clock.py).
DATABASE_TELLS_TIME = True

MIDDLEWARE = [
    "programs.clock.ArrivalMiddleware",
    "programs.middleware.RequestNumberMiddleware",
    "programs.middleware.ProxyAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "ocop_portal.headers.SecurityHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "programs.middleware.SessionLimitMiddleware",
    "programs.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "programs.middleware.OwnPageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "programs.middleware.ReadingMiddleware",
    "programs.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "ocop_portal.urls"
WSGI_APPLICATION = "ocop_portal.wsgi.application"

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
                "programs.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
FILTERS_EMPTY_CHOICE_LABEL = "tất cả"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- People: sign-in, passwords, sessions ----------------------------------------------------

AUTH_USER_MODEL = "programs.User"
AUTHENTICATION_BACKENDS = ["programs.authentication.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "UserAttributeSimilarityValidator": {"user_attributes": ("username", "email", "full_name")},
    }.items()
] + [{"NAME": "programs.passwords.PortalPasswordValidator"}]
PASSWORD_RESET_TIMEOUT = 72 * 3600

ACCOUNT_ADAPTER = "programs.sign_in.PortalAccountAdapter"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "programs.passwords.LinkTokens"  # noqa: S105 -- a path
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/15m/key,100/h/ip",
    "reset_password": "20/h/ip,5/h/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "OCOP"
USERSESSIONS_TRACK_ACTIVITY = False
# Matrix roles that must have a second factor (SECURITY B9); the demo asks it of nobody.
SECOND_FACTOR_ROLES = env.list(
    "OCOP_SECOND_FACTOR_ROLES", default=[] if DEMO else ["PA", "PS", "CS"]
)

SESSION_COOKIE_NAME = "sid" if DEBUG else "__Host-sid"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "programs.views.errors.of_another_session"
# How long a form that was typed and not sent is kept for its owner.
DRAFT_DAYS = 14

# --- Transport and headers (the rest in ocop_portal.headers) ---------------------------------

SECURE_SSL_REDIRECT = not DEBUG
SECURE_HSTS_SECONDS = 0 if DEBUG else env.int("OCOP_HSTS_SECONDS", default=31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Preloading is for a whole domain to decide, not for one portal on it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- Vietnamese ------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
LOCALE_PATHS = [BASE_DIR / "ocop_portal" / "locale"]
FORMAT_MODULE_PATH = ["ocop_portal.formats"]
# import-export's widgets read the settings and not the locale: the same lists again.
DATE_INPUT_FORMATS = formats.DATE_INPUT_FORMATS
DATETIME_INPUT_FORMATS = formats.DATETIME_INPUT_FORMATS
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# --- What costs much (SECURITY R18) ----------------------------------------------------------

# How often one person may ask for it; written as allauth writes rates.
COSTLY_RATES = {
    "export": "10/m/user",
    "pdf": "10/m/user",
    "import": "5/m/user",
    "upload": "60/m/user",
    "confirm": "20/m/user",
    "check": "60/m/ip",  # a market full of phones, too little to try codes
    "verify": "10/m/ip",  # of a file, which a process of its own looks into
    "search": "60/m/ip",  # of the public catalogue; what is kept for everybody costs nothing
    "data": "10/m/ip",
}

# --- Lists -----------------------------------------------------------------------------------

# Longer lists become files in the background. More than a page counts (10,000) has no effect.
EXPORT_AT_ONCE = 10_000

# --- Files -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("tro-giup", BASE_DIR / "docs" / "nguoi-dung" / "anh"),  # the pictures of the guide
]
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = DATA_DIR / "media"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
# What people may upload (SECURITY E2): one file, all papers of a dossier, all files of a unit.
UPLOAD_FILE_BYTES = 20 * 2**20
UPLOAD_DOSSIER_BYTES = 200 * 2**20
UPLOAD_UNIT_BYTES = 2 * 2**30
STORAGES = {
    "default": {"BACKEND": "programs.storage.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "ocop_portal.static_files.HashedFilesStorage"
        )
    },
}

# --- Cache, mail, log ------------------------------------------------------------------------

# Shared by the workers, because the rate limits of sign-in count in it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # Far more than there are people, so that a flood of names cannot push counters out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Public pages, in each worker's own memory: nobody can push the counters out by asking much.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
    # What is the same on every page, or for everybody of a role: it changes with a release alone.
    "parts": {
        "BACKEND": "django.core.cache.backends."
        + ("dummy.DummyCache" if DEBUG else "locmem.LocMemCache"),
        "LOCATION": "parts",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
    # Photos as public pages show them; whatever is thrown away is drawn anew.
    "pictures": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "pictures",
        "TIMEOUT": 30 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
# How long a public page is kept here, and once more by whoever asked: a revocation shows after
# twice as long at the latest.
PUBLIC_SECONDS = 30
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
# How long a mail server may be silent before its mail waits for the next round.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("OCOP_FROM_EMAIL", default="ocop@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "ocop_portal.logs.Formatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # The server of a demonstration has lines of its own.
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        # Each step of each page that is typeset is no news.
        "weasyprint.progress": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
