"""The address of the database a test works on, for a process the test starts."""

from __future__ import annotations

from urllib.parse import quote

from django.db import connection


def database_address() -> str:
    """As DATABASE_URL takes it: SQLite's file, or the PostgreSQL server with its test database."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    account = ":".join(quote(part, safe="") for part in (given["USER"], given["PASSWORD"]) if part)
    host = quote(given["HOST"], safe="") + (f":{given['PORT']}" if given["PORT"] else "")
    return f"postgres://{account}{'@' if account else ''}{host}/{given['NAME']}"
