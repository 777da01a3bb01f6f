"""Following cases and areas, and reports that were taken back while their case goes on."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('answers', '0004_templates_and_notices'),
        ('cases', '0003_place_and_seasons'),
        ('city', '0002_lore'),
    ]

    operations = [
        migrations.CreateModel(
            name='Following',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_code', models.CharField(blank=True, max_length=20)),
                ('channel', models.CharField(max_length=5)),
                ('address', models.CharField(max_length=254)),
                ('language', models.CharField(default='fa', max_length=2)),
                ('begun_at', models.DateTimeField()),
                ('proven_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('digest_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='TakenBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('kind', 'followed')), fields=['address', 'created_at'], name='message_followed'),
        ),
        migrations.AddField(
            model_name='following',
            name='case',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='following',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='city.city'),
        ),
        migrations.AddField(
            model_name='takenback',
            name='report',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.report'),
        ),
        migrations.AddIndex(
            model_name='following',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['address'], name='following_of_somebody'),
        ),
        migrations.AddIndex(
            model_name='following',
            index=models.Index(condition=models.Q(('digest_at__isnull', False)), fields=['digest_at'], name='following_digest_due'),
        ),
        migrations.AddConstraint(
            model_name='following',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['sms', 'mail'])), name='following_channel_is_known'),
        ),
        migrations.AddConstraint(
            model_name='following',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('area_code', ''), ('case__isnull', False)), models.Q(('case__isnull', True), models.Q(('area_code', ''), _negated=True)), _connector='OR'), name='following_a_case_or_an_area'),
        ),
        migrations.AddConstraint(
            model_name='following',
            constraint=models.UniqueConstraint(condition=models.Q(('case__isnull', False), ('ended_at__isnull', True)), fields=('case', 'channel', 'address'), name='one_following_of_a_case'),
        ),
        migrations.AddConstraint(
            model_name='following',
            constraint=models.UniqueConstraint(condition=models.Q(('case__isnull', True), ('ended_at__isnull', True)), fields=('city', 'area_code', 'channel', 'address'), name='one_following_of_an_area'),
        ),
    ]
