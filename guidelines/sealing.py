"""Makes the database itself refuse changes to published text. Called by migrations, again after any that
alters a table.

Both databases refuse UPDATE and DELETE. On PostgreSQL the tests empty tables with TRUNCATE, which no row trigger sees,
or as a superuser past all triggers; on SQLite the trigger asks a function of the connection, which is false but within
`unsealed()`. A program that does not know the function cannot delete either. Whoever owns the file can still take the
triggers away; `manage.py verify_guidelines` (the hash chain) then tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

TABLES = ("guidelines_documentversion", "guidelines_section", "guidelines_provisionversion", "guidelines_lineage")
MESSAGE = "published text never changes; publish a new version instead"
ASKED = "guidelines_may_be_emptied"
_open: ContextVar[bool] = ContextVar(ASKED, default=False)


@contextmanager
def unsealed() -> Iterator[None]:
    """Within it this thread may empty the sealed tables of a SQLite database. For tests that clear a whole database."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def know_the_guard(connection: Any, **kwargs: Any) -> None:
    """Give every new connection to SQLite the function the triggers ask; connected to `connection_created`."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(ASKED, 0, lambda: int(_open.get()))


def seal(apps: Any, schema_editor: Any) -> None:
    """Add the triggers to every sealed table that lacks one."""
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION guidelines_refuse_change() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION "
            f"'{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END; $$ LANGUAGE plpgsql"
        )
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(
                f"CREATE OR REPLACE TRIGGER {table}_sealed BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION guidelines_refuse_change()"
            )
        elif vendor == "sqlite":
            for name, event, when in (("sealed", "UPDATE", ""), ("kept", "DELETE", f"WHEN NOT {ASKED}() ")):
                schema_editor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {table}_{name} BEFORE {event} ON {table} {when}"
                    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
                )


def unseal(apps: Any, schema_editor: Any) -> None:
    """Remove the triggers, so that a migration may alter the tables."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for name in ("sealed", "kept"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}" + (f" ON {table}" if postgresql else ""))
