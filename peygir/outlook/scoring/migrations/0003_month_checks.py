"""Checks of closed months that somebody asked for on the page."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scoring', '0002_restating_job'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(null=True)),
                ('version', models.IntegerField(null=True)),
                ('digest', models.CharField(blank=True, default='', max_length=64)),
                ('differences', models.JSONField(default=list)),
                ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('month', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='scoring.scoredmonth')),
            ],
            options={
                'indexes': [models.Index(fields=['month', 'asked_at'], name='checks_of_month')],
            },
        ),
    ]
