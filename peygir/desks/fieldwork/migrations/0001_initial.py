import django.db.models.deletion
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=5)),
                ('form', models.TextField(blank=True)),
                ('raw', models.CharField(blank=True, max_length=120)),
                ('picture', models.CharField(blank=True, max_length=120)),
                ('thumb', models.CharField(blank=True, max_length=120)),
                ('state', models.CharField(default='ready', max_length=8)),
                ('is_public', models.BooleanField(default=False)),
                ('by', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('is_public', False), models.Q(('kind', 'photo'), ('state', 'ready')), _connector='OR'), name='public_evidence_is_a_photo'), models.CheckConstraint(condition=models.Q(('kind__in', ['photo', 'form'])), name='evidence_kind_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'ready', 'refused'])), name='evidence_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'form'), _negated=True), models.Q(('form', ''), _negated=True), _connector='OR'), name='form_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('by', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('evidence', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fieldwork.evidence')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='one_visit_per_event')],
            },
        ),
            ]
        ),
    ]
