from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("practices", "0003_card")]

    operations = [migrations.RenameField("toolpage", "url", "website")]
