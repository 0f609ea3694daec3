"""A developer's or newcomer's machine: loopback, SQLite, embedded search, mail into files."""

from config import env as site_env
from config.local_key import local_key
from config.settings.base import *  # noqa: F403 - a settings module is its base plus differences
from config.settings.base import STORAGES, VAR_DIR

DEBUG = False  # as in production, so that error pages and headers are what a visitor would get
SECRET_KEY = local_key(VAR_DIR / "secret-key")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
if not site_env.BACKGROUND_WORKER:  # without a worker beside it, the server does background work in the request
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
DEMO_LOGINS = True  # one login per role with a password made for this machine
STAFF_SECOND_FACTOR = False  # a demonstration login has no telephone
