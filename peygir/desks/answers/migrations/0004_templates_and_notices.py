"""Answer templates of units, and notices for staff who are named in a note."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('answers', '0003_staff_messages'),
        ('cases', '0005_drafts'),
        ('city', '0002_lore'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=10)),
                ('language', models.CharField(max_length=2)),
                ('title', models.CharField(max_length=80)),
                ('body', models.TextField()),
                ('by', models.CharField(max_length=32)),
                ('valid_from', models.DateTimeField()),
                ('valid_to', models.DateTimeField(blank=True, null=True)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city')),
                ('topic', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.topic')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('valid_to__isnull', True)), fields=['city', 'verb'], name='template_in_force')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField()),
                ('by', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['staff', '-at'], name='notice_of_staff'), models.Index(condition=models.Q(('seen_at__isnull', True)), fields=['staff'], name='notice_unseen')],
                'constraints': [models.UniqueConstraint(fields=('staff', 'case', 'number'), name='one_notice_per_event')],
            },
        ),
    ]
