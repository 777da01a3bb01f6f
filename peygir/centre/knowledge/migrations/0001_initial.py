import django.contrib.postgres.indexes
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
            name='AnswerGap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120)),
                ('words', models.CharField(max_length=120)),
                ('count', models.IntegerField(default=1)),
                ('sought_at', models.DateTimeField()),
                ('is_filled', models.BooleanField(default=False)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_filled', False)), fields=['city', '-count'], name='answer_gap_open')],
                'constraints': [models.UniqueConstraint(fields=('city', 'key'), name='one_gap_per_words')],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_count', models.IntegerField(default=0)),
                ('event_head', models.BinaryField(default=bytes, max_length=32)),
                ('code', models.CharField(max_length=40)),
                ('number', models.IntegerField()),
                ('is_latest', models.BooleanField(default=True)),
                ('title_fa', models.CharField(max_length=160)),
                ('title_en', models.CharField(blank=True, max_length=160)),
                ('body_fa', models.TextField()),
                ('body_en', models.TextField(blank=True)),
                ('words', models.CharField(blank=True, max_length=400)),
                ('from_on', models.DateField()),
                ('to_on', models.DateField(blank=True, null=True)),
                ('review_on', models.DateField()),
                ('is_public', models.BooleanField(default=True)),
                ('written_at', models.DateTimeField()),
                ('search_text', models.TextField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
                ('written_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='article_search_text', opclasses=['gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(fields=('city', 'code', 'number'), name='one_article_per_version'), models.UniqueConstraint(condition=models.Q(('is_latest', True)), fields=('city', 'code'), name='one_latest_article'), models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='days_of_article_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('title_fa', ''), _negated=True), models.Q(('body_fa', ''), _negated=True)), name='article_says_something')],
            },
        ),
        migrations.CreateModel(
            name='ArticleWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_yes', models.BooleanField()),
                ('said_at', models.DateTimeField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='said', to='knowledge.article')),
            ],
        ),
            ]
        ),
    ]
