"""A report of another system may name several pictures, and a signed address is longer than 500 characters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_details_and_sources")]

    operations = [migrations.AlterField("reportdetails", "media_url", models.TextField(blank=True))]
