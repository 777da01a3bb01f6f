"""Rankings of seasons: their terms, the orders by formula, the jury's notes and decisions, and certificates."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from peygir.storage.create_tables import CreateTables

# The terms of a season and what a jury decided never change, and what is settled not at all.
FREEZE = """
CREATE TRIGGER scoring_season_frozen BEFORE UPDATE ON scoring_rankingseason
    FOR EACH ROW WHEN ((OLD.city_id, OLD.first_on, OLD.last_on, OLD.terms, OLD.digest, OLD.proposed_by_id,
        OLD.proposed_at) IS DISTINCT FROM (NEW.city_id, NEW.first_on, NEW.last_on, NEW.terms, NEW.digest,
        NEW.proposed_by_id, NEW.proposed_at) OR (OLD.state <> 'proposed' AND (OLD.state, OLD.settled_by_id,
        OLD.settled_at) IS DISTINCT FROM (NEW.state, NEW.settled_by_id, NEW.settled_at)))
    EXECUTE FUNCTION scoring_scheme_is_frozen();
CREATE TRIGGER scoring_decision_frozen BEFORE UPDATE ON scoring_rankingdecision
    FOR EACH ROW WHEN ((OLD.season_id, OLD.number, OLD.order_id, OLD.salt, OLD.digest, OLD.proposed_by_id,
        OLD.proposed_at) IS DISTINCT FROM (NEW.season_id, NEW.number, NEW.order_id, NEW.salt, NEW.digest,
        NEW.proposed_by_id, NEW.proposed_at) OR (OLD.state <> 'proposed' AND (OLD.state, OLD.settled_by_id,
        OLD.settled_at) IS DISTINCT FROM (NEW.state, NEW.settled_by_id, NEW.settled_at)))
    EXECUTE FUNCTION scoring_scheme_is_frozen();
"""
THAW = """
DROP TRIGGER scoring_season_frozen ON scoring_rankingseason;
DROP TRIGGER scoring_decision_frozen ON scoring_rankingdecision;
"""
# Orders, notes and places are only ever added, as marks are.
ADDED = ("seasonorder", "seasonrank", "jurynote", "decidedplace")
FREEZE += "".join(
    f"CREATE TRIGGER scoring_{name}_frozen BEFORE UPDATE OR DELETE ON scoring_{name} "
    "FOR EACH ROW EXECUTE FUNCTION scoring_mark_is_frozen();\n"
    for name in ADDED
)
THAW += "".join(f"DROP TRIGGER scoring_{name}_frozen ON scoring_{name};\n" for name in ADDED)


class Migration(migrations.Migration):

    dependencies = [
        ('city', '0001_initial'),
        ('scoring', '0006_decided_by_two'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='DecidedPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(max_length=20)),
                ('place', models.IntegerField()),
                ('basis', models.CharField(max_length=7)),
                ('reason', models.TextField(blank=True)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
        ),
        migrations.CreateModel(
            name='RankingCertificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True)),
                ('issued_on', models.DateField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('place', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certificate', to='scoring.decidedplace')),
            ],
        ),
        migrations.CreateModel(
            name='RankingDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('salt', models.CharField(max_length=32)),
                ('digest', models.CharField(max_length=64)),
                ('state', models.CharField(default='proposed', max_length=9)),
                ('proposed_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='decidedplace',
            name='decision',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='places', to='scoring.rankingdecision'),
        ),
        migrations.CreateModel(
            name='RankingSeason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('terms', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('state', models.CharField(default='proposed', max_length=9)),
                ('proposed_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('proposed_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='rankingdecision',
            name='season',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='scoring.rankingseason'),
        ),
        migrations.CreateModel(
            name='JuryNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('salt', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('season', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='scoring.rankingseason')),
            ],
        ),
        migrations.CreateModel(
            name='SeasonOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('months', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('season', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='scoring.rankingseason')),
            ],
        ),
        migrations.AddField(
            model_name='rankingdecision',
            name='order',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scoring.seasonorder'),
        ),
        migrations.CreateModel(
            name='SeasonRank',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(max_length=20)),
                ('months', models.IntegerField()),
                ('n', models.IntegerField()),
                ('value', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ('low', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ('high', models.DecimalField(decimal_places=6, max_digits=14, null=True)),
                ('of', models.IntegerField()),
                ('rank', models.IntegerField(null=True)),
                ('rank_low', models.IntegerField(null=True)),
                ('rank_high', models.IntegerField(null=True)),
                ('is_among_first', models.BooleanField()),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='scoring.seasonorder')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
        ),
        migrations.AddConstraint(
            model_name='decidedplace',
            constraint=models.UniqueConstraint(fields=('decision', 'category', 'place'), name='one_unit_in_a_place'),
        ),
        migrations.AddConstraint(
            model_name='decidedplace',
            constraint=models.UniqueConstraint(fields=('decision', 'category', 'unit'), name='one_place_of_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='decidedplace',
            constraint=models.CheckConstraint(condition=models.Q(('basis__in', ['against', 'figures', 'jury'])), name='place_basis_is_known'),
        ),
        migrations.AddConstraint(
            model_name='decidedplace',
            constraint=models.CheckConstraint(condition=models.Q(('place__gte', 1)), name='place_is_from_one_on'),
        ),
        migrations.AddConstraint(
            model_name='decidedplace',
            constraint=models.CheckConstraint(condition=models.Q(('basis', 'figures'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='place_of_jury_has_a_reason'),
        ),
        migrations.AddIndex(
            model_name='rankingseason',
            index=models.Index(fields=['city', 'first_on'], name='season_by_months'),
        ),
        migrations.AddConstraint(
            model_name='rankingseason',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'agreed')), fields=('city', 'first_on', 'last_on'), name='one_ranking_of_a_season'),
        ),
        migrations.AddConstraint(
            model_name='rankingseason',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'proposed', 'refused', 'withdrawn'])), name='season_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='rankingseason',
            constraint=models.CheckConstraint(condition=models.Q(('last_on__gt', models.F('first_on'))), name='season_has_days'),
        ),
        migrations.AddConstraint(
            model_name='rankingseason',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='season_is_settled_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='rankingseason',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'agreed'), _negated=True), models.Q(('settled_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='season_has_two_people'),
        ),
        migrations.AddIndex(
            model_name='jurynote',
            index=models.Index(fields=['season', 'unit'], name='note_of_season'),
        ),
        migrations.AddConstraint(
            model_name='seasonorder',
            constraint=models.UniqueConstraint(fields=('season', 'number'), name='one_order_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='rankingdecision',
            constraint=models.UniqueConstraint(fields=('season', 'number'), name='one_ranking_decision_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='rankingdecision',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('season',), name='one_ranking_decision_is_proposed'),
        ),
        migrations.AddConstraint(
            model_name='rankingdecision',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['agreed', 'proposed', 'refused', 'withdrawn'])), name='ranking_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='rankingdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='ranking_is_settled_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='rankingdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'agreed'), _negated=True), models.Q(('settled_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='ranking_has_two_people'),
        ),
        migrations.AddConstraint(
            model_name='seasonrank',
            constraint=models.UniqueConstraint(fields=('order', 'category', 'unit'), name='one_rank_per_category'),
        ),
        migrations.AddConstraint(
            model_name='seasonrank',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('rank__isnull', True), ('rank_high__isnull', True), ('rank_low__isnull', True)), models.Q(('rank__gte', 1), ('rank_high__gte', models.F('rank_low')), ('rank_low__gte', 1), ('value__isnull', False)), _connector='OR'), name='season_rank_has_a_set'),
        ),
            ]
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
