"""Published text cannot be changed, whoever asks: the database itself refuses (guidelines/sealing.py)."""

from django.db import migrations

from guidelines.sealing import seal, unseal


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0001_vocabulary_and_text")]
    operations = [migrations.RunPython(seal, unseal)]
