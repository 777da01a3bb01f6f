import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('city', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=10, unique=True)),
                ('state', models.CharField(default='new', max_length=14)),
                ('state_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('close_kind', models.CharField(blank=True, max_length=10)),
                ('urgency', models.CharField(default='N', max_length=1)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('cell', models.BigIntegerField(blank=True, null=True)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('branch', models.CharField(blank=True, max_length=20)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('is_confidential', models.BooleanField(default=False)),
                ('season_code', models.CharField(blank=True, default='', max_length=40)),
                ('incident_code', models.CharField(blank=True, default='', max_length=20)),
                ('report_count', models.IntegerField(default=1)),
                ('return_count', models.IntegerField(default=0)),
                ('version', models.IntegerField(default=1)),
                ('about_staff', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('about_unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('agency', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.agency')),
                ('assignee', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('district', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.district')),
                ('merged_into', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('neighbourhood', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.neighbourhood')),
                ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.topic')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['confirmed', 'done', 'in_hand', 'new', 'not_actionable', 'referred', 'referred_out', 'reopened', 'returned', 'scheduled', 'waiting'])), fields=['unit', 'due_at', 'id'], name='case_inbox'), models.Index(condition=models.Q(('state__in', ['confirmed', 'done', 'in_hand', 'new', 'not_actionable', 'referred', 'referred_out', 'reopened', 'returned', 'scheduled', 'waiting'])), fields=['city', 'due_at', 'id'], name='case_city_inbox'), models.Index(fields=['city', 'opened_at'], name='case_by_time'), models.Index(condition=models.Q(('cell__isnull', False)), fields=['city', 'cell', 'opened_at'], name='case_near'), models.Index(condition=models.Q(('incident_code', ''), _negated=True), fields=['incident_code'], name='case_incident'), models.Index(condition=models.Q(('state__in', ['confirmed', 'done', 'in_hand', 'new', 'not_actionable', 'referred', 'referred_out', 'reopened', 'returned', 'scheduled', 'waiting'])), fields=['lat', 'lon'], name='case_map'), models.Index(fields=['city', 'state_at'], name='case_changed'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='case_merged'), models.Index(condition=models.Q(('state__in', ['closed', 'merged', 'withdrawn'])), fields=['unit', 'id'], name='case_archive'), models.Index(condition=models.Q(('state__in', ['confirmed', 'done', 'in_hand', 'new', 'not_actionable', 'referred', 'referred_out', 'reopened', 'returned', 'scheduled', 'waiting'])), fields=['city', 'id'], name='case_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['closed', 'confirmed', 'done', 'in_hand', 'merged', 'new', 'not_actionable', 'referred', 'referred_out', 'reopened', 'returned', 'scheduled', 'waiting', 'withdrawn'])), name='case_state_is_known'), models.CheckConstraint(condition=models.Q(('close_kind__in', ['', 'confirmed', 'delivered', 'no_action', 'outside', 'silence'])), name='close_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed'), models.Q(('close_kind', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('close_kind', ''), ('closed_at__isnull', True)), _connector='OR'), name='closed_has_time_and_kind'), models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='merged_has_a_target'), models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__isnull', False), ('lon__isnull', False)), _connector='OR'), name='point_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=20)),
                ('words', models.JSONField()),
                ('seen', models.IntegerField(default=0)),
                ('saved_at', models.DateTimeField()),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['saved_at'], name='draft_by_age')],
                'constraints': [models.UniqueConstraint(fields=('staff', 'case', 'form'), name='one_draft_per_form')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('by', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
                ('salt', models.CharField(max_length=32)),
                ('is_public', models.BooleanField(default=False)),
                ('is_checked', models.BooleanField(db_default=False, default=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='one_note_per_event')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=10, unique=True)),
                ('proof', models.CharField(blank=True, db_default='', default='', max_length=8)),
                ('reporter_name', models.CharField(blank=True, db_default='', default='', max_length=120)),
                ('spoken_for_name', models.CharField(blank=True, max_length=120)),
                ('spoken_for_relation', models.CharField(blank=True, max_length=40)),
                ('text', models.TextField(blank=True)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('place_label', models.CharField(blank=True, max_length=80)),
                ('channel', models.CharField(max_length=6)),
                ('language', models.CharField(default='fa', max_length=2)),
                ('received_at', models.DateTimeField()),
                ('was_told_emergency', models.CharField(blank=True, max_length=20)),
                ('idempotency_key', models.CharField(max_length=80, null=True, unique=True)),
                ('photo_count', models.SmallIntegerField(default=0)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='cases.case')),
                ('citizen', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.citizen')),
                ('spoken_for', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.citizen')),
                ('topic_said', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ('web', 'phone', 'sms', 'app', 'mail', 'visit', 'api', 'import'))), name='channel_is_known'), models.CheckConstraint(condition=models.Q(('idempotency_key', ''), _negated=True), name='key_is_not_empty'), models.CheckConstraint(condition=models.Q(('proof__in', ('', 'before', 'code', 'call', 'message', 'claim', 'link'))), name='proof_is_known')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='search_entry', serialize=False, to='cases.case')),
                ('words', models.TextField()),
                ('partition', models.SmallIntegerField(choices=[(0, 'Open'), (1, 'Lately'), (2, 'Archive')], db_default=0, default=0)),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(condition=models.Q(('partition', 0)), fields=['words'], gin_pending_list_limit=1024, name='search_words_open', opclasses=['gin_trgm_ops']), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('partition', 1)), fields=['unit', 'words'], gin_pending_list_limit=1024, name='search_words_lately', opclasses=['int8_ops', 'gin_trgm_ops']), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('partition', 2)), fields=['unit', 'words'], gin_pending_list_limit=1024, name='search_words_archive', opclasses=['int8_ops', 'gin_trgm_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(('partition__in', [0, 1, 2])), name='partition_is_known')],
            },
        ),
            ]
        ),
        # Every start of the system creates it; a database that is migrated alone gets it here, and keeps it.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gin", migrations.RunSQL.noop),
    ]
