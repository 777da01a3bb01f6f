from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fieldwork', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(condition=models.Q(('picture', ''), _negated=True), fields=['picture'], name='evidence_by_picture'),
        ),
    ]
