"""The index of words: a card for each case, made for those that are there already."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import Q
import django.db.models.deletion

from peygir.cases.search_entries import names_near
from peygir.core.finding import search_text_of

AT_ONCE = 500
MOST_REPORTS = 100
ENDED = ["closed", "merged", "withdrawn"]


def fill_cards(apps, schema_editor):
    """Write the cards of the cases that were read before, the oldest first, some hundreds at a time."""
    Case, Card, Report = (apps.get_model("cases", name) for name in ("Case", "Card", "Report"))
    names = {
        model: {row.pk: (row.name_fa, row.name_en) for row in apps.get_model("city", model).objects.only("name_fa", "name_en")}
        for model in ("Topic", "District", "Neighbourhood")
    }
    landmarks = list(apps.get_model("city", "Landmark").objects.filter(valid_to=None))
    last = 0
    while batch := list(Case.objects.filter(pk__gt=last, event_count__gt=1).order_by("pk")[:AT_ONCE]):
        said = {case.pk: [case.address] for case in batch}
        for case_id, text, address in Report.objects.filter(case__in=batch).order_by("pk").values_list(
            "case_id", "text", "address"
        ):
            if len(said[case_id]) < 2 * MOST_REPORTS:
                said[case_id] += [text, address]
        cards = []
        for case in batch:
            words = said[case.pk]
            for model, key in (("Topic", case.topic_id), ("District", case.district_id),
                               ("Neighbourhood", case.neighbourhood_id)):
                words += names[model].get(key, ())
            if case.lat is not None:
                words += names_near([row for row in landmarks if row.city_id == case.city_id], case.lat, case.lon)
            cards.append(Card(case=case, words=search_text_of(words)))
        Card.objects.bulk_create(cards)
        last = batch[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0005_drafts"),
        ("city", "0002_lore"),
    ]

    operations = [
        # Every start of the house makes it; a database that is migrated alone has it from here, and keeps it.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Card",
            fields=[
                ("case", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="card", serialize=False, to="cases.case")),
                ("words", models.TextField()),
            ],
        ),
        migrations.RunPython(fill_cards, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="card",
            index=GinIndex(fields=["words"], gin_pending_list_limit=1024, name="card_words", opclasses=["gin_trgm_ops"]),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=Q(("state__in", ENDED)), fields=["unit", "id"], name="case_archive"),
        ),
    ]
