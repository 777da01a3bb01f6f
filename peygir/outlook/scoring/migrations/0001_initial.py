"""Schemes, frozen months with their marks, appeals and sampled answers; what was published never changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from peygir.storage.create_tables import CreateTables

# A scheme's content never changes, and a decided one not at all; the count and head of its history still do.
FREEZE_SCHEME = """
CREATE FUNCTION scoring_scheme_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'this scheme of marks is frozen: % refused', TG_OP;
END $$;
CREATE TRIGGER scoring_scheme_frozen BEFORE UPDATE ON scoring_markscheme
    FOR EACH ROW WHEN ((OLD.city_id, OLD.from_on, OLD.content, OLD.digest, OLD.proposed_by_id, OLD.proposed_at)
        IS DISTINCT FROM (NEW.city_id, NEW.from_on, NEW.content, NEW.digest, NEW.proposed_by_id, NEW.proposed_at)
        OR (OLD.state <> 'proposed' AND (OLD.state, OLD.decided_by_id, OLD.decided_at)
        IS DISTINCT FROM (NEW.state, NEW.decided_by_id, NEW.decided_at)))
    EXECUTE FUNCTION scoring_scheme_is_frozen();
"""
DROP_SCHEME = """
DROP TRIGGER scoring_scheme_frozen ON scoring_markscheme;
DROP FUNCTION scoring_scheme_is_frozen();
"""
# Snapshots and marks are only ever added: a restatement is a new version beside the old one.
FROZEN = ("scoresnapshot", "markversion", "unitmark", "markpart", "caseeffect", "notcountedtotal", "managermark")
FREEZE_MARKS = """
CREATE FUNCTION scoring_mark_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'marks are insert-only: % of % refused', TG_OP, TG_TABLE_NAME;
END $$;
""" + "".join(
    f"CREATE TRIGGER scoring_{name}_frozen BEFORE UPDATE OR DELETE ON scoring_{name} "
    "FOR EACH ROW EXECUTE FUNCTION scoring_mark_is_frozen();\n"
    for name in FROZEN
)
DROP_MARKS = "".join(f"DROP TRIGGER scoring_{name}_frozen ON scoring_{name};\n" for name in FROZEN) + (
    "DROP FUNCTION scoring_mark_is_frozen();"
)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0005_case_asset'),
        ('city', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='MarkPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=20)),
                ('group', models.CharField(max_length=12)),
                ('state', models.CharField(max_length=7)),
                ('n', models.IntegerField()),
                ('counts', models.JSONField()),
                ('value', models.DecimalField(decimal_places=12, max_digits=18, null=True)),
                ('low', models.DecimalField(decimal_places=12, max_digits=18, null=True)),
                ('high', models.DecimalField(decimal_places=12, max_digits=18, null=True)),
                ('score', models.DecimalField(decimal_places=12, max_digits=13, null=True)),
                ('weight', models.DecimalField(decimal_places=12, max_digits=13)),
                ('lost', models.DecimalField(decimal_places=6, max_digits=8, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='MarkVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('digest', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='AnswerSample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('first_on', models.DateField()),
                ('each', models.SmallIntegerField()),
                ('seed', models.CharField(max_length=64)),
                ('drawn_at', models.DateTimeField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
        ),
        migrations.CreateModel(
            name='CaseEffect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BigIntegerField()),
                ('why', models.CharField(max_length=16)),
                ('effect', models.DecimalField(decimal_places=6, max_digits=8)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('part', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='effects', to='scoring.markpart')),
            ],
        ),
        migrations.CreateModel(
            name='MarkScheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('from_on', models.DateField()),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('state', models.CharField(default='proposed', max_length=9)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ManagerMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=12)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField()),
                ('days', models.SmallIntegerField()),
                ('units', models.IntegerField()),
                ('mark', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='scoring.markversion')),
            ],
        ),
        migrations.CreateModel(
            name='SampledAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('author', models.CharField(max_length=32)),
                ('points', models.JSONField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('read_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sample', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='scoring.answersample')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
        ),
        migrations.CreateModel(
            name='ScoredMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('version', models.IntegerField(default=1)),
                ('closed_at', models.DateTimeField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('scheme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scoring.markscheme')),
            ],
        ),
        migrations.CreateModel(
            name='NotCountedTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=9)),
                ('cases', models.IntegerField()),
                ('seconds', models.BigIntegerField()),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('month', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='not_counted', to='scoring.scoredmonth')),
            ],
        ),
        migrations.AddField(
            model_name='markversion',
            name='month',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='scoring.scoredmonth'),
        ),
        migrations.CreateModel(
            name='MarkAppeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('indicator', models.CharField(max_length=20)),
                ('why', models.CharField(blank=True, default='', max_length=16)),
                ('reason', models.TextField()),
                ('salt', models.CharField(max_length=32)),
                ('made_at', models.DateTimeField()),
                ('outcome', models.CharField(default='open', max_length=9)),
                ('answer', models.TextField(blank=True, default='')),
                ('decided_at', models.DateTimeField(null=True)),
                ('before', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('after', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('case', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('version', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='scoring.markversion')),
                ('month', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='scoring.scoredmonth')),
            ],
        ),
        migrations.CreateModel(
            name='ScoreSnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField()),
                ('as_of', models.DateTimeField()),
                ('digest', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('content', models.BinaryField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
        ),
        migrations.AddField(
            model_name='scoredmonth',
            name='snapshot',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scoring.scoresnapshot'),
        ),
        migrations.CreateModel(
            name='UnitMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('state', models.CharField(max_length=7)),
                ('mark', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('low', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('high', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('groups', models.JSONField()),
                ('cases', models.IntegerField()),
                ('month', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scoring.scoredmonth')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='scoring.markversion')),
            ],
        ),
        migrations.AddField(
            model_name='markpart',
            name='mark',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='scoring.unitmark'),
        ),
        migrations.AddConstraint(
            model_name='answersample',
            constraint=models.UniqueConstraint(fields=('city', 'first_on'), name='one_answer_sample_per_month'),
        ),
        migrations.AddConstraint(
            model_name='answersample',
            constraint=models.CheckConstraint(condition=models.Q(('each__gte', 1), ('each__lte', 200)), name='answer_sample_has_a_size'),
        ),
        migrations.AddIndex(
            model_name='caseeffect',
            index=models.Index(fields=['case'], name='effect_of_case'),
        ),
        migrations.AddConstraint(
            model_name='caseeffect',
            constraint=models.UniqueConstraint(fields=('part', 'effect', 'case', 'key'), name='effects_in_order'),
        ),
        migrations.AddIndex(
            model_name='markscheme',
            index=models.Index(fields=['city', 'from_on'], name='scheme_by_month'),
        ),
        migrations.AddConstraint(
            model_name='markscheme',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'decided')), fields=('city', 'from_on'), name='one_decided_scheme_per_month'),
        ),
        migrations.AddConstraint(
            model_name='markscheme',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['decided', 'proposed', 'refused', 'withdrawn'])), name='scheme_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='markscheme',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='scheme_is_decided_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='markscheme',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'decided'), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='scheme_has_two_people'),
        ),
        migrations.AddIndex(
            model_name='managermark',
            index=models.Index(fields=['staff'], name='mark_of_person'),
        ),
        migrations.AddConstraint(
            model_name='managermark',
            constraint=models.UniqueConstraint(fields=('version', 'staff', 'unit', 'from_on'), name='one_mark_per_post'),
        ),
        migrations.AddConstraint(
            model_name='managermark',
            constraint=models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 31)), name='post_lasted_some_days'),
        ),
        migrations.AddConstraint(
            model_name='sampledanswer',
            constraint=models.UniqueConstraint(fields=('sample', 'case', 'number'), name='one_sampled_answer'),
        ),
        migrations.AddConstraint(
            model_name='sampledanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('points__isnull', True), ('read_at__isnull', True), ('read_by__isnull', True)), models.Q(('points__isnull', False), ('read_at__isnull', False), ('read_by__isnull', False)), _connector='OR'), name='answer_is_read_whole'),
        ),
        migrations.AddConstraint(
            model_name='notcountedtotal',
            constraint=models.UniqueConstraint(fields=('month', 'unit', 'rule'), name='one_total_per_rule'),
        ),
        migrations.AddConstraint(
            model_name='notcountedtotal',
            constraint=models.CheckConstraint(condition=models.Q(('rule__in', ['agency', 'closure', 'joined', 'moved', 'no_owner', 'pause', 'withdrawn'])), name='not_counted_rule_is_known'),
        ),
        migrations.AddConstraint(
            model_name='markversion',
            constraint=models.UniqueConstraint(fields=('month', 'number'), name='one_version_of_a_number'),
        ),
        migrations.AddIndex(
            model_name='markappeal',
            index=models.Index(condition=models.Q(('outcome', 'open')), fields=['made_at'], name='appeal_open'),
        ),
        migrations.AddConstraint(
            model_name='markappeal',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'withdrawn'), _negated=True), fields=('month', 'unit', 'indicator', 'case', 'why'), name='one_appeal_about_a_thing', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='markappeal',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['open', 'rejected', 'upheld', 'withdrawn'])), name='appeal_outcome_is_known'),
        ),
        migrations.AddConstraint(
            model_name='markappeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('why', '')), models.Q(('case__isnull', True), models.Q(('why', ''), _negated=True)), _connector='OR'), name='appeal_about_a_case_or_a_rule'),
        ),
        migrations.AddConstraint(
            model_name='markappeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('outcome', 'open')), models.Q(models.Q(('outcome', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='appeal_is_decided_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='markappeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'upheld'), ('version__isnull', False)), models.Q(models.Q(('outcome', 'upheld'), _negated=True), ('version__isnull', True)), _connector='OR'), name='appeal_upheld_restates'),
        ),
        migrations.AddConstraint(
            model_name='scoresnapshot',
            constraint=models.UniqueConstraint(fields=('city', 'first_on'), name='one_snapshot_per_month'),
        ),
        migrations.AddConstraint(
            model_name='scoredmonth',
            constraint=models.UniqueConstraint(fields=('city', 'first_on'), name='one_scored_month'),
        ),
        migrations.AddConstraint(
            model_name='scoredmonth',
            constraint=models.CheckConstraint(condition=models.Q(('last_on__gt', models.F('first_on'))), name='scored_month_is_a_month'),
        ),
        migrations.AddIndex(
            model_name='unitmark',
            index=models.Index(fields=['month', 'unit', 'number'], name='mark_of_unit_in_month'),
        ),
        migrations.AddIndex(
            model_name='unitmark',
            index=models.Index(fields=['unit', 'month'], name='mark_by_unit'),
        ),
        migrations.AddConstraint(
            model_name='unitmark',
            constraint=models.UniqueConstraint(fields=('version', 'unit'), name='one_mark_per_unit_and_version'),
        ),
        migrations.AddConstraint(
            model_name='unitmark',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['marked', 'too_few'])), name='unit_mark_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='unitmark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('mark__gte', 0), ('mark__lte', 20), ('state', 'marked')), models.Q(('high__isnull', True), ('low__isnull', True), ('mark__isnull', True), ('state', 'too_few')), _connector='OR'), name='mark_is_out_of_twenty'),
        ),
        migrations.AddConstraint(
            model_name='markpart',
            constraint=models.UniqueConstraint(fields=('mark', 'indicator'), name='one_part_per_indicator'),
        ),
        migrations.AddConstraint(
            model_name='markpart',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['counted', 'shown', 'too_few'])), name='mark_part_state_is_known'),
        ),
            ]
        ),
        migrations.RunSQL(FREEZE_SCHEME, DROP_SCHEME),
        migrations.RunSQL(FREEZE_MARKS, DROP_MARKS),
    ]
