"""The home and information pages, apart from the account: Wagtail's own tables point at the account and come between."""

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('config', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('headline', models.CharField(max_length=120, verbose_name='headline')),
                ('introduction', models.TextField(blank=True, max_length=500, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'home page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='InfoPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, max_length=500, verbose_name='introduction')),
                ('body', wagtail.fields.RichTextField(blank=True, verbose_name='text')),
            ],
            options={
                'verbose_name': 'information page',
                'verbose_name_plural': 'information pages',
            },
            bases=('wagtailcore.page',),
        ),
    ]
