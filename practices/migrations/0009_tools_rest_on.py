from django.db import migrations, models

import cities.models.sources


class Migration(migrations.Migration):
    dependencies = [("practices", "0008_name_of_the_guidelines")]

    operations = [
        migrations.AddField(
            model_name="toolpage",
            name="rests_on",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text='With several sources, which fact rests on which: {"licence": ["manual2019"]}.',
                validators=[cities.models.sources.check_tool_rests_on],
                verbose_name="what the facts rest on",
            ),
        ),
    ]
