"""SQLite refuses to remove published text, too: the triggers are put on where they are missing."""

from django.db import migrations

from guidelines.sealing import seal


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0008_footnotes_and_long_headings")]
    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
