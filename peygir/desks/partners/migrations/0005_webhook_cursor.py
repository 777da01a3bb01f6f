"""The model of the webhooks' place in the event table is called by what it holds; its table keeps its name."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0004_old_secrets'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel('Reading', 'WebhookCursor'),
                migrations.AlterModelTable('WebhookCursor', 'partners_reading'),
            ],
        ),
    ]
