"""Visits, pauses, the ladder's steps and requests for more time; each promise says what it was given for."""

import django.db.models.deletion
from django.db import migrations, models


# What was given before knew no pauses, and its terms tell the topic; the first of a kind is the one that is scored.
FILL = """
    UPDATE promises_promise SET given_due_at = due_at, topic_id = (
        SELECT topic_id FROM city_topicterms terms WHERE terms.id = promises_promise.terms_id
    );
    UPDATE promises_promise SET is_first = false WHERE id NOT IN (
        SELECT min(id) FROM promises_promise GROUP BY case_id, kind
    );
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_place_and_seasons'),
        ('city', '0002_lore'),
        ('promises', '0002_alter_promise_case'),
    ]

    operations = [
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
            ],
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
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.SmallIntegerField()),
                ('audience', models.CharField(max_length=7)),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(default='planned', max_length=7)),
                ('fired_at', models.DateTimeField(blank=True, null=True)),
                ('reached', models.CharField(blank=True, max_length=7)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='promise',
            name='promise_running',
        ),
        migrations.AddField(
            model_name='promise',
            name='given_due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='promise',
            name='granted_due_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='promise',
            name='is_first',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='promise',
            name='paused_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='promise',
            name='proposed_due_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='promise',
            name='replaced_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='promise',
            name='topic',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.topic'),
        ),
        migrations.AddField(
            model_name='promise',
            name='unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop, elidable=True),
        migrations.AlterField(
            model_name='promise',
            name='given_due_at',
            field=models.DateTimeField(),
        ),
        migrations.AddIndex(
            model_name='promise',
            index=models.Index(condition=models.Q(('broken_at__isnull', True), ('is_over', False), ('kept_at__isnull', True), ('paused_at__isnull', True)), fields=['due_at'], name='promise_running'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.UniqueConstraint(condition=models.Q(('is_first', True)), fields=('case', 'kind'), name='one_first_promise'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('given_due_at'))), name='promise_moves_only_forward'),
        ),
        migrations.AddField(
            model_name='pause',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='replan',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='replan',
            name='promise',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promises.promise'),
        ),
        migrations.AddField(
            model_name='step',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='step',
            name='promise',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promises.promise'),
        ),
        migrations.AddField(
            model_name='step',
            name='unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit'),
        ),
        migrations.AddIndex(
            model_name='pause',
            index=models.Index(condition=models.Q(('to_at__isnull', True)), fields=['until_at'], name='pause_lasting'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='one_pause_per_wait'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['citizen', 'agency', 'weather'])), name='pause_is_allowed'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('to_at__isnull', True), ('worked__isnull', True)), models.Q(('to_at__gte', models.F('from_at')), ('worked__isnull', False)), _connector='OR'), name='pause_ends_whole'),
        ),
        migrations.AddIndex(
            model_name='replan',
            index=models.Index(condition=models.Q(('decided_at__isnull', True)), fields=['asked_at'], name='replan_open'),
        ),
        migrations.AddConstraint(
            model_name='replan',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('case',), name='one_open_replan'),
        ),
        migrations.AddConstraint(
            model_name='replan',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='one_replan_per_event'),
        ),
        migrations.AddConstraint(
            model_name='replan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('is_granted__isnull', True)), models.Q(('decided_at__isnull', False), ('is_granted__isnull', False)), _connector='OR'), name='replan_is_decided_whole'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(condition=models.Q(('state', 'planned')), fields=['due_at'], name='step_due'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(condition=models.Q(('state', 'fired')), fields=['unit', 'fired_at'], name='step_climbed'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('case', 'promise', 'percent'), name='one_step_of_a_percent'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held', 'fired'])), name='step_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fired_at__isnull', False), ('state', 'fired')), models.Q(models.Q(('state', 'fired'), _negated=True), ('fired_at__isnull', True)), _connector='OR'), name='step_fired_has_a_time'),
        ),
    ]
