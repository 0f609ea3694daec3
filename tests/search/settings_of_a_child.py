"""The test settings for a process a test starts: the search engine is the one the test named."""

from config import env as site_env
from config.settings.test import *  # noqa: F403 - a settings module is its base plus differences

SEARCH_URL = site_env.SEARCH_URL
SEARCH_FALLBACK_URL = site_env.SEARCH_FALLBACK_URL
