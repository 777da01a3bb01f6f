"""Work orders and maintenance rules point at assets by a foreign key; the columns and the index stay as they are."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("fieldwork_workorder", "fieldwork_maintenancerule")
# Ids were not checked before. One that no asset has says nothing; what was entered stays in the order's event.
FORGET = "UPDATE {table} SET asset_id = NULL WHERE asset_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM assets_asset WHERE assets_asset.id = asset_id)"
ADD = "ALTER TABLE {table} ADD CONSTRAINT {table}_asset_fk FOREIGN KEY (asset_id) REFERENCES assets_asset (id) DEFERRABLE INITIALLY DEFERRED"
DROP = "ALTER TABLE {table} DROP CONSTRAINT {table}_asset_fk"


class Migration(migrations.Migration):

    dependencies = [
        ('assets', '0001_initial'),
        ('fieldwork', '0009_route_plans'),
    ]

    operations = [
        *[migrations.RunSQL(FORGET.format(table=table), migrations.RunSQL.noop) for table in TABLES],
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(ADD.format(table=table), DROP.format(table=table)) for table in TABLES
            ],
            state_operations=[
                migrations.RemoveIndex(model_name='workorder', name='work_order_of_asset'),
                migrations.RemoveField(model_name='workorder', name='asset_id'),
                migrations.AddField(
                    model_name='workorder',
                    name='asset',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assets.asset'),
                ),
                migrations.AddIndex(
                    model_name='workorder',
                    index=models.Index(condition=models.Q(('asset__isnull', False)), fields=['asset', 'id'], name='work_order_of_asset'),
                ),
                migrations.RemoveField(model_name='maintenancerule', name='asset_id'),
                migrations.AddField(
                    model_name='maintenancerule',
                    name='asset',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assets.asset'),
                ),
            ],
        ),
    ]
