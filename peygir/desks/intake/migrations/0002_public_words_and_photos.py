import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_place_and_seasons"),
        ("intake", "0001_initial"),
    ]

    operations = [
        migrations.AddField(model_name="photo", name="is_public", field=models.BooleanField(default=False)),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=Q(("is_public", False), ("state", "ready"), _connector="OR"), name="public_photo_is_ready"
            ),
        ),
        migrations.CreateModel(
            name="PublicWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(default="offered", max_length=9)),
                ("text", models.TextField(blank=True)),
                ("by", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.report"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("state__in", ["offered", "shown", "hidden", "withdrawn"])),
                        name="words_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("state", "shown"), Q(("text", ""), _negated=True)),
                            Q(Q(("state", "shown"), _negated=True), ("text", "")),
                            _connector="OR",
                        ),
                        name="shown_words_are_kept",
                    ),
                ],
            },
        ),
    ]
