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
            name='CallBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('phone', models.CharField(max_length=16)),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(default='open', max_length=8)),
                ('calls', models.SmallIntegerField(default=1)),
                ('tries', models.SmallIntegerField(default=0)),
                ('tried_at', models.DateTimeField(blank=True, null=True)),
                ('words', models.CharField(blank=True, default='', max_length=120)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['city', 'due_at'], name='call_back_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['came', 'done', 'dropped', 'open'])), name='call_back_state_is_known'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('city', 'phone'), name='one_open_call_back_per_phone')],
            },
        ),
        migrations.CreateModel(
            name='CallerMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('phone', models.CharField(max_length=16)),
                ('kind', models.CharField(max_length=8)),
                ('state', models.CharField(default='proposed', max_length=10)),
                ('count', models.IntegerField()),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['prank', 'repeat'])), name='mark_kind_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ('proposed', 'confirmed', 'dismissed'))), name='mark_state_is_known'), models.UniqueConstraint(fields=('city', 'phone', 'kind'), name='one_mark_per_phone_and_kind')],
            },
        ),
        migrations.CreateModel(
            name='CentrePolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('from_at', models.DateTimeField()),
                ('day_opens', models.TimeField()),
                ('day_closes', models.TimeField()),
                ('day_minutes', models.IntegerField()),
                ('night_minutes', models.IntegerField()),
                ('short_seconds', models.IntegerField()),
                ('most_tries', models.IntegerField()),
                ('prank_calls', models.IntegerField()),
                ('prank_days', models.IntegerField()),
                ('repeat_calls', models.IntegerField()),
                ('repeat_days', models.IntegerField()),
                ('mark_days', models.IntegerField()),
                ('area_code', models.CharField(blank=True, max_length=4)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('day_closes__gt', models.F('day_opens'))), name='call_day_is_a_day'), models.UniqueConstraint(fields=('city', 'from_at'), name='one_centre_policy_per_moment')],
            },
        ),
        migrations.CreateModel(
            name='Menu',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('code', models.CharField(max_length=20)),
                ('number', models.IntegerField()),
                ('from_at', models.DateTimeField()),
                ('name_fa', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('greeting', models.CharField(max_length=80)),
                ('greeting_words', models.TextField()),
                ('consent', models.CharField(blank=True, max_length=80)),
                ('consent_words', models.TextField(blank=True)),
                ('wait_seconds', models.SmallIntegerField(default=5)),
                ('repeats', models.SmallIntegerField(default=2)),
                ('otherwise_queue', models.CharField(max_length=40)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'code', 'number'), name='one_menu_per_version'), models.CheckConstraint(condition=models.Q(('wait_seconds__gte', 1)), name='menu_waits')],
            },
        ),
        migrations.CreateModel(
            name='PbxLine',
            fields=[
                ('city', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='city.city')),
                ('is_up', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField()),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('words', models.CharField(blank=True, default='', max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Workstation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extension', models.CharField(max_length=40)),
                ('sat_at', models.DateTimeField(blank=True, null=True)),
                ('presence', models.CharField(blank=True, default='', max_length=8)),
                ('presence_at', models.DateTimeField(blank=True, null=True)),
                ('why_paused', models.CharField(blank=True, default='', max_length=80)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('staff', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'extension'), name='one_workstation_per_extension'), models.CheckConstraint(condition=models.Q(('presence__in', ['', 'away', 'busy', 'free', 'paused', 'ringing'])), name='presence_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('channel', models.CharField(max_length=6)),
                ('direction', models.CharField(default='in', max_length=3)),
                ('began_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('wait_seconds', models.IntegerField(blank=True, null=True)),
                ('seconds', models.IntegerField(null=True)),
                ('pbx_key', models.CharField(max_length=80, null=True, unique=True)),
                ('phone', models.CharField(blank=True, default='', max_length=16)),
                ('line', models.CharField(blank=True, default='', max_length=40)),
                ('queue', models.CharField(blank=True, default='', max_length=40)),
                ('outcome', models.CharField(blank=True, max_length=12)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('told_key', models.CharField(blank=True, default='', max_length=80)),
                ('article', models.CharField(blank=True, default='', max_length=40)),
                ('notes', models.TextField(blank=True, default='')),
                ('is_prank', models.BooleanField(default=False)),
                ('is_uncertain', models.BooleanField(default=False)),
                ('recording', models.CharField(blank=True, default='', max_length=300)),
                ('keys', models.CharField(blank=True, default='', max_length=20)),
                ('season_code', models.CharField(blank=True, default='', max_length=40)),
                ('entered_at', models.DateTimeField(blank=True, null=True)),
                ('is_sample', models.BooleanField(default=False)),
                ('agency', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.agency')),
                ('call_back', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='contacts.callback')),
                ('case', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('citizen', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.citizen')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('operator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('menu', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.menu')),
            ],
            options={
                'indexes': [models.Index(fields=['city', 'began_at'], name='contact_by_time'), models.Index(condition=models.Q(('outcome', '')), fields=['city', 'operator', 'began_at'], name='contact_untold'), models.Index(condition=models.Q(('ended_at__isnull', True), ('pbx_key__isnull', False)), fields=['city', 'began_at'], name='contact_on_line'), models.Index(condition=models.Q(('phone', ''), _negated=True), fields=['phone', 'began_at'], name='contact_by_phone')],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ('phone', 'sms', 'app', 'mail', 'visit', 'chat'))), name='contact_channel_is_known'), models.CheckConstraint(condition=models.Q(('direction__in', ('in', 'out'))), name='contact_direction_is_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'abandoned', 'agency', 'answered', 'complaint', 'follow_up', 'no_answer', 'not_called', 'reported', 'thanks', 'voice_mail', 'wrong_number'])), name='outcome_is_known'), models.CheckConstraint(condition=models.Q(('seconds__isnull', True), ('seconds__gte', 0), _connector='OR'), name='length_is_not_negative'), models.CheckConstraint(condition=models.Q(('wait_seconds__isnull', True), ('wait_seconds__gte', 0), _connector='OR'), name='wait_is_not_negative'), models.CheckConstraint(condition=models.Q(('pbx_key', ''), _negated=True), name='pbx_key_is_not_empty'), models.UniqueConstraint(condition=models.Q(('entered_at__isnull', False), models.Q(('told_key', ''), _negated=True)), fields=('city', 'told_key'), name='one_contact_per_sheet'), models.CheckConstraint(condition=models.Q(('told_at__isnull', True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='told_has_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='MenuKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=1)),
                ('name_fa', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('prompt', models.CharField(blank=True, max_length=80)),
                ('deed', models.CharField(max_length=10)),
                ('target', models.CharField(blank=True, max_length=40)),
                ('season_code', models.CharField(blank=True, max_length=40)),
                ('from_on', models.DateField(blank=True, null=True)),
                ('to_on', models.DateField(blank=True, null=True)),
                ('menu', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='contacts.menu')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('menu', 'key'), name='one_deed_per_key'), models.CheckConstraint(condition=models.Q(('key__in', ('1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'))), name='key_is_on_the_phone'), models.CheckConstraint(condition=models.Q(('deed__in', ['again', 'dial', 'menu', 'queue', 'say', 'voice_mail'])), name='deed_of_key_is_known'), models.CheckConstraint(condition=models.Q(('from_on__isnull', True), ('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='days_of_key_in_order')],
            },
        ),
        migrations.CreateModel(
            name='CallDraft',
            fields=[
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='draft', serialize=False, to='contacts.contact')),
                ('words', models.JSONField()),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='CallLeg',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uniqueid', models.CharField(max_length=80, unique=True)),
                ('extension', models.CharField(blank=True, max_length=40)),
                ('rang_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legs', to='contacts.contact')),
                ('operator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ContactReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.SmallIntegerField(default=0)),
                ('contact', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='contacts.contact')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('contact', 'position'), name='one_report_per_position')],
            },
        ),
        migrations.CreateModel(
            name='DialOrder',
            fields=[
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='order', serialize=False, to='contacts.contact')),
                ('extension', models.CharField(max_length=40)),
                ('asked_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('words', models.CharField(blank=True, default='', max_length=120)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['asked_at'], name='dial_order_open')],
            },
        ),
        migrations.CreateModel(
            name='PassOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extension', models.CharField(max_length=40)),
                ('is_asked_first', models.BooleanField(default=False)),
                ('consulted_at', models.DateTimeField(blank=True, null=True)),
                ('asked_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('is_good', models.BooleanField(null=True)),
                ('wish', models.CharField(blank=True, default='', max_length=4)),
                ('wished_at', models.DateTimeField(blank=True, null=True)),
                ('wish_taken_at', models.DateTimeField(blank=True, null=True)),
                ('wish_words', models.CharField(blank=True, default='', max_length=120)),
                ('words', models.CharField(blank=True, default='', max_length=120)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passes', to='contacts.contact')),
                ('from_staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to_staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['asked_at'], name='pass_order_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('contact',), name='one_open_pass_per_call'), models.CheckConstraint(condition=models.Q(models.Q(('is_good__isnull', True), ('settled_at__isnull', True)), models.Q(('is_good__isnull', False), ('settled_at__isnull', False)), _connector='OR'), name='settled_pass_is_good_or_not')],
            },
        ),
        migrations.CreateModel(
            name='QueueWait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('queue', models.CharField(max_length=40)),
                ('joined_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('how', models.CharField(blank=True, default='', max_length=12)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waits', to='contacts.contact')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('how__in', ['', 'answered', 'unanswered', 'unknown'])), name='leaving_is_known'), models.UniqueConstraint(condition=models.Q(('left_at__isnull', True)), fields=('contact', 'queue'), name='in_a_queue_once')],
            },
        ),
            ]
        ),
    ]
