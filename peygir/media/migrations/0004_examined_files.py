from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0003_picturelook'),
    ]

    operations = [
        migrations.AddField(
            model_name='storedfile',
            name='examined_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='storedfile',
            name='findings',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='storedfile',
            name='seconds',
            field=models.IntegerField(null=True),
        ),
    ]
