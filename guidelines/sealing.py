"""Makes the database itself refuse changes to published text. Called by migrations, again after any that
alters a table.

PostgreSQL refuses UPDATE and DELETE. SQLite refuses UPDATE only: its test runs empty tables with DELETE. There
a removal
is refused by the models and discovered by `manage.py verify_guidelines` (the hash chain).
"""

from __future__ import annotations

from typing import Any

TABLES = ("guidelines_documentversion", "guidelines_section", "guidelines_provisionversion", "guidelines_lineage")
MESSAGE = "published text never changes; publish a new version instead"


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
            schema_editor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {table}_sealed BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )


def unseal(apps: Any, schema_editor: Any) -> None:
    """Remove the triggers, so that a migration may alter the tables."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_sealed" + (f" ON {table}" if postgresql else ""))
