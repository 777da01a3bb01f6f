import django.db.models.deletion
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('city', '0001_initial'),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='LiveSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('who_fa', models.CharField(max_length=80)),
                ('who_en', models.CharField(blank=True, default='', max_length=80)),
                ('role_fa', models.CharField(blank=True, default='', max_length=120)),
                ('role_en', models.CharField(blank=True, default='', max_length=120)),
                ('about', models.CharField(blank=True, default='', max_length=300)),
                ('line', models.CharField(max_length=40)),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('places', models.SmallIntegerField()),
                ('state', models.CharField(default='planned', max_length=7)),
                ('notes', models.TextField(blank=True, default='')),
                ('is_sample', models.BooleanField(default=False)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['city', 'begins_at'], name='session_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['off', 'over', 'planned'])), name='session_state_is_known'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('begins_at'))), name='session_times_in_order'), models.CheckConstraint(condition=models.Q(('places__gt', 0)), name='session_has_places')],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone', models.CharField(blank=True, default='', max_length=16)),
                ('name', models.CharField(blank=True, default='', max_length=120)),
                ('words', models.TextField(blank=True, default='')),
                ('language', models.CharField(default='fa', max_length=2)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=32)),
                ('state', models.CharField(default='waiting', max_length=9)),
                ('state_at', models.DateTimeField()),
                ('notes', models.TextField(blank=True, default='')),
                ('case', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('session', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='livesessions.livesession')),
                ('topic', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.topic')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['session', 'at'], name='place_in_queue'), models.Index(condition=models.Q(('state', 'waiting'), models.Q(('phone', ''), _negated=True)), fields=['phone'], name='place_of_phone')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['missed', 'spoken', 'waiting', 'withdrawn'])), name='place_state_is_known'), models.UniqueConstraint(condition=models.Q(('state', 'waiting'), models.Q(('phone', ''), _negated=True)), fields=('session', 'phone'), name='one_place_per_phone')],
            },
        ),
        migrations.CreateModel(
            name='LiveOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('words', models.TextField()),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(default='open', max_length=7)),
                ('given_at', models.DateTimeField()),
                ('given_by', models.CharField(max_length=32)),
                ('answer', models.TextField(blank=True, default='')),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.CharField(blank=True, default='', max_length=32)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='livesessions.livesession')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='livesessions.registration')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['unit', 'due_at'], name='order_of_unit'), models.Index(fields=['city', 'given_at'], name='order_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['done', 'dropped', 'open'])), name='order_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('done_at__isnull', False)), _connector='OR'), name='order_done_has_a_time')],
            },
        ),
            ]
        ),
    ]
