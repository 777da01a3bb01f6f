"""Adds passkeys, recovery codes, links to the organisation's directory, and how a session was begun."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):
    dependencies = [("city", "0001_initial"), ("people", "0020_by_two_people")]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name='DirectoryGroup',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rank', models.IntegerField(unique=True)),
                        ('group', models.CharField(max_length=255, unique=True)),
                        ('role', models.CharField(max_length=12)),
                        ('unit', models.CharField(blank=True, max_length=40)),
                    ],
                ),
                migrations.CreateModel(
                    name='DirectoryLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=4)),
                        ('issuer', models.CharField(blank=True, max_length=255)),
                        ('subject', models.CharField(blank=True, max_length=255)),
                        ('name', models.CharField(blank=True, max_length=150)),
                        ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=255), default=list, size=None)),
                        ('follows', models.BooleanField(default=False)),
                        ('linked_at', models.DateTimeField()),
                        ('linked_by', models.CharField(max_length=32)),
                        ('seen_at', models.DateTimeField(blank=True, null=True)),
                        ('left_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='RecoveryCode',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='StaffPasskey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('credential', models.BinaryField(max_length=1023, unique=True)),
                        ('public_key', models.BinaryField(max_length=4096)),
                        ('handle', models.BinaryField(max_length=64)),
                        ('sign_count', models.BigIntegerField(default=0)),
                        ('name', models.CharField(max_length=60)),
                        ('added_at', models.DateTimeField()),
                        ('used_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.AddField(
                    model_name='directorylink',
                    name='staff',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='recoverycode',
                    name='staff',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddField(
                    model_name='staffpasskey',
                    name='staff',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AddConstraint(
                    model_name='directorylink',
                    constraint=models.CheckConstraint(condition=models.Q(('source__in', ['ldap', 'oidc', 'scim'])), name='link_of_known_source'),
                ),
                migrations.AddConstraint(
                    model_name='directorylink',
                    constraint=models.UniqueConstraint(fields=('staff', 'source'), name='one_link_of_a_source'),
                ),
                migrations.AddConstraint(
                    model_name='directorylink',
                    constraint=models.UniqueConstraint(condition=models.Q(('subject', ''), _negated=True), fields=('source', 'issuer', 'subject'), name='one_account_of_a_subject'),
                ),
                migrations.AddConstraint(
                    model_name='directorylink',
                    constraint=models.CheckConstraint(condition=models.Q(('name', ''), ('subject', ''), _negated=True), name='link_names_somebody'),
                ),
            ]
        ),
        migrations.RemoveConstraint(
            model_name='twopersonchange',
            name='change_of_two_is_of_a_kind',
        ),
        migrations.AddField(
            model_name='staff',
            name='has_passkey',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='staffsession',
            name='asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='staffsession',
            name='provider_session',
            field=models.CharField(blank=True, db_default='', default='', max_length=255),
        ),
        migrations.AddField(
            model_name='staffsession',
            name='provider_token',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='staffsession',
            name='way',
            field=models.CharField(blank=True, db_default='', default='', max_length=8),
        ),
        migrations.AddConstraint(
            model_name='twopersonchange',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['groups', 'hold_lift', 'objection_days', 'promise_hours', 'record_key', 'record_log', 'retention', 'witness', 'witness_end'])), name='change_of_two_is_of_a_kind'),
        ),
    ]
