import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from peygir.storage.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('city', '0001_initial'),
        ('contacts', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        CreateTables(
            [
        migrations.CreateModel(
            name='ScoreForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('from_on', models.DateField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'from_on'), name='one_score_form_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ScoreQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.SmallIntegerField()),
                ('words_fa', models.CharField(max_length=200)),
                ('words_en', models.CharField(blank=True, max_length=200)),
                ('most', models.SmallIntegerField()),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='quality.scoreform')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('form', 'position'), name='one_question_per_position'), models.CheckConstraint(condition=models.Q(('most__gte', 1), ('most__lte', 10)), name='question_has_points')],
            },
        ),
        migrations.CreateModel(
            name='ScoreSample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField()),
                ('each', models.SmallIntegerField()),
                ('seed', models.IntegerField()),
                ('drawn_at', models.DateTimeField()),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quality.scoreform')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='sample_days_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('scored_at', models.DateTimeField(blank=True, null=True)),
                ('comment', models.TextField(blank=True, default='')),
                ('answer', models.TextField(blank=True, default='')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scored_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='quality.scoresample')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), ('scored_at__isnull', False), _connector='OR'), name='answer_follows_a_score')],
            },
        ),
        migrations.CreateModel(
            name='ScoreMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.SmallIntegerField(blank=True, null=True)),
                ('score', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='quality.score')),
                ('question', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quality.scorequestion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('score', 'question'), name='one_mark_per_question'), models.CheckConstraint(condition=models.Q(('points__isnull', True), ('points__gte', 0), _connector='OR'), name='points_are_not_negative')],
            },
        ),
            ]
        ),
    ]
