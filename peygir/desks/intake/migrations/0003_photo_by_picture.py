from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0002_reportfile'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(condition=models.Q(('picture', ''), _negated=True), fields=['picture'], name='photo_by_picture'),
        ),
    ]
