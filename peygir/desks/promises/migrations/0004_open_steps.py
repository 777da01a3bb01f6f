"""A step that was taken stands open until its promise is kept: what a desk lists is what is still open."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('promises', '0003_clocks'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='step',
            name='step_climbed',
        ),
        migrations.AddField(
            model_name='step',
            name='is_open',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['unit', 'case'], name='step_climbed'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('is_open', False), ('state', 'fired'), _connector='OR'), name='step_open_has_fired'),
        ),
    ]
