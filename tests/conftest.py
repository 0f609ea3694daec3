"""What all tests share: servers that skip when absent and fail when promised, and a small site to stand on."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples

# The same examples on every run, and a busy machine is no failure. `--hypothesis-profile=exploring` looks for new ones;
# what it finds becomes an @example of its test.
examples.register_profile("repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
examples.register_profile("exploring", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("repeatable")

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "client", "admin_client", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a second database only what asks the database is worth running again."""
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    asking = [item for item in items if asks_the_database(item)]
    if len(asking) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if not asks_the_database(item)])
        items[:] = asking


def asks_the_database(item: pytest.Item) -> bool:
    """Whether a test is marked for the database or uses one of its fixtures."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


@pytest.fixture(autouse=True)
def language_of_the_settings() -> Iterator[None]:
    """A page asked for in Arabic leaves Arabic switched on in this thread; the next test begins without it."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> Iterator[None]:
    """What the process keeps for a while (labels, counts of searches, attempts, reports, the engine with its records)
    ends with its test: the next one may use the same keys for other rows, and a minute later it would be gone."""
    from django.core.cache import cache

    from search import kept, labels, outbox, service, tallying, upkeep

    yield
    for forget in (kept.forget, labels._remembered.clear, outbox._noted.clear, tallying.forget, upkeep.forget):
        forget()
    vars(outbox._request).clear()  # an answer that nobody read to its end leaves its request open
    service.reset()
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def a_database_can_be_cleared() -> Iterator[None]:
    """Tests that commit empty every table afterwards, with DELETE on SQLite; published text refuses that elsewhere.

    On PostgreSQL Django would TRUNCATE every table, which makes files anew, some half a second a test; rows are few,
    so they are deleted, by a superuser past the triggers of published text.
    """
    from django.core.management.commands import flush
    from django.db import connection

    from guidelines.sealing import unsealed

    before, truncate = flush.Command.handle, connection.ops.sql_flush

    def handle(self: flush.Command, **options: object) -> None:
        with unsealed():
            before(self, **options)

    def delete(
        style: object, tables: Collection[str], *, reset_sequences: bool = False, **options: object
    ) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SHOW is_superuser")
            superuser = cursor.fetchone()[0] == "on"
        if reset_sequences or not superuser:
            return truncate(style, tables, reset_sequences=reset_sequences, **options)
        rows = "; ".join(f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables)
        return ["SET LOCAL session_replication_role = replica", rows] if tables else []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle)
        if connection.vendor == "postgresql":
            patch.setattr(connection.ops, "sql_flush", delete)
        yield


@pytest.fixture
def caplog(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    """The site's own loggers end at the console once Django is set up; a test that listens hears them in any order."""
    monkeypatch.setattr(logging.getLogger("safer_cities"), "propagate", True)
    return caplog


@pytest.fixture
def memory_search(settings: object) -> Iterator[None]:
    """A fresh memory engine for one test."""
    from search import service

    service.reset()
    yield
    service.reset()


@pytest.fixture
def home(db: None) -> object:
    """The home page of a site called in tests "testserver"."""
    from wagtail.models import Collection, Locale, Page, Site

    from config.models import HomePage

    # Rows that Wagtail's migrations make; a test with real transactions empties every table behind itself.
    Locale.objects.get_or_create(language_code="en")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")

    existing = HomePage.objects.first()
    if existing:
        return existing
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    page = HomePage(title="Home", slug="home-test", headline="Which problem does your city face?")
    root.add_child(instance=page)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": page, "site_name": "Test"}
    )
    return page
