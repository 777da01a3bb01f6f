import django.db.models.deletion
from django.conf import settings
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
            name='AgencyEndpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('base_url', models.CharField(max_length=300)),
                ('jurisdiction', models.CharField(blank=True, max_length=80)),
                ('media_type', models.CharField(default='json', max_length=4)),
                ('key_variable', models.CharField(blank=True, max_length=60)),
                ('services', models.JSONField(default=dict)),
                ('ask_minutes', models.PositiveIntegerField(default=30)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('made_by', models.CharField(max_length=32)),
                ('made_at', models.DateTimeField()),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.agency')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('agency',), name='one_open_agency_endpoint'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='agency_endpoint_dates_in_order'), models.CheckConstraint(condition=models.Q(('media_type__in', ['json', 'xml'])), name='agency_endpoint_json_or_xml'), models.CheckConstraint(condition=models.Q(('ask_minutes__gt', 0)), name='agency_endpoint_asked_at_intervals')],
            },
        ),
        migrations.CreateModel(
            name='AgencyReferral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('sent_at', models.DateTimeField()),
                ('means', models.CharField(max_length=8)),
                ('reference', models.CharField(blank=True, max_length=80)),
                ('by', models.CharField(max_length=32)),
                ('reminder_days', models.PositiveSmallIntegerField()),
                ('next_reminder_at', models.DateTimeField(blank=True, null=True)),
                ('due_since', models.DateTimeField(blank=True, null=True)),
                ('reminders', models.IntegerField(default=0)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.CharField(blank=True, max_length=32)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.agency')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_reminder_at__isnull', False)), fields=['next_reminder_at'], name='reminder_to_come'), models.Index(condition=models.Q(('due_since__isnull', False)), fields=['due_since'], name='reminder_due')],
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='one_referral_per_event'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('ended_at__isnull', True)), models.Q(('due_since__isnull', True), ('next_reminder_at__isnull', True)), _connector='OR'), name='no_reminder_after_the_answer'), models.CheckConstraint(condition=models.Q(('next_reminder_at__isnull', True), ('due_since__isnull', True), _connector='OR'), name='reminder_is_due_or_to_come'), models.CheckConstraint(condition=models.Q(('means__in', ['phone', 'letter', 'system', 'sms'])), name='means_is_known')],
            },
        ),
        migrations.CreateModel(
            name='ReminderPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField()),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('made_by', models.CharField(max_length=32)),
                ('made_at', models.DateTimeField()),
                ('agency', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.agency')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('topic', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='reminder_days_above_zero'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='reminder_dates_in_order'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('city', 'agency', 'topic'), name='one_reminder_policy_in_force', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Reorganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parts', models.JSONField()),
                ('from_on', models.DateField()),
                ('moves_people', models.BooleanField(default=False)),
                ('reason', models.CharField(max_length=400)),
                ('decisions', models.JSONField(default=list)),
                ('planned_by', models.CharField(max_length=32)),
                ('planned_at', models.DateTimeField()),
                ('begun_at', models.DateTimeField(blank=True, null=True)),
                ('moved_count', models.IntegerField(default=0)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('is_called_off', models.BooleanField(default=False)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('unit',), name='one_open_reorganisation')],
            },
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('reason', models.CharField(max_length=20)),
                ('returned_at', models.DateTimeField()),
                ('count', models.IntegerField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('to_unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['city', 'returned_at'], name='return_by_time')],
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='one_return_per_event')],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('order', models.PositiveIntegerField()),
                ('name_fa', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('conditions', models.JSONField()),
                ('branch', models.CharField(blank=True, max_length=20)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('is_on', models.BooleanField(default=False)),
                ('made_by', models.CharField(max_length=32)),
                ('made_at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_on', True)), fields=('city', 'order'), name='one_rule_on_per_place'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='rule_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('how', models.CharField(max_length=12)),
                ('why', models.CharField(max_length=24)),
                ('topic_code', models.CharField(blank=True, max_length=80)),
                ('district_code', models.CharField(blank=True, max_length=80)),
                ('season_code', models.CharField(blank=True, default='', max_length=40)),
                ('is_applied', models.BooleanField(default=True)),
                ('chosen_at', models.DateTimeField()),
                ('agency', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.agency')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('rule', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='routing.rule')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('rule__isnull', False)), fields=['rule'], name='choice_by_rule')],
                'constraints': [models.UniqueConstraint(fields=('case', 'number', 'how'), name='one_choice_per_event')],
            },
        ),
        migrations.CreateModel(
            name='DryRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=32)),
                ('case_count', models.IntegerField()),
                ('matched_count', models.IntegerField()),
                ('changed_count', models.IntegerField()),
                ('flows', models.JSONField()),
                ('cases', models.JSONField()),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='routing.rule')),
            ],
        ),
        migrations.CreateModel(
            name='ForwardedReferral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=80, unique=True)),
                ('remote_id', models.CharField(blank=True, max_length=80)),
                ('remote_token', models.CharField(blank=True, max_length=80)),
                ('status', models.CharField(blank=True, max_length=20)),
                ('status_notes', models.TextField(blank=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('next_ask_at', models.DateTimeField(blank=True, null=True)),
                ('fault', models.CharField(blank=True, max_length=200)),
                ('tries', models.IntegerField(default=0)),
                ('endpoint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='routing.agencyendpoint')),
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='routing.agencyreferral')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_ask_at__isnull', False)), fields=['next_ask_at'], name='forwarded_referral_due')],
            },
        ),
        migrations.CreateModel(
            name='RoutingCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('topic_code', models.CharField(blank=True, max_length=80)),
                ('district_code', models.CharField(blank=True, max_length=80)),
                ('returns', models.IntegerField()),
                ('words', models.JSONField(blank=True, default=list)),
                ('decided_by', models.CharField(max_length=32)),
                ('decided_at', models.DateTimeField()),
                ('settled_by', models.CharField(blank=True, max_length=32)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('from_unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('to_unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('rule', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='routing.rule')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['city'], name='correction_open')],
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='one_correction_per_decision')],
            },
        ),
            ]
        ),
    ]
