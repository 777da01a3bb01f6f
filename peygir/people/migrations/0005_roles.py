"""Makes the tables of roles: the rows in force, the book that dates them, and the changes that two people make."""

import django.contrib.postgres.fields
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_retention'),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='RoleBook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='RoleChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=12)),
                ('deed', models.CharField(max_length=8)),
                ('base', models.IntegerField()),
                ('content', models.JSONField(default=dict)),
                ('before', models.JSONField(default=dict)),
                ('why', models.CharField(max_length=300)),
                ('proposed_by', models.CharField(max_length=32)),
                ('proposed_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, max_length=10)),
                ('decided_by', models.CharField(blank=True, max_length=32)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='StaffRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True)),
                ('name_fa', models.CharField(blank=True, max_length=60)),
                ('name_en', models.CharField(blank=True, max_length=60)),
                ('permissions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), size=None)),
                ('scope', models.CharField(max_length=12)),
                ('levels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                ('leads', models.BooleanField(default=False)),
                ('is_sole', models.BooleanField(default=False)),
                ('needs_unit', models.BooleanField(default=False)),
                ('is_built_in', models.BooleanField(default=False)),
                ('version', models.IntegerField(default=1)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddConstraint(
            model_name='rolebook',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='one_role_book'),
        ),
        migrations.AddIndex(
            model_name='rolechange',
            index=models.Index(fields=['role', '-proposed_at'], name='role_changes_of'),
        ),
        migrations.AddConstraint(
            model_name='rolechange',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('role',), name='one_waiting_role_change'),
        ),
        migrations.AddConstraint(
            model_name='rolechange',
            constraint=models.CheckConstraint(condition=models.Q(('deed__in', ['add', 'change', 'retire'])), name='role_change_deed'),
        ),
        migrations.AddConstraint(
            model_name='rolechange',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'confirmed', 'refused', 'withdrawn'])), name='role_change_outcome'),
        ),
        migrations.AddConstraint(
            model_name='rolechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by', ''), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('decided_by', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='role_change_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='rolechange',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'withdrawn']), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='role_change_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='rolechange',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'refused'), ('reason', ''), _negated=True), name='role_refused_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='rolechange',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='role_change_says_why'),
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z][a-z_]+$')), name='role_has_a_plain_code'),
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.CheckConstraint(condition=models.Q(('scope__in', ['below', 'city', 'own_agency', 'own_district', 'own_orders', 'own_unit'])), name='role_has_a_known_scope'),
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.CheckConstraint(condition=models.Q(('permissions__contained_by', ['administer', 'confirm_accounts', 'grant_time', 'judge_inspectorate', 'know_reporters', 'lead_centre', 'lead_unit', 'look_after', 'manage_people', 'plan_works', 'read_cases', 'read_confidential', 'see_load', 'see_reading', 'see_session_orders', 'work_at_centre', 'work_at_desk', 'write_cases', 'write_templates'])), name='role_has_known_permissions'),
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.CheckConstraint(condition=models.Q(('levels__contained_by', ['clerk', 'manager', 'deputy', 'mayor'])), name='role_has_known_levels'),
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.CheckConstraint(condition=models.Q(('is_built_in', True), models.Q(('name_fa', ''), _negated=True), _connector='OR'), name='role_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='staffrole',
            constraint=models.CheckConstraint(condition=models.Q(('is_built_in', False), ('retired_at__isnull', True), _connector='OR'), name='built_in_role_stays'),
        ),
            ]
        ),
    ]
