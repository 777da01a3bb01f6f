"""Nothing any more: it changed triggers of a library's job table, which `peygir.storage.jobs` replaces."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("history", "0002_insert_only")]
    operations = []
