"""The words of a report stand in its editions only; in a migration of its own, after the rows were copied."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("guidelines", "0012_editions_of_reports")]

    operations = [migrations.RemoveField(model_name="reviewround", name="report")]
