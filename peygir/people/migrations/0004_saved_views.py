"""What staff keep of their inbox's filters, and the index by which a name is found."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import Q
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0003_absences"),
    ]

    operations = [
        # Every start of the house makes it; a database that is migrated alone has it from here, and keeps it.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("filters", models.CharField(blank=True, max_length=2000)),
                ("is_default", models.BooleanField(default=False)),
                ("is_shared", models.BooleanField(default=False)),
                ("saved_at", models.DateTimeField()),
                ("staff", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("staff", "name"), name="one_view_per_name"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(condition=Q(("is_default", True)), fields=("staff",), name="one_default_view"),
        ),
        migrations.AddIndex(
            model_name="citizen",
            index=GinIndex(fields=["name_key"], gin_pending_list_limit=1024, name="citizen_name", opclasses=["gin_trgm_ops"]),
        ),
    ]
