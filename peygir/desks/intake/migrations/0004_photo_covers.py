from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0003_photo_by_picture'),
    ]

    operations = [
        migrations.AddField(
            model_name='photo',
            name='covered',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='photo',
            name='covered_thumb',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='photo',
            name='covers',
            field=models.JSONField(default=list),
        ),
    ]
