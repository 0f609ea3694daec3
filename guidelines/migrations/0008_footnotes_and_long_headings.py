"""Footnotes are kept with a version, and a heading is never cut. The seals are put on again after the change."""

from django.db import migrations, models

from guidelines.sealing import seal, unseal


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0007_reports_kept_as_drafts")]

    operations = [
        migrations.RunPython(unseal, seal),
        migrations.AddField(
            model_name="documentversion",
            name="notes",
            field=models.JSONField(blank=True, default=list, verbose_name="footnotes"),
        ),
        migrations.AlterField(
            model_name="provisionversion",
            name="heading",
            field=models.TextField(blank=True, verbose_name="heading"),
        ),
        migrations.RunPython(seal, unseal),
    ]
