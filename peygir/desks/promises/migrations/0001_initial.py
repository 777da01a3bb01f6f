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
            name='MonthCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField()),
                ('judged', models.IntegerField()),
                ('kept', models.IntegerField()),
                ('counted_at', models.DateTimeField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'first_on'), name='one_count_of_a_month'), models.CheckConstraint(condition=models.Q(('judged__gte', models.F('kept')), ('kept__gte', 0)), name='kept_are_among_the_judged')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('reason', models.CharField(max_length=8)),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(blank=True, null=True)),
                ('to_at', models.DateTimeField(blank=True, null=True)),
                ('worked', models.DurationField(blank=True, null=True)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('to_at__isnull', True)), fields=['until_at'], name='pause_lasting')],
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='one_pause_per_wait'), models.CheckConstraint(condition=models.Q(('reason__in', ['citizen', 'agency', 'weather'])), name='pause_is_allowed'), models.CheckConstraint(condition=models.Q(models.Q(('to_at__isnull', True), ('worked__isnull', True)), models.Q(('to_at__gte', models.F('from_at')), ('worked__isnull', False)), _connector='OR'), name='pause_ends_whole')],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=6)),
                ('given_at', models.DateTimeField()),
                ('given_due_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('clock', models.CharField(blank=True, max_length=1)),
                ('hours', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('is_first', models.BooleanField(default=True)),
                ('kept_at', models.DateTimeField(blank=True, null=True)),
                ('broken_at', models.DateTimeField(blank=True, null=True)),
                ('paused_at', models.DateTimeField(blank=True, null=True)),
                ('granted_due_at', models.DateTimeField(blank=True, null=True)),
                ('proposed_due_at', models.DateTimeField(blank=True, null=True)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('is_over', models.BooleanField(default=False)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('terms', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.topicpolicy')),
                ('topic', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.topic')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('broken_at__isnull', True), ('is_over', False), ('kept_at__isnull', True), ('paused_at__isnull', True)), fields=['due_at'], name='promise_running'), models.Index(condition=models.Q(('is_first', True), ('kind', 'finish')), fields=['due_at'], name='promise_scored')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_over', False)), fields=('case', 'kind'), name='one_promise_of_a_kind'), models.UniqueConstraint(condition=models.Q(('is_first', True)), fields=('case', 'kind'), name='one_first_promise'), models.CheckConstraint(condition=models.Q(('kind__in', ['ack', 'visit', 'finish'])), name='promise_kind_is_known'), models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('given_due_at'))), name='promise_moves_only_forward')],
            },
        ),
        migrations.CreateModel(
            name='EscalationStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.SmallIntegerField()),
                ('audience', models.CharField(max_length=7)),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(default='planned', max_length=7)),
                ('fired_at', models.DateTimeField(blank=True, null=True)),
                ('reached', models.CharField(blank=True, max_length=7)),
                ('is_open', models.BooleanField(default=False)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('promise', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promises.promise')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['due_at'], name='step_due'), models.Index(condition=models.Q(('is_open', True)), fields=['unit', 'case'], name='step_climbed')],
                'constraints': [models.UniqueConstraint(fields=('case', 'promise', 'percent'), name='one_step_of_a_percent'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held', 'fired'])), name='step_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('fired_at__isnull', False), ('state', 'fired')), models.Q(models.Q(('state', 'fired'), _negated=True), ('fired_at__isnull', True)), _connector='OR'), name='step_fired_has_a_time'), models.CheckConstraint(condition=models.Q(('is_open', False), ('state', 'fired'), _connector='OR'), name='step_open_has_fired')],
            },
        ),
        migrations.CreateModel(
            name='Replan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('reason', models.CharField(max_length=12)),
                ('due_at', models.DateTimeField()),
                ('asked_by', models.CharField(max_length=32)),
                ('asked_at', models.DateTimeField()),
                ('is_granted', models.BooleanField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=32)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_number', models.IntegerField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('promise', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promises.promise')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('decided_at__isnull', True)), fields=['asked_at'], name='replan_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('case',), name='one_open_replan'), models.UniqueConstraint(fields=('case', 'number'), name='one_replan_per_event'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('is_granted__isnull', True)), models.Q(('decided_at__isnull', False), ('is_granted__isnull', False)), _connector='OR'), name='replan_is_decided_whole')],
            },
        ),
            ]
        ),
    ]
