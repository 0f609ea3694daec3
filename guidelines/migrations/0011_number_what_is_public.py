"""Proposals that were public before they were numbered are numbered in the order they were made."""

from typing import Any

from django.db import migrations

PUBLIC = ("open", "accepted", "amended", "rejected", "withdrawn")


def number(apps: Any, schema_editor: Any) -> None:
    amendments = apps.get_model("guidelines", "Amendment").objects
    numbers: dict[int, int] = {}
    for row in amendments.filter(state__in=PUBLIC, number=None).order_by("document_id", "pk").only("pk", "document_id"):
        numbers[row.document_id] = numbers.get(row.document_id, 0) + 1
        amendments.filter(pk=row.pk).update(number=numbers[row.document_id])


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0010_record_of_proposals")]
    operations = [migrations.RunPython(number, migrations.RunPython.noop)]
