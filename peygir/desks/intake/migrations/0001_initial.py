import django.db.models.deletion
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('city', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=6)),
                ('address', models.CharField(max_length=254)),
                ('language', models.CharField(default='fa', max_length=2)),
                ('phone', models.CharField(blank=True, max_length=16)),
                ('asked', models.CharField(blank=True, max_length=8)),
                ('said', models.JSONField(default=dict)),
                ('asked_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('asked', ''), _negated=True), fields=['asked_at'], name='conversation_open')],
                'constraints': [models.UniqueConstraint(fields=('channel', 'address'), name='one_conversation_per_address')],
            },
        ),
        migrations.CreateModel(
            name='Inbound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=20)),
                ('provider_id', models.CharField(max_length=200)),
                ('channel', models.CharField(max_length=6)),
                ('sender', models.CharField(max_length=254)),
                ('said', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('state', models.CharField(default='waiting', max_length=7)),
                ('tries', models.SmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('became', models.CharField(blank=True, max_length=12)),
                ('error', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_try_at', 'id'], name='inbound_waiting'), models.Index(condition=models.Q(('state', 'failed')), fields=['-id'], name='inbound_failed')],
                'constraints': [models.UniqueConstraint(fields=('provider', 'provider_id'), name='one_inbound_per_message'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'heard', 'failed'])), name='inbound_state_is_known'), models.CheckConstraint(condition=models.Q(('channel__in', ['sms', 'app', 'mail'])), name='inbound_channel_is_known')],
            },
        ),
        migrations.CreateModel(
            name='MessengerOffset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=20, unique=True)),
                ('position', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Open311Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('base_url', models.CharField(max_length=300)),
                ('jurisdiction', models.CharField(blank=True, max_length=80)),
                ('media_type', models.CharField(default='json', max_length=4)),
                ('topics', models.JSONField(default=dict)),
                ('is_on', models.BooleanField(default=True)),
                ('every_minutes', models.PositiveIntegerField(default=15)),
                ('taken_to', models.DateTimeField()),
                ('next_pull_at', models.DateTimeField()),
                ('taken_count', models.IntegerField(default=0)),
                ('fault', models.CharField(blank=True, max_length=200)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_on', True)), fields=['next_pull_at'], name='source_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('media_type__in', ['json', 'xml'])), name='source_speaks_json_or_xml'), models.CheckConstraint(condition=models.Q(('every_minutes__gt', 0)), name='source_is_asked_at_intervals')],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.SmallIntegerField()),
                ('state', models.CharField(default='pending', max_length=8)),
                ('raw', models.CharField(blank=True, max_length=120)),
                ('picture', models.CharField(blank=True, max_length=120)),
                ('thumb', models.CharField(blank=True, max_length=120)),
                ('width', models.IntegerField(null=True)),
                ('height', models.IntegerField(null=True)),
                ('gps_lat', models.FloatField(null=True)),
                ('gps_lon', models.FloatField(null=True)),
                ('why_refused', models.CharField(blank=True, max_length=40)),
                ('is_public', models.BooleanField(default=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'position'), name='one_photo_per_position'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'ready', 'refused'])), name='photo_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('picture', ''), _negated=True), _connector='OR'), name='ready_photo_has_a_picture'), models.CheckConstraint(condition=models.Q(('is_public', False), ('state', 'ready'), _connector='OR'), name='public_photo_is_ready')],
            },
        ),
        migrations.CreateModel(
            name='PublicWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(default='offered', max_length=9)),
                ('text', models.TextField(blank=True)),
                ('by', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.report')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'shown', 'hidden', 'withdrawn'])), name='words_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'shown'), models.Q(('text', ''), _negated=True)), models.Q(models.Q(('state', 'shown'), _negated=True), ('text', '')), _connector='OR'), name='shown_words_are_kept')],
            },
        ),
        migrations.CreateModel(
            name='ReceivedUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('update_id', models.CharField(max_length=80)),
                ('number', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.apikey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'update_id'), name='one_update_per_id')],
            },
        ),
        migrations.CreateModel(
            name='ReportDetails',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(blank=True, max_length=80)),
                ('answers', models.JSONField(default=list)),
                ('media_url', models.TextField(blank=True)),
                ('address_id', models.CharField(blank=True, max_length=80)),
                ('came_from', models.CharField(blank=True, max_length=120)),
                ('remote_id', models.CharField(blank=True, max_length=80)),
                ('key', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.apikey')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.report')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('token', ''), _negated=True), fields=['token'], name='details_by_token')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('token', ''), _negated=True), fields=('key', 'token'), name='one_report_per_token')],
            },
        ),
            ]
        ),
    ]
