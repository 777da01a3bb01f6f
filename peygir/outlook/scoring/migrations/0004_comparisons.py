"""How units stand among their peers, once their mix of cases is taken into account, and weak points."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from peygir.storage.create_tables import CreateTables

# Comparisons are only ever added, as marks are; the function is that of the first migration.
FROZEN = ("monthmix", "monthcomparison", "unitstanding")
FREEZE = "".join(
    f"CREATE TRIGGER scoring_{name}_frozen BEFORE UPDATE OR DELETE ON scoring_{name} "
    "FOR EACH ROW EXECUTE FUNCTION scoring_mark_is_frozen();\n"
    for name in FROZEN
)
THAW = "".join(f"DROP TRIGGER scoring_{name}_frozen ON scoring_{name};\n" for name in FROZEN)


class Migration(migrations.Migration):

    dependencies = [
        ('city', '0001_initial'),
        ('scoring', "0003_month_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='MonthComparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trained_on', models.JSONField()),
                ('coefficients', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='comparison', to='scoring.markversion')),
            ],
        ),
        migrations.CreateModel(
            name='MonthMix',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('month', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='mix', to='scoring.scoredmonth')),
            ],
        ),
        migrations.CreateModel(
            name='UnitStanding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=20)),
                ('peers', models.CharField(max_length=20)),
                ('band', models.CharField(max_length=8)),
                ('n', models.IntegerField()),
                ('observed', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ('expected', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ('spread', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ('ratio', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ('low', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ('high', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ('shrunk', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ('shrunk_low', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ('shrunk_high', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ('adjusted', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ('funnel', models.CharField(blank=True, max_length=8)),
                ('of', models.IntegerField()),
                ('rank', models.IntegerField(null=True)),
                ('rank_low', models.IntegerField(null=True)),
                ('rank_high', models.IntegerField(null=True)),
                ('is_among_first', models.BooleanField()),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='scoring.markversion')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'version'], name='standing_of_unit')],
                'constraints': [models.UniqueConstraint(fields=('version', 'unit', 'indicator'), name='one_standing_per_indicator'), models.CheckConstraint(condition=models.Q(('band__in', ['better', 'expected', 'too_few', 'worse'])), name='standing_band_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('rank__isnull', True), ('rank_high__isnull', True), ('rank_low__isnull', True)), models.Q(('rank__gte', 1), ('rank_high__gte', models.F('rank_low')), ('rank_low__gte', 1), models.Q(('band', 'too_few'), _negated=True)), _connector='OR'), name='standing_rank_has_a_set')],
            },
        ),
        migrations.CreateModel(
            name='WeakPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('indicator', models.CharField(max_length=20)),
                ('topic_code', models.CharField(max_length=80)),
                ('district_code', models.CharField(blank=True, max_length=80)),
                ('observed', models.IntegerField()),
                ('expected', models.DecimalField(decimal_places=6, max_digits=14)),
                ('n', models.IntegerField()),
                ('p_value', models.DecimalField(decimal_places=6, max_digits=7)),
                ('adjusted', models.DecimalField(decimal_places=6, max_digits=7)),
                ('months', models.JSONField()),
                ('cases', models.JSONField()),
                ('answer', models.CharField(default='open', max_length=8)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('month', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='weak_points', to='scoring.scoredmonth')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('month', 'indicator', 'unit', 'topic_code', 'district_code'), name='one_weak_point_per_group', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('answer__in', ['not_real', 'open', 'real', 'unclear'])), name='weak_point_answer_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('district_code', ''), ('unit__isnull', False)), models.Q(('unit__isnull', True), models.Q(('district_code', ''), _negated=True)), _connector='OR'), name='weak_point_of_a_unit_or_place'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'open'), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(models.Q(('answer', 'open'), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='weak_point_answered_by_someone')],
            },
        ),
            ]
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
