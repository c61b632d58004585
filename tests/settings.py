"""The portal's settings, quick enough for tests: plain hashes, local cache, mail in memory."""

import os
import tempfile

# The process environment wins over .env, so that a developer's own file changes no test.
os.environ |= {
    "OCOP_DEBUG": "True",
    "OCOP_DEMO": "False",
    "OCOP_ADMIN": "False",
    "OCOP_PROXY": "False",
    "OCOP_SECRET_KEY": "for-tests-only-" * 4,
    "OCOP_ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "OCOP_BASE_URL": "http://testserver",
    "OCOP_CONTACT_OFFICE": "",
    "OCOP_CONTACT_PHONE": "",
    "OCOP_CONTACT_EMAIL": "",
    "OCOP_DATA_DIR": tempfile.mkdtemp(prefix="ocop-tests-"),
}
os.environ.setdefault("DATABASE_URL", f"sqlite:///{os.environ['OCOP_DATA_DIR']}/ocop.sqlite3")

from ocop_portal.settings import *  # noqa: F403

DEBUG = False
SECURE_SSL_REDIRECT = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # noqa: F405
CACHES["parts"]["BACKEND"] = CACHES["default"]["BACKEND"]  # noqa: F405 -- as on a server
DATABASE_TELLS_TIME = False  # tests travel in time, and the server does not
COSTLY_RATES = {}  # tests ask quicker than people; test_security_limits takes the real ones
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # or each new client lists all static files at its first request
STATIC_ROOT = DATA_DIR / "static"  # noqa: F405
STATIC_ROOT.mkdir()
# The threads of a test server outlive a test; none may keep the database open, which then goes.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
if DATABASES["default"]["ENGINE"] == "ocop_portal.sqlite":  # noqa: F405
    # A file, because threads that share a database in memory do not wait for each other.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
else:
    # Between tests the tables are emptied, those too of which a server keeps every row.
    DATABASES["default"]["OPTIONS"]["options"] += " -c ocop.is_a_test=yes"  # noqa: F405
