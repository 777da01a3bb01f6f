"""Cards on shelves: open, ended lately, archive, each with an index of its own."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_cards'),
        ('city', '0006_topic_attributes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Every start of the house makes it; a database that is migrated alone has it from here, and keeps it.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gin", migrations.RunSQL.noop),
        migrations.RemoveIndex(
            model_name='card',
            name='card_words',
        ),
        migrations.AddField(
            model_name='card',
            name='shelf',
            field=models.SmallIntegerField(choices=[(0, 'Open'), (1, 'Lately'), (2, 'Archive')], db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='card',
            name='unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit'),
        ),
        migrations.RunSQL(
            "UPDATE cases_card SET unit_id = cases_case.unit_id,"
            " shelf = CASE WHEN state_at < now() - interval '365 days' THEN 2 ELSE 1 END"
            " FROM cases_case WHERE cases_case.id = case_id AND state IN ('closed', 'merged', 'withdrawn')",
            migrations.RunSQL.noop,
            elidable=True,
        ),
        # The keys of the new column are looked at now: a table with checks still to come may get no index.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='card',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('shelf', 0)), fields=['words'], gin_pending_list_limit=1024, name='card_words_open', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='card',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('shelf', 1)), fields=['unit', 'words'], gin_pending_list_limit=1024, name='card_words_lately', opclasses=['int8_ops', 'gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='card',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('shelf', 2)), fields=['unit', 'words'], gin_pending_list_limit=1024, name='card_words_archive', opclasses=['int8_ops', 'gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', ['confirmed', 'done', 'in_hand', 'new', 'not_actionable', 'referred', 'referred_out', 'reopened', 'returned', 'scheduled', 'waiting'])), fields=['city', 'id'], name='case_open'),
        ),
        migrations.AddConstraint(
            model_name='card',
            constraint=models.CheckConstraint(condition=models.Q(('shelf__in', [0, 1, 2])), name='shelf_is_known'),
        ),
    ]
