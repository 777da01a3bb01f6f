from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("media", "0004_examined_files")]

    operations = [
        migrations.CreateModel(
            name="UnwantedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
