import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('city', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=20)),
                ('file_name', models.CharField(max_length=120)),
                ('digest', models.CharField(max_length=64)),
                ('columns', models.JSONField()),
                ('rows', models.IntegerField()),
                ('last_row', models.IntegerField(default=0)),
                ('taken', models.IntegerField(default=0)),
                ('known', models.IntegerField(default=0)),
                ('begun_at', models.DateTimeField()),
                ('begun_by', models.CharField(max_length=32)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'digest'), name='one_batch_per_file')],
            },
        ),
        migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('columns', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='ImportOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.CharField(blank=True, max_length=90)),
                ('file_name', models.CharField(max_length=120)),
                ('digest', models.CharField(max_length=64)),
                ('source', models.CharField(blank=True, default='', max_length=20)),
                ('columns', models.JSONField()),
                ('rows', models.IntegerField()),
                ('faulty', models.IntegerField()),
                ('leaves_faulty', models.BooleanField(default=False)),
                ('state', models.CharField(default='looked', max_length=7)),
                ('looked_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.JSONField(default=dict)),
                ('asked_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['asked', 'running'])), fields=['asked_at'], name='import_order_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['looked', 'asked', 'running', 'done', 'failed'])), name='import_order_state_is_known'), models.UniqueConstraint(condition=models.Q(('state', 'looked'), _negated=True), fields=('source', 'digest'), name='one_order_per_file')],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('url', models.CharField(max_length=500)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), size=None)),
                ('salt', models.CharField(max_length=40)),
                ('after_event', models.BigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=32)),
                ('not_before', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, max_length=9)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('key', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.apikey')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_why', '')), models.Q(('ended_at__isnull', False), ('ended_why__in', ['person', 'gone'])), _connector='OR'), name='webhook_end_is_known')],
            },
        ),
        migrations.CreateModel(
            name='WebhookCursor',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('top', models.BigIntegerField(default=0)),
                ('gaps', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_reading')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=32)),
                ('code', models.CharField(max_length=10)),
                ('body', models.TextField()),
                ('state', models.CharField(default='pending', max_length=9)),
                ('tries', models.SmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('since', models.DateTimeField()),
                ('next_try_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('status', models.SmallIntegerField(null=True)),
                ('error', models.CharField(blank=True, max_length=200)),
                ('webhook', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='partners.webhook')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['webhook', 'next_try_at'], name='delivery_due'), models.Index(condition=models.Q(('state', 'dead')), fields=['-id'], name='delivery_dead'), models.Index(condition=models.Q(('state', 'delivered')), fields=['done_at'], name='delivery_done')],
                'constraints': [models.UniqueConstraint(fields=('webhook', 'event_id'), name='one_delivery_per_event'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'delivered', 'dead'])), name='delivery_state_is_known')],
            },
        ),
        migrations.CreateModel(
            name='OldSecret',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('salt', models.CharField(max_length=40)),
                ('until', models.DateTimeField()),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='old_secrets', to='partners.webhook')),
            ],
        ),
            ]
        ),
    ]
