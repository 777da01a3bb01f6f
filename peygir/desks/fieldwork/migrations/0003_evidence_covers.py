from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fieldwork', '0002_evidence_by_picture'),
    ]

    operations = [
        migrations.AddField(
            model_name='evidence',
            name='covered',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='evidence',
            name='covered_thumb',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='evidence',
            name='covers',
            field=models.JSONField(default=list),
        ),
    ]
