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
            name='AnswerTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=10)),
                ('language', models.CharField(max_length=2)),
                ('title', models.CharField(max_length=80)),
                ('body', models.TextField()),
                ('by', models.CharField(max_length=32)),
                ('valid_from', models.DateTimeField()),
                ('valid_to', models.DateTimeField(blank=True, null=True)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('topic', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.topic')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('valid_to__isnull', True)), fields=['city', 'verb'], name='template_in_force')],
            },
        ),
        migrations.CreateModel(
            name='BlockedAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=5)),
                ('address', models.CharField(max_length=254)),
                ('why', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=32)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('why__in', ['asked', 'provider', 'staff'])), name='block_reason_is_known'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('channel', 'address'), name='one_block_in_force')],
            },
        ),
        migrations.CreateModel(
            name='Following',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_code', models.CharField(blank=True, max_length=20)),
                ('channel', models.CharField(max_length=5)),
                ('address', models.CharField(max_length=254)),
                ('language', models.CharField(default='fa', max_length=2)),
                ('begun_at', models.DateTimeField()),
                ('proven_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('digest_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['address'], name='following_of_somebody'), models.Index(condition=models.Q(('digest_at__isnull', False)), fields=['digest_at'], name='following_digest_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['sms', 'mail'])), name='following_channel_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('area_code', ''), ('case__isnull', False)), models.Q(('case__isnull', True), models.Q(('area_code', ''), _negated=True)), _connector='OR'), name='following_a_case_or_an_area'), models.UniqueConstraint(condition=models.Q(('case__isnull', False), ('ended_at__isnull', True)), fields=('case', 'channel', 'address'), name='one_following_of_a_case'), models.UniqueConstraint(condition=models.Q(('case__isnull', True), ('ended_at__isnull', True)), fields=('city', 'area_code', 'channel', 'address'), name='one_following_of_an_area')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField(default=0)),
                ('kind', models.CharField(max_length=20)),
                ('channel', models.CharField(max_length=5)),
                ('address', models.CharField(max_length=254)),
                ('subject', models.CharField(blank=True, max_length=120)),
                ('body', models.TextField()),
                ('buttons', models.JSONField(blank=True, default=list)),
                ('answers', models.CharField(blank=True, default='', max_length=250)),
                ('state', models.CharField(default='pending', max_length=7)),
                ('counted_as', models.CharField(blank=True, db_default='', default='', max_length=254)),
                ('held_at', models.DateTimeField(null=True)),
                ('tries', models.SmallIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('provider', models.CharField(blank=True, default='', max_length=20)),
                ('is_unsure', models.BooleanField(default=False)),
                ('provider_id', models.CharField(blank=True, max_length=80)),
                ('parts', models.SmallIntegerField(default=0)),
                ('cost', models.IntegerField(null=True)),
                ('delivery', models.CharField(default='untold', max_length=9)),
                ('delivery_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, max_length=200)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('merged_into', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='answers.message')),
                ('report', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.report')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['next_try_at'], name='message_due'), models.Index(condition=models.Q(('state', 'dead')), fields=['-id'], name='message_dead'), models.Index(condition=models.Q(('delivery', 'waiting')), fields=['provider', 'provider_id'], name='message_taken'), models.Index(condition=models.Q(('sent_at__isnull', False)), fields=['sent_at'], name='message_sent'), models.Index(condition=models.Q(('kind__in', ('talk_ask_words', 'talk_ask_place', 'talk_ask_photo', 'talk_ask_code', 'talk_state', 'talk_no_code', 'talk_unclear', 'talk_unclear_survey'))), fields=['address', 'created_at'], name='message_of_talk'), models.Index(condition=models.Q(('counted_as', ''), _negated=True), fields=['counted_as', 'sent_at'], name='message_counted'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='message_merged'), models.Index(condition=models.Q(('kind', 'followed')), fields=['address', 'created_at'], name='message_followed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'sent', 'dead', 'dropped'])), name='message_state_is_known'), models.CheckConstraint(condition=models.Q(('channel__in', ['sms', 'mail', 'chat'])), name='message_channel_is_known'), models.CheckConstraint(condition=models.Q(('delivery__in', ['untold', 'waiting', 'delivered', 'failed', 'blocked'])), name='delivery_is_known'), models.UniqueConstraint(condition=models.Q(('report__isnull', False)), fields=('case', 'report', 'number', 'kind', 'channel'), name='one_message_per_event'), models.UniqueConstraint(condition=models.Q(('case__isnull', False), ('report__isnull', True)), fields=('case', 'number', 'kind', 'channel', 'address'), name='one_message_to_staff')],
            },
        ),
        migrations.CreateModel(
            name='MessageText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=2)),
                ('subject', models.CharField(blank=True, max_length=120)),
                ('body', models.TextField()),
                ('valid_from', models.DateTimeField()),
                ('valid_to', models.DateTimeField(blank=True, null=True)),
                ('by', models.CharField(blank=True, max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('kind', 'language'), name='one_text_in_force'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='text_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('by', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['staff', '-at'], name='notice_of_staff'), models.Index(condition=models.Q(('seen_at__isnull', True)), fields=['staff'], name='notice_unseen')],
                'constraints': [models.UniqueConstraint(fields=('staff', 'case', 'number'), name='one_notice_per_event'), models.UniqueConstraint(condition=models.Q(('account__isnull', False)), fields=('staff', 'account', 'number'), name='one_account_notice'), models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('case__isnull', True)), models.Q(('account__isnull', True), ('case__isnull', False)), _connector='OR'), name='notice_of_case_or_account')],
            },
        ),
        migrations.CreateModel(
            name='ProviderState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=20, unique=True)),
                ('amount', models.BigIntegerField(null=True)),
                ('unit', models.CharField(blank=True, max_length=8)),
                ('at', models.DateTimeField()),
                ('error', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('kind', models.CharField(max_length=9)),
                ('asked_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('unclear_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('report', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.report')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['closes_at'], name='question_open')],
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='one_question_per_event')],
            },
        ),
        migrations.CreateModel(
            name='ReplyChannel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=5)),
                ('address', models.CharField(max_length=254)),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.report')),
            ],
            options={
                'indexes': [models.Index(fields=['channel', 'address'], name='reply_channel_of_somebody')],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['chat', 'mail'])), name='reply_channel_is_known')],
            },
        ),
        migrations.CreateModel(
            name='SendingHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('by', models.CharField(max_length=32)),
                ('valid_from', models.DateTimeField()),
                ('valid_to', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('kind',), name='one_hours_in_force')],
            },
        ),
        migrations.CreateModel(
            name='Tariff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=20)),
                ('rials', models.IntegerField()),
                ('by', models.CharField(max_length=32)),
                ('valid_from', models.DateTimeField()),
                ('valid_to', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('provider',), name='one_tariff_in_force'), models.CheckConstraint(condition=models.Q(('rials__gte', 0)), name='tariff_is_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='WithdrawnReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.report')),
            ],
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_fixed', models.BooleanField()),
                ('reason', models.TextField(blank=True)),
                ('channel', models.CharField(max_length=6)),
                ('at', models.DateTimeField()),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='answers.question')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('question', 'report'), name='one_verdict_per_report')],
            },
        ),
            ]
        ),
    ]
