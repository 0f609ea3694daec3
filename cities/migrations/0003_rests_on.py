from django.db import migrations, models

import cities.models.sources


class Migration(migrations.Migration):
    dependencies = [("cities", "0002_people")]

    operations = [
        migrations.AddField(
            model_name="citypage",
            name="rests_on",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text='Facts with keys of the sources below: {"powers.police": ["act1996"]}. Leave it empty when the '
                "city itself gives the account.",
                validators=[cities.models.sources.check_city_rests_on],
                verbose_name="what the facts rest on",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="rests_on",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text='With several sources, which fact rests on which: {"summary": ["report2020"]}.',
                validators=[cities.models.sources.check_organisation_rests_on],
                verbose_name="what the facts rest on",
            ),
        ),
    ]
