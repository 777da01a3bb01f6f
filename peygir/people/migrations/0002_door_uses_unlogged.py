"""Door counts need no write-ahead log: after a crash everybody starts a new window."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE people_dooruse SET UNLOGGED", "ALTER TABLE people_dooruse SET LOGGED"
        )
    ]
