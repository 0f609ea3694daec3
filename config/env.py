"""The only reader of the environment: every variable the site knows, with its default and meaning.

docs/guides/operator.md lists them; a test compares that list with this file.
"""

from __future__ import annotations

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

SECRET_KEY: str = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
SITE_URL: str = env.str("SITE_URL", default="http://127.0.0.1:8000")
SITE_NAME: str = env.str("SITE_NAME", default="Safer Cities Exchange")
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
DATABASE_URL: str = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
TEST_DB_SUFFIX: str = env.str("TEST_DB_SUFFIX", default="")
SEARCH_URL: str = env.str("SEARCH_URL", default=f"embedded://{VAR_DIR / 'search'}")
SEARCH_USER: str = env.str("SEARCH_USER", default="")
SEARCH_PASSWORD: str = env.str("SEARCH_PASSWORD", default="")
SEARCH_CA: str = env.str("SEARCH_CA", default="")
SEARCH_FALLBACK_URL: str = env.str("SEARCH_FALLBACK_URL", default=f"embedded://{VAR_DIR / 'search-fallback'}")
SEARCH_INLINE_DRAIN: bool = env.bool("SEARCH_INLINE_DRAIN", default=True)
FIELD_KEYS: list[str] = env.list("FIELD_KEYS", default=[])
EMAIL_URL: str = env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="exchange@safer-cities.example")
BACKGROUND_WORKER: bool = env.bool("BACKGROUND_WORKER", default=False)
REQUIRE_ELASTICSEARCH: bool = env.bool("REQUIRE_ELASTICSEARCH", default=False)
REQUIRE_POSTGRES: bool = env.bool("REQUIRE_POSTGRES", default=False)
REQUIRE_BROWSER: bool = env.bool("REQUIRE_BROWSER", default=False)
