"""The report of a review becomes its first edition."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def first_editions(apps, schema_editor):
    edition = apps.get_model("guidelines", "ReportEdition")
    for review in apps.get_model("guidelines", "ReviewRound").objects.filter(state="reported").exclude(report=""):
        edition.objects.create(
            round=review, number=1, report=review.report, published_at=review.reported_at, published_by=None
        )


class Migration(migrations.Migration):

    dependencies = [
        ("guidelines", "0011_number_what_is_public"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="edition")),
                ("report", models.TextField(verbose_name="report")),
                ("corrected", models.TextField(blank=True, max_length=2000, verbose_name="what was corrected")),
                ("why", models.TextField(blank=True, max_length=2000, verbose_name="why")),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="guidelines.reviewround",
                        verbose_name="review",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition of a report",
                "verbose_name_plural": "editions of reports",
                "ordering": ["round", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="guidelines_edition_once"),
                    models.CheckConstraint(
                        condition=models.Q(number=1) | (~models.Q(corrected="") & ~models.Q(why="")),
                        name="guidelines_correction_says_why",
                    ),
                ],
            },
        ),
        migrations.RunPython(first_editions, migrations.RunPython.noop),
    ]
