from typing import Any

import django.contrib.postgres.indexes
from django.db import migrations, models

from peygir.atlas.names import PlaceNames, search_text

BATCH = 2000


def spell_anew(apps: Any, schema_editor: Any) -> None:
    """Write the search texts of a map that was loaded before in the spelling that searches use now."""
    places = apps.get_model("atlas", "AtlasPlace").objects
    changed = []
    for row in places.only("name", "names", "aliases", "old_names").iterator(chunk_size=BATCH):
        names = PlaceNames(row.name, tuple(row.names.items()), tuple(row.aliases), tuple(row.old_names))
        row.search_text = search_text(names)
        changed.append(row)
        if len(changed) == BATCH:
            places.bulk_update(changed, ["search_text"])
            changed = []
    places.bulk_update(changed, ["search_text"])


class Migration(migrations.Migration):

    dependencies = [
        ('atlas', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(spell_anew, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='atlasplace',
            index=django.contrib.postgres.indexes.GistIndex(models.Func(models.Func('west', 'south', function='point'), models.Func('east', 'north', function='point'), function='box', output_field=models.TextField()), name='atlasplace_box'),
        ),
    ]
