"""Published text cannot be changed, whoever asks: the database itself refuses.

PostgreSQL refuses UPDATE and DELETE. SQLite refuses UPDATE; its tests empty tables with DELETE, so there a removal is
refused by the models and discovered by `manage.py verify_guidelines` (the hash chain).
"""

from django.db import migrations

TABLES = ("guidelines_documentversion", "guidelines_section", "guidelines_provisionversion", "guidelines_lineage")
MESSAGE = "published text never changes; publish a new version instead"


def seal(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION guidelines_refuse_change() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END; $$ LANGUAGE plpgsql"
        )
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_sealed BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION guidelines_refuse_change()"
            )
        elif vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_sealed BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )


def unseal(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        suffix = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_sealed{suffix}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS guidelines_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0001_vocabulary_and_text")]
    operations = [migrations.RunPython(seal, unseal)]
