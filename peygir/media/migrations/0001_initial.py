import django.db.models.deletion
import uuid
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('size', models.BigIntegerField()),
                ('kind', models.CharField(max_length=5)),
                ('media_type', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120, unique=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='stored_by_age')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['photo'])), name='stored_kind_is_known'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='stored_file_has_bytes')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('owner', models.CharField(max_length=80)),
                ('metadata', models.CharField(max_length=1000)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('length', models.BigIntegerField()),
                ('offset', models.BigIntegerField(default=0)),
                ('sha256', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('stored', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='media.storedfile')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('stored', None)), fields=['owner'], name='upload_open_by_owner'), models.Index(fields=['expires_at'], name='upload_by_expiry')],
                'constraints': [models.CheckConstraint(condition=models.Q(('offset__gte', 0), ('offset__lte', models.F('length'))), name='offset_is_in_the_file'), models.CheckConstraint(condition=models.Q(('stored__isnull', True), ('offset', models.F('length')), _connector='OR'), name='only_whole_uploads_are_stored')],
            },
        ),
            ]
        ),
    ]
