import django.db.models.deletion
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_confirmed_index'),
        ('city', '0001_initial'),
        ('fieldwork', '0007_costs_and_contracts'),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='EvidenceRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('needs_before', models.BooleanField(default=False)),
                ('needs_after', models.BooleanField(default=False)),
                ('needs_signature', models.BooleanField(default=False)),
                ('most_metres', models.PositiveIntegerField(blank=True, null=True)),
                ('needs_time', models.BooleanField(default=False)),
                ('fields', models.JSONField(default=list)),
                ('stand_ins', models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name='EvidenceSignal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=9)),
                ('figures', models.JSONField(default=dict)),
                ('other_kind', models.CharField(blank=True, max_length=6)),
                ('other_number', models.BigIntegerField(blank=True, null=True)),
                ('by', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('explained_why', models.CharField(blank=True, max_length=7)),
                ('explained_by', models.CharField(blank=True, max_length=32)),
                ('explained_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='EvidenceStandIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=6)),
                ('reason', models.CharField(max_length=7)),
                ('by', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='evidencerule',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city'),
        ),
        migrations.AddField(
            model_name='evidencerule',
            name='topic',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.topic'),
        ),
        migrations.AddField(
            model_name='evidencesignal',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='evidencesignal',
            name='evidence',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fieldwork.evidence'),
        ),
        migrations.AddField(
            model_name='evidencesignal',
            name='other_case',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='evidencesignal',
            name='unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit'),
        ),
        migrations.AddField(
            model_name='evidencestandin',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='evidencestandin',
            name='evidence',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fieldwork.evidence'),
        ),
        migrations.AddField(
            model_name='evidencestandin',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit'),
        ),
        migrations.AddIndex(
            model_name='evidencerule',
            index=models.Index(fields=['topic', 'valid_from'], name='evidence_rule_by_date'),
        ),
        migrations.AddConstraint(
            model_name='evidencerule',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('topic',), name='one_open_evidence_rule'),
        ),
        migrations.AddConstraint(
            model_name='evidencerule',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='evidence_rule_dates_in_order'),
        ),
        migrations.AddConstraint(
            model_name='evidencerule',
            constraint=models.CheckConstraint(condition=models.Q(('most_metres__isnull', True), ('most_metres__gte', 1), _connector='OR'), name='evidence_rule_metres_positive'),
        ),
        migrations.AddIndex(
            model_name='evidencesignal',
            index=models.Index(fields=['unit', '-id'], name='signal_of_unit'),
        ),
        migrations.AddIndex(
            model_name='evidencesignal',
            index=models.Index(condition=models.Q(('explained_at__isnull', True)), fields=['unit', '-id'], name='signal_open_of_unit'),
        ),
        migrations.AddIndex(
            model_name='evidencesignal',
            index=models.Index(condition=models.Q(('other_number__isnull', False)), fields=['other_kind', 'other_number'], name='signal_by_other_photo'),
        ),
        migrations.AddConstraint(
            model_name='evidencesignal',
            constraint=models.UniqueConstraint(fields=('evidence', 'kind'), name='one_signal_of_a_kind_per_evidence'),
        ),
        migrations.AddConstraint(
            model_name='evidencesignal',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['edited', 'far', 'many', 'no_change', 'nowhere', 'old', 'same_file', 'screen', 'stripped'])), name='signal_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='evidencesignal',
            constraint=models.CheckConstraint(condition=models.Q(('explained_why__in', ['', 'camera', 'entered', 'other', 'place', 'seen', 'shared'])), name='signal_explanation_is_known'),
        ),
        migrations.AddConstraint(
            model_name='evidencesignal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('explained_at__isnull', True), ('explained_by', ''), ('explained_why', '')), models.Q(('explained_at__isnull', False), models.Q(('explained_why', ''), _negated=True), models.Q(('explained_by', ''), _negated=True)), _connector='OR'), name='signal_explained_whole'),
        ),
        migrations.AddConstraint(
            model_name='evidencesignal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('other_kind', ''), ('other_number__isnull', True)), models.Q(('other_kind__in', ['report', 'work']), ('other_number__isnull', False)), _connector='OR'), name='signal_other_photo_is_whole'),
        ),
        migrations.AddIndex(
            model_name='evidencestandin',
            index=models.Index(fields=['unit', 'at'], name='stand_in_by_unit'),
        ),
        migrations.AddConstraint(
            model_name='evidencestandin',
            constraint=models.UniqueConstraint(fields=('evidence', 'part'), name='one_stand_in_per_part'),
        ),
        migrations.AddConstraint(
            model_name='evidencestandin',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['after', 'before', 'place', 'sign', 'time'])), name='stand_in_part_is_known'),
        ),
        migrations.AddConstraint(
            model_name='evidencestandin',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['camera', 'dark', 'forbid', 'gone', 'nobody', 'nofix', 'nothing', 'refused', 'unsafe'])), name='stand_in_reason_is_known'),
        ),
            ]
        ),
        migrations.RemoveConstraint(
            model_name='evidence',
            name='evidence_kind_is_known',
        ),
        migrations.AddField(
            model_name='evidence',
            name='answers',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='evidence',
            name='lat',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='evidence',
            name='lon',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='evidence',
            name='looked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='evidence',
            name='place_source',
            field=models.CharField(blank=True, db_default='', default='', max_length=6),
        ),
        migrations.AddField(
            model_name='evidence',
            name='role',
            field=models.CharField(blank=True, db_default='', default='', max_length=6),
        ),
        migrations.AddField(
            model_name='evidence',
            name='tags',
            field=models.CharField(blank=True, db_default='', default='', max_length=6),
        ),
        migrations.AddField(
            model_name='evidence',
            name='taken_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(fields=['by', 'at'], name='evidence_by_author'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['photo', 'form', 'sign'])), name='evidence_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['', 'after', 'before', 'visit'])), name='evidence_role_is_known'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('tags__in', ['', 'edited', 'none', 'whole'])), name='evidence_tags_are_known'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('place_source__in', ['', 'camera', 'page'])), name='evidence_place_source_is_known'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__isnull', False), ('lon__isnull', False)), _connector='OR'), name='evidence_point_is_whole'),
        ),
    ]
