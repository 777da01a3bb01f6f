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
            name='SurveyDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('seed', models.CharField(max_length=80)),
                ('closed', models.IntegerField()),
                ('drawn', models.IntegerField()),
                ('unreachable', models.IntegerField(default=0)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'day'), name='one_survey_draw_per_day')],
            },
        ),
        migrations.CreateModel(
            name='SurveyPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('from_at', models.DateTimeField()),
                ('is_on', models.BooleanField(default=True)),
                ('first_on', models.DateField()),
                ('share', models.SmallIntegerField()),
                ('most', models.SmallIntegerField()),
                ('sms_share', models.SmallIntegerField()),
                ('is_voice', models.BooleanField(default=False)),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('tries', models.SmallIntegerField()),
                ('answer_days', models.SmallIntegerField()),
                ('sms_hours', models.SmallIntegerField()),
                ('rest_days', models.SmallIntegerField()),
                ('fewest', models.SmallIntegerField()),
                ('seed', models.IntegerField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='survey_day_is_a_day'), models.CheckConstraint(condition=models.Q(('share__gte', 0), ('share__lte', 100)), name='survey_share_is_a_share'), models.UniqueConstraint(fields=('city', 'from_at'), name='one_survey_policy_per_moment')],
            },
        ),
        migrations.CreateModel(
            name='SurveyAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('why', models.CharField(max_length=8)),
                ('way', models.CharField(max_length=5)),
                ('state', models.CharField(default='open', max_length=9)),
                ('answer', models.CharField(blank=True, default='', max_length=11)),
                ('channel', models.CharField(blank=True, default='', max_length=6)),
                ('tried', models.CharField(blank=True, default='', max_length=9)),
                ('asked_at', models.DateTimeField()),
                ('next_at', models.DateTimeField(null=True)),
                ('closes_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('citizen', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.citizen')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.report')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('draw', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='surveys.surveydraw')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['city', 'next_at'], name='survey_ask_due'), models.Index(condition=models.Q(('state', 'open')), fields=['closes_at'], name='survey_ask_closing'), models.Index(fields=['citizen', 'asked_at'], name='survey_ask_of_citizen'), models.Index(fields=['city', 'asked_at'], name='survey_ask_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('why__in', ['objected', 'random', 'urgent'])), name='survey_reason_is_known'), models.CheckConstraint(condition=models.Q(('way__in', ['call', 'sms', 'voice'])), name='survey_way_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['answered', 'open', 'overtaken', 'unreached'])), name='survey_state_is_known'), models.CheckConstraint(condition=models.Q(('answer__in', ['', 'not_done', 'satisfied', 'unknown', 'unsatisfied'])), name='survey_answer_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('next_at__isnull', False), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('ended_at__isnull', False), ('next_at__isnull', True)), _connector='OR'), name='survey_open_has_a_time'), models.UniqueConstraint(fields=('draw', 'case'), name='one_survey_ask_per_case')],
            },
        ),
        migrations.CreateModel(
            name='SurveyShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share', models.SmallIntegerField()),
                ('terms', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='surveys.surveypolicy')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('terms', 'unit'), name='one_survey_share_per_unit')],
            },
        ),
        migrations.CreateModel(
            name='SurveyCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('pressed', models.CharField(blank=True, default='', max_length=1)),
                ('words', models.CharField(blank=True, default='', max_length=120)),
                ('is_fault', models.BooleanField(default=False)),
                ('ask', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='surveys.surveyask')),
            ],
            options={
                'indexes': [models.Index(fields=['ask', 'asked_at'], name='survey_call_of_ask'), models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['asked_at'], name='survey_call_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('ask',), name='one_open_survey_call_per_ask')],
            },
        ),
            ]
        ),
    ]
