"""Links name the Guidelines by the code the text has on the site; the older name was that of a file."""

from typing import Any

from django.db import migrations, models

OLD, NEW = "gc27-draft", "un-safer-cities-guidelines"


def rename(apps: Any, schema_editor: Any) -> None:
    for name, owner in (("PracticeProvision", "practice_id"), ("ToolProvision", "tool_id")):
        model = apps.get_model("practices", name)
        taken = set(model.objects.filter(document=NEW).values_list(owner, "address", "role"))
        for link in model.objects.filter(document=OLD):
            if (getattr(link, owner), link.address, link.role) in taken:
                link.delete()
            else:
                model.objects.filter(pk=link.pk).update(document=NEW)


class Migration(migrations.Migration):
    dependencies = [("practices", "0007_rests_on")]

    operations = [
        migrations.AlterField(
            "practiceprovision", "document", models.CharField(default=NEW, max_length=60, verbose_name="text")
        ),
        migrations.AlterField(
            "toolprovision", "document", models.CharField(default=NEW, max_length=60, verbose_name="text")
        ),
        migrations.RunPython(rename, migrations.RunPython.noop),
    ]
