"""A public installation: every secret from the environment, HTTPS only. See docs/guides/operator.md."""

from django.core.exceptions import ImproperlyConfigured

from config import env as site_env
from config.settings.base import *  # noqa: F403 - a settings module is its base plus differences
from config.settings.base import ALLOWED_HOSTS, FIELD_KEYS, SECRET_KEY

DEBUG = False
for _name, _value in (("SECRET_KEY", SECRET_KEY), ("ALLOWED_HOSTS", ALLOWED_HOSTS), ("FIELD_KEYS", FIELD_KEYS)):
    if not _value:
        raise ImproperlyConfigured(f"Set {_name} in the environment; docs/guides/operator.md tells how to make one.")
if not site_env.EMAIL_URL:
    raise ImproperlyConfigured("Set EMAIL_URL in the environment, for example smtp+tls://user:password@host:587.")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
SEARCH_INLINE_DRAIN = site_env.env.bool("SEARCH_INLINE_DRAIN", default=False)
