"""The tests: memory search unless a test says otherwise, cheap password hashes, a database file kept between runs."""

import os

from config import env as site_env
from config.settings.base import *  # noqa: F403 - a settings module is its base plus differences
from config.settings.base import DATABASES, STORAGES, VAR_DIR

DEBUG = False
SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {  # noqa: F811 - replaces the base's
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
STAFF_SECOND_FACTOR = False  # its own test switches it on
SEARCH_URL = "memory://"
SEARCH_FALLBACK_URL = "memory://"
SEARCH_INLINE_DRAIN = True

# Migrating takes most of a minute, so the file is kept and reused (--reuse-db); the suffix keeps runs apart.
_suffix = site_env.TEST_DB_SUFFIX
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / f"test{'-' + _suffix if _suffix else ''}.sqlite3")}
elif _suffix:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{_suffix}"}
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser library runs a loop in the test's thread
