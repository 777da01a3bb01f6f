"""Goals keep the areas that they are compared with and what was measured; tables of candidates and portfolios."""

import django.db.models.deletion
from django.db import migrations, models

from peygir.storage.create_tables import CreateTables

# What the verdict of a goal depends on, with the new columns.
FREEZE_MORE = """
DROP TRIGGER plan_goal_frozen ON planning_plangoal;
CREATE TRIGGER plan_goal_frozen BEFORE UPDATE ON planning_plangoal
    FOR EACH ROW WHEN (OLD.registered_at IS NOT NULL AND (OLD.programme_id, OLD.measure, OLD.measured_in, OLD.baseline,
        OLD.baseline_from, OLD.baseline_to, OLD.target, OLD.due_on, OLD.estimator, OLD.digest, OLD.registered_at,
        OLD.registered_by_id, OLD.controls, OLD.is_chosen_as_worst) IS DISTINCT FROM (NEW.programme_id, NEW.measure, NEW.measured_in, NEW.baseline,
        NEW.baseline_from, NEW.baseline_to, NEW.target, NEW.due_on, NEW.estimator, NEW.digest, NEW.registered_at,
        NEW.registered_by_id, NEW.controls, NEW.is_chosen_as_worst))
    EXECUTE FUNCTION plan_goal_is_frozen();
"""
FREEZE_BEFORE = """
DROP TRIGGER plan_goal_frozen ON planning_plangoal;
CREATE TRIGGER plan_goal_frozen BEFORE UPDATE ON planning_plangoal
    FOR EACH ROW WHEN (OLD.registered_at IS NOT NULL AND (OLD.programme_id, OLD.measure, OLD.measured_in, OLD.baseline,
        OLD.baseline_from, OLD.baseline_to, OLD.target, OLD.due_on, OLD.estimator, OLD.digest, OLD.registered_at,
        OLD.registered_by_id) IS DISTINCT FROM (NEW.programme_id, NEW.measure, NEW.measured_in, NEW.baseline,
        NEW.baseline_from, NEW.baseline_to, NEW.target, NEW.due_on, NEW.estimator, NEW.digest, NEW.registered_at,
        NEW.registered_by_id))
    EXECUTE FUNCTION plan_goal_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assets", "0001_initial"),
        ("city", "0001_initial"),
        ("planning", "0002_council_and_votes"),
    ]

    operations = [
        migrations.AddField(
            model_name="goalmeasurement",
            name="inputs",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="goalmeasurement",
            name="result",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="goalmeasurement",
            name="root",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="plangoal",
            name="controls",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="plangoal",
            name="is_chosen_as_worst",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(FREEZE_MORE, FREEZE_BEFORE),
        CreateTables(
            [
                migrations.CreateModel(
                    name="PlanCandidate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("event_count", models.IntegerField(default=0)),
                        ("event_head", models.BinaryField(default=bytes, max_length=32)),
                        ("source", models.CharField(max_length=8)),
                        ("source_key", models.CharField(blank=True, default="", max_length=80)),
                        ("title", models.CharField(blank=True, default="", max_length=200)),
                        ("lat", models.FloatField(null=True)),
                        ("lon", models.FloatField(null=True)),
                        ("variants", models.CharField(blank=True, default="", max_length=40)),
                        ("needs", models.JSONField(default=list)),
                        ("load", models.FloatField(default=0.0)),
                        ("least_part", models.FloatField(default=1.0)),
                        ("supporters", models.IntegerField(default=0)),
                        ("case_ids", models.JSONField(default=list)),
                        ("state", models.CharField(default="open", max_length=7)),
                        ("state_at", models.DateTimeField()),
                        ("made_by", models.CharField(max_length=32)),
                        ("made_at", models.DateTimeField()),
                        (
                            "asset",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assets.asset",
                            ),
                        ),
                        (
                            "city",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="city.city",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="city.district",
                            ),
                        ),
                        (
                            "neighbourhood",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="city.neighbourhood",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="candidates",
                                to="planning.programme",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="city.topic",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="city.unit",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="CandidateInput",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=9)),
                        ("low", models.FloatField()),
                        ("likely", models.FloatField()),
                        ("high", models.FloatField()),
                        ("basis", models.CharField(max_length=8)),
                        ("note", models.CharField(blank=True, default="", max_length=300)),
                        ("by", models.CharField(max_length=32)),
                        ("at", models.DateTimeField()),
                        (
                            "candidate",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inputs",
                                to="planning.plancandidate",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PlanPortfolio",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("event_count", models.IntegerField(default=0)),
                        ("event_head", models.BinaryField(default=bytes, max_length=32)),
                        ("title", models.CharField(max_length=200)),
                        ("terms", models.JSONField()),
                        ("inputs", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        ("state", models.CharField(default="waiting", max_length=7)),
                        ("result", models.JSONField(default=dict)),
                        ("asked_by", models.CharField(max_length=32)),
                        ("asked_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "city",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="city.city",
                            ),
                        ),
                    ],
                ),
                migrations.AddIndex(
                    model_name="plancandidate",
                    index=models.Index(fields=["city", "state"], name="candidates_by_state"),
                ),
                migrations.AddConstraint(
                    model_name="plancandidate",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("city", "source", "source_key"),
                        name="one_candidate_of_a_key",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plancandidate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("source__in", ["asset", "person", "repeat", "warranty"])),
                        name="candidate_source_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plancandidate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["dropped", "open", "planned"])),
                        name="candidate_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plancandidate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("programme__isnull", False), ("state", "planned")),
                            models.Q(("state", "planned"), _negated=True),
                            _connector="OR",
                        ),
                        name="planned_candidate_has_a_programme",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="plancandidate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("least_part__gt", 0), ("least_part__lte", 1), ("load__gte", 0), ("supporters__gte", 0)
                        ),
                        name="candidate_numbers_fit",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="candidateinput",
                    constraint=models.UniqueConstraint(fields=("candidate", "name"), name="one_input_of_a_name"),
                ),
                migrations.AddConstraint(
                    model_name="candidateinput",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("name__in", ["avoidable", "cost", "incidents", "people", "reported", "severity", "years"])
                        ),
                        name="input_name_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="candidateinput",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("basis__in", ["assumed", "counted", "measured", "orders", "person"])),
                        name="input_basis_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="candidateinput",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("high__gte", models.F("likely")), ("likely__gte", models.F("low")), ("low__gt", 0)
                        ),
                        name="input_is_a_distribution",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="planportfolio",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["failed", "ready", "waiting"])),
                        name="portfolio_state_is_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="planportfolio",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="portfolio_ends_once",
                    ),
                ),
            ]
        ),
    ]
