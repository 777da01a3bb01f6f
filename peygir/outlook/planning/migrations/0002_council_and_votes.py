"""Agendas hold questions, sessions have a time and a place, what was public stays known; tables of citizens' votes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from peygir.storage.create_tables import CreateTables

# When an earlier item was added was kept in its event alone; the moment of its session is near enough.
FILL = """
UPDATE planning_agendaitem SET added_at = planning_councilsession.made_at
    FROM planning_councilsession WHERE planning_councilsession.id = session_id;
UPDATE planning_councilsession SET published_at = made_at WHERE is_public;
UPDATE planning_proposal SET published_at = state_at
    WHERE is_public AND state NOT IN ('draft', 'withdrawn');
"""
# Once a vote was opened, nothing of what people vote on changes.
FREEZE = """
CREATE FUNCTION plan_voting_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'this vote was opened: % of its terms refused', TG_OP;
END $$;
CREATE TRIGGER plan_voting_frozen BEFORE UPDATE ON planning_votingday
    FOR EACH ROW WHEN (OLD.state <> 'draft' AND (OLD.title, OLD.text, OLD.year, OLD.budget, OLD.rule, OLD.most,
        OLD.opens_at, OLD.closes_at, OLD.digest) IS DISTINCT FROM (NEW.title, NEW.text, NEW.year, NEW.budget, NEW.rule,
        NEW.most, NEW.opens_at, NEW.closes_at, NEW.digest))
    EXECUTE FUNCTION plan_voting_is_frozen();
CREATE FUNCTION plan_ballot_project_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM planning_votingday WHERE id = OLD.day_id AND state <> 'draft') THEN
        RAISE EXCEPTION 'this vote was opened: % of its projects refused', TG_OP;
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER plan_ballot_project_frozen BEFORE UPDATE OF day_id, number, title, text, cost, programme_id, district_id
    OR DELETE ON planning_ballotproject
    FOR EACH ROW EXECUTE FUNCTION plan_ballot_project_is_frozen();
"""
DROP_FREEZE = """
DROP TRIGGER plan_ballot_project_frozen ON planning_ballotproject;
DROP FUNCTION plan_ballot_project_is_frozen();
DROP TRIGGER plan_voting_frozen ON planning_votingday;
DROP FUNCTION plan_voting_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("city", "0001_initial"),
        ("planning", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='agendaitem',
            name='one_agenda_item_of_a_proposal',
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='added_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='question',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='planning.problemanswer'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='removed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='councilsession',
            name='begins_at',
            field=models.TimeField(null=True),
        ),
        migrations.AddField(
            model_name='councilsession',
            name='hidden_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='councilsession',
            name='place',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='councilsession',
            name='published_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='hidden_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='published_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='agendaitem',
            name='number',
            field=models.SmallIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='agendaitem',
            name='proposal',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='planning.proposal'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(model_name="agendaitem", name="added_at", field=models.DateTimeField()),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('session', 'proposal'), name='one_agenda_item_of_a_proposal'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('session', 'question'), name='one_agenda_item_of_a_question'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proposal__isnull', False), ('question__isnull', True)), models.Q(('proposal__isnull', True), ('question__isnull', False)), _connector='OR'), name='agenda_item_is_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('removed_at__isnull', False)), models.Q(('number__isnull', False), ('removed_at__isnull', True)), _connector='OR'), name='agenda_item_has_a_place_or_was_removed'),
        ),
        CreateTables([
        migrations.CreateModel(
            name='BallotProject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.SmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('text', models.CharField(blank=True, default='', max_length=2000)),
                ('cost', models.BigIntegerField()),
                ('supporters', models.IntegerField(null=True)),
                ('points', models.IntegerField(null=True)),
                ('place', models.SmallIntegerField(null=True)),
                ('payment', models.BigIntegerField(null=True)),
                ('effective_votes', models.FloatField(null=True)),
                ('left', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CastBallot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voter', models.CharField(max_length=64)),
                ('choices', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='CountedBallot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('choices', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='VotingDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('title', models.CharField(max_length=200)),
                ('text', models.CharField(blank=True, default='', max_length=4000)),
                ('year', models.SmallIntegerField()),
                ('budget', models.BigIntegerField()),
                ('rule', models.CharField(max_length=10)),
                ('most', models.SmallIntegerField()),
                ('opens_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('digest', models.CharField(max_length=64)),
                ('state', models.CharField(default='draft', max_length=9)),
                ('state_at', models.DateTimeField()),
                ('step', models.CharField(blank=True, default='', max_length=6)),
                ('step_reason', models.CharField(blank=True, default='', max_length=2000)),
                ('ballots', models.IntegerField(null=True)),
                ('spent', models.BigIntegerField(null=True)),
                ('increases', models.IntegerField(null=True)),
                ('file_digest', models.CharField(blank=True, default='', max_length=64)),
                ('made_by', models.CharField(max_length=32)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='ballotproject',
            name='district',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.district'),
        ),
        migrations.AddField(
            model_name='ballotproject',
            name='programme',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planning.programme'),
        ),
        migrations.CreateModel(
            name='VotingKey',
            fields=[
                ('day', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='planning.votingday')),
                ('key', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.AddField(
            model_name='votingday',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city'),
        ),
        migrations.AddField(
            model_name='votingday',
            name='step_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='countedballot',
            name='day',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='counted', to='planning.votingday'),
        ),
        migrations.AddField(
            model_name='castballot',
            name='day',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planning.votingday'),
        ),
        migrations.AddField(
            model_name='ballotproject',
            name='day',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='planning.votingday'),
        ),
        migrations.AddConstraint(
            model_name='votingday',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'counted', 'counting', 'draft', 'open'])), name='voting_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='votingday',
            constraint=models.CheckConstraint(condition=models.Q(('rule__in', ['approval', 'cumulative'])), name='ballot_rule_is_known'),
        ),
        migrations.AddConstraint(
            model_name='votingday',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['', 'cancel', 'close', 'open'])), name='voting_step_is_known'),
        ),
        migrations.AddConstraint(
            model_name='votingday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('step', ''), ('step_by__isnull', True)), models.Q(models.Q(('step', ''), _negated=True), ('step_by__isnull', False)), _connector='OR'), name='voting_step_is_of_somebody'),
        ),
        migrations.AddConstraint(
            model_name='votingday',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='voting_has_hours'),
        ),
        migrations.AddConstraint(
            model_name='votingday',
            constraint=models.CheckConstraint(condition=models.Q(('budget__gt', 0), ('most__gt', 0)), name='voting_has_a_budget'),
        ),
        migrations.AddConstraint(
            model_name='votingday',
            constraint=models.CheckConstraint(condition=models.Q(('year__gte', 1300), ('year__lte', 1600)), name='voting_year_is_jalali'),
        ),
        migrations.AddConstraint(
            model_name='votingday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'counted'), _negated=True), models.Q(('ballots__isnull', False), ('spent__isnull', False), models.Q(('file_digest', ''), _negated=True)), _connector='OR'), name='counted_voting_has_a_result'),
        ),
        migrations.AddConstraint(
            model_name='countedballot',
            constraint=models.UniqueConstraint(fields=('day', 'number'), name='one_counted_ballot_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='castballot',
            constraint=models.UniqueConstraint(fields=('day', 'voter'), name='one_ballot_of_a_voter'),
        ),
        migrations.AddConstraint(
            model_name='ballotproject',
            constraint=models.UniqueConstraint(fields=('day', 'number'), name='one_ballot_project_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='ballotproject',
            constraint=models.CheckConstraint(condition=models.Q(('cost__gt', 0)), name='ballot_project_has_a_cost'),
        ),
        migrations.AddConstraint(
            model_name='ballotproject',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='ballot_project_has_a_title'),
        ),
        ]),
        migrations.RunSQL(FREEZE, DROP_FREEZE),
    ]
